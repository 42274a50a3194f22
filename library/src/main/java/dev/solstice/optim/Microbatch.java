package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.filter.Transformed;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.Tracing;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A function of a large batch as a loop over small batches, in the memory of one: for a gradient of more examples than fit.
///
/// ```java
/// var slope = filterGrad((Array w, Array row) -> square(row.matmul(w)).sum());
/// var rows = Array.of(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
/// var small = Microbatch.of(2).in(null, 0).microbatch(slope);
/// small.apply(Array.of(1f, 1f), rows).closeTo(slope.apply(Array.of(1f, 1f), rows), 1e-6, 0)   // true
/// ```
///
/// Arguments and results are of any values, whose arrays are cut and accumulated; the order of the examples in the small batches is optax's.
///
/// Source: `optax.microbatch`.
///
/// @param size examples of a small batch; divides the number of all
/// @param accumulation an [Accumulation] for each array of the result, or a tree of them that is a prefix of it
/// @param axes where the examples are, for each argument: an axis, or null for an argument that is the same for all
/// @param first how many small batches are computed, int32 `[]`; all, if it is empty
public record Microbatch(int size, Object accumulation, MapAxes axes, Optional<Array> first) {
    public Microbatch {
        if (size < 1) throw Mistake.of("a small batch has at least one example, got " + size);
    }

    /// Small batches of `size` examples along axis 0 of all arguments; results are added.
    public static Microbatch of(int size) {
        return new Microbatch(size, Accumulation.sum(), MapAxes.in(), Optional.empty());
    }

    /// Where the examples are, for each argument: an axis, or null for an argument that is the same for all.
    public Microbatch in(Object... axes) {
        return new Microbatch(size, accumulation, MapAxes.in(axes), first);
    }

    /// @param accumulation an [Accumulation], or a tree of them that is a prefix of the result
    public Microbatch accumulating(Object accumulation) {
        return new Microbatch(size, accumulation, axes, first);
    }

    /// Only so many small batches, a number that may change without compiling anew. There are forward-mode derivatives only then.
    ///
    /// @param count int32 `[]`
    public Microbatch first(Array count) {
        return new Microbatch(size, accumulation, axes, Optional.of(count));
    }

    public <A, R> Fn1<A, R> microbatch(Fn1<A, R> function) {
        return transformed(function).as();
    }

    public <A, B, R> Fn2<A, B, R> microbatch(Fn2<A, B, R> function) {
        return transformed(function).as();
    }

    public <A, B, C, R> Fn3<A, B, C, R> microbatch(Fn3<A, B, C, R> function) {
        return transformed(function).as();
    }

    public <A, B, C, D, R> Fn4<A, B, C, D, R> microbatch(Fn4<A, B, C, D, R> function) {
        return transformed(function).as();
    }

    private <R> Transformed<R> transformed(Fn<R> function) {
        return new Transformed<>(function, this::run);
    }

    /// An argument, and the axis of its examples or null.
    private record Argument(ArrayTree tree, Integer axis) {
        Object slice(Array step, int size) {
            if (axis == null) return tree.with(tree.arrays());
            var arrays = tree.arrays().clone();
            for (int i = 0; i < arrays.length; i++) {
                var shape = arrays[i].shape();
                int along = shape.axis(axis);
                // Example number b is in small batch b modulo their number.
                var folded = arrays[i].reshape(shape.remove(along).insert(along, shape.dim(along) / size).insert(along, size));
                arrays[i] = Lax.dynamicIndexInDim(folded, step, along + 1, false);
            }
            return tree.with(arrays);
        }
    }

    private <R> R run(Fn<?> function, Object... values) {
        var arguments = arguments(values);
        int batches = batches(arguments);
        var result = new ArrayTree[1];
        Fn1<Array, List<Array>> step = i -> {
            result[0] = ArrayTree.of(function.call(arguments.stream().map(argument -> argument.slice(i, size)).toArray()));
            return List.of(result[0].arrays());
        };
        var types = Tracing.evalShape(step, Array.scalar(0));
        var each = accumulations(result[0]);
        var start = new ArrayList<Array>();
        for (int i = 0; i < types.size(); i++) start.add(each.get(i).start(types.get(i).abstractValue(), batches));
        Fn2<Array, List<Array>, List<Array>> body = (i, before) -> {
            var now = step.apply(i);
            var next = new ArrayList<Array>();
            for (int k = 0; k < now.size(); k++) next.add(each.get(k).next(before.get(k), now.get(k), i));
            return next;
        };
        List<Array> last = first.map(count -> ControlFlow.foriLoop(Counter.zero(), count, body, (List<Array>) start))
                .orElseGet(() -> ControlFlow.foriLoop(0, batches, body, start));
        var all = new Array[last.size()];
        for (int i = 0; i < all.length; i++) all[i] = each.get(i).end(last.get(i), batches);
        return result[0].with(all);
    }

    private List<Argument> arguments(Object... values) {
        var each = axes.forArguments(values.length);
        var out = new ArrayList<Argument>();
        for (int i = 0; i < values.length; i++) {
            if (each.get(i) != null && !(each.get(i) instanceof Integer)) {
                throw Mistake.of("the examples of an argument are along one axis, or null for none, got " + each.get(i) + " for argument " + i);
            }
            out.add(new Argument(ArrayTree.of(values[i]), (Integer) each.get(i)));
        }
        return out;
    }

    private int batches(List<Argument> arguments) {
        var lengths = arguments.stream().filter(argument -> argument.axis != null)
                .flatMap(argument -> Arrays.stream(argument.tree.arrays()).map(array -> array.shape().dim(argument.axis))).distinct().toList();
        if (lengths.size() != 1) throw Mistake.of("the arguments have examples of one number, got " + lengths + "; see in(...)");
        int length = lengths.getFirst();
        if (length % size != 0) throw Mistake.of(length + " examples cannot be cut into batches of " + size + ": leave some out, or take a divisor");
        return length / size;
    }

    private List<Accumulation> accumulations(ArrayTree result) {
        var all = Tree.broadcastPrefix(accumulation, result.with(result.arrays()), Accumulation.class::isInstance);
        var out = new ArrayList<Accumulation>();
        for (int i = 0; i < all.size(); i++) {
            if (result.statics().get(i) != null) continue;
            if (!(all.get(i) instanceof Accumulation each)) {
                throw Mistake.of("results are accumulated by an Accumulation, or a tree of them, got " + all.get(i));
            }
            out.add(each);
        }
        return out;
    }
}
