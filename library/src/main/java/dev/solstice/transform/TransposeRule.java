package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How cotangents flow back through each primitive that is linear in some operand.
/// Complex maps are transposed as they stand, without conjugation, which is JAX's convention: the gradient of a real function
/// of complex numbers is the conjugate of the direction of steepest ascent.
/// Source: JAX's `ad.deflinear` and transpose rules in `jax/_src/lax`.
final class TransposeRule {
    private TransposeRule() {}

    /// Cotangents of the operands, where these are linear.
    ///
    /// @param ct    cotangents of the results; null is zero, one is not
    /// @param x     the operands; null where the primitive is applied linearly
    /// @param types types of the operands
    static Array[] apply(Primitive primitive, Array[] ct, Array[] x, AbstractValue[] types) {
        var c = ct[0];
        return switch (primitive) {
            case Neg _ -> one(c.neg());
            case Add _ -> new Array[] {sumTo(c, types[0]), sumTo(c, types[1])};
            case Sub _ -> new Array[] {sumTo(c, types[0]), sumTo(c.neg(), types[1])};
            case Mul _ -> new Array[] {x[1] == null ? null : sumTo(c.mul(x[1]), types[0]), x[0] == null ? null : sumTo(x[0].mul(c), types[1])};
            case Div _ -> new Array[] {sumTo(c.div(x[1]), types[0]), null};
            case ConvertElementType _ -> one(c.astype(types[0].dtype()));
            case ReducePrecision _ -> one(primitive.apply(c));
            case Complex _ -> new Array[] {sumTo(c.real(), types[0]), sumTo(c.neg().imag(), types[1])};
            case Real _ -> one(new Complex().apply(c, Zeros.like(c)));
            case Imag _ -> one(new Complex().apply(Zeros.like(c), c.neg()));
            case Conj _ -> one(c.conj());
            case Fft fft -> one(fourier(fft, c));
            case Reshape _ -> one(c.reshape(types[0].shape()));
            case Primitive.Transpose(var permutation) -> one(c.transpose(permutation.inverse().toArray()));
            case BroadcastInDim(_, var dims) -> one(unbroadcast(c, dims, types[0].shape()));
            case Slice slice -> one(unslice(slice, c, types[0].shape()));
            case Pad pad -> unpad(pad, c, types[0].shape());
            case Concatenate(int dimension) -> split(c, dimension, types);
            case Rev rev -> one(rev.apply(c));
            case ReduceSum(var axes) -> one(new BroadcastInDim(types[0].shape(), axes.complement(types[0].shape().rank())).apply(c));
            case Cumsum(int axis, boolean reverse) -> one(new Cumsum(axis, !reverse).apply(c));
            case SelectN select -> new Array[] {null, select.apply(x[0], c, Zeros.like(c)), select.apply(x[0], Zeros.like(c), c)};
            case DotGeneral dot -> new Array[] {
                x[0] == null ? dotLeft(dot, c, x[1], types[0].shape()) : null,
                x[1] == null ? dotRight(dot, c, x[0], types[1].shape()) : null};
            case ConvGeneralDilated convolution -> new Array[] {
                x[0] == null ? ConvolutionTranspose.image(convolution, c, x[1], types[0].shape()) : null,
                x[1] == null ? ConvolutionTranspose.kernel(convolution, c, x[0], types[1].shape()) : null};
            case ReduceWindowSum(var window) -> one(unwindow(window, c, types[0].shape()));
            case SelectAndGatherAdd(var window) -> new Array[] {new SelectAndScatterAdd(window).apply(c, x[1]), null};
            case SelectAndScatterAdd(var window) -> new Array[] {new SelectAndGatherAdd(window).apply(c, x[1]), null};
            case DynamicSlice _ -> first(x.length, new DynamicUpdateSlice().apply(replace(x, Zeros.like(types[0]), c)));
            case DynamicUpdateSlice update -> undoUpdate(update, c, x, types[1]);
            case Gather(var numbers, _, var mode) ->
                    new Array[] {new ScatterAdd(numbers, mode.ofScatter()).apply(Zeros.like(types[0]), x[1], c), null};
            case ScatterAdd(var numbers, var mode) -> new Array[] {c, null, ungather(numbers, mode, c, x[1], types[0], types[2])};
            case ScatterMul scatter -> new Array[] {scatter.apply(c, x[1], x[2]), null, null};
            case Scatter scatter -> unscatter(scatter, c, x[1], types[0], types[2]);
            case TriangularSolve(boolean left, boolean lower, boolean transpose, boolean unit) ->
                    new Array[] {null, new TriangularSolve(left, lower, !transpose, unit).apply(x[0], c)};
            case NondifferentiableBackward(var message) -> throw Mistake.unsupported(message);
            case CheckpointName _, Psum _ -> one(primitive.apply(c));
            case Ppermute(var name, var sources) -> one(new Ppermute(name, inverse(sources)).apply(c));
            case AllGather(var name, int size, int dimension) -> one(new ReduceScatter(name, size, dimension).apply(c));
            case ReduceScatter(var name, int size, int dimension) -> one(new AllGather(name, size, dimension).apply(c));
            case AllToAll(var name, int size, int split, int concat) -> one(new AllToAll(name, size, concat, split).apply(c));
            case OptimizationBarrier _ -> Masks.spread(primitive.bind(Masks.select(ct, Zeros.nonNull(ct))), Zeros.nonNull(ct));
            case HigherOrder program -> ProgramTranspose.apply(program, ct, x, types);
            case Abs _, Sign _, Floor _, Ceil _, Round _, Exp _, Exp2 _, Expm1 _, Log _, Log1p _, Sqrt _, Rsqrt _, Cbrt _, Sin _, Cos _,
                 Tan _, Asin _, Acos _, Atan _, Atan2 _, Sinh _, Cosh _, Tanh _, Asinh _, Acosh _, Atanh _, Logistic _, Erf _, Erfc _, ErfInv _,
                 Lgamma _, Digamma _, Polygamma _, Zeta _, Igamma _, Igammac _, IgammaGradA _, RandomGammaGrad _, RegularizedIncompleteBeta _,
                 BesselI0e _, BesselI1e _, IntegerPow _, Not _, Clz _, PopulationCount _, StopGradient _,
                 IsFinite _, Rem _, Pow _,
                 Max _, Min _, And _, Or _, Xor _, ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _, Comparison _,
                 BitcastConvertType _, Iota _, ReduceProd _, ReduceMax _, ReduceMin _, ReduceAnd _, ReduceOr _, ReduceXor _,
                 Argmax _, Argmin _, Unvmap _, Pmax _, Pmin _, AxisIndex _, ReduceWindowMax _, Cholesky _, Lu _, Qr _,
                 Svd _, Eigh _, ScatterMin _, ScatterMax _, Sort _, Threefry2x32 _ ->
                    throw Mistake.of(primitive.label() + " is not linear: only linear functions have a transpose. Linearise the function first: linearize(f, x)");
        };
    }

