package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives.ValueAndTangent;

/// Functions of the elements at one position: arithmetic, comparison, bits, choice, and the type of an element.
/// A part of [Lax].
abstract class Elementwise {
    Elementwise() {}

    // ---- one operand ----

    /// Elementwise `-x`.
    public static Array neg(Array x) {
        return new Primitive.Neg().apply(x);
    }

    /// Elementwise `|x|`; the derivative at 0 is 0.
    public static Array abs(Array x) {
        return new Primitive.Abs().apply(x);
    }

    /// Elementwise -1, 0 or 1.
    public static Array sign(Array x) {
        return new Primitive.Sign().apply(x);
    }

    /// Elementwise the greatest whole number not above.
    public static Array floor(Array x) {
        return new Primitive.Floor().apply(x);
    }

    /// Elementwise the least whole number not below.
    public static Array ceil(Array x) {
        return new Primitive.Ceil().apply(x);
    }

    /// Elementwise the nearest whole number; halves go to the even one.
    public static Array round(Array x) {
        return new Primitive.Round().apply(x);
    }

    /// Elementwise `e^x`.
    public static Array exp(Array x) {
        return new Primitive.Exp().apply(x);
    }

    /// Elementwise the nearest whole number.
    public static Array round(Array x, RoundingMethod method) {
        if (method == RoundingMethod.TO_NEAREST_EVEN) return round(x);
        var magnitude = abs(x);
        var below = floor(magnitude);
        return mul(sign(x), add(below, convertElementType(ge(sub(magnitude, below), Array.scalar(x.dtype(), 0.5)), x.dtype())));
    }

    /// Elementwise `log(e^x + e^y)`, without overflow.
    public static Array logaddexp(Array x, Array y) {
        return Custom.customJvp(Elementwise::logOfSum, (Array a, Array b, Array ta, Array tb) -> {
            var out = logaddexp(a, b);
            return new ValueAndTangent<>(out, add(mul(ta, exp(sub(finite(a), finite(out)))), mul(tb, exp(sub(finite(b), finite(out))))));
        }).apply(x, y);
    }

    private static Array logOfSum(Array x, Array y) {
        var difference = sub(x, y);
        var regular = add(max(x, y), Lax.log1p(exp(neg(abs(difference)))));
        // Equal infinities have no difference, but their sum is known.
        return select(ne(difference, difference), add(x, y), regular);
    }

    private static Array finite(Array x) {
        return select(x.eq(Double.POSITIVE_INFINITY), Array.full(x.shape(), x.dtype(), 0), x);
    }

    /// Elementwise `2^x`.
    public static Array exp2(Array x) {
        return new Primitive.Exp2().apply(x);
    }

    /// Elementwise `e^x - 1`, accurate near 0.
    public static Array expm1(Array x) {
        return new Primitive.Expm1().apply(x);
    }

    /// Elementwise natural logarithm; NaN below 0.
    public static Array log(Array x) {
        return new Primitive.Log().apply(x);
    }

    /// Elementwise `log(1 + x)`, accurate near 0.
    public static Array log1p(Array x) {
        return new Primitive.Log1p().apply(x);
    }

    /// Elementwise square root; NaN below 0.
    public static Array sqrt(Array x) {
        return new Primitive.Sqrt().apply(x);
    }

    /// Elementwise `1 / sqrt(x)`.
    public static Array rsqrt(Array x) {
        return new Primitive.Rsqrt().apply(x);
    }

    /// Elementwise cube root.
    public static Array cbrt(Array x) {
        return new Primitive.Cbrt().apply(x);
    }

    /// Elementwise sine.
    public static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    /// Elementwise cosine.
    public static Array cos(Array x) {
        return new Primitive.Cos().apply(x);
    }

    /// Elementwise tangent.
    public static Array tan(Array x) {
        return new Primitive.Tan().apply(x);
    }

    /// Elementwise arc sine; NaN outside -1 to 1.
    public static Array asin(Array x) {
        return new Primitive.Asin().apply(x);
    }

