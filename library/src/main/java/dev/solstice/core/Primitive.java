package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The operations that every interpreter understands, one record each with its static parameters as
/// components. They follow `jax.lax`; everything else is ordinary code over them.
///
/// Interpreters (evaluation, [ShapeRule], differentiation, transposition, batching) are exhaustive
/// switches over this interface, so that a new primitive does not compile until each has its rule.
///
/// Operands of a binary primitive have one dtype, and shapes that are equal or of which one is `[]`.
///
/// ```java
/// Array y = new Primitive.Sin().apply(x);
/// ```
public sealed interface Primitive {
    /// Interprets this primitive in the current [Trace].
    default Array[] bind(Array... operands) {
        return Trace.current().process(this, operands);
    }

    /// [#bind] for a primitive with one result.
    default Array apply(Array... operands) {
        return bind(operands)[0];
    }

    /// The name in a printed jaxpr, as in JAX: `reduce_sum`.
    default String label() {
        return JaxprPrinter.label(this);
    }

    // ---- elementwise, one operand ----

    sealed interface Unary extends Primitive {}

    record Neg() implements Unary {}
    /// Of a complex number its real size.
    record Abs() implements Unary {}
    /// Of a complex number that of size 1 in its direction.
    record Sign() implements Unary {}
    record Floor() implements Unary {}
    record Ceil() implements Unary {}
    /// Rounds half to even.
    record Round() implements Unary {}
    record Exp() implements Unary {}
    record Expm1() implements Unary {}
    /// Two to the power of the operand.
    record Exp2() implements Unary {}
    record Log() implements Unary {}
    record Log1p() implements Unary {}
    record Sqrt() implements Unary {}
    record Rsqrt() implements Unary {}
    record Cbrt() implements Unary {}
    record Sin() implements Unary {}
    record Cos() implements Unary {}
    record Tan() implements Unary {}
    record Asin() implements Unary {}
    record Acos() implements Unary {}
    record Atan() implements Unary {}
    record Sinh() implements Unary {}
    record Cosh() implements Unary {}
    record Tanh() implements Unary {}
    record Asinh() implements Unary {}
    record Acosh() implements Unary {}
    record Atanh() implements Unary {}
    record Logistic() implements Unary {}
    record Erf() implements Unary {}
    /// `1 - erf(x)` without cancellation.
    record Erfc() implements Unary {}
    record ErfInv() implements Unary {}
    /// Logarithm of the absolute value of the gamma function.
    record Lgamma() implements Unary {}
    /// Derivative of [Lgamma].
    record Digamma() implements Unary {}
    /// `exp(-|x|)` times the modified Bessel function of order 0.
    record BesselI0e() implements Unary {}
    /// `exp(-|x|)` times the modified Bessel function of order 1.
    record BesselI1e() implements Unary {}
    /// Rounds to a format with so many bits of exponent and mantissa, and back.
    record ReducePrecision(int exponentBits, int mantissaBits) implements Unary {}
    /// `x` to the power of the integer `y`.
    record IntegerPow(int y) implements Unary {}
    /// Bitwise complement; logical for booleans.
    record Not() implements Unary {}
    /// Number of zero bits before the first one.
    record Clz() implements Unary {}
    /// Number of one bits.
    record PopulationCount() implements Unary {}
    /// The identity, whose derivative is zero.
    record StopGradient() implements Unary {}

    /// True where an element is neither infinite nor NaN.
    record IsFinite() implements Primitive {}

    // ---- complex numbers ----

    /// `(re, im)`, both float32 or both float64.
    record Complex() implements Primitive {}
    record Real() implements Primitive {}
    record Imag() implements Primitive {}
    record Conj() implements Primitive {}

    /// Which Fourier transform: of complex numbers or of real ones, where half of the result is enough; or the inverse.
    enum FftType { FFT, IFFT, RFFT, IRFFT }

    /// The discrete Fourier transform over the last axes, whose lengths (of the real array, where there is one) are given.
    record Fft(FftType fftType, Axes fftLengths) implements Primitive {}

    // ---- elementwise, two operands ----

    sealed interface Binary extends Primitive {}

