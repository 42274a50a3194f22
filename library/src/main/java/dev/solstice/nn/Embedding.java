package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.logicalAnd;
import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.random.Key;

/// A table of learnt vectors, looked up by number.
///
/// Takes an integer of shape `[]`, gives `[embeddingSize]`. Negative numbers count from the end.
///
/// ```java
/// Embedding.of(26, 8, key).apply(Array.scalar(3)).shape()   // [8]
/// ```
///
/// Starts as standard normal numbers. Source: `equinox.nn.Embedding`.
///
/// @param weight `[numEmbeddings, embeddingSize]`
public record Embedding(Array weight, int numEmbeddings, int embeddingSize) implements Layer {
    public static Embedding of(int numEmbeddings, int embeddingSize, Key key) {
        return of(numEmbeddings, embeddingSize, Start.of(key));
    }

    /// With another dtype, or another initialiser.
    public static Embedding of(int numEmbeddings, int embeddingSize, Start start) {
        return of(start.table(Shape.of(numEmbeddings, embeddingSize)));
    }

    /// A table with given rows.
    public static Embedding of(Array weight) {
        if (weight.rank() != 2) throw Mistake.of("the rows of an embedding are a matrix [rows,size], got " + weight.summary());
        return new Embedding(weight, weight.shape().dim(0), weight.shape().dim(1));
    }

    /// @param index an integer of shape `[]`
    /// @throws IllegalArgumentException if `index` is no integer, or has axes
    /// @throws IndexOutOfBoundsException if there is no such row. Inside `jit` and `vmap`, where a number cannot be
    ///     looked at, what comes back is NaN: not, as in Equinox, the nearest row, which nobody would notice
    @Override
    public Array apply(Array index) {
        if (!index.dtype().isInteger()) {
            throw Mistake.of("Embedding is looked up by an integer, got " + index.summary() + ". Convert it with astype(INT32)");
        }
        ShapeMismatch.require("Embedding", Shape.scalar(), index);
        int rows = weight.shape().dim(0);
        if (index instanceof ConcreteArray known) requireRow(known.intItem(), rows);
        var row = index.astype(DType.INT32);
        var start = where(row.lt(0), row.add(rows), row);
        int columns = weight.shape().dim(1);
        var found = new Primitive.DynamicSlice(Axes.of(1, columns)).apply(weight, start, Array.scalar(0)).reshape(columns);
        return index instanceof ConcreteArray || !weight.dtype().isFloating() ? found : where(isRow(start, rows), found, Double.NaN);
    }

    private static Array isRow(Array start, int rows) {
        return logicalAnd(start.ge(0), start.lt(rows));
    }

    private static void requireRow(int index, int rows) {
        if (index < -rows || index >= rows) {
            throw new IndexOutOfBoundsException("Embedding has no row " + index + ": there are " + rows + " rows");
        }
    }
}