    /// Elementwise arc cosine; NaN outside -1 to 1.
    public static Array acos(Array x) {
        return new Primitive.Acos().apply(x);
    }

    /// Elementwise arc tangent.
    public static Array atan(Array x) {
        return new Primitive.Atan().apply(x);
    }

    /// Elementwise angle of the point `(x, y)` with ordinate `y`, in -pi to pi.
    public static Array atan2(Array y, Array x) {
        return new Primitive.Atan2().apply(y, x);
    }

    /// Elementwise hyperbolic sine.
    public static Array sinh(Array x) {
        return new Primitive.Sinh().apply(x);
    }

    /// Elementwise hyperbolic cosine.
    public static Array cosh(Array x) {
        return new Primitive.Cosh().apply(x);
    }

    /// Elementwise hyperbolic tangent.
    public static Array tanh(Array x) {
        return new Primitive.Tanh().apply(x);
    }

    /// Elementwise inverse hyperbolic sine.
    public static Array asinh(Array x) {
        return new Primitive.Asinh().apply(x);
    }

    /// Elementwise inverse hyperbolic cosine; NaN below 1.
    public static Array acosh(Array x) {
        return new Primitive.Acosh().apply(x);
    }

    /// Elementwise inverse hyperbolic tangent; NaN outside -1 to 1.
    public static Array atanh(Array x) {
        return new Primitive.Atanh().apply(x);
    }

    /// Elementwise `1 / (1 + e^-x)`.
    public static Array logistic(Array x) {
        return new Primitive.Logistic().apply(x);
    }

    /// Elementwise the error function.
    public static Array erf(Array x) {
        return new Primitive.Erf().apply(x);
    }

    /// Elementwise `1 - erf(x)`, accurate where that is tiny.
    public static Array erfc(Array x) {
        return new Primitive.Erfc().apply(x);
    }

    /// Elementwise the inverse of [#erf].
    public static Array erfInv(Array x) {
        return new Primitive.ErfInv().apply(x);
    }

    /// Elementwise logarithm of the absolute value of the gamma function; infinity at its poles.
    public static Array lgamma(Array x) {
        return new Primitive.Lgamma().apply(x);
    }

    /// Elementwise derivative of [#lgamma]; NaN at its poles.
    public static Array digamma(Array x) {
        return new Primitive.Digamma().apply(x);
    }

    /// Elementwise derivative number `m` of [#digamma]; `m` holds natural numbers as floats, and has no derivative.
    public static Array polygamma(Array m, Array x) {
        return new Primitive.Polygamma().apply(m, x);
    }

    /// Elementwise Hurwitz's zeta function, the sum of `(k + q)^-x` over `k >= 0`; NaN for `x < 1`. No derivative by `x`.
    public static Array zeta(Array x, Array q) {
        return new Primitive.Zeta().apply(x, q);
    }

    /// Elementwise regularised lower incomplete gamma function: the distribution function of the gamma distribution with
    /// parameter `a`. Differentiable by both.
    public static Array igamma(Array a, Array x) {
        return new Primitive.Igamma().apply(a, x);
    }

    /// Elementwise `1 - igamma(a, x)`, accurate where that is tiny.
    public static Array igammac(Array a, Array x) {
        return new Primitive.Igammac().apply(a, x);
    }

    /// Elementwise derivative of [#igamma] by `a`; itself not differentiable, as in JAX.
    public static Array igammaGradA(Array a, Array x) {
        return new Primitive.IgammaGradA().apply(a, x);
    }

    /// Elementwise derivative by `a` of a sample `x` of the gamma distribution with parameter `a`.
    public static Array randomGammaGrad(Array a, Array x) {
        return new Primitive.RandomGammaGrad().apply(a, x);
    }

    /// Elementwise regularised incomplete beta function: the distribution function of the beta distribution. Differentiable
    /// by `x`.
    public static Array betainc(Array a, Array b, Array x) {
        return new Primitive.RegularizedIncompleteBeta().apply(a, b, x);
    }

