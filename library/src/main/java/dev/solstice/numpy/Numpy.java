package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.core.Primitive;
import dev.solstice.lax.Lax;

/// `jax.numpy` in Java, made to be imported statically: NumPy's names in camelCase.
///
/// Where a parameter is an [Object] it may be an [Array] or a Java scalar, which is weakly typed: `maximum(x, 0)` keeps
/// the dtype of `x`. Operands broadcast and promote as in JAX; axes count from the end if negative; a reduction without
/// axes is over all of them. Functions like `exp` turn integers into float32.
///
/// ```java
/// Array normalised = x.sub(mean(x, 0)).div(std(x, 0));
/// ```
///
/// Source: the `jax.numpy` module.
public final class Numpy {
    /// The ratio of a circle's circumference to its diameter.
    public static final double PI = Math.PI;

    /// The base of natural logarithms.
    public static final double E = Math.E;

    /// What the harmonic series is more than the logarithm.
    public static final double EULER_GAMMA = 0.57721566490153286;

    public static final double INF = Double.POSITIVE_INFINITY;

    public static final double NAN = Double.NaN;

    private Numpy() {}

    // ---- elementwise, one operand ----

    /// Elementwise `e^x`.
    public static Array exp(Array x) {
        return Lax.exp(inexact(x));
    }

    /// Elementwise `e^x - 1`, accurate near 0.
    public static Array expm1(Array x) {
        return Lax.expm1(inexact(x));
    }

    /// Elementwise natural logarithm; NaN below 0.
    public static Array log(Array x) {
        return Lax.log(inexact(x));
    }

    /// Elementwise `log(1 + x)`, accurate near 0.
    public static Array log1p(Array x) {
        return Lax.log1p(inexact(x));
    }

    /// Elementwise square root; NaN below 0.
    public static Array sqrt(Array x) {
        return Lax.sqrt(inexact(x));
    }

    /// Elementwise sine.
    public static Array sin(Array x) {
        return Lax.sin(inexact(x));
    }

    /// Elementwise cosine.
    public static Array cos(Array x) {
        return Lax.cos(inexact(x));
    }

    /// Elementwise tangent.
    public static Array tan(Array x) {
        return Lax.tan(inexact(x));
    }

    /// Elementwise arc sine; NaN outside -1 to 1.
    public static Array arcsin(Array x) {
        return Lax.asin(inexact(x));
    }

    /// Elementwise arc cosine; NaN outside -1 to 1.
    public static Array arccos(Array x) {
        return Lax.acos(inexact(x));
    }

    /// Elementwise arc tangent.
    public static Array arctan(Array x) {
        return Lax.atan(inexact(x));
    }

    /// Elementwise hyperbolic tangent.
    public static Array tanh(Array x) {
        return Lax.tanh(inexact(x));
    }

    /// Elementwise `2^x`.
    public static Array exp2(Array x) {
        return Lax.exp2(inexact(x));
    }

    /// Elementwise logarithm to base 2.
    public static Array log2(Array x) {
        return Lax.log(inexact(x)).div(Math.log(2));
    }

    /// Elementwise logarithm to base 10.
    public static Array log10(Array x) {
        return Lax.log(inexact(x)).div(Math.log(10));
    }

    /// Elementwise hyperbolic cosine.
    public static Array cosh(Array x) {
        return Lax.cosh(inexact(x));
    }

    /// Elementwise hyperbolic sine.
    public static Array sinh(Array x) {
        return Lax.sinh(inexact(x));
    }

    /// Elementwise inverse hyperbolic sine.
    public static Array arcsinh(Array x) {
        return Lax.asinh(inexact(x));
    }

    /// Elementwise inverse hyperbolic cosine; NaN below 1.
    public static Array arccosh(Array x) {
        var values = inexact(x);
        if (!values.dtype().isComplex()) return Lax.acosh(values);
        return Lax.log(values.add(Lax.sqrt(values.add(1)).mul(Lax.sqrt(values.sub(1)))));
    }

    /// Elementwise inverse hyperbolic tangent; NaN outside -1 to 1.
    public static Array arctanh(Array x) {
        var values = inexact(x);
        if (!values.dtype().isComplex()) return Lax.atanh(values);
        return Lax.log1p(values).sub(Lax.log1p(Lax.neg(values))).mul(0.5);
    }