    record Add() implements Binary {}
    record Sub() implements Binary {}
    record Mul() implements Binary {}
    /// Integers divide towards zero; by zero gives -1 as in XLA, never a trap.
    record Div() implements Binary {}
    /// Remainder with the sign of the dividend; of integers by zero the dividend.
    record Rem() implements Binary {}
    record Pow() implements Binary {}
    /// The angle of the point `(y, x)`: ordinate first.
    record Atan2() implements Binary {}
    /// `(a, x)`: the regularised lower incomplete gamma function.
    record Igamma() implements Binary {}
    /// `(a, x)`: the regularised upper incomplete gamma function, `1 - igamma`.
    record Igammac() implements Binary {}
    /// `(a, x)`: derivative of [Igamma] by `a`.
    record IgammaGradA() implements Binary {}
    /// `(a, x)`: derivative of a sample `x` of the gamma distribution by its parameter `a`.
    record RandomGammaGrad() implements Binary {}
    /// `(m, x)`: derivative number `m` of [Digamma].
    record Polygamma() implements Binary {}
    /// `(x, q)`: Hurwitz's zeta function, the sum of `(k + q)^-x` over `k >= 0`.
    record Zeta() implements Binary {}
    /// NaN if either is NaN. Complex numbers are ordered by real, then by imaginary part.
    record Max() implements Binary {}
    /// NaN if either is NaN.
    record Min() implements Binary {}
    record And() implements Binary {}
    record Or() implements Binary {}
    record Xor() implements Binary {}
    /// Shifts by at least the bit width give 0.
    record ShiftLeft() implements Binary {}
    /// Shifts by at least the bit width give 0.
    record ShiftRightLogical() implements Binary {}
    /// Shifts by at least the bit width give 0 or -1 by sign.
    record ShiftRightArithmetic() implements Binary {}

    /// Comparisons: two operands of one dtype, a boolean result.
    sealed interface Comparison extends Primitive {}

    record Eq() implements Comparison {}
    record Ne() implements Comparison {}
    record Lt() implements Comparison {}
    record Le() implements Comparison {}
    record Gt() implements Comparison {}
    record Ge() implements Comparison {}

    /// `(which, onFalse, onTrue)`: elementwise choice; `which` is boolean, of the cases' shape or `[]`.
    record SelectN() implements Primitive {}

    /// `(a, b, x)`: the regularised incomplete beta function. Shapes as of a binary primitive.
    record RegularizedIncompleteBeta() implements Primitive {}

    // ---- type ----

    /// Conversion as in C: floats to integers towards zero, saturating; NaN to 0.
    record ConvertElementType(DType newDtype) implements Primitive {}
    /// Same bits, other dtype of the same size.
    record BitcastConvertType(DType newDtype) implements Primitive {}

    // ---- structure ----

    record Reshape(Shape newSizes) implements Primitive {}
    /// Result axis `i` is operand axis `permutation[i]`.
    record Transpose(Axes permutation) implements Primitive {}
    /// Operand axis `i` becomes result axis `broadcastDimensions[i]` (ascending); its size is 1 or the result's.
    record BroadcastInDim(Shape shape, Axes broadcastDimensions) implements Primitive {}
    /// Elements `start, start + stride, ... < limit` of each axis; strides are positive.
    record Slice(Axes startIndices, Axes limitIndices, Axes strides) implements Primitive {}
    /// `(operand, value)`: padding before, after and between the elements; negative low or high crops.
    record Pad(Axes low, Axes high, Axes interior) implements Primitive {}
    record Concatenate(int dimension) implements Primitive {}
    record Rev(Axes dimensions) implements Primitive {}
    /// No operand: `0, 1, 2, ...` along `dimension`.
    record Iota(DType dtype, Shape shape, int dimension) implements Primitive {}

    // ---- reductions ----

    sealed interface Reduction extends Primitive {
        Axes axes();
    }

    record ReduceSum(Axes axes) implements Reduction {}
    record ReduceProd(Axes axes) implements Reduction {}
    record ReduceMax(Axes axes) implements Reduction {}
    record ReduceMin(Axes axes) implements Reduction {}
    record ReduceAnd(Axes axes) implements Reduction {}
    record ReduceOr(Axes axes) implements Reduction {}
    record ReduceXor(Axes axes) implements Reduction {}

    /// Index of the first largest element; NaN counts as largest.
    record Argmax(int axis, DType indexDtype) implements Primitive {}
    /// Index of the first smallest element; NaN counts as smallest.
    record Argmin(int axis, DType indexDtype) implements Primitive {}
    record Cumsum(int axis, boolean reverse) implements Primitive {}

    // ---- linear algebra and windows ----

    /// Generalised matrix product. Result axes: batch, then the rest of the left, then of the right operand.
    record DotGeneral(Axes lhsContracting, Axes rhsContracting, Axes lhsBatch, Axes rhsBatch) implements Primitive {}

