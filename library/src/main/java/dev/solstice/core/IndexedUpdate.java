package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// Some positions of an array, to be written: `x.at("1:3").set(0)`. Arrays are immutable; each update returns a new one.
///
/// Values are an [Array] or a Java scalar; they broadcast to the shape of `x.get(index)` and take the dtype of `x`.
/// Positions that do not exist are dropped. If a position is named twice, all its values are added,
/// multiplied or compared; of `set` one value wins.
///
/// ```java
/// Array.of(1, 2, 3, 4).at("1:3").add(10).toString()   // "[ 1 12 13  4]"
/// ```
///
/// Source: `jax.numpy.ndarray.at`.
public final class IndexedUpdate {
    private final Array array;
    private final Indexing indexing;
    private final boolean unique;

    IndexedUpdate(Array array, Indexing indexing, boolean unique) {
        this.array = array;
        this.indexing = indexing;
        this.unique = unique;
    }

    /// Promises that index arrays name no position twice, which the derivative of `mul` by the values needs.
    public IndexedUpdate unique() {
        return new IndexedUpdate(array, indexing, true);
    }

    /// Positions of index arrays that do not exist stand for the nearest that does.
    public IndexedUpdate clip() {
        return new IndexedUpdate(array, indexing.clipped(), unique);
    }

    /// The elements at the positions; where an index array names one that does not exist, `fill`.
    public Array getOr(Object fill) {
        // Of integers, what does not exist is the least of them.
        var exists = indexing.take(Array.full(array.shape(), DType.INT32, 0), IndexMode.FILL_OR_DROP).eq(0);
        var taken = get();
        return new Primitive.SelectN().apply(exists, operand(fill, taken.shape()), taken);
    }

    /// The elements at the positions.
    public Array get() {
        return indexing.take(array, IndexMode.PROMISE_IN_BOUNDS);
    }

    /// The array with these values at the positions.
    public Array set(Object values) {
        if (indexing.isBasic() && indexing.isBlock()) return writeBlock(values);
        return scatter(values, Primitive.Scatter::new);
    }

    /// The array with the values added at the positions.
    public Array add(Object values) {
        return indexing.isBasic() ? combine(Array::add, values) : scatter(values, Primitive.ScatterAdd::new);
    }

    /// The array less the values at the positions.
    public Array sub(Object values) {
        return add(values instanceof Array given ? given.neg() : Array.scalar(array.dtype(), values).neg());
    }

    /// The array divided by the values at the positions; of integers as float32.
    public Array div(Object values) {
        return array.div(ones().mul(values));
    }

    /// The array to the power of the values at the positions.
    public Array pow(Object values) {
        return array.pow(ones().mul(values));
    }

    /// One at each position, so that all values for it multiply and other positions keep theirs.
    private IndexedUpdate ones() {
        return new IndexedUpdate(Array.full(array.shape(), array.dtype(), 1), indexing, unique);
    }

    /// The array with a function of the elements at the positions, which is applied once to each.
    public Array apply(UnaryOperator<Array> function) {
        return set(function.apply(get()));
    }

    /// The array multiplied by the values at the positions.
    public Array mul(Object values) {
        return indexing.isBasic() ? combine(Array::mul, values)
                : scatter(values, (numbers, mode) -> new Primitive.ScatterMul(numbers, mode, unique));
    }

    /// The smaller of the array's and the given values at the positions.
    public Array min(Object values) {
        return indexing.isBasic() ? combine((x, y) -> new Primitive.Min().apply(x, y), values) : scatter(values, Primitive.ScatterMin::new);
    }

    /// The larger of the array's and the given values at the positions.
    public Array max(Object values) {
        return indexing.isBasic() ? combine((x, y) -> new Primitive.Max().apply(x, y), values) : scatter(values, Primitive.ScatterMax::new);
    }

    /// Reads, combines and writes: right where no position is named twice.
    private Array combine(BinaryOperator<Array> combine, Object values) {
        var old = get();
        return set(combine.apply(old, operand(values, old.shape())));
    }

    private Array writeBlock(Object values) {
        var view = indexing.view();
        var operands = new Array[2 + array.rank()];
        operands[0] = array;
        operands[1] = operand(values, view.shape()).reshape(view.sliced());
        for (int axis = 0; axis < array.rank(); axis++) operands[2 + axis] = Array.scalar(view.start()[axis]);
        return new Primitive.DynamicUpdateSlice().apply(operands);
    }

    @FunctionalInterface
    private interface ScatterOf {
        Primitive with(GatherDimensionNumbers numbers, IndexMode mode);
    }

    private Array scatter(Object values, ScatterOf kind) {
        boolean rows = indexing.view().isWhole(array.shape()) && indexing.view().shape().equals(array.shape());
        return rows && !indexing.isBasic() ? scatterRows(values, kind) : scatterElements(values, kind);
    }

    private Array scatterRows(Object values, ScatterOf kind) {
        var numbers = indexing.numbers(array.rank());
        var indices = indexing.indices(array.shape());
        return kind.with(numbers, IndexMode.FILL_OR_DROP).apply(array, indices, operand(values, indexing.shape()));
    }

    /// Any index whatever: the positions are what the index takes from the array of all positions.
    private Array scatterElements(Object values, ScatterOf kind) {
        var everywhere = new Primitive.Iota(DType.INT32, Shape.of(array.size()), 0).apply().reshape(array.shape());
        var positions = indexing.take(everywhere, IndexMode.FILL_OR_DROP);
        if (positions.size() == 0) return array;
        var numbers = new GatherDimensionNumbers(Axes.of(), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
        return kind.with(numbers, IndexMode.FILL_OR_DROP)
                .apply(array.reshape(-1), positions.reshape(-1, 1), operand(values, positions.shape()).reshape(-1))
                .reshape(array.shape());
    }

    private Array operand(Object values, Shape shape) {
        var given = values instanceof Array updates ? updates.astype(array.dtype()) : Array.scalar(array.dtype(), values);
        return given.broadcastTo(shape);
    }
}