    /// Elementwise cube root, also of negative numbers.
    public static Array cbrt(Array x) {
        return Lax.cbrt(inexact(x));
    }

    /// Elementwise `|x|`; unsigned numbers and booleans are what they are.
    public static Array abs(Array x) {
        return x.dtype().isSigned() ? Lax.abs(x) : x;
    }

    /// Elementwise greatest whole number not above.
    public static Array floor(Array x) {
        return x.dtype().isInexact() ? Lax.floor(x) : x;
    }

    /// Elementwise least whole number not below.
    public static Array ceil(Array x) {
        return x.dtype().isInexact() ? Lax.ceil(x) : x;
    }

    /// Elementwise nearest whole number; halves go to the even one.
    public static Array round(Array x) {
        if (x.dtype().isComplex()) return Lax.complex(Lax.round(x.real()), Lax.round(x.imag()));
        return x.dtype().isFloating() ? Lax.round(x) : x;
    }

    /// Elementwise rounding towards zero.
    public static Array trunc(Array x) {
        return x.dtype().isInexact() ? where(less(x, 0), Lax.ceil(x), Lax.floor(x)) : x;
    }

    /// Elementwise -1, 0 or 1.
    public static Array sign(Array x) {
        return Lax.sign(x);
    }

    /// Elementwise `-x`.
    public static Array negative(Array x) {
        return x.neg();
    }

    /// Elementwise `x x`; of booleans as int32.
    public static Array square(Array x) {
        return x.dtype().isBool() ? x.astype(DType.INT32) : x.pow(2);
    }

    /// Elementwise `1 / x`.
    public static Array reciprocal(Array x) {
        return inexact(x).pow(-1);
    }

    /// Whether each element is NaN.
    public static Array isnan(Array x) {
        return x.dtype().isInexact() ? Lax.ne(x, x) : Creation.full(x.shape(), false);
    }

    /// Whether each element is neither infinite nor NaN.
    public static Array isfinite(Array x) {
        if (x.dtype().isComplex()) return logicalAnd(isfinite(x.real()), isfinite(x.imag()));
        return x.dtype().isFloating() ? Lax.isFinite(x) : Creation.full(x.shape(), true);
    }

    /// Whether each element is infinite.
    public static Array isinf(Array x) {
        if (x.dtype().isComplex()) return logicalOr(isinf(x.real()), isinf(x.imag()));
        return x.dtype().isFloating() ? Lax.abs(x).eq(Double.POSITIVE_INFINITY) : Creation.full(x.shape(), false);
    }

    /// Elementwise logical complement; numbers are true where not 0.
    public static Array logicalNot(Array x) {
        return Lax.not(truth(x));
    }

    /// Elementwise `sin(pi x) / (pi x)`, 1 at 0.
    public static Array sinc(Array x) {
        return sincOf(inexact(x).mul(PI));
    }

    private static Array sincOf(Array x) {
        var atZero = equal(x, 0);
        // The quotient is kept away from 0 / 0, whose derivative would be NaN even where it is not chosen.
        var safe = where(atZero, 1, x);
        return where(atZero, square(x).mul(-1.0 / 6).add(1), Lax.sin(safe).div(safe));
    }

    // ---- elementwise, two operands: arrays or Java scalars ----

    /// Elementwise sum.
    public static Array add(Object x, Object y) {
        return Operands.binary(new Primitive.Add(), x, y);
    }

    /// Elementwise difference.
    public static Array subtract(Object x, Object y) {
        return Operands.binary(new Primitive.Sub(), x, y);
    }

    /// Elementwise product.
    public static Array multiply(Object x, Object y) {
        return Operands.binary(new Primitive.Mul(), x, y);
    }

    /// The larger of each pair; NaN if either is.
    public static Array maximum(Object x, Object y) {
        return Operands.binary(new Primitive.Max(), x, y);
    }

    /// The smaller of each pair; NaN if either is.
    public static Array minimum(Object x, Object y) {
        return Operands.binary(new Primitive.Min(), x, y);
    }