    /// Cross-correlation of `[N, C, spatial...]` with `[O, I, spatial...]`, any number of spatial axes.
    /// `I * featureGroupCount == C`; `batchGroupCount` splits the batch (at most one of the two exceeds 1).
    record ConvGeneralDilated(Axes windowStrides, Axes padLow, Axes padHigh, Axes lhsDilation, Axes rhsDilation,
                              int featureGroupCount, int batchGroupCount) implements Primitive {}

    /// A sliding window over every axis of the operand; padding holds the reduction's identity. A window of `dimensions`
    /// elements that are `dilation` apart.
    record Window(Axes dimensions, Axes strides, Axes padLow, Axes padHigh, Axes dilation) {
        /// A window of neighbours.
        public Window(Axes dimensions, Axes strides, Axes padLow, Axes padHigh) {
            this(dimensions, strides, padLow, padHigh, Axes.filled(dimensions.size(), 1));
        }

        /// From the first to the last element of a window along an axis.
        public int extent(int axis) {
            return dimensions.get(axis) == 0 ? 0 : (dimensions.get(axis) - 1) * dilation.get(axis) + 1;
        }

        @Override
        public String toString() {
            return dimensions + ":" + strides + ":" + padLow + ":" + padHigh + (dilation.all(1) ? "" : ":" + dilation);
        }
    }

    record ReduceWindowMax(Window window) implements Primitive {}
    record ReduceWindowSum(Window window) implements Primitive {}
    /// `(tangents, operand)`: in each window the tangent at the operand's first maximum (row-major).
    record SelectAndGatherAdd(Window window) implements Primitive {}
    /// `(source, operand)`: each window's source is added where the operand has its first maximum; the
    /// transpose of [SelectAndGatherAdd].
    record SelectAndScatterAdd(Window window) implements Primitive {}

    // ---- matrices ----

    /// Operations on the matrices in the last two axes of their operands; the axes before are batch axes, the same for
    /// all operands. float32 and float64.
    sealed interface MatrixOperation extends Primitive {}

    /// The lower triangular `l` with `l l^T` the operand, of which only the lower triangle is read. NaN where that is not
    /// positive definite.
    record Cholesky() implements MatrixOperation {}
    /// `(a, b)`: the `x` with `a x = b` if `leftSide`, else with `x a = b`. Of `a` one triangle is read, without its
    /// diagonal if that is known to be 1; `transposeA` solves with the transpose of it.
    record TriangularSolve(boolean leftSide, boolean lower, boolean transposeA, boolean unitDiagonal) implements MatrixOperation {}
    /// Three results: the factors `l` (below the diagonal, which is 1) and `u` in one matrix; int32 pivots, row `i` was
    /// exchanged with row `pivots[i]`; the int32 permutation of rows that this makes.
    record Lu() implements MatrixOperation {}
    /// `(q, r)`: orthonormal columns times an upper triangle. All columns if `fullMatrices`, else as many as the operand's
    /// smaller side is long.
    record Qr(boolean fullMatrices) implements MatrixOperation {}
    /// `(s, u, v^T)`: singular values, descending, and vectors; all vectors if `fullMatrices`, else as many as values.
    /// Without `computeUv` the values alone.
    record Svd(boolean fullMatrices, boolean computeUv) implements MatrixOperation {}
    /// `(v, w)`: eigenvectors in columns and eigenvalues, ascending, of the symmetric matrix of which one triangle is read.
    record Eigh(boolean lower) implements MatrixOperation {}

    // ---- indexing ----

    /// `(operand, start...)`: a block of `sliceSizes` at scalar int32 starts, clamped to fit.
    record DynamicSlice(Axes sliceSizes) implements Primitive {}
    /// `(operand, update, start...)`: the operand with `update` written at the clamped start.
    record DynamicUpdateSlice() implements Primitive {}

    /// XLA's gather/scatter dimension numbers. The last axis of the int32 index array holds the index
    /// vector. For a gather: `offsetDims` are the result's slice axes, `collapsedSliceDims` the operand
    /// axes of slice size 1 that are dropped, `startIndexMap[i]` the operand axis that component `i` of an
    /// index vector addresses, and `operandBatchingDims[i]` runs along with `startIndicesBatchingDims[i]`.
    /// A scatter has the same numbers with the update in the place of the result.
    record GatherDimensionNumbers(Axes offsetDims, Axes collapsedSliceDims, Axes startIndexMap,
                                  Axes operandBatchingDims, Axes startIndicesBatchingDims) {
        /// The lengths of a scatter's slices in its operand, which its updates' window axes tell.
        public Axes sliceSizes(int operandRank, Shape updates) {
            var dropped = collapsedSliceDims.plus(operandBatchingDims);
            var kept = dropped.complement(operandRank);
            return Axes.range(operandRank).map(axis -> dropped.contains(axis) ? 1 : updates.dim(offsetDims.get(kept.indexOf(axis))));
        }
    }