    /// Elementwise `exp(-|x|)` times the modified Bessel function of order 0.
    public static Array besselI0e(Array x) {
        return new Primitive.BesselI0e().apply(x);
    }

    /// Elementwise `exp(-|x|)` times the modified Bessel function of order 1.
    public static Array besselI1e(Array x) {
        return new Primitive.BesselI1e().apply(x);
    }

    /// Elementwise rounded to a floating format with so many bits of exponent and mantissa: too large becomes infinite, too
    /// small becomes 0.
    ///
    /// ```java
    /// Lax.reducePrecision(Array.of(3.14159f), 8, 7).item()   // as bfloat16 has it: 3.140625
    /// ```
    public static Array reducePrecision(Array x, int exponentBits, int mantissaBits) {
        if (exponentBits < 1 || mantissaBits < 0) {
            throw Mistake.of("a format has at least 1 bit of exponent and 0 of mantissa, not %d and %d"
                    .formatted(exponentBits, mantissaBits));
        }
        // float16 is computed as float32: its own exponents must not be cut off
        boolean own = x.dtype() == DType.FLOAT16 && exponentBits >= 5;
        return new Primitive.ReducePrecision(own ? 8 : exponentBits, mantissaBits).apply(x);
    }

    /// Complex numbers of real parts and imaginary parts, both float32 or both float64.
    public static Array complex(Array re, Array im) {
        return new Primitive.Complex().apply(re, im);
    }

    /// Elementwise real part of complex numbers.
    public static Array real(Array x) {
        return new Primitive.Real().apply(x);
    }

    /// Elementwise imaginary part of complex numbers.
    public static Array imag(Array x) {
        return new Primitive.Imag().apply(x);
    }

    /// Elementwise complex conjugate of complex numbers.
    public static Array conj(Array x) {
        return new Primitive.Conj().apply(x);
    }

    /// Elementwise whether neither infinite nor NaN; boolean.
    public static Array isFinite(Array x) {
        return new Primitive.IsFinite().apply(x);
    }

    /// Elementwise bitwise complement; logical for booleans.
    public static Array not(Array x) {
        return new Primitive.Not().apply(x);
    }

    /// Elementwise number of zero bits before the first one, of integers.
    public static Array clz(Array x) {
        return new Primitive.Clz().apply(x);
    }

    /// Elementwise number of one bits, of integers.
    public static Array populationCount(Array x) {
        return new Primitive.PopulationCount().apply(x);
    }

    /// `x`, with derivative 0.
    public static Array stopGradient(Array x) {
        return new Primitive.StopGradient().apply(x);
    }

    /// Elementwise `x + y`.
    public static Array add(Array x, Array y) {
        return new Primitive.Add().apply(x, y);
    }

    /// Elementwise `x - y`.
    public static Array sub(Array x, Array y) {
        return new Primitive.Sub().apply(x, y);
    }

    /// Elementwise `x y`.
    public static Array mul(Array x, Array y) {
        return new Primitive.Mul().apply(x, y);
    }

    /// Elementwise the upper half of the bits of the product of two integers, which has twice as many bits as they.
    ///
    /// ```java
    /// Lax.mulhi(Array.of(1 << 20), Array.of(1 << 20)).toString()   // "[256]"
    /// ```
    public static Array mulhi(Array x, Array y) {
        return Bits.mulhi(x, y);
    }

    /// Elementwise `x / y`; of integers towards zero, by zero -1.
    public static Array div(Array x, Array y) {
        return new Primitive.Div().apply(x, y);
    }

    /// Elementwise remainder with the sign of `x`.
    public static Array rem(Array x, Array y) {
        return new Primitive.Rem().apply(x, y);
    }

    /// Elementwise `x^y`.
    public static Array pow(Array x, Array y) {
        return new Primitive.Pow().apply(x, y);
    }

    /// Elementwise the larger; NaN if either is.
    public static Array max(Array x, Array y) {
        return new Primitive.Max().apply(x, y);
    }

    /// Elementwise the smaller; NaN if either is.
    public static Array min(Array x, Array y) {
        return new Primitive.Min().apply(x, y);
    }