    /// The matrix of a Fourier transform is symmetric. Where one half of the result stands for both, each of its elements but
    /// those that are their own mirror image counts twice.
    private static Array fourier(Fft fft, Array c) {
        return switch (fft.fftType()) {
            case FFT, IFFT -> fft.apply(c);
            case RFFT -> {
                int count = fft.fftLengths().stream().reduce(1, Math::multiplyExact);
                yield new Fft(FftType.IRFFT, fft.fftLengths()).apply(c.conj().div(mirrored(fft, c.shape(), c.dtype().real()))).mul((double) count);
            }
            case IRFFT -> {
                int count = fft.fftLengths().stream().reduce(1, Math::multiplyExact);
                var spectrum = new Fft(FftType.RFFT, fft.fftLengths()).apply(c);
                yield spectrum.mul(mirrored(fft, spectrum.shape(), c.dtype())).mul(1.0 / count).conj();
            }
        };
    }

    /// How many elements of the whole spectrum each element of the half stands for.
    private static Array mirrored(Fft fft, Shape half, DType dtype) {
        int n = fft.fftLengths().get(fft.fftLengths().size() - 1);
        var position = new Iota(DType.INT32, half, half.rank() - 1).apply();
        var alone = position.eq(0);
        if (n % 2 == 0) alone = new Or().apply(alone, position.eq(n / 2));
        return new SelectN().apply(alone, Array.full(half, dtype, 2), Array.full(half, dtype, 1));
    }