    /// What an index outside the operand does.
    enum IndexMode {
        /// It is moved to the nearest valid one.
        CLIP,
        /// It is dropped: a gather gives NaN, or the smallest signed / largest unsigned integer.
        FILL_OR_DROP,
        /// There should be none. A gather moves it to the nearest valid one, a scatter drops it, and with it the gradient.
        PROMISE_IN_BOUNDS;

        /// How a scatter treats such an index.
        public IndexMode ofScatter() {
            return this == PROMISE_IN_BOUNDS ? FILL_OR_DROP : this;
        }
    }

    /// `(operand, indices)`.
    record Gather(GatherDimensionNumbers dimensionNumbers, Axes sliceSizes, IndexMode mode) implements Primitive {}
    /// `(operand, indices, updates)`: later updates win.
    record Scatter(GatherDimensionNumbers dimensionNumbers, IndexMode mode) implements Primitive {}
    /// `(operand, indices, updates)`: updates add up.
    record ScatterAdd(GatherDimensionNumbers dimensionNumbers, IndexMode mode) implements Primitive {}
    /// `(operand, indices, updates)`: updates multiply the operand. Differentiable by them if no element is named twice.
    record ScatterMul(GatherDimensionNumbers dimensionNumbers, IndexMode mode, boolean uniqueIndices) implements Primitive {}
    /// `(operand, indices, updates)`: the smallest of the operand and all updates.
    record ScatterMin(GatherDimensionNumbers dimensionNumbers, IndexMode mode) implements Primitive {}
    /// `(operand, indices, updates)`: the largest of the operand and all updates.
    record ScatterMax(GatherDimensionNumbers dimensionNumbers, IndexMode mode) implements Primitive {}

    /// Stable ascending sort of all operands along `dimension` by the first `numKeys` of them; NaN last.
    record Sort(int dimension, int numKeys) implements Primitive {}

    // ---- random ----

    /// `(key0, key1, counter0, counter1)`, all uint32 of one shape (or `[]`): two uint32 results.
    record Threefry2x32() implements Primitive {}

    // ---- markers ----

    /// The identity. What it marks can be kept by a policy of `checkpoint` that knows the name.
    record CheckpointName(String name) implements Primitive {}

    /// The identity of all operands together: no pass merges or moves what is computed before and behind it.
    record OptimizationBarrier() implements Primitive {}

    /// The identity, which reverse mode must not come through: it is not transposed.
    record NondifferentiableBackward(String message) implements Primitive {}

    // ---- over every batch ----

    /// One value for all elements of all examples of every vmap around, so that it is the same for all examples.
    sealed interface Unvmap extends Primitive {
        /// The same over these axes alone.
        Reduction over(Axes axes);
    }

    record UnvmapAny() implements Unvmap {
        @Override
        public Reduction over(Axes axes) {
            return new ReduceOr(axes);
        }
    }

    record UnvmapAll() implements Unvmap {
        @Override
        public Reduction over(Axes axes) {
            return new ReduceAnd(axes);
        }
    }

    record UnvmapMax() implements Unvmap {
        @Override
        public Reduction over(Axes axes) {
            return new ReduceMax(axes);
        }
    }

    // ---- along a named axis of vmap ----

    /// Computations with the values of all examples along a named batch axis. They end where the axis is mapped.
    sealed interface Collective extends Primitive {
        String axisName();
    }

    record Psum(String axisName) implements Collective {}
    record Pmax(String axisName) implements Collective {}
    record Pmin(String axisName) implements Collective {}
    /// Example `i` gets the value of example `sources[i]`; zeros if that is -1.
    record Ppermute(String axisName, Axes sources) implements Collective {}
    /// The values of all examples, stacked along a new axis.
    record AllGather(String axisName, int axisSize, int allGatherDimension) implements Collective {}
    /// Example `i` gets the sum of the slices `i` along an axis of the examples' values: the transpose of [AllGather].
    record ReduceScatter(String axisName, int axisSize, int scatterDimension) implements Collective {}
    /// Example `i` gets the slices `i` along `splitAxis` of all examples, stacked along `concatAxis`.
    record AllToAll(String axisName, int axisSize, int splitAxis, int concatAxis) implements Collective {}
    /// No operand: the number of the example.
    record AxisIndex(String axisName) implements Collective {}

