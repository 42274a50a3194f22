package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Binary;
import dev.solstice.core.Primitive.Comparison;
import dev.solstice.core.Primitive.Unary;

/// Elementwise loops over `long[]` tiles, for int64 (values) and uint64 (bits).
final class LongKernels {
    @FunctionalInterface
    interface One {
        void apply(long[] x, long[] out, int n);
    }

    @FunctionalInterface
    interface Two {
        void apply(long[] x, long[] y, long[] out, int n);
    }

    @FunctionalInterface
    interface Test {
        void apply(long[] x, long[] y, int[] out, int n);
    }

    private LongKernels() {}

    static One unary(Unary primitive, DType dtype) {
        boolean unsigned = dtype == DType.UINT64;
        return switch (primitive) {
            case Primitive.Neg() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = -x[i]; };
            case Primitive.Abs() -> unsigned ? LongKernels::copy : (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.abs(x[i]); };
            case Primitive.Sign() -> unsigned
                    ? (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] == 0 ? 0 : 1; }
                    : (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Long.signum(x[i]); };
            case Primitive.Not() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = ~x[i]; };
            case Primitive.Clz() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Long.numberOfLeadingZeros(x[i]); };
            case Primitive.PopulationCount() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Long.bitCount(x[i]); };
            case Primitive.IntegerPow(int y) -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Special.pow(x[i], (long) y); };
            case Primitive.StopGradient(), Primitive.Floor(), Primitive.Ceil(), Primitive.Round() -> LongKernels::copy;
            case Primitive.Exp(), Primitive.Expm1(), Primitive.Log(), Primitive.Log1p(), Primitive.Sqrt(), Primitive.Rsqrt(),
                 Primitive.Sin(), Primitive.Cos(), Primitive.Tan(), Primitive.Asin(), Primitive.Acos(), Primitive.Atan(),
                 Primitive.Tanh(), Primitive.Logistic(), Primitive.Erf(), Primitive.Erfc(), Primitive.ErfInv(), Primitive.Sinh(),
                 Primitive.Cosh(), Primitive.Asinh(), Primitive.Acosh(), Primitive.Atanh(), Primitive.Cbrt(), Primitive.Exp2(), Primitive.Lgamma(),
                 Primitive.Digamma(), Primitive.BesselI0e(), Primitive.BesselI1e(), Primitive.ReducePrecision(_, _) ->
                     throw Unsupported.forDType(primitive, dtype);
        };
    }

    private static void copy(long[] x, long[] out, int n) {
        System.arraycopy(x, 0, out, 0, n);
    }

    static Two binary(Binary primitive, DType dtype) {
        boolean unsigned = dtype == DType.UINT64;
        return switch (primitive) {
            case Primitive.Add() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] + y[i]; };
            case Primitive.Sub() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] - y[i]; };
            case Primitive.Mul() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] * y[i]; };
            case Primitive.Div() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? -1 : Long.divideUnsigned(x[i], y[i]); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? -1 : x[i] / y[i]; };
            case Primitive.Rem() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? x[i] : Long.remainderUnsigned(x[i], y[i]); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? x[i] : x[i] % y[i]; };
            case Primitive.Pow() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Special.unsignedPow(x[i], y[i]); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Special.pow(x[i], y[i]); };
            case Primitive.Atan2(), Primitive.Igamma(), Primitive.Igammac(), Primitive.IgammaGradA(), Primitive.RandomGammaGrad(),
                 Primitive.Polygamma(), Primitive.Zeta() -> throw Unsupported.forDType(primitive, dtype);
            case Primitive.Max() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Long.compareUnsigned(x[i], y[i]) >= 0 ? x[i] : y[i]; }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.max(x[i], y[i]); };
            case Primitive.Min() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Long.compareUnsigned(x[i], y[i]) <= 0 ? x[i] : y[i]; }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.min(x[i], y[i]); };
            case Primitive.And() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] & y[i]; };
            case Primitive.Or() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] | y[i]; };
            case Primitive.Xor() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] ^ y[i]; };
            case Primitive.ShiftLeft() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (y[i] & -64) == 0 ? x[i] << y[i] : 0; };
            case Primitive.ShiftRightLogical() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (y[i] & -64) == 0 ? x[i] >>> y[i] : 0; };
            case Primitive.ShiftRightArithmetic() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] >> ((y[i] & -64) == 0 ? y[i] : 63); };
        };
    }

    static Test comparison(Comparison primitive, DType dtype) {
        // Flipping the top bit maps unsigned order to signed order.
        long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
        return switch (primitive) {
            case Primitive.Eq() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] == y[i] ? 1 : 0; };
            case Primitive.Ne() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] != y[i] ? 1 : 0; };
            case Primitive.Lt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) < (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Le() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) <= (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Gt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) > (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Ge() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) >= (y[i] ^ flip) ? 1 : 0; };
        };
    }

    static void select(int[] which, long[] onFalse, long[] onTrue, long[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = which[i] != 0 ? onTrue[i] : onFalse[i];
    }
}
