package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.AxisNames;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Jvp.Dual;
import java.util.Arrays;

/// How each primitive carries tangents along. Tangents that are null are zero; at least one is not.
/// Source: JAX's `ad.defjvp` rules in `jax/_src/lax`.
final class JvpRule {
    private JvpRule() {}

    static Dual apply(Primitive primitive, Array[] x, Array[] t) {
        return switch (primitive) {
            case Unary unary -> {
                var y = unary.apply(x);
                yield one(y, unary(unary, x[0], y, t[0]));
            }
            case Binary binary -> {
                var y = binary.apply(x);
                var tangent = Zeros.add(left(binary, x[0], x[1], y, t[0]), right(binary, x[0], x[1], y, t[1]));
                yield one(y, tangent == null ? null : tangent.broadcastTo(y.shape()));
            }
            case Reshape _, Primitive.Transpose _, BroadcastInDim _, Slice _, Rev _, ReduceSum _, Cumsum _, ReduceWindowSum _,
                 Real _, Imag _, Conj _, Fft _ ->
                    one(primitive.apply(x), primitive.apply(t));
            case DotGeneral _, ConvGeneralDilated _ -> one(primitive.apply(x), Zeros.add(
                    t[0] == null ? null : primitive.apply(t[0], x[1]),
                    t[1] == null ? null : primitive.apply(x[0], t[1])));
            case ConvertElementType(var dtype) -> one(primitive.apply(x), dtype.isInexact() ? primitive.apply(t) : null);
            case SelectN _ -> one(primitive.apply(x),
                    primitive.apply(x[0], Zeros.instantiate(t[1], x[1]), Zeros.instantiate(t[2], x[2])));
            case Pad _, Concatenate _, Complex _ -> {
                var tangents = new Array[x.length];
                Arrays.setAll(tangents, i -> Zeros.instantiate(t[i], x[i]));
                yield one(primitive.apply(x), primitive.apply(tangents));
            }
            case ReduceMax(var axes) -> extremum(primitive, axes, x[0], t[0]);
            case ReduceMin(var axes) -> extremum(primitive, axes, x[0], t[0]);
            case ReduceProd(var axes) -> Jvp.jvp(operands -> new Array[] {product(operands[0], axes)}, x, t);
            case ReduceWindowMax(var window) -> one(primitive.apply(x), new SelectAndGatherAdd(window).apply(t[0], x[0]));
            case Gather(var numbers, var sizes, var mode) when mode == IndexMode.FILL_OR_DROP && t[0] != null ->
                    one(primitive.apply(x), filledGather(numbers, sizes, t[0], x[1]));
            case SelectAndGatherAdd _, SelectAndScatterAdd _, DynamicSlice _, Gather _ ->
                    one(primitive.apply(x), t[0] == null ? null : primitive.apply(replaced(x, 0, t[0])));
            case DynamicUpdateSlice _ -> one(primitive.apply(x), primitive.apply(
                    replaced(replaced(x, 0, Zeros.instantiate(t[0], x[0])), 1, Zeros.instantiate(t[1], x[1]))));
            case Scatter _, ScatterAdd _ -> one(primitive.apply(x),
                    primitive.apply(Zeros.instantiate(t[0], x[0]), x[1], Zeros.instantiate(t[2], x[2])));
            case ScatterMul scatter -> scatterMul(scatter, x, t);
            case ScatterMin(var numbers, var mode) -> scatterExtremum(primitive, numbers, mode, x, t);
            case ScatterMax(var numbers, var mode) -> scatterExtremum(primitive, numbers, mode, x, t);
            case RegularizedIncompleteBeta _ -> incompleteBeta(primitive, x, t);
            case Sort sort -> sort(sort, x, t);
            case MatrixOperation operation -> MatrixJvp.apply(operation, x, t);
            case CheckpointName _, NondifferentiableBackward _, Psum _, Ppermute _, AllGather _, ReduceScatter _, AllToAll _ -> one(primitive.apply(x), primitive.apply(t));
            case Pmax(var name) -> extremum(name, x, t, new ReduceMax(Axes.of(0)));
            case Pmin(var name) -> extremum(name, x, t, new ReduceMin(Axes.of(0)));
            case OptimizationBarrier _ -> new Dual(primitive.bind(x), Masks.spread(primitive.bind(Masks.select(t, Zeros.nonNull(t))), Zeros.nonNull(t)));
            case HigherOrder program -> ProgramJvp.apply(program, x, t);
            case Comparison _, IsFinite _, BitcastConvertType _, Iota _, ReduceAnd _, ReduceOr _, ReduceXor _, Argmax _, Argmin _, AxisIndex _, Unvmap _,
                 Threefry2x32 _ -> {
                var y = primitive.bind(x);
                yield new Dual(y, new Array[y.length]);
            }
        };
    }