    // ---- programs ----

    /// Primitives that call programs or functions. The programs have no constants of their own.
    sealed interface HigherOrder extends Primitive {
        /// The programs that are called.
        default List<Jaxpr> programs() {
            return switch (this) {
                case Jit(_, var jaxpr) -> List.of(jaxpr);
                case Checkpoint checkpoint -> List.of(checkpoint.jaxpr());
                case Cond(var branches) -> branches;
                case While loop -> List.of(loop.condition(), loop.body());
                case Scan scan -> List.of(scan.body());
                case CustomJvp(var jaxpr, _) -> List.of(jaxpr);
                case CustomVjp(var jaxpr, _, _) -> List.of(jaxpr);
                case LinearSolve solve -> Stream.concat(Stream.of(solve.matvec(), solve.solve()), solve.transposeSolve().stream()).toList();
                case CustomLinear _, Callback _ -> List.of();
            };
        }
    }

    /// A program called as one operation.
    record Jit(String name, Jaxpr jaxpr) implements HigherOrder {}

    /// A program whose intermediate values are computed again, not kept, for its derivative, but for those that the
    /// policy saves.
    record Checkpoint(Jaxpr jaxpr, CheckpointPolicy policy) implements HigherOrder {}

    /// `(index, operands...)`: the branch that the int32 index names, clamped. All have the same types.
    record Cond(List<Jaxpr> branches) implements HigherOrder {}

    /// `(condition's constants, body's constants, carry...)`: the body is applied while the condition holds.
    record While(Jaxpr condition, int conditionConsts, Jaxpr body, int bodyConsts) implements HigherOrder {}

    /// `(constants, carry, xs)`: the body maps `(constants, carry, x)` to `(carry, y)` for each of `length` slices
    /// `x` along axis 0 of `xs`; the results are the last carry and all `y`, stacked.
    record Scan(Jaxpr body, int length, boolean reverse, int consts, int carry) implements HigherOrder {}

    /// A program with a derivative of its own for forward mode (and so for both).
    record CustomJvp(Jaxpr jaxpr, Pushforward rule) implements HigherOrder {}

    /// A program with a derivative of its own for reverse mode. `forward` gives the results, then the residuals.
    record CustomVjp(Jaxpr jaxpr, UnaryOperator<Array[]> forward, Pullback backward) implements HigherOrder {}

    /// `(residuals, tangents)`: stands for the unknown derivative of a [CustomVjp] until it is transposed.
    record CustomLinear(Pullback backward, int residuals, List<AbstractValue> results) implements HigherOrder {
        /// The error of whoever meets one that no transposition will take away.
        public static UnsupportedOperationException notTransposed() {
            return Mistake.unsupported("a function with a custom vjp has no forward-mode derivative:"
                    + " use grad, vjp or jacrev, or give it a custom jvp");
        }
    }

    /// `(constants, b)`: the `x` with `matvec(constants, x) = b`, which is `solve(constants, b)`. All three programs take
    /// `(constants, vector)`; `matvec` is linear in the vector, and `transposeSolve` solves with its transpose.
    record LinearSolve(Jaxpr matvec, Jaxpr solve, Optional<Jaxpr> transposeSolve, int consts) implements HigherOrder {}

    /// A Java function of concrete arrays, called when the program runs.
    record Callback(Effect effect, UnaryOperator<Array[]> function, List<AbstractValue> results, VmapMethod vmapMethod) implements HigherOrder {}

    /// What a [Callback] does beside computing. One with an effect is called once each time it is reached, in order, even
    /// if nobody needs its results.
    enum Effect { PURE, IO, DEBUG }

    /// How vmap calls a [Callback]: for one example after the other; or once for all, with a leading batch axis on every
    /// operand, of length 1 on those that are the same for all examples, or broadcast.
    enum VmapMethod { SEQUENTIAL, EXPAND_DIMS, BROADCAST_ALL }

    /// The user's forward rule.
    @FunctionalInterface
    interface Pushforward {
        /// @param tangents null is zero
        /// @return the results, then their tangents; null is zero
        Array[] apply(Array[] primals, Array[] tangents);
    }

    /// The user's reverse rule.
    @FunctionalInterface
    interface Pullback {
        /// @param cotangents null is zero; one is not
        /// @return cotangents of the operands; null is zero
        Array[] apply(Array[] residuals, Array[] cotangents);
    }
}
