package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Binary;
import dev.solstice.core.Primitive.Comparison;
import dev.solstice.core.Primitive.Unary;

/// Elementwise loops over complex tiles, in double precision for both complex dtypes.
///
/// Formulas after W. Kahan, *Branch Cuts for Complex Elementary Functions* (1987): they keep the sign of zero, on
/// which the side of a branch cut depends, and do not cancel near zeros of the function.
final class ComplexKernels {
    @FunctionalInterface
    interface One {
        void apply(Complexes x, Complexes out, int n);
    }

    @FunctionalInterface
    interface Two {
        void apply(Complexes x, Complexes y, Complexes out, int n);
    }

    @FunctionalInterface
    interface Test {
        void apply(Complexes x, Complexes y, int[] out, int n);
    }

    /// A function of one number `a + ib`, written to position `i` of `out`.
    @FunctionalInterface
    private interface Function {
        void apply(double a, double b, Complexes out, int i);
    }

    private static final double LOG_2 = Math.log(2);

    private ComplexKernels() {}

    static One unary(Unary primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Neg() -> each((a, b, o, i) -> o.set(i, -a, -b));
            case Primitive.Sign() -> each((a, b, o, i) -> {
                double size = Math.hypot(a, b);
                o.set(i, size == 0 ? 0 : a / size, size == 0 ? 0 : b / size);
            });
            case Primitive.Exp() -> each(ComplexKernels::exp);
            case Primitive.Exp2() -> each((a, b, o, i) -> exp(a * LOG_2, b * LOG_2, o, i));
            case Primitive.Expm1() -> each((a, b, o, i) -> {
                double half = Math.sin(b / 2);
                o.set(i, Math.expm1(a) * Math.cos(b) - 2 * half * half, b == 0 ? b : Math.exp(a) * Math.sin(b));
            });
            case Primitive.Log() -> each(ComplexKernels::log);
            case Primitive.Log1p() -> each((a, b, o, i) -> {
                double size = Math.hypot(a + 1, b);
                o.set(i, size > 0.5 && size < 2 ? Math.log1p(a * (2 + a) + b * b) / 2 : Math.log(size), Math.atan2(b, a + 1));
            });
            case Primitive.Sqrt() -> each(ComplexKernels::sqrt);
            case Primitive.Rsqrt() -> each((a, b, o, i) -> {
                sqrt(a, b, o, i);
                divide(1, 0, o.re()[i], o.im()[i], o, i);
            });
            case Primitive.Sin() -> each((a, b, o, i) -> o.set(i, Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)));
            case Primitive.Cos() -> each((a, b, o, i) -> o.set(i, Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)));
            case Primitive.Tan() -> each((a, b, o, i) -> { // -i tanh(iz)
                tanh(-b, a, o, i);
                o.set(i, o.im()[i], -o.re()[i]);
            });
            case Primitive.Sinh() -> each((a, b, o, i) -> o.set(i, Math.sinh(a) * Math.cos(b), Math.cosh(a) * Math.sin(b)));
            case Primitive.Cosh() -> each((a, b, o, i) -> o.set(i, Math.cosh(a) * Math.cos(b), Math.sinh(a) * Math.sin(b)));
            case Primitive.Tanh() -> each(ComplexKernels::tanh);
            case Primitive.Logistic() -> each((a, b, o, i) -> {
                exp(-a, -b, o, i);
                divide(1, 0, 1 + o.re()[i], o.im()[i], o, i);
            });
            case Primitive.IntegerPow(int y) -> each((a, b, o, i) -> integerPow(a, b, y, o, i));
            case Primitive.StopGradient() -> each((a, b, o, i) -> o.set(i, a, b));
            case Primitive.Abs _, Primitive.Floor _, Primitive.Ceil _, Primitive.Round _, Primitive.Cbrt _, Primitive.Asin _, Primitive.Acos _,
                 Primitive.Atan _, Primitive.Asinh _, Primitive.Acosh _, Primitive.Atanh _, Primitive.Erf _, Primitive.Erfc _, Primitive.ErfInv _,
                 Primitive.Lgamma _, Primitive.Digamma _, Primitive.BesselI0e _, Primitive.BesselI1e _, Primitive.ReducePrecision _,
                 Primitive.Not _, Primitive.Clz _, Primitive.PopulationCount _ -> throw Unsupported.forDType(primitive, dtype);
        };
    }

    static Two binary(Binary primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Add() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o.set(i, x.re()[i] + y.re()[i], x.im()[i] + y.im()[i]); };
            case Primitive.Sub() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o.set(i, x.re()[i] - y.re()[i], x.im()[i] - y.im()[i]); };
            case Primitive.Mul() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) multiply(x.re()[i], x.im()[i], y.re()[i], y.im()[i], o, i); };
            case Primitive.Div() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) divide(x.re()[i], x.im()[i], y.re()[i], y.im()[i], o, i); };
            case Primitive.Pow() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) pow(x.re()[i], x.im()[i], y.re()[i], y.im()[i], o, i); };
            case Primitive.Max() -> (x, y, o, n) -> extremum(x, y, o, n, 1);
            case Primitive.Min() -> (x, y, o, n) -> extremum(x, y, o, n, -1);
            case Primitive.Rem(), Primitive.Atan2(), Primitive.Igamma(), Primitive.Igammac(), Primitive.IgammaGradA(), Primitive.RandomGammaGrad(),
                 Primitive.Polygamma(), Primitive.Zeta(), Primitive.And(), Primitive.Or(), Primitive.Xor(), Primitive.ShiftLeft(),
                 Primitive.ShiftRightLogical(), Primitive.ShiftRightArithmetic() -> throw Unsupported.forDType(primitive, dtype);
        };
    }

    static Test comparison(Comparison primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Eq() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x.re()[i] == y.re()[i] && x.im()[i] == y.im()[i] ? 1 : 0; };
            case Primitive.Ne() -> (x, y, o, n) -> { for (int i = 0; i < n; i++) o[i] = x.re()[i] != y.re()[i] || x.im()[i] != y.im()[i] ? 1 : 0; };
            case Primitive.Lt(), Primitive.Le(), Primitive.Gt(), Primitive.Ge() -> throw Unsupported.forDType(primitive, dtype);
        };
    }

    static void select(int[] which, Complexes onFalse, Complexes onTrue, Complexes out, int n) {
        DoubleKernels.select(which, onFalse.re(), onTrue.re(), out.re(), n);
        DoubleKernels.select(which, onFalse.im(), onTrue.im(), out.im(), n);
    }

    static void conj(Complexes x, Complexes out, int n) {
        System.arraycopy(x.re(), 0, out.re(), 0, n);
        for (int i = 0; i < n; i++) out.im()[i] = -x.im()[i];
    }

    static void abs(Complexes x, double[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = Math.hypot(x.re()[i], x.im()[i]);
    }

    /// A square of a float32 neither overflows nor underflows in double precision.
    static void abs(Complexes x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            double size = Math.sqrt(x.re()[i] * x.re()[i] + x.im()[i] * x.im()[i]);
            out[i] = (float) (size == size ? size : Math.hypot(x.re()[i], x.im()[i])); // infinite beside NaN is infinite
        }
    }

    /// Orders by the real part, then by the imaginary; NaN is above everything, as NumPy sorts.
    static int compare(double a, double b, double c, double d) {
        return a == c || a != a && c != c ? Double.compare(b + 0.0, d + 0.0) : Double.compare(a, c);
    }

    private static One each(Function function) {
        return (x, o, n) -> {
            for (int i = 0; i < n; i++) function.apply(x.re()[i], x.im()[i], o, i);
        };
    }

    private static void extremum(Complexes x, Complexes y, Complexes o, int n, int sign) {
        for (int i = 0; i < n; i++) {
            boolean first = isNaN(x, i) || !isNaN(y, i) && sign * compare(x.re()[i], x.im()[i], y.re()[i], y.im()[i]) >= 0;
            Complexes chosen = first ? x : y;
            o.set(i, chosen.re()[i], chosen.im()[i]);
        }
    }

    static boolean isNaN(Complexes x, int i) {
        return x.re()[i] != x.re()[i] || x.im()[i] != x.im()[i];
    }

    static void multiply(double a, double b, double c, double d, Complexes o, int i) {
        o.set(i, a * c - b * d, a * d + b * c);
    }

    /// Smith's method: divides by the larger part first, so that no square overflows.
    static void divide(double a, double b, double c, double d, Complexes o, int i) {
        if (Math.abs(c) >= Math.abs(d)) {
            if (c == 0 && d == 0) {
                o.set(i, a / Math.abs(c), b / Math.abs(c));
                return;
            }
            double ratio = d / c;
            double size = c + d * ratio;
            o.set(i, (a + b * ratio) / size, (b - a * ratio) / size);
        } else {
            double ratio = c / d;
            double size = d + c * ratio;
            o.set(i, (a * ratio + b) / size, (b * ratio - a) / size);
        }
    }

    private static void exp(double a, double b, Complexes o, int i) {
        double size = Math.exp(a);
        // An infinite size times sin(0) would be NaN, but a real number has a real power.
        o.set(i, b == 0 ? size : size * Math.cos(b), b == 0 ? b : size * Math.sin(b));
    }

    private static void log(double a, double b, Complexes o, int i) {
        double size = Math.hypot(a, b);
        // Near the unit circle the logarithm of the rounded size would have lost its digits.
        double large = Math.max(Math.abs(a), Math.abs(b));
        double small = Math.min(Math.abs(a), Math.abs(b));
        double real = size > 0.5 && size < 2 ? Math.log1p((large - 1) * (large + 1) + small * small) / 2 : Math.log(size);
        o.set(i, real, Math.atan2(b, a));
    }

    private static void sqrt(double a, double b, Complexes o, int i) {
        if (Double.isInfinite(b)) {
            o.set(i, Double.POSITIVE_INFINITY, b);
        } else if (Double.isInfinite(a)) {
            double rest = b == b ? 0 : b;
            o.set(i, a > 0 ? a : Math.abs(rest), Math.copySign(a > 0 ? rest : Double.POSITIVE_INFINITY, b));
        } else if (a == 0 && b == 0) {
            o.set(i, 0, b);
        } else {
            double root = Math.sqrt(Math.abs(a) / 2 + Math.hypot(a, b) / 2);
            o.set(i, a >= 0 ? root : Math.abs(b) / root / 2, a >= 0 ? b / root / 2 : Math.copySign(root, b));
        }
    }

    private static void tanh(double a, double b, Complexes o, int i) {
        if (Math.abs(a) > 20) { // cosh of twice this has no room for the rest
            double tail = 4 * Math.sin(b) * Math.cos(b) * Math.exp(-2 * Math.abs(a));
            o.set(i, Math.copySign(1, a), tail == tail ? tail : Math.copySign(0, b));
            return;
        }
        double tangent = Math.tan(b);
        double sinh = Math.sinh(a);
        double beta = 1 + tangent * tangent;
        double size = 1 + beta * sinh * sinh;
        o.set(i, beta * Math.sqrt(1 + sinh * sinh) * sinh / size, tangent / size);
    }

    private static void pow(double a, double b, double c, double d, Complexes o, int i) {
        if (c == 0 && d == 0) {
            o.set(i, 1, 0);
        } else if (a == 0 && b == 0) {
            double power = c > 0 ? 0 : d == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            o.set(i, power, c > 0 ? 0 : Double.NaN);
        } else {
            log(a, b, o, i);
            multiply(o.re()[i], o.im()[i], c, d, o, i);
            exp(o.re()[i], o.im()[i], o, i);
        }
    }

    /// Repeated squaring; negative powers are reciprocals.
    private static void integerPow(double a, double b, int y, Complexes o, int i) {
        double re = 1;
        double im = 0;
        double squareRe = a;
        double squareIm = b;
        for (long left = Math.abs((long) y); left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                double next = re * squareRe - im * squareIm;
                im = re * squareIm + im * squareRe;
                re = next;
            }
            double next = squareRe * squareRe - squareIm * squareIm;
            squareIm = 2 * squareRe * squareIm;
            squareRe = next;
        }
        if (y < 0) divide(1, 0, re, im, o, i);
        else o.set(i, re, im);
    }
}