    /// JAX has no derivative of pmax; this is that of the maximum of all the gathered values.
    private static Dual extremum(String axisName, Array[] x, Array[] t, Reduction reduction) {
        var gather = new AllGather(axisName, AxisNames.size(axisName), 0);
        return Jvp.jvp(operands -> reduction.bind(gather.apply(operands)), x, t);
    }

    private static Dual one(Array primal, Array tangent) {
        return new Dual(new Array[] {primal}, new Array[] {tangent});
    }

    private static Array unary(Unary primitive, Array x, Array y, Array t) {
        return switch (primitive) {
            case Neg _ -> t.neg();
            case Abs _ when x.dtype().isComplex() -> {
                // along the direction of x, which 0 has none of
                var size = new SelectN().apply(y.eq(0.0), y, Array.full(y.shape(), y.dtype(), 1)).astype(x.dtype());
                yield t.mul(x.conj().div(size)).real();
            }
            // at 0 the one from the right, as JAX has it
            case Abs _ -> new SelectN().apply(x.ge(0.0), t.neg(), t);
            case Sign _, Floor _, Ceil _, Round _, Not _, Clz _, PopulationCount _, StopGradient _ -> null;
            case ReducePrecision _ -> primitive.apply(t);
            case Exp _ -> t.mul(y);
            case Exp2 _ -> t.mul(y.mul(Math.log(2)));
            case Expm1 _ -> t.mul(y.add(1.0));
            case Log _ -> t.div(x);
            case Log1p _ -> t.div(x.add(1.0));
            case Sqrt _ -> t.mul(Array.full(y.shape(), y.dtype(), 0.5).div(y));
            case Rsqrt _ -> t.mul(y.div(x).mul(-0.5));
            case Cbrt _ -> t.mul(new IntegerPow(-2).apply(y).mul(1.0 / 3));
            case Sin _ -> t.mul(new Cos().apply(x));
            case Cos _ -> t.mul(new Sin().apply(x).neg());
            case Tan _ -> t.mul(y.mul(y).add(1.0));
            case Asin _ -> t.mul(new Rsqrt().apply(x.mul(x).neg().add(1.0)));
            case Acos _ -> t.mul(new Rsqrt().apply(x.mul(x).neg().add(1.0)).neg());
            case Atan _ -> t.div(x.mul(x).add(1.0));
            case Sinh _ -> t.mul(new Cosh().apply(x));
            case Cosh _ -> t.mul(new Sinh().apply(x));
            case Tanh _ -> t.mul(y.mul(y).neg().add(1.0));
            case Asinh _ -> t.mul(new Rsqrt().apply(x.mul(x).add(1.0)));
            case Acosh _ -> t.mul(new Rsqrt().apply(x.sub(1.0).mul(x.add(1.0))));
            case Atanh _ -> t.div(x.add(1.0)).div(x.neg().add(1.0));
            case Logistic _ -> t.mul(y.mul(y.neg().add(1.0)));
            case Erf _ -> t.mul(new Exp().apply(x.mul(x).neg()).mul(2 / Math.sqrt(Math.PI)));
            case Erfc _ -> t.mul(new Exp().apply(x.mul(x).neg()).mul(-2 / Math.sqrt(Math.PI)));
            case ErfInv _ -> t.mul(new Exp().apply(y.mul(y)).mul(Math.sqrt(Math.PI) / 2));
            case Lgamma _ -> t.mul(new Digamma().apply(x));
            case Digamma _ -> t.mul(new Polygamma().apply(Array.full(x.shape(), x.dtype(), 1), x));
            case BesselI0e _ -> t.mul(new BesselI1e().apply(x).sub(new Sign().apply(x).mul(y)));
            case BesselI1e _ -> t.mul(besselI1e(x, y));
            case IntegerPow(int n) -> n == 0 ? null : n == 1 ? t : t.mul(new IntegerPow(n - 1).apply(x).mul((double) n));
        };
    }

    private static Array left(Binary primitive, Array x, Array y, Array out, Array t) {
        if (t == null) return null;
        return switch (primitive) {
            case Add _, Sub _ -> t;
            case Mul _ -> t.mul(y);
            case Div _ -> t.div(y);
            case Rem _ -> t;
            case Pow _ -> {
                var isZero = y.eq(0.0);
                var exponent = new SelectN().apply(isZero, y.sub(1.0), Array.full(y.shape(), y.dtype(), 1.0));
                yield t.mul(y.mul(x.pow(exponent)));
            }
            case Atan2 _ -> t.mul(y.div(x.mul(x).add(y.mul(y))));
            case Igamma _ -> t.mul(new IgammaGradA().apply(x, y));
            case Igammac _ -> t.mul(new IgammaGradA().apply(x, y)).neg();
            case IgammaGradA _, RandomGammaGrad _, Polygamma _, Zeta _ -> throw underivable(primitive, "first");
            case Max _, Min _ -> t.mul(share(x, y, out));
            case And _, Or _, Xor _, ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _ -> null;
        };
    }

