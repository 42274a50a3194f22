package dev.solstice.transform;

import static dev.solstice.transform.Batching.NOT_MAPPED;
import static dev.solstice.transform.Batching.materialise;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Batching.Batched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How each primitive does a whole batch at once. At least one operand is batched, or the
/// primitive computes along the mapped axis by name.
/// Source: JAX's batching rules in `jax/_src/lax`.
final class BatchingRule {
    private BatchingRule() {}

    /// @param x    operands with their batch axis
    /// @param axes where that axis is, or [Batching#NOT_MAPPED]
    /// @param batch the axis that is mapped
    static Batched apply(Primitive primitive, Array[] x, int[] axes, MappedAxis batch) {
        int size = batch.size();
        int axis = axes.length == 0 ? NOT_MAPPED : axes[0];
        return switch (primitive) {
            case Unary _, IsFinite _, ConvertElementType _, BitcastConvertType _, CheckpointName _, NondifferentiableBackward _, Real _, Imag _, Conj _ ->
                    Batched.of(primitive.apply(x), axis);
            case Binary _, Comparison _, SelectN _, RegularizedIncompleteBeta _, Complex _, Threefry2x32 _ -> elementwise(primitive, x, axes, size);
            case Fft _ -> front(primitive.apply(x[0].moveAxis(axis, 0)));
            case Reshape(var sizes) -> front(new Reshape(sizes.insert(0, size)).apply(x[0].moveAxis(axis, 0)));
            case Primitive.Transpose(var permutation) ->
                    front(new Primitive.Transpose(permutation.map(i -> i >= axis ? i + 1 : i).insert(0, axis)).apply(x));
            case BroadcastInDim(var shape, var dims) ->
                    front(new BroadcastInDim(shape.insert(0, size), dims.map(i -> i + 1).insert(0, 0)).apply(x[0].moveAxis(axis, 0)));
            case Slice(var start, var limit, var strides) ->
                    Batched.of(new Slice(start.insert(axis, 0), limit.insert(axis, size), strides.insert(axis, 1)).apply(x), axis);
            case Pad pad -> pad(pad, x, axes, size);
            case Concatenate(int dimension) -> front(new Concatenate(dimension + 1).apply(allInFront(x, axes, size)));
            case Rev(var dimensions) -> Batched.of(new Rev(shifted(dimensions, axis)).apply(x), axis);
            case Iota _ -> throw new AssertionError("iota has no operand to be batched");
            case ReduceSum(var reduced) -> reduce(new ReduceSum(shifted(reduced, axis)), x[0], axis);
            case ReduceProd(var reduced) -> reduce(new ReduceProd(shifted(reduced, axis)), x[0], axis);
            case ReduceMax(var reduced) -> reduce(new ReduceMax(shifted(reduced, axis)), x[0], axis);
            case ReduceMin(var reduced) -> reduce(new ReduceMin(shifted(reduced, axis)), x[0], axis);
            case ReduceAnd(var reduced) -> reduce(new ReduceAnd(shifted(reduced, axis)), x[0], axis);
            case ReduceOr(var reduced) -> reduce(new ReduceOr(shifted(reduced, axis)), x[0], axis);
            case ReduceXor(var reduced) -> reduce(new ReduceXor(shifted(reduced, axis)), x[0], axis);
            case Argmax(int reduced, var dtype) -> front(new Argmax(reduced + 1, dtype).apply(x[0].moveAxis(axis, 0)));
            case Argmin(int reduced, var dtype) -> front(new Argmin(reduced + 1, dtype).apply(x[0].moveAxis(axis, 0)));
            case Cumsum(int along, boolean reverse) -> Batched.of(new Cumsum(along >= axis ? along + 1 : along, reverse).apply(x), axis);
            case DotGeneral dot -> dot(dot, x, axes);
            case ConvGeneralDilated convolution -> ConvolutionBatching.apply(convolution, x, axes);
            case ReduceWindowMax(var window) -> Batched.of(new ReduceWindowMax(inserted(window, axis)).apply(x), axis);
            case ReduceWindowSum(var window) -> Batched.of(new ReduceWindowSum(inserted(window, axis)).apply(x), axis);
            case SelectAndGatherAdd(var window) -> front(new SelectAndGatherAdd(inserted(window, 0)).apply(allInFront(x, axes, size)));
            case SelectAndScatterAdd(var window) -> front(new SelectAndScatterAdd(inserted(window, 0)).apply(allInFront(x, axes, size)));
            case TriangularSolve solve when axes[0] == NOT_MAPPED && x[0].rank() == 2 -> moreColumns(solve, x, axes[1]);
            case MatrixOperation _ -> {
                var out = primitive.bind(allInFront(x, axes, size));
                yield new Batched(out, new int[out.length]);
            }
            case DynamicSlice slice -> dynamicSlice(slice, x, axes, size);
            case DynamicUpdateSlice _ -> dynamicUpdateSlice(x, axes, size);
            case Gather gather -> gather(gather, x, axes, size);
            case Scatter(var numbers, var mode) -> scatter(new Scatter(batch(numbers, axes[1] != NOT_MAPPED), mode), x, axes, size);
            case ScatterAdd(var numbers, var mode) -> scatter(new ScatterAdd(batch(numbers, axes[1] != NOT_MAPPED), mode), x, axes, size);
            case ScatterMul(var numbers, var mode, boolean unique) ->
                    scatter(new ScatterMul(batch(numbers, axes[1] != NOT_MAPPED), mode, unique), x, axes, size);
            case ScatterMin(var numbers, var mode) -> scatter(new ScatterMin(batch(numbers, axes[1] != NOT_MAPPED), mode), x, axes, size);
            case ScatterMax(var numbers, var mode) -> scatter(new ScatterMax(batch(numbers, axes[1] != NOT_MAPPED), mode), x, axes, size);
            case Sort(int dimension, int numKeys) -> {
                var out = new Sort(dimension + 1, numKeys).bind(allInFront(x, axes, size));
                yield new Batched(out, new int[out.length]);
            }
            case OptimizationBarrier _ -> new Batched(primitive.bind(x), axes);
            case Unvmap _ -> Batched.of(primitive.apply(x), NOT_MAPPED);
            case Collective collective -> CollectiveBatching.apply(collective, x, axis, batch);
            case HigherOrder program -> ProgramBatching.apply(program, x, axes, batch);
        };
    }

