package dev.solstice.numpy;

import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Functions of small arrays applied to all parts of large ones.
///
/// Source: `jax.numpy`, *functional programming*.
public final class Functional {
    private Functional() {}

    /// The function of each vector along the axis; what it gives takes the place of the axis.
    public static Array applyAlongAxis(UnaryOperator<Array> function, int axis, Array x) {
        int along = x.shape().axis(axis);
        var moved = x.moveAxis(along, -1);
        var loop = moved.shape().remove(moved.rank() - 1);
        var rows = moved.reshape(Shape.of(loop.size(), moved.shape().dim(-1)));
        Fn1<Array, Array> each = function::apply;
        var results = vmap(each).apply(rows);
        var core = results.shape().remove(0);
        var shaped = results.reshape(loop.append(core));
        var from = new int[core.rank()];
        var to = new int[core.rank()];
        for (int i = 0; i < from.length; i++) {
            from[i] = loop.rank() + i;
            to[i] = along + i;
        }
        return Manipulation.moveaxis(shaped, from, to);
    }

    /// The function of the array and one axis after the other, like [Reductions#sum(Array,int...)]; an axis that it takes away
    /// is put back with length 1.
    public static Array applyOverAxes(BiFunction<Array, Integer, Array> function, Array x, int... axes) {
        for (int axis : axes) {
            int along = x.shape().axis(axis);
            var result = function.apply(x, along);
            if (result.rank() != x.rank() && result.rank() != x.rank() - 1) {
                throw Mistake.of("applyOverAxes: the function gives " + result.summary() + " of " + x.summary() + ", which is no reduction");
            }
            x = result.rank() == x.rank() ? result : result.expandDims(along);
        }
        return x;
    }

    /// A function of scalars as one of arrays of any shape.
    public static Fn1<Array, Array> vectorize(Fn1<Array, Array> function) {
        return vectorize(function, "()->()");
    }

    /// A function of small arrays as one of arrays with more axes in front, over which it is mapped.
    ///
    /// ```java
    /// vectorize((Array v) -> v.div(norm(v)), "(n)->(n)").apply(x).shape().toString()   // "[2,2]"
    /// ```
    ///
    /// @param signature the axes of operand and result that are the function's own: `"(m,n)->(n)"`
    public static Fn1<Array, Array> vectorize(Fn1<Array, Array> function, String signature) {
        var ranks = ranks(signature, 1);
        return x -> {
            var loop = loop(x, ranks[0]);
            var results = vmap(function).apply(flattened(x, loop, ranks[0]));
            return results.reshape(loop.append(results.shape().remove(0)));
        };
    }

    /// A function of two scalars as one of arrays that broadcast.
    public static Fn2<Array, Array, Array> vectorize(Fn2<Array, Array, Array> function) {
        return vectorize(function, "(),()->()");
    }

    /// A function of two small arrays as one of arrays with more axes in front, which broadcast and over which it is mapped.
    ///
    /// @param signature the axes of operands and result that are the function's own: `"(m,n),(n)->(m)"`
    public static Fn2<Array, Array, Array> vectorize(Fn2<Array, Array, Array> function, String signature) {
        var ranks = ranks(signature, 2);
        return (x, y) -> {
            var loop = Shape.broadcast(loop(x, ranks[0]), loop(y, ranks[1]));
            var results = vmap(function).apply(flattened(x, loop, ranks[0]), flattened(y, loop, ranks[1]));
            return results.reshape(loop.append(results.shape().remove(0)));
        };
    }

    private static int[] ranks(String signature, int operands) {
        var compact = signature.replace(" ", "");
        var parts = compact.split("->");
        var ranks = parts.length != 2 ? List.<Integer>of() : Arrays.stream(parts[0].split("(?<=\\)),", -1))
                .map(part -> part.matches("\\([\\w,]*\\)") ? (part.equals("()") ? 0 : part.split(",").length) : -1).toList();
        if (ranks.size() != operands || ranks.contains(-1)) {
            throw Mistake.of("\"" + signature + "\" is no signature of " + operands + " operands, such as \"(m,n),(n)->(m)\"");
        }
        return ranks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Shape loop(Array x, int coreRank) {
        if (x.rank() < coreRank) throw Mistake.of("the function takes arrays of rank " + coreRank + " and more, not " + x.summary());
        return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - coreRank));
    }

    /// All axes of the loop as one.
    private static Array flattened(Array x, Shape loop, int coreRank) {
        var core = Shape.of(Arrays.copyOfRange(x.shape().toArray(), x.rank() - coreRank, x.rank()));
        return x.broadcastTo(loop.append(core)).reshape(Shape.of(loop.size()).append(core));
    }
}