    private static Array right(Binary primitive, Array x, Array y, Array out, Array t) {
        if (t == null) return null;
        return switch (primitive) {
            case Add _ -> t;
            case Sub _ -> t.neg();
            case Mul _ -> x.mul(t);
            case Div _ -> t.neg().mul(out.div(y));
            case Rem _ -> {
                var quotient = x.div(y);
                yield t.neg().mul(new Sign().apply(quotient).mul(new Floor().apply(new Abs().apply(quotient))));
            }
            case Pow _ -> {
                var base = x.broadcastTo(out.shape());
                var isZero = base.eq(0.0);
                var safe = new SelectN().apply(isZero, base, Array.full(base.shape(), base.dtype(), 1.0));
                // the derivative at base 0 is 0 (JAX: replace log 0 by 0, so that it stays finite where 0^y is)
                var log = new SelectN().apply(isZero, new Log().apply(safe), Zeros.like(base));
                yield t.mul(log.mul(out));
            }
            case Atan2 _ -> t.mul(x.neg().div(x.mul(x).add(y.mul(y))));
            case Igamma _ -> t.mul(gammaDensity(x, y));
            case Igammac _ -> t.mul(gammaDensity(x, y)).neg();
            case Polygamma _ -> t.mul(primitive.apply(x.add(1.0), y));
            case Zeta _ -> t.mul(primitive.apply(x.add(1.0), y).mul(x).neg());
            case IgammaGradA _, RandomGammaGrad _ -> throw underivable(primitive, "second");
            case Max _, Min _ -> t.mul(share(y, x, out));
            case And _, Or _, Xor _, ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _ -> null;
        };
    }

    private static UnsupportedOperationException underivable(Primitive primitive, String operand) {
        return Mistake.unsupported(primitive.label() + " has no derivative by its " + operand
                + " operand (neither has JAX's); take stopGradient of it, or define the derivative with customJvp");
    }

    /// The density of the gamma distribution: the derivative of its distribution function [Igamma] by `x`.
    private static Array gammaDensity(Array a, Array x) {
        return new Exp().apply(x.neg().add(a.sub(1.0).mul(new Log().apply(x))).sub(new Lgamma().apply(a)));
    }

    /// The derivative of `i1e`, whose formula is 0 / 0 at 0.
    private static Array besselI1e(Array x, Array y) {
        double epsilon = x.dtype().epsilon();
        var regular = new Abs().apply(x).gt(epsilon);
        var safe = new SelectN().apply(regular, Array.full(x.shape(), x.dtype(), epsilon), x);
        var slope = new BesselI0e().apply(safe).sub(y.mul(new Sign().apply(safe).add(new IntegerPow(-1).apply(safe))));
        return new SelectN().apply(regular, Array.full(x.shape(), x.dtype(), 0.5), slope);
    }

    private static Dual incompleteBeta(Primitive primitive, Array[] x, Array[] t) {
        for (int i = 0; i < 2; i++) if (t[i] != null) throw underivable(primitive, i == 0 ? "first" : "second");
        var a = x[0];
        var b = x[1];
        var logBeta = new Lgamma().apply(a).add(new Lgamma().apply(b)).sub(new Lgamma().apply(a.add(b)));
        var density = new Exp().apply(b.sub(1.0).mul(new Log1p().apply(x[2].neg())).add(a.sub(1.0).mul(new Log().apply(x[2]))).sub(logBeta));
        return one(primitive.apply(x), t[2].mul(density));
    }

    private static Dual scatterMul(ScatterMul scatter, Array[] x, Array[] t) {
        if (t[2] != null && !scatter.uniqueIndices()) {
            throw Mistake.unsupported("scatter_mul has a derivative by its updates only if no index repeats: say so with"
                    + " at(...).unique().mul(...), or scatterMul(..., true)");
        }
        var byOperand = t[0] == null ? null : scatter.apply(t[0], x[1], x[2]);
        var byUpdates = t[2] == null ? null
                : x[0].mul(new ScatterAdd(scatter.dimensionNumbers(), scatter.mode()).apply(Zeros.like(x[0]), x[1], t[2]));
        return one(scatter.apply(x), Zeros.add(byOperand, byUpdates));
    }