    private static Array[] one(Array cotangent) {
        return new Array[] {cotangent};
    }

    private static Array[] first(int n, Array cotangent) {
        var out = new Array[n];
        out[0] = cotangent;
        return out;
    }

    /// Who got the value of each example; -1 if nobody did.
    private static Axes inverse(Axes sources) {
        return Axes.range(sources.size()).map(sources::indexOf);
    }

    /// Undoes the broadcast of a scalar operand.
    private static Array sumTo(Array c, AbstractValue type) {
        return type.shape().isScalar() && !c.shape().isScalar() ? c.sum() : c;
    }

    private static Array unbroadcast(Array c, Axes dims, Shape shape) {
        var summed = Axes.of(IntStream.range(0, c.rank())
                .filter(axis -> !dims.contains(axis) || shape.dim(dims.indexOf(axis)) != c.shape().dim(axis)).toArray());
        return (summed.isEmpty() ? c : new ReduceSum(summed).apply(c)).reshape(shape);
    }

    private static Array unslice(Slice slice, Array c, Shape shape) {
        int rank = shape.rank();
        var interior = slice.strides().map(stride -> stride - 1);
        var high = Axes.of(IntStream.range(0, rank).map(i -> {
            int length = c.shape().dim(i);
            int covered = length == 0 ? 0 : (length - 1) * slice.strides().get(i) + 1;
            return shape.dim(i) - slice.startIndices().get(i) - covered;
        }).toArray());
        return new Pad(slice.startIndices(), high, interior).apply(c, Array.scalar(c.dtype(), 0));
    }

    private static Array[] unpad(Pad pad, Array c, Shape shape) {
        int rank = shape.rank();
        var cropped = new Pad(pad.low().map(i -> -i), pad.high().map(i -> -i), Axes.filled(rank, 0)).apply(c, Array.scalar(c.dtype(), 0));
        var operand = new Slice(Axes.filled(rank, 0), Axes.of(cropped.shape().toArray()), pad.interior().map(i -> i + 1)).apply(cropped);
        return new Array[] {operand, c.sum().sub(operand.sum())};
    }

    private static Array[] split(Array c, int dimension, AbstractValue[] types) {
        var out = new Array[types.length];
        int from = 0;
        for (int i = 0; i < out.length; i++) {
            int to = from + types[i].shape().dim(dimension);
            var starts = Axes.filled(c.rank(), 0).toArray();
            var limits = c.shape().toArray();
            starts[dimension] = from;
            limits[dimension] = to;
            out[i] = new Slice(Axes.of(starts), Axes.of(limits), Axes.filled(c.rank(), 1)).apply(c);
            from = to;
        }
        return out;
    }

    private static Array dotLeft(DotGeneral dot, Array c, Array right, Shape leftShape) {
        int batch = dot.lhsBatch().size();
        var leftFree = dot.lhsBatch().plus(dot.lhsContracting()).complement(leftShape.rank());
        var rightFree = dot.rhsBatch().plus(dot.rhsContracting()).complement(right.rank());
        var freeOfRight = Axes.range(batch + leftFree.size(), c.rank());
        var product = new DotGeneral(freeOfRight, rightFree, Axes.range(batch), dot.rhsBatch()).apply(c, right);
        // the product's axes: batch, left free, then the right operand's contracted axes in ascending order
        var contracted = dot.rhsContracting().stream().sorted().map(dot.rhsContracting()::indexOf).map(dot.lhsContracting()::get).toArray();
        var order = dot.lhsBatch().plus(leftFree).plus(Axes.of(contracted));
        return product.transpose(order.inverse().toArray());
    }

