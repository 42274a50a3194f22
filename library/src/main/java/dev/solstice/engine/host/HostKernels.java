package dev.solstice.engine.host;

import dev.solstice.core.AxisNames;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import java.util.Optional;
import java.util.function.Supplier;

/// Every primitive on the host.
public final class HostKernels {
    private final Blas blas;
    private final Supplier<Lapack> lapack;

    /// Kernels that leave matrix products to `blas` and factorisations to `lapack`.
    public HostKernels(Blas blas, Supplier<Lapack> lapack) {
        this.blas = blas;
        this.lapack = lapack;
    }

    /// Computes into the given results, which have the dtypes and shapes of the shape rule. Operands are not changed,
    /// but for this: the result of an elementwise primitive, a dynamic update or a scatter may be its first operand.
    public void run(Primitive primitive, ConcreteArray[] in, ConcreteArray[] out) {
        switch (primitive) {
            case Unary _, Binary _, Comparison _, SelectN _, RegularizedIncompleteBeta _, IsFinite _, ConvertElementType _,
                 Complex _, Real _, Imag _, Conj _ -> Elementwise.run(primitive, in, out[0]);
            case Reshape _, BitcastConvertType _, CheckpointName _, NondifferentiableBackward _ -> Structural.same(in[0], out[0]);
            case Fft fft -> Fourier.run(fft, in[0], out[0]);
            case Transpose _, BroadcastInDim _, Slice _, Rev _ -> Structural.strided(primitive, in[0], out[0]);
            case Pad pad -> Structural.pad(pad, in[0], in[1], out[0]);
            case Concatenate(int dimension) -> Structural.concatenate(dimension, in, out[0]);
            case Iota(_, _, int dimension) -> Structural.iota(dimension, out[0]);
            case Unvmap unvmap -> Reductions.reduce(unvmap.over(Axes.range(0, in[0].rank())), in[0], out[0]);
            case Reduction reduction -> Reductions.reduce(reduction, in[0], out[0]);
            case Argmax(int axis, _) -> Reductions.argument(axis, true, in[0], out[0]);
            case Argmin(int axis, _) -> Reductions.argument(axis, false, in[0], out[0]);
            case Cumsum cumsum -> Reductions.cumsum(cumsum, in[0], out[0]);
            case DotGeneral dot -> Contraction.run(dot, blas, in[0], in[1], out[0]);
            case ConvGeneralDilated convolution -> Convolution.run(convolution, blas, in[0], in[1], out[0]);
            case ReduceWindowMax(Window window) -> Windows.reduce(Fold.max(in[0].dtype()), window, in[0], out[0]);
            case ReduceWindowSum(Window window) -> Windows.reduce(Fold.SUM, window, in[0], out[0]);
            case SelectAndGatherAdd(Window window) -> Windows.gatherAtMaximum(window, in[0], in[1], out[0]);
            case SelectAndScatterAdd(Window window) -> Windows.scatterAtMaximum(window, in[0], in[1], out[0]);
            case MatrixOperation operation -> Decompositions.run(operation, lapack.get(), in, out);
            case DynamicSlice _ -> Structural.dynamicSlice(in, out[0]);
            case DynamicUpdateSlice _ -> Structural.dynamicUpdateSlice(in, out[0]);
            case Gather gather -> Indexing.gather(gather, in[0], in[1], out[0]);
            case Scatter(GatherDimensionNumbers numbers, IndexMode mode) -> Indexing.scatter(numbers, mode, Optional.empty(), in, out[0]);
            case ScatterAdd(GatherDimensionNumbers numbers, IndexMode mode) -> Indexing.scatter(numbers, mode, Optional.of(Fold.SUM), in, out[0]);
            case ScatterMul(GatherDimensionNumbers numbers, IndexMode mode, _) -> Indexing.scatter(numbers, mode, Optional.of(Fold.PROD), in, out[0]);
            case ScatterMin(GatherDimensionNumbers numbers, IndexMode mode) ->
                    Indexing.scatter(numbers, mode, Optional.of(Fold.min(out[0].dtype())), in, out[0]);
            case ScatterMax(GatherDimensionNumbers numbers, IndexMode mode) ->
                    Indexing.scatter(numbers, mode, Optional.of(Fold.max(out[0].dtype())), in, out[0]);
            case Sort sort -> Sorting.run(sort, in, out);
            case Threefry2x32 _ -> Threefry.run(in, out);
            case OptimizationBarrier _ -> {
                for (int i = 0; i < in.length; i++) Structural.same(in[i], out[i]);
            }
            case Collective collective -> throw AxisNames.unbound(collective.axisName());
            case HigherOrder program -> throw new IllegalArgumentException("a program is compiled, not run by a kernel: " + program);
        }
    }
}