    /// The tangent of the extremum; the mean of them where operand and updates, or several updates, tie.
    private static Dual scatterExtremum(Primitive primitive, GatherDimensionNumbers numbers, IndexMode mode, Array[] x, Array[] t) {
        var y = primitive.apply(x);
        var add = new ScatterAdd(numbers, mode);
        var dtype = y.dtype();
        var reached = TransposeRule.gathered(numbers, IndexMode.CLIP, y, x[1], x[2].shape());
        var chosen = x[2].eq(reached).astype(dtype);
        var kept = x[0].eq(y).astype(dtype);
        var ties = new Primitive.Max().apply(add.apply(kept, x[1], chosen), Array.scalar(dtype, 1));
        var share = TransposeRule.gathered(numbers, IndexMode.CLIP, ties, x[1], x[2].shape());
        return one(y, add.apply(Zeros.instantiate(t[0], x[0]).mul(kept.div(ties)), x[1], Zeros.instantiate(t[2], x[2]).mul(chosen.div(share))));
    }

    /// 1 where `x` was chosen, 1/2 where both operands tie.
    private static Array share(Array x, Array other, Array out) {
        x = x.broadcastTo(out.shape());
        other = other.broadcastTo(out.shape());
        var dtype = out.dtype();
        var chosen = x.eq(out).astype(dtype);
        return chosen.div(other.eq(out).astype(dtype).mul(chosen).add(1.0));
    }

    /// The tangent at the extremum; the mean of them where several elements tie.
    private static Dual extremum(Primitive primitive, Axes axes, Array x, Array t) {
        var y = primitive.apply(x);
        var kept = axes.complement(x.rank());
        var spread = new BroadcastInDim(x.shape(), kept).apply(y);
        var location = x.eq(spread).astype(x.dtype());
        var sum = new ReduceSum(axes);
        return one(y, sum.apply(t.mul(location)).div(sum.apply(location)));
    }

    /// The product over axes as a tree of multiplications, whose derivative is right at zeros too.
    private static Array product(Array x, Axes axes) {
        var kept = axes.complement(x.rank());
        var flat = x.transpose(axes.plus(kept).toArray());
        var rest = kept.stream().map(x.shape()::dim).toArray();
        int n = axes.stream().map(x.shape()::dim).reduce(1, (a, b) -> a * b);
        flat = flat.reshape(Shape.of(n).append(Shape.of(rest)));
        var one = Array.scalar(x.dtype(), 1);
        while (n != 1) {
            int half = Math.max(1, Math.ceilDiv(n, 2));
            flat = new Pad(Axes.filled(flat.rank(), 0), Axes.filled(flat.rank() - 1, 0).insert(0, 2 * half - n),
                    Axes.filled(flat.rank(), 0)).apply(flat, one);
            flat = rows(flat, 0, half).mul(rows(flat, half, 2 * half));
            n = half;
        }
        return flat.reshape(rest);
    }

    private static Array rows(Array x, int from, int to) {
        var starts = Axes.filled(x.rank() - 1, 0).insert(0, from);
        var limits = Axes.of(x.shape().with(0, to).toArray());
        return new Slice(starts, limits, Axes.filled(x.rank(), 1)).apply(x);
    }

    private static Dual sort(Sort sort, Array[] x, Array[] t) {
        var positions = new Iota(DType.INT32, x[0].shape(), sort.dimension()).apply();
        var sorted = sort.bind(Masks.concatenate(x, new Array[] {positions}));
        var permutation = sorted[x.length];
        var tangents = new Array[x.length];
        for (int i = 0; i < x.length; i++) {
            if (t[i] != null) tangents[i] = alongAxis(t[i], permutation, sort.dimension());
        }
        return new Dual(Arrays.copyOf(sorted, x.length), tangents);
    }

    /// Where a gather fills in a constant the tangent is 0, not the constant.
    private static Array filledGather(GatherDimensionNumbers numbers, Axes sizes, Array t, Array indices) {
        var zeros = Array.full(t.shape(), DType.INT32, 0);
        var exists = new Gather(numbers, sizes, IndexMode.FILL_OR_DROP).apply(zeros, indices).eq(0);
        var tangent = new Gather(numbers, sizes, IndexMode.CLIP).apply(t, indices);
        return new SelectN().apply(exists, Array.full(tangent.shape(), tangent.dtype(), 0), tangent);
    }

    /// NumPy's `take_along_axis`.
    static Array alongAxis(Array x, Array indices, int axis) {
        var others = Axes.of(axis).complement(x.rank());
        var numbers = new GatherDimensionNumbers(Axes.of(), Axes.of(axis), Axes.of(axis), others, others);
        return new Gather(numbers, Axes.filled(x.rank(), 1), IndexMode.CLIP).apply(x, indices.expandDims(-1));
    }

    private static Array[] replaced(Array[] x, int i, Array value) {
        var out = Arrays.copyOf(x, x.length, Array[].class);
        out[i] = value;
        return out;
    }
}