    private static Batched front(Array value) {
        return Batched.of(value, 0);
    }

    private static Axes shifted(Axes dimensions, int axis) {
        return dimensions.map(i -> i >= axis ? i + 1 : i);
    }

    private static Window inserted(Window window, int axis) {
        return new Window(window.dimensions().insert(axis, 1), window.strides().insert(axis, 1),
                window.padLow().insert(axis, 0), window.padHigh().insert(axis, 0), window.dilation().insert(axis, 1));
    }

    private static Array[] allInFront(Array[] x, int[] axes, int size) {
        var out = new Array[x.length];
        Arrays.setAll(out, i -> materialise(x[i], axes[i], 0, size));
        return out;
    }

    /// Scalars that are the same for all examples stay scalars; the rest is brought to one shape.
    private static Batched elementwise(Primitive primitive, Array[] x, int[] axes, int size) {
        if (alike(primitive, x, axes)) {
            var results = primitive.bind(x);
            var outAxes = new int[results.length];
            Arrays.fill(outAxes, Arrays.stream(axes).max().orElseThrow());
            return new Batched(results, outAxes);
        }
        var element = Arrays.stream(elementShapes(x, axes)).filter(shape -> !shape.isScalar()).findFirst().orElse(Shape.scalar());
        var full = element.insert(0, size);
        var out = new Array[x.length];
        for (int i = 0; i < x.length; i++) {
            boolean scalar = axes[i] == NOT_MAPPED && x[i].shape().isScalar();
            var value = scalar ? x[i] : materialise(x[i], axes[i], 0, size);
            boolean stretch = !scalar && value.rank() < full.rank();
            out[i] = stretch ? new BroadcastInDim(full, Axes.of(0)).apply(value) : value;
        }
        if (primitive instanceof SelectN) unifyCases(out, full);
        var results = primitive.bind(out);
        return new Batched(results, new int[results.length]);
    }

    /// The two cases of a select have one shape even if they are scalars.
    private static void unifyCases(Array[] operands, Shape full) {
        for (int i = 1; i <= 2; i++) operands[i] = operands[i].broadcastTo(full);
    }

