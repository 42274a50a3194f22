package dev.solstice.transform;

import static dev.solstice.transform.Batching.NOT_MAPPED;
import static dev.solstice.transform.Batching.materialise;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Batching.Batched;

/// How computations along a named axis end where it is mapped: as computations along the batch axis. Along any other
/// mapped axis they are done for the whole batch. Source: the batched collectives in JAX's `jax/_src/lax/parallel.py`.
final class CollectiveBatching {
    private CollectiveBatching() {}

    static Batched apply(Collective collective, Array[] x, int axis, MappedAxis batch) {
        return collective.axisName().equals(batch.name()) ? along(collective, x, axis, batch.size()) : across(collective, x, axis);
    }

    private static Batched along(Collective collective, Array[] x, int axis, int size) {
        return switch (collective) {
            case Psum _ -> same(axis == NOT_MAPPED ? x[0].mul(Array.scalar(x[0].dtype(), size)) : new ReduceSum(Axes.of(axis)).apply(x));
            case Pmax _ -> same(axis == NOT_MAPPED ? x[0] : new ReduceMax(Axes.of(axis)).apply(x));
            case Pmin _ -> same(axis == NOT_MAPPED ? x[0] : new ReduceMin(Axes.of(axis)).apply(x));
            case Ppermute(_, var sources) -> Batched.of(rows(materialise(x[0], axis, 0, size), sources), 0);
            case AllGather(_, _, int dimension) -> same(materialise(x[0], axis, dimension, size));
            case ReduceScatter(_, _, int dimension) -> Batched.of(axis == NOT_MAPPED
                    ? x[0].mul(Array.scalar(x[0].dtype(), size)) : new ReduceSum(Axes.of(0)).apply(x[0].moveAxis(axis, 0)), dimension);
            case AllToAll(_, _, int split, int concat) ->
                    Batched.of(materialise(x[0], axis, 0, size).moveAxis(split + 1, 0).moveAxis(1, concat + 1), 0);
            case AxisIndex _ -> Batched.of(new Iota(DType.INT32, Shape.of(size), 0).apply(), 0);
        };
    }

    /// All examples have the same.
    private static Batched same(Array value) {
        return Batched.of(value, NOT_MAPPED);
    }

    /// The rows named by `sources`, zeros for -1.
    private static Array rows(Array x, Axes sources) {
        int n = x.shape().dim(0);
        var zeros = Zeros.like(new AbstractValue(x.dtype(), x.shape().with(0, 1)));
        var withZeros = new Concatenate(0).apply(x, zeros);
        var indices = Array.of(Shape.of(n, 1), sources.map(i -> i < 0 ? n : i).toArray());
        var numbers = new GatherDimensionNumbers(Axes.range(1, x.rank()), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
        return new Gather(numbers, Axes.of(x.shape().with(0, 1).toArray()), IndexMode.CLIP).apply(withZeros, indices);
    }

    private static Batched across(Collective collective, Array[] x, int axis) {
        return switch (collective) {
            case Psum _, Pmax _, Pmin _, Ppermute _ -> Batched.of(collective.apply(x), axis);
            case AllGather(var name, int size, int dimension) -> front(new AllGather(name, size, dimension + 1), x[0], axis);
            case ReduceScatter(var name, int size, int dimension) -> front(new ReduceScatter(name, size, dimension + 1), x[0], axis);
            case AllToAll(var name, int size, int split, int concat) -> front(new AllToAll(name, size, split + 1, concat + 1), x[0], axis);
            case AxisIndex _ -> throw new AssertionError("axis_index has no operand to be batched");
        };
    }

    private static Batched front(Primitive primitive, Array x, int axis) {
        return Batched.of(primitive.apply(x.moveAxis(axis, 0)), 0);
    }
}