    /// Elementwise remainder with the sign of `x`, as Java's `%`; that of an integer by zero is 0.
    public static Array fmod(Object x, Object y) {
        return Division.fmod(x, y);
    }

    /// Elementwise quotient; of integers as float32.
    public static Array divide(Object x, Object y) {
        return Operands.array(x).div(y);
    }

    /// Elementwise `x^y`. A Java int as exponent is exact, and its derivative is right for a negative or zero `x`.
    public static Array power(Object x, Object y) {
        return x instanceof Array base ? base.pow(y) : Operands.binary(new Primitive.Pow(), x, y);
    }

    /// Elementwise angle of the point `(x, y)` with ordinate `y`, in -pi to pi; of integers as float32.
    public static Array arctan2(Object y, Object x) {
        var operands = Operands.promoted(y, x);
        return Operands.binary(new Primitive.Atan2(), inexact(operands[0]), inexact(operands[1]));
    }

    /// Elementwise quotient rounded down, as Python's `//`.
    public static Array floorDivide(Object x, Object y) {
        return Division.floorDivide(x, y);
    }

    /// Elementwise remainder with the sign of `y`, as Python's `%`.
    public static Array mod(Object x, Object y) {
        return Division.mod(x, y);
    }

    /// The same as [#mod].
    public static Array remainder(Object x, Object y) {
        return mod(x, y);
    }

    /// Elementwise `sqrt(x^2 + y^2)`, without overflow.
    public static Array hypot(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        requireReal("hypot", operands[0]);
        var large = maximum(abs(inexact(operands[0])), abs(inexact(operands[1])));
        var small = minimum(abs(inexact(operands[0])), abs(inexact(operands[1])));
        var safe = where(equal(large, 0), 1, large);
        return where(equal(large, 0), large, large.mul(Lax.sqrt(square(small.div(safe)).add(1))));
    }

    /// Elementwise `log(e^x + e^y)`, without overflow.
    public static Array logaddexp(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        var a = inexact(operands[0]);
        var b = inexact(operands[1]);
        requireReal("logaddexp", a);
        return Lax.logaddexp(a, b);
    }

    /// `x` moved into `[low, high]`; either bound may be null.
    public static Array clip(Object x, Object low, Object high) {
        var clipped = requireReal("clip", Operands.array(x));
        if (low != null) clipped = maximum(clipped, low);
        return high == null ? clipped : minimum(clipped, high);
    }

    /// Elementwise `x` where the condition holds, else `y`; all three broadcast.
    public static Array where(Object condition, Object x, Object y) {
        var which = truth(Operands.array(condition));
        var cases = Operands.promoted(x, y);
        var shape = Shape.broadcast(which.shape(), cases[0].shape(), cases[1].shape());
        return Lax.select(which.rank() == 0 ? which : which.broadcastTo(shape), cases[0].broadcastTo(shape), cases[1].broadcastTo(shape));
    }

    /// Whether `x == y`.
    public static Array equal(Object x, Object y) {
        return Operands.binary(new Primitive.Eq(), x, y);
    }

