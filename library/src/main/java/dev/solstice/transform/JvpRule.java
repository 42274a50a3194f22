package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
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
            case Reshape _, Primitive.Transpose _, BroadcastInDim _, Slice _, Rev _, ReduceSum _, Cumsum _, ReduceWindowSum _ ->
                    one(primitive.apply(x), primitive.apply(t));
            case DotGeneral _, ConvGeneralDilated _ -> one(primitive.apply(x), Zeros.add(
                    t[0] == null ? null : primitive.apply(t[0], x[1]),
                    t[1] == null ? null : primitive.apply(x[0], t[1])));
            case ConvertElementType(var dtype) -> one(primitive.apply(x), dtype.isFloating() ? primitive.apply(t) : null);
            case SelectN _ -> one(primitive.apply(x),
                    primitive.apply(x[0], Zeros.instantiate(t[1], x[1]), Zeros.instantiate(t[2], x[2])));
            case Pad _, Concatenate _ -> {
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
            case Sort sort -> sort(sort, x, t);
            case MatrixOperation operation -> MatrixJvp.apply(operation, x, t);
            case HigherOrder program -> ProgramJvp.apply(program, x, t);
            case Comparison _, IsFinite _, BitcastConvertType _, Iota _, ReduceAnd _, ReduceOr _, Argmax _, Argmin _,
                 Threefry2x32 _ -> {
                var y = primitive.bind(x);
                yield new Dual(y, new Array[y.length]);
            }
        };
    }

    private static Dual one(Array primal, Array tangent) {
        return new Dual(new Array[] {primal}, new Array[] {tangent});
    }

    private static Array unary(Unary primitive, Array x, Array y, Array t) {
        return switch (primitive) {
            case Neg _ -> t.neg();
            case Abs _ -> t.mul(new Sign().apply(x));
            case Sign _, Floor _, Ceil _, Round _, Not _, StopGradient _ -> null;
            case Exp _ -> t.mul(y);
            case Expm1 _ -> t.mul(y.add(1.0));
            case Log _ -> t.div(x);
            case Log1p _ -> t.div(x.add(1.0));
            case Sqrt _ -> t.mul(Array.full(y.shape(), y.dtype(), 0.5).div(y));
            case Rsqrt _ -> t.mul(y.div(x).mul(-0.5));
            case Sin _ -> t.mul(new Cos().apply(x));
            case Cos _ -> t.mul(new Sin().apply(x).neg());
            case Tan _ -> t.mul(y.mul(y).add(1.0));
            case Asin _ -> t.mul(new Rsqrt().apply(x.mul(x).neg().add(1.0)));
            case Acos _ -> t.mul(new Rsqrt().apply(x.mul(x).neg().add(1.0)).neg());
            case Atan _ -> t.div(x.mul(x).add(1.0));
            case Tanh _ -> t.mul(y.mul(y).neg().add(1.0));
            case Logistic _ -> t.mul(y.mul(y.neg().add(1.0)));
            case Erf _ -> t.mul(new Exp().apply(x.mul(x).neg()).mul(2 / Math.sqrt(Math.PI)));
            case Erfc _ -> t.mul(new Exp().apply(x.mul(x).neg()).mul(-2 / Math.sqrt(Math.PI)));
            case ErfInv _ -> t.mul(new Exp().apply(y.mul(y)).mul(Math.sqrt(Math.PI) / 2));
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
            case Max _, Min _ -> t.mul(share(y, x, out));
            case And _, Or _, Xor _, ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _ -> null;
        };
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