    private static Array dotRight(DotGeneral dot, Array c, Array left, Shape rightShape) {
        int batch = dot.lhsBatch().size();
        int leftFree = left.rank() - batch - dot.lhsContracting().size();
        var swapped = Axes.range(batch).plus(Axes.range(batch + leftFree, c.rank())).plus(Axes.range(batch, batch + leftFree));
        var mirrored = new DotGeneral(dot.rhsContracting(), dot.lhsContracting(), dot.rhsBatch(), dot.lhsBatch());
        return dotLeft(mirrored, c.transpose(swapped.toArray()), left, rightShape);
    }

    /// Each input element is in the windows that start up to a window's length before it: a window sum of the
    /// cotangent spread out by the strides.
    private static Array unwindow(Window window, Array c, Shape shape) {
        int rank = shape.rank();
        var low = new int[rank];
        var high = new int[rank];
        for (int i = 0; i < rank; i++) {
            int length = c.shape().dim(i);
            int spread = length == 0 ? 0 : (length - 1) * window.strides().get(i) + 1;
            low[i] = window.extent(i) - 1 - window.padLow().get(i);
            high[i] = shape.dim(i) + window.extent(i) - 1 - spread - low[i];
        }
        var padded = new Pad(Axes.of(low), Axes.of(high), window.strides().map(stride -> stride - 1)).apply(c, Array.scalar(c.dtype(), 0));
        var none = Axes.filled(rank, 0);
        return new ReduceWindowSum(new Window(window.dimensions(), Axes.filled(rank, 1), none, none, window.dilation())).apply(padded);
    }

    private static Array[] undoUpdate(DynamicUpdateSlice update, Array c, Array[] x, AbstractValue updateType) {
        var out = new Array[x.length];
        var zeros = Zeros.like(updateType);
        var starts = Arrays.copyOfRange(x, 2, x.length);
        out[0] = update.apply(Masks.concatenate(new Array[] {c, zeros}, starts));
        out[1] = new DynamicSlice(Axes.of(updateType.shape().toArray())).apply(Masks.concatenate(new Array[] {c}, starts));
        return out;
    }

    private static Array[] replace(Array[] x, Array operand, Array update) {
        return Masks.concatenate(new Array[] {operand, update}, Arrays.copyOfRange(x, 1, x.length));
    }

    private static Array ungather(GatherDimensionNumbers numbers, IndexMode mode, Array c, Array indices, AbstractValue operand, AbstractValue updates) {
        var gathered = gathered(numbers, mode, c, indices, updates.shape());
        return mode == IndexMode.CLIP ? gathered : whereFinite(gathered, numbers, indices, operand);
    }

    /// What a scatter with updates of this shape writes to, read.
    static Array gathered(GatherDimensionNumbers numbers, IndexMode mode, Array operand, Array indices, Shape updates) {
        return new Gather(numbers, numbers.sliceSizes(operand.rank(), updates), mode).apply(operand, indices);
    }

    /// A gather fills what is out of bounds with NaN, but the cotangent of a dropped update is zero.
    private static Array whereFinite(Array gathered, GatherDimensionNumbers numbers, Array indices, AbstractValue operand) {
        var ones = Array.full(operand.shape(), DType.INT32, 1);
        var inside = gathered(numbers, IndexMode.FILL_OR_DROP, ones, indices, gathered.shape()).eq(1);
        return new SelectN().apply(inside, Zeros.like(gathered), gathered);
    }

    /// Of several updates of one element the last has won: only it gets the cotangent.
    private static Array[] unscatter(Scatter scatter, Array c, Array indices, AbstractValue operand, AbstractValue updates) {
        var numbers = scatter.dimensionNumbers();
        var mode = scatter.mode();
        var ids = new Iota(DType.INT32, Shape.of(updates.shape().size()), 0).apply().add(1).reshape(updates.shape());
        var written = scatter.apply(Zeros.like(operand.withDType(DType.INT32)), indices, ids);
        var won = ungather(numbers, mode, written, indices, operand, updates).eq(ids);
        var gathered = ungather(numbers, mode, c, indices, operand, updates);
        var untouched = written.eq(0);
        return new Array[] {
            new SelectN().apply(untouched, Zeros.like(c), c), null,
            new SelectN().apply(won, Zeros.like(gathered), gathered)};
    }
}