    /// Whether all operands are batched along one axis, or are plain scalars.
    private static boolean alike(Primitive primitive, Array[] x, int[] axes) {
        Array first = null;
        int axis = NOT_MAPPED;
        for (int i = 0; i < x.length; i++) {
            boolean scalar = axes[i] == NOT_MAPPED && x[i].shape().isScalar();
            if (scalar) continue;
            if (first == null) {
                first = x[i];
                axis = axes[i];
            }
            if (axes[i] == NOT_MAPPED || axes[i] != axis || !x[i].shape().equals(first.shape())) return false;
        }
        return !(primitive instanceof SelectN) || axes[1] != NOT_MAPPED && axes[2] != NOT_MAPPED;
    }

    private static Shape[] elementShapes(Array[] x, int[] axes) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> axes[i] == NOT_MAPPED ? x[i].shape() : x[i].shape().remove(axes[i])).toArray(Shape[]::new);
    }

    private static Batched reduce(Reduction reduction, Array x, int axis) {
        int before = (int) reduction.axes().stream().filter(reduced -> reduced < axis).count();
        return Batched.of(reduction.apply(x), axis - before);
    }

    private static Batched pad(Pad pad, Array[] x, int[] axes, int size) {
        var operand = materialise(x[0], axes[0], 0, size);
        var batched = new Pad(pad.low().insert(0, 0), pad.high().insert(0, 0), pad.interior().insert(0, 0));
        if (axes[1] == NOT_MAPPED) return front(batched.apply(operand, x[1]));
        var inside = batched.apply(Array.full(operand.shape(), DType.BOOL, true), Array.scalar(false));
        var padded = batched.apply(operand, Zeros.like(operand.abstractValue().withShape(Shape.scalar())));
        var value = new BroadcastInDim(padded.shape(), Axes.of(0)).apply(x[1]);
        return front(new SelectN().apply(inside, value, padded));
    }

    private static Batched dot(DotGeneral dot, Array[] x, int[] axes) {
        if (axes[0] != NOT_MAPPED && axes[1] != NOT_MAPPED) {
            return front(new DotGeneral(dot.lhsContracting().map(i -> i + 1), dot.rhsContracting().map(i -> i + 1),
                    dot.lhsBatch().map(i -> i + 1).insert(0, 0), dot.rhsBatch().map(i -> i + 1).insert(0, 0))
                    .apply(x[0].moveAxis(axes[0], 0), x[1].moveAxis(axes[1], 0)));
        }
        // the batch axis is one more free axis of its operand
        boolean left = axes[0] != NOT_MAPPED;
        int axis = left ? axes[0] : axes[1];
        var batched = left
                ? new DotGeneral(shifted(dot.lhsContracting(), axis), dot.rhsContracting(), shifted(dot.lhsBatch(), axis), dot.rhsBatch())
                : new DotGeneral(dot.lhsContracting(), shifted(dot.rhsContracting(), axis), dot.lhsBatch(), shifted(dot.rhsBatch(), axis));
        var bound = left ? batched.lhsContracting().plus(batched.lhsBatch()) : batched.rhsContracting().plus(batched.rhsBatch());
        int place = bound.complement(x[left ? 0 : 1].rank()).indexOf(axis) + dot.lhsBatch().size();
        int leftFree = x[0].rank() - dot.lhsContracting().size() - dot.lhsBatch().size();
        return Batched.of(batched.apply(x), left ? place : place + leftFree);
    }

    /// One matrix and many right-hand sides: their columns (rows, if the matrix is on the right) in one solve.
    private static Batched moreColumns(TriangularSolve solve, Array[] x, int axis) {
        int to = solve.leftSide() ? 2 : 0;
        var moved = x[1].moveAxis(axis, to);
        int first = moved.shape().dim(0);
        int middle = moved.shape().dim(1);
        int last = moved.shape().dim(2);
        var columns = solve.leftSide() ? moved.reshape(first, middle * last) : moved.reshape(first * middle, last);
        return Batched.of(solve.apply(x[0], columns).reshape(moved.shape()), to);
    }

    /// With one start for all examples a slice of the batch; else a gather.
    private static Batched dynamicSlice(DynamicSlice slice, Array[] x, int[] axes, int size) {
        boolean sameStart = IntStream.range(1, axes.length).allMatch(i -> axes[i] == NOT_MAPPED);
        if (sameStart) {
            int axis = axes[0];
            var starts = new ArrayList<>(Arrays.asList(x));
            starts.add(axis + 1, Array.scalar(0));
            return Batched.of(new DynamicSlice(slice.sliceSizes().insert(axis, size)).apply(starts.toArray(Array[]::new)), axis);
        }
        int rank = slice.sliceSizes().size();
        var all = Axes.range(rank);
        var numbers = new GatherDimensionNumbers(all, Axes.of(), all, Axes.of(), Axes.of());
        return gather(new Gather(numbers, slice.sliceSizes(), IndexMode.CLIP),
                new Array[] {x[0], indexVector(x, axes, 1, size)}, new int[] {axes[0], 0}, size);
    }

    private static Batched dynamicUpdateSlice(Array[] x, int[] axes, int size) {
        boolean sameStart = IntStream.range(2, axes.length).allMatch(i -> axes[i] == NOT_MAPPED);
        if (sameStart) {
            var starts = new ArrayList<>(Arrays.asList(x).subList(2, x.length));
            starts.addFirst(Array.scalar(0));
            starts.addAll(0, Arrays.asList(materialise(x[0], axes[0], 0, size), materialise(x[1], axes[1], 0, size)));
            return front(new DynamicUpdateSlice().apply(starts.toArray(Array[]::new)));
        }
        var all = Axes.range(x.length - 2);
        var numbers = new GatherDimensionNumbers(all, Axes.of(), all, Axes.of(), Axes.of());
        return scatter(new Scatter(batch(numbers, true), IndexMode.CLIP),
                new Array[] {x[0], indexVector(x, axes, 2, size), x[1]}, new int[] {axes[0], 0, axes[1]}, size);
    }

    /// Scalar starts of each example as index vectors `[size, rank]`.
    private static Array indexVector(Array[] x, int[] axes, int from, int size) {
        var columns = IntStream.range(from, x.length)
                .mapToObj(i -> materialise(x[i], axes[i], 0, size).reshape(size, 1)).toArray(Array[]::new);
        return new Concatenate(1).apply(columns);
    }

    private static Batched gather(Gather gather, Array[] x, int[] axes, int size) {
        boolean operand = axes[0] != NOT_MAPPED;
        boolean indices = axes[1] != NOT_MAPPED;
        var batched = operand ? x[0].moveAxis(axes[0], 0) : x[0];
        var positions = indices ? x[1].moveAxis(axes[1], 0) : x[1];
        var n = gather.dimensionNumbers();
        var sizes = gather.sliceSizes();
        var numbers = !operand
                ? new GatherDimensionNumbers(up(n.offsetDims()), n.collapsedSliceDims(), n.startIndexMap(),
                        n.operandBatchingDims(), up(n.startIndicesBatchingDims()))
                : batch(n, indices);
        var newSizes = operand ? sizes.insert(0, indices ? 1 : size) : sizes;
        return front(new Gather(numbers, newSizes, gather.mode()).apply(batched, positions));
    }

    /// Dimension numbers with a new leading axis of operand and result; the indices have it too, or are shared.
    private static GatherDimensionNumbers batch(GatherDimensionNumbers n, boolean indices) {
        return indices
                ? new GatherDimensionNumbers(up(n.offsetDims()), up(n.collapsedSliceDims()), up(n.startIndexMap()),
                        up(n.operandBatchingDims()).insert(0, 0), up(n.startIndicesBatchingDims()).insert(0, 0))
                : new GatherDimensionNumbers(up(n.offsetDims()).insert(0, 0), up(n.collapsedSliceDims()), up(n.startIndexMap()),
                        up(n.operandBatchingDims()), n.startIndicesBatchingDims());
    }

    private static Axes up(Axes axes) {
        return axes.map(i -> i + 1);
    }

    private static Batched scatter(Primitive batched, Array[] x, int[] axes, int size) {
        var operand = materialise(x[0], axes[0], 0, size);
        var indices = axes[1] == NOT_MAPPED ? x[1] : x[1].moveAxis(axes[1], 0);
        var updates = materialise(x[2], axes[2], 0, size);
        return front(batched.apply(operand, indices, updates));
    }
}