    /// Whether `x != y`.
    public static Array notEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Ne(), x, y);
    }

    /// Whether `x < y`.
    public static Array less(Object x, Object y) {
        return Operands.binary(new Primitive.Lt(), x, y);
    }

    /// Whether `x <= y`.
    public static Array lessEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Le(), x, y);
    }

    /// Whether `x > y`.
    public static Array greater(Object x, Object y) {
        return Operands.binary(new Primitive.Gt(), x, y);
    }

    /// Whether `x >= y`.
    public static Array greaterEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Ge(), x, y);
    }

    /// Elementwise logical and; numbers are true where not 0.
    public static Array logicalAnd(Object x, Object y) {
        return Operands.binary(new Primitive.And(), truth(Operands.array(x)), truth(Operands.array(y)));
    }

    /// Elementwise logical or; numbers are true where not 0.
    public static Array logicalOr(Object x, Object y) {
        return Operands.binary(new Primitive.Or(), truth(Operands.array(x)), truth(Operands.array(y)));
    }

    /// Elementwise logical exclusive or; numbers are true where not 0.
    public static Array logicalXor(Object x, Object y) {
        return Operands.binary(new Primitive.Xor(), truth(Operands.array(x)), truth(Operands.array(y)));
    }

    /// Euclidean norm, the root of the sum of squares.
    public static Array norm(Array x, int... axes) {
        var values = inexact(x);
        return Lax.sqrt(square(values.dtype().isComplex() ? abs(values) : values).sum(axes));
    }

    /// Euclidean norm, the root of the sum of squares, over one axis.
    public static Array norm(Array x, int axis, boolean keepDims) {
        return norm(x, new int[] {axis}, keepDims);
    }

    /// Euclidean norm, the root of the sum of squares, over several axes.
    public static Array norm(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Reduction.over(axes).restored(norm(x, axes), x) : norm(x, axes);
    }

    /// Whether all elements are close: `|x - y| <= atol + rtol |y|` with `rtol` 1e-5 and `atol` 1e-8. Reads the values.
    public static boolean allclose(Object x, Object y) {
        return allclose(x, y, 1e-5, 1e-8);
    }

    /// Whether all elements are close: `|x - y| <= atol + rtol |y|`, or equal infinities. Reads the values.
    ///
    /// @throws dev.solstice.core.TracerException inside a transformation that does not know values
    public static boolean allclose(Object x, Object y, double rtol, double atol) {
        var shape = Shape.broadcast(Operands.array(x).shape(), Operands.array(y).shape());
        var left = Operands.array(x).broadcastTo(shape).toComplexArray();
        var right = Operands.array(y).broadcastTo(shape).toComplexArray();
        for (int i = 0; i < left.length; i++) {
            boolean same = left[i].re() == right[i].re() && left[i].im() == right[i].im();
            double size = Math.hypot(right[i].re(), right[i].im());
            double distance = Math.hypot(left[i].re() - right[i].re(), left[i].im() - right[i].im());
            if (!same && !(distance <= atol + rtol * size && Double.isFinite(size))) return false;
        }
        return true;
    }

    // ---- rarer ones ----

    /// `x` itself.
    public static Array positive(Array x) {
        return x;
    }

    /// Elementwise `|x|`, floating.
    public static Array fabs(Array x) {
        return Lax.abs(inexact(x));
    }

    /// Elementwise nearest whole number, floating; halves go to the even one.
    public static Array rint(Array x) {
        return Lax.round(inexact(x));
    }

    /// Elementwise rounding to so many decimals; before the point if negative.
    public static Array round(Array x, int decimals) {
        if (decimals == 0) return round(x);
        if (x.dtype().isComplex()) return Lax.complex(round(x.real(), decimals), round(x.imag(), decimals));
        if (!x.dtype().isFloating()) {
            if (decimals > 0) return x;
            var factor = Math.round(Math.pow(10, -decimals));
            return round(x.astype(DType.FLOAT64).div((double) factor)).mul((double) factor).astype(x.dtype());
        }
        var factor = Math.pow(10, decimals);
        return Lax.round(x.mul(factor)).div(factor);
    }

    /// The larger of each pair; a NaN gives way to a number.
    public static Array fmax(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        return where(logicalOr(greater(operands[0], operands[1]), isnan(operands[1])), operands[0], operands[1]);
    }

    /// The smaller of each pair; a NaN gives way to a number.
    public static Array fmin(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        return where(logicalOr(less(operands[0], operands[1]), isnan(operands[1])), operands[0], operands[1]);
    }

    /// Elementwise `x^y`, floating.
    public static Array floatPower(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        return Operands.binary(new Primitive.Pow(), inexact(operands[0]), inexact(operands[1]));
    }

    /// Quotient rounded down and remainder: [#floorDivide] and [#mod].
    public static Array[] divmod(Object x, Object y) {
        return new Array[] {floorDivide(x, y), mod(x, y)};
    }

    /// Elementwise `log2(2^x + 2^y)`, without overflow.
    public static Array logaddexp2(Object x, Object y) {
        double ln2 = Math.log(2);
        var operands = Operands.promoted(x, y);
        return logaddexp(inexact(operands[0]).mul(ln2), inexact(operands[1]).mul(ln2)).div(ln2);
    }

    /// The step function: 0 below 0, 1 above, and `atZero` elsewhere.
    public static Array heaviside(Object x, Object atZero) {
        var operands = Operands.promoted(x, atZero);
        var values = inexact(operands[0]);
        var step = where(less(values, 0), 0, where(greater(values, 0), 1, inexact(operands[1])));
        return where(isnan(values), Double.NaN, step);
    }

    /// Radians as degrees.
    public static Array degrees(Array x) {
        return inexact(x).mul(180 / PI);
    }

    /// Degrees as radians.
    public static Array radians(Array x) {
        return inexact(x).mul(PI / 180);
    }

    /// Whether each element is minus infinity.
    public static Array isneginf(Array x) {
        return equal(x, Double.NEGATIVE_INFINITY);
    }

    /// Whether each element is plus infinity.
    public static Array isposinf(Array x) {
        return equal(x, Double.POSITIVE_INFINITY);
    }

    /// NaN as 0, infinities as the largest numbers of the dtype.
    public static Array nanToNum(Array x) {
        return x.dtype().isInexact() ? nanToNum(x, 0, x.dtype().max(), x.dtype().min()) : x;
    }

    /// These numbers in place of NaN and the infinities.
    public static Array nanToNum(Array x, Object nan, Object positiveInfinity, Object negativeInfinity) {
        if (x.dtype().isComplex()) {
            return Lax.complex(nanToNum(x.real(), nan, positiveInfinity, negativeInfinity), nanToNum(x.imag(), nan, positiveInfinity, negativeInfinity));
        }
        if (!x.dtype().isFloating()) return x;
        return where(isnan(x), nan, where(isposinf(x), positiveInfinity, where(isneginf(x), negativeInfinity, x)));
    }

    /// Elementwise greatest common divisor of integers, not negative.
    public static Array gcd(Object x, Object y) {
        return Division.gcd(x, y);
    }

    /// Elementwise least common multiple of integers, not negative.
    public static Array lcm(Object x, Object y) {
        return Division.lcm(x, y);
    }

    /// Whether elements are close: `|x - y| <= 1e-8 + 1e-5 |y|`, or equal infinities.
    public static Array isclose(Object x, Object y) {
        return isclose(x, y, 1e-5, 1e-8, false);
    }

    /// Whether elements are close: `|x - y| <= atol + rtol |y|`, or equal infinities, or, if `equalNan`, both NaN.
    public static Array isclose(Object x, Object y, double rtol, double atol, boolean equalNan) {
        var operands = Operands.promoted(x, y);
        var a = operands[0];
        var b = operands[1];
        if (!a.dtype().isInexact()) {
            a = a.astype(DType.FLOAT64);
            b = b.astype(DType.FLOAT64);
        }
        var near = logicalAnd(Operands.binary(new Primitive.Le(), abs(subtract(a, b)), abs(b).mul(rtol).add(atol)), logicalAnd(isfinite(a), isfinite(b)));
        var close = logicalOr(equal(a, b), near);
        return equalNan ? logicalOr(close, logicalAnd(isnan(a), isnan(b))) : close;
    }

    /// Whether shapes and all elements are equal: a boolean of rank 0.
    public static Array arrayEqual(Array x, Array y) {
        return x.shape().equals(y.shape()) ? Reductions.all(equal(x, y)) : Array.scalar(false);
    }

    /// Whether all elements are equal once the shapes have been broadcast: a boolean of rank 0.
    public static Array arrayEquiv(Array x, Array y) {
        return broadcast(x, y) ? Reductions.all(equal(x, y)) : Array.scalar(false);
    }

    private static boolean broadcast(Array x, Array y) {
        try {
            Shape.broadcast(x.shape(), y.shape());
            return true;
        } catch (IllegalArgumentException different) {
            return false;
        }
    }

    // ---- shared ----

    /// `x` as a floating or complex type: booleans and integers up to 32 bits become float32, others float64.
    static Array inexact(Array x) {
        return x.astype(Promotion.inexact(x.dtype()));
    }

    static Array requireReal(String function, Array x) {
        if (x.dtype().isComplex()) {
            throw Mistake.of(function + " of " + x.summary() + ": not defined for complex numbers; apply it to real(x), imag(x) or abs(x)");
        }
        return x;
    }

    static Array truth(Array x) {
        return x.dtype().isBool() ? x : x.ne(0);
    }
}
