package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Binary;
import dev.solstice.core.Primitive.Comparison;
import dev.solstice.core.Primitive.Unary;

/// Elementwise loops over `int[]` tiles for bool, integers of 8 and 16 bits, int32 (values) and uint32 (bits). Results may exceed a
/// narrow dtype; [Tiles#narrow] wraps them.
final class IntKernels {
    @FunctionalInterface
    interface One {
        void apply(int[] x, int[] out, int n);
    }

    @FunctionalInterface
    interface Two {
        void apply(int[] x, int[] y, int[] out, int n);
    }

    private IntKernels() {}

    static One unary(Unary primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Neg() -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = -x[i]; };
            case Primitive.Abs() -> dtype == DType.UINT32 ? IntKernels::copy : (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.abs(x[i]); };
            case Primitive.Sign() -> dtype == DType.UINT32
                    ? (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] == 0 ? 0 : 1; }
                    : (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Integer.signum(x[i]); };
            case Primitive.Not() -> dtype == DType.BOOL
                    ? (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] ^ 1; }
                    : (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = ~x[i]; };
            case Primitive.Clz() -> {
                int bits = 8 * dtype.byteSize();
                int mask = -1 >>> 32 - bits;
                yield (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Integer.numberOfLeadingZeros(x[i] & mask) - (32 - bits); };
            }
            case Primitive.PopulationCount() -> {
                int mask = -1 >>> 32 - 8 * dtype.byteSize();
                yield (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = Integer.bitCount(x[i] & mask); };
            }
            case Primitive.IntegerPow(int y) -> (x, o, n) -> { for (int i = 0; i < n; i++) o[i] = (int) Special.pow((long) x[i], (long) y); };
            case Primitive.StopGradient(), Primitive.Floor(), Primitive.Ceil(), Primitive.Round() -> IntKernels::copy;
            case Primitive.Exp(), Primitive.Expm1(), Primitive.Log(), Primitive.Log1p(), Primitive.Sqrt(), Primitive.Rsqrt(),
                 Primitive.Sin(), Primitive.Cos(), Primitive.Tan(), Primitive.Asin(), Primitive.Acos(), Primitive.Atan(),
                 Primitive.Tanh(), Primitive.Logistic(), Primitive.Erf(), Primitive.Erfc(), Primitive.ErfInv(), Primitive.Sinh(),
                 Primitive.Cosh(), Primitive.Asinh(), Primitive.Acosh(), Primitive.Atanh(), Primitive.Cbrt(), Primitive.Exp2(), Primitive.Lgamma(),
                 Primitive.Digamma(), Primitive.BesselI0e(), Primitive.BesselI1e(), Primitive.ReducePrecision(_, _) ->
                     throw Unsupported.forDType(primitive, dtype);
        };
    }

    private static void copy(int[] x, int[] out, int n) {
        System.arraycopy(x, 0, out, 0, n);
    }

    static Two binary(Binary primitive, DType dtype) {
        boolean unsigned = dtype == DType.UINT32; // narrower unsigned values are non-negative ints
        int bits = dtype == DType.BOOL ? 1 : 8 * dtype.byteSize();
        int mask = -1 >>> 32 - bits;
        return switch (primitive) {
            case Primitive.Add() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] + y[i]; };
            case Primitive.Sub() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] - y[i]; };
            case Primitive.Mul() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] * y[i]; };
            case Primitive.Div() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? -1 : Integer.divideUnsigned(x[i], y[i]); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? -1 : x[i] / y[i]; };
            case Primitive.Rem() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? x[i] : Integer.remainderUnsigned(x[i], y[i]); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = y[i] == 0 ? x[i] : x[i] % y[i]; };
            case Primitive.Pow() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (int) Special.pow((long) x[i], y[i] & 0xFFFF_FFFFL); }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (int) Special.pow((long) x[i], (long) y[i]); };
            case Primitive.Atan2(), Primitive.Igamma(), Primitive.Igammac(), Primitive.IgammaGradA(), Primitive.RandomGammaGrad(),
                 Primitive.Polygamma(), Primitive.Zeta() -> throw Unsupported.forDType(primitive, dtype);
            case Primitive.Max() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Integer.compareUnsigned(x[i], y[i]) >= 0 ? x[i] : y[i]; }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.max(x[i], y[i]); };
            case Primitive.Min() -> unsigned
                    ? (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Integer.compareUnsigned(x[i], y[i]) <= 0 ? x[i] : y[i]; }
                    : (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = Math.min(x[i], y[i]); };
            case Primitive.And() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] & y[i]; };
            case Primitive.Or() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] | y[i]; };
            case Primitive.Xor() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] ^ y[i]; };
            case Primitive.ShiftLeft() -> (x, y, o, n) -> {
                for (int i = 0; i < n; i++) o[i] = (y[i] & mask) < bits && (y[i] & mask) >= 0 ? x[i] << y[i] : 0;
            };
            case Primitive.ShiftRightLogical() -> (x, y, o, n) -> {
                for (int i = 0; i < n; i++) o[i] = (y[i] & mask) < bits && (y[i] & mask) >= 0 ? (x[i] & mask) >>> y[i] : 0;
            };
            // The sign is the top bit, for unsigned dtypes too, as in XLA; shifting out all but it is the largest shift.
            case Primitive.ShiftRightArithmetic() -> (x, y, o, n) -> {
                for (int i = 0; i < n; i++) {
                    int shift = (y[i] & mask) < bits && (y[i] & mask) >= 0 ? y[i] : bits - 1;
                    o[i] = x[i] << 32 - bits >> 32 - bits >> shift;
                }
            };
        };
    }

    static Two comparison(Comparison primitive, DType dtype) {
        // Flipping the top bit maps unsigned order to signed order.
        int flip = dtype == DType.UINT32 ? Integer.MIN_VALUE : 0;
        return switch (primitive) {
            case Primitive.Eq() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] == y[i] ? 1 : 0; };
            case Primitive.Ne() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x[i] != y[i] ? 1 : 0; };
            case Primitive.Lt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) < (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Le() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) <= (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Gt() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) > (y[i] ^ flip) ? 1 : 0; };
            case Primitive.Ge() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = (x[i] ^ flip) >= (y[i] ^ flip) ? 1 : 0; };
        };
    }

    static void select(int[] which, int[] onFalse, int[] onTrue, int[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = which[i] != 0 ? onTrue[i] : onFalse[i];
    }
}
