package dev.solstice.engine.host;

import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Binary;
import dev.solstice.core.Primitive.Comparison;
import dev.solstice.core.Primitive.Unary;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Elementwise loops over `float[]` tiles. Each is a lambda of its own, so that the JIT compiler vectorises it alone.
///
/// Transcendental functions are computed in double precision and rounded once, which makes them exact to half a unit
/// in the last place, except where a float formula with XLA's error is much faster.
final class FloatKernels {
    @FunctionalInterface
    interface One {
        void apply(float[] x, float[] out, int n);
    }

    @FunctionalInterface
    interface Two {
        void apply(float[] x, float[] y, float[] out, int n);
    }

    @FunctionalInterface
    interface Test {
        void apply(float[] x, float[] y, int[] out, int n);
    }

    private FloatKernels() {}

    static One unary(Unary primitive) {
        return switch (primitive) {
            case Primitive.Neg() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = -x[i]; };
            case Primitive.Abs() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.abs(x[i]); };
            case Primitive.Sign() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.signum(x[i]); };
            case Primitive.Floor() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.floor(x[i]); };
            case Primitive.Ceil() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.ceil(x[i]); };
            case Primitive.Round() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.rint(x[i]); };
            case Primitive.Exp() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = FastMath.exp(x[i]); };
            case Primitive.Expm1() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.expm1(x[i]); };
            case Primitive.Log() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = FastMath.log(x[i]); };
            case Primitive.Log1p() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.log1p(x[i]); };
            case Primitive.Sqrt() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.sqrt(x[i]); };
            case Primitive.Rsqrt() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) (1 / Math.sqrt(x[i])); };
            case Primitive.Sin() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.sin(x[i]); };
            case Primitive.Cos() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.cos(x[i]); };
            case Primitive.Tan() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.tan(x[i]); };
            case Primitive.Asin() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.asin(x[i]); };
            case Primitive.Acos() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.acos(x[i]); };
            case Primitive.Atan() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.atan(x[i]); };
            case Primitive.Tanh() -> FastMath::tanh;
            case Primitive.Logistic() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = FastMath.logistic(x[i]); };
            case Primitive.Erf() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Special.erf(x[i]); };
            case Primitive.Erfc() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Special.erfc(x[i]); };
            case Primitive.ErfInv() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Special.erfInv(x[i]); };
            case Primitive.Sinh() -> each(Math::sinh);
            case Primitive.Cosh() -> each(Math::cosh);
            case Primitive.Asinh() -> each(Special::asinh);
            case Primitive.Acosh() -> each(Special::acosh);
            case Primitive.Atanh() -> each(Special::atanh);
            case Primitive.Cbrt() -> each(Math::cbrt);
            case Primitive.Exp2() -> each(x -> Math.pow(2, x));
            case Primitive.Lgamma() -> each(Gamma::logGamma);
            case Primitive.Digamma() -> each(Gamma::digamma);
            case Primitive.BesselI0e() -> each(Bessel::i0e);
            case Primitive.BesselI1e() -> each(Bessel::i1e);
            case Primitive.ReducePrecision(int e, int m) -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Special.reducePrecision(x[i], e, m); };
            case Primitive.IntegerPow(int y) -> (x, o, n) -> integerPow(x, y, o, n);
            case Primitive.StopGradient() -> (x, o, n) -> System.arraycopy(x, 0, o, 0, n);
            case Primitive.Not(), Primitive.Clz(), Primitive.PopulationCount() -> throw Unsupported.forDType(primitive, "floating");
        };
    }

    static Two binary(Binary primitive) {
        return switch (primitive) {
            case Primitive.Add() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] + y[i]; };
            case Primitive.Sub() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] - y[i]; };
            case Primitive.Mul() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] * y[i]; };
            case Primitive.Div() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] / y[i]; };
            case Primitive.Rem() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] % y[i]; };
            case Primitive.Pow() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Special.pow((double) x[i], (double) y[i]); };
            case Primitive.Atan2() -> (y, x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) Math.atan2(y[i], x[i]); };
            case Primitive.Max() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.max(x[i], y[i]); };
            case Primitive.Min() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.min(x[i], y[i]); };
            case Primitive.Igamma() -> each(IncompleteGamma::lower);
            case Primitive.Igammac() -> each(IncompleteGamma::upper);
            case Primitive.IgammaGradA() -> each(IncompleteGamma::lowerByA);
            case Primitive.RandomGammaGrad() -> each(IncompleteGamma::sampleByA);
            case Primitive.Polygamma() -> each(Gamma::polygamma);
            case Primitive.Zeta() -> each(Gamma::zeta);
            case Primitive.And(), Primitive.Or(), Primitive.Xor(), Primitive.ShiftLeft(), Primitive.ShiftRightLogical(),
                 Primitive.ShiftRightArithmetic() -> throw Unsupported.forDType(primitive, "floating");
        };
    }

    /// A function that is too costly for the call to matter.
    private static One each(DoubleUnaryOperator f) {
        return (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) f.applyAsDouble(x[i]); };
    }

    private static Two each(DoubleBinaryOperator f) {
        return (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (float) f.applyAsDouble(x[i], y[i]); };
    }

    static void incompleteBeta(float[] a, float[] b, float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = (float) IncompleteBeta.of(a[i], b[i], x[i]);
    }

    static Test comparison(Comparison primitive) {
        return switch (primitive) {
            case Primitive.Eq() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] == y[i] ? 1 : 0; };
            case Primitive.Ne() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] != y[i] ? 1 : 0; };
            case Primitive.Lt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] < y[i] ? 1 : 0; };
            case Primitive.Le() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] <= y[i] ? 1 : 0; };
            case Primitive.Gt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] > y[i] ? 1 : 0; };
            case Primitive.Ge() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] >= y[i] ? 1 : 0; };
        };
    }

    static void isFinite(float[] x, int[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = Math.abs(x[i]) <= Float.MAX_VALUE ? 1 : 0;
    }

    static void select(int[] which, float[] onFalse, float[] onTrue, float[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = which[i] != 0 ? onTrue[i] : onFalse[i];
    }

    /// Repeated squaring in float, as XLA does it; negative powers are reciprocals.
    private static void integerPow(float[] x, int y, float[] out, int n) {
        if (y == 2) {
            for (int i = 0; i < n; i++) out[i] = x[i] * x[i];
            return;
        }
        for (int i = 0; i < n; i++) {
            float result = 1;
            float base = x[i];
            for (long left = Math.abs((long) y); left > 0; left >>= 1, base *= base) {
                if ((left & 1) != 0) result *= base;
            }
            out[i] = y < 0 ? 1 / result : result;
        }
    }
}