    /// Elementwise bitwise and.
    public static Array bitwiseAnd(Array x, Array y) {
        return new Primitive.And().apply(x, y);
    }

    /// Elementwise bitwise or.
    public static Array bitwiseOr(Array x, Array y) {
        return new Primitive.Or().apply(x, y);
    }

    /// Elementwise bitwise exclusive or.
    public static Array bitwiseXor(Array x, Array y) {
        return new Primitive.Xor().apply(x, y);
    }

    /// Elementwise `x << y`; 0 if `y` is at least the bit width.
    public static Array shiftLeft(Array x, Array y) {
        return new Primitive.ShiftLeft().apply(x, y);
    }

    /// Elementwise `x >>> y`; 0 if `y` is at least the bit width.
    public static Array shiftRightLogical(Array x, Array y) {
        return new Primitive.ShiftRightLogical().apply(x, y);
    }

    /// Elementwise `x >> y`; all sign bits if `y` is at least the bit width.
    public static Array shiftRightArithmetic(Array x, Array y) {
        return new Primitive.ShiftRightArithmetic().apply(x, y);
    }

    /// Elementwise `x == y`.
    public static Array eq(Array x, Array y) {
        return new Primitive.Eq().apply(x, y);
    }

    /// Elementwise `x != y`.
    public static Array ne(Array x, Array y) {
        return new Primitive.Ne().apply(x, y);
    }

    /// Elementwise `x < y`.
    public static Array lt(Array x, Array y) {
        return new Primitive.Lt().apply(x, y);
    }

    /// Elementwise `x <= y`.
    public static Array le(Array x, Array y) {
        return new Primitive.Le().apply(x, y);
    }

    /// Elementwise `x > y`.
    public static Array gt(Array x, Array y) {
        return new Primitive.Gt().apply(x, y);
    }

    /// Elementwise `x >= y`.
    public static Array ge(Array x, Array y) {
        return new Primitive.Ge().apply(x, y);
    }

    /// `x` to a constant whole power.
    public static Array integerPow(Array x, int y) {
        return new Primitive.IntegerPow(y).apply(x);
    }

    /// `x x`.
    public static Array square(Array x) {
        return integerPow(x, 2);
    }

    /// `1 / x`.
    public static Array reciprocal(Array x) {
        return integerPow(x, -1);
    }

    /// `x` moved into `[low, high]`; where it is moved its derivative is 0 and the bound's is 1.
    public static Array clamp(Array low, Array x, Array high) {
        return select(lt(x, low), like(low, x), select(gt(x, high), like(high, x), x));
    }

    /// `onTrue` where `which` (boolean, of the cases' shape or a scalar), else `onFalse`.
    public static Array select(Array which, Array onTrue, Array onFalse) {
        return new Primitive.SelectN().apply(which, onFalse, onTrue);
    }

    /// The case that `which` names: boolean for two cases, else int32.
    public static Array selectN(Array which, Array... cases) {
        if (which.dtype().isBool()) return select(which, cases[1], cases[0]);
        var chosen = cases[cases.length - 1];
        for (int i = cases.length - 2; i >= 0; i--) {
            chosen = select(le(which, Array.scalar(which.dtype(), i)), cases[i], chosen);
        }
        return chosen;
    }

    /// The next floating value after `x` in the direction of `y`; float32 and float64.
    public static Array nextafter(Array x, Array y) {
        return Bits.nextafter(x, y);
    }

    // ---- type ----

    /// Conversion of values: floats to integers towards zero, saturating.
    public static Array convertElementType(Array x, DType dtype) {
        return x.astype(dtype);
    }

    /// The same bits as another dtype of the same size.
    public static Array bitcastConvertType(Array x, DType dtype) {
        return x.dtype() == dtype ? x : new Primitive.BitcastConvertType(dtype).apply(x);
    }

    private static Array like(Array scalarOrArray, Array x) {
        return scalarOrArray.broadcastTo(x.shape());
    }
}
