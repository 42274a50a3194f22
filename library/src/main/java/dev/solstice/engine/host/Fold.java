package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive;

/// The associative operations that reductions fold with, over wide tiles.
enum Fold {
    SUM, PROD, MAX, MIN, MAX_UNSIGNED, MIN_UNSIGNED, AND, OR, XOR;

    static Fold of(Primitive.Reduction reduction, DType dtype) {
        return switch (reduction) {
            case Primitive.ReduceSum _ -> SUM;
            case Primitive.ReduceProd _ -> PROD;
            case Primitive.ReduceMax _ -> max(dtype);
            case Primitive.ReduceMin _ -> min(dtype);
            case Primitive.ReduceAnd _ -> AND;
            case Primitive.ReduceOr _ -> OR;
            case Primitive.ReduceXor _ -> XOR;
        };
    }

    /// The maximum; of uint64, which lies in `long[]` by its bits, the unsigned one.
    static Fold max(DType dtype) {
        return dtype == DType.UINT64 ? MAX_UNSIGNED : MAX;
    }

    /// The minimum; of uint64 the unsigned one.
    static Fold min(DType dtype) {
        return dtype == DType.UINT64 ? MIN_UNSIGNED : MIN;
    }

    double identity() {
        return switch (this) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX_UNSIGNED, MIN_UNSIGNED, AND, OR, XOR ->
                    throw new UnsupportedOperationException("floating elements have no bits to fold; use astype first");
        };
    }

    long identity(DType dtype) {
        return switch (this) {
            case SUM, OR, XOR -> 0;
            case PROD -> 1;
            case MAX, MAX_UNSIGNED -> dtype.min().longValue();
            case MIN, MIN_UNSIGNED -> dtype.max().longValue();
            case AND -> -1;
        };
    }

    /// What a complex accumulator starts with.
    void identity(Complexes into, int at) {
        boolean ordered = this == MAX || this == MIN;
        into.set(at, identity(), ordered ? identity() : 0);
    }

    /// Folds elements into one complex accumulator, or into as many.
    ///
    /// @param apart whether the accumulators are apart
    void combine(Complexes into, int to, Complexes x, int at, int n, boolean apart) {
        for (int i = 0; i < n; i++) {
            int target = apart ? to + i : to;
            double a = into.re()[target];
            double b = into.im()[target];
            double c = x.re()[at + i];
            double d = x.im()[at + i];
            switch (this) {
                case SUM -> into.set(target, a + c, b + d);
                case PROD -> ComplexKernels.multiply(a, b, c, d, into, target);
                case MAX -> {
                    if (!ComplexKernels.isNaN(into, target) && (ComplexKernels.isNaN(x, at + i) || ComplexKernels.compare(c, d, a, b) > 0)) into.set(target, c, d);
                }
                case MIN -> {
                    if (!ComplexKernels.isNaN(into, target) && (ComplexKernels.isNaN(x, at + i) || ComplexKernels.compare(c, d, a, b) < 0)) into.set(target, c, d);
                }
                case MAX_UNSIGNED, MIN_UNSIGNED, AND, OR -> throw new AssertionError(this);
            }
        }
    }

    /// Folds a run of elements into one value.
    double fold(double start, double[] x, int at, int n) {
        double a = start;
        int end = at + n;
        switch (this) {
            case SUM -> {
                double b = 0;
                double c = 0;
                double d = 0;
                int i = at;
                for (; i + 3 < end; i += 4) { // four chains, since one addition waits for the one before
                    a += x[i];
                    b += x[i + 1];
                    c += x[i + 2];
                    d += x[i + 3];
                }
                for (; i < end; i++) a += x[i];
                a += b + (c + d);
            }
            case PROD -> { for (int i = at; i < end; i++) a *= x[i]; }
            case MAX -> { for (int i = at; i < end; i++) a = Math.max(a, x[i]); }
            case MIN -> { for (int i = at; i < end; i++) a = Math.min(a, x[i]); }
            case MAX_UNSIGNED, MIN_UNSIGNED, AND, OR, XOR -> throw new AssertionError(this);
        }
        return a;
    }

    long fold(long start, long[] x, int at, int n) {
        long a = start;
        int end = at + n;
        switch (this) {
            case SUM -> { for (int i = at; i < end; i++) a += x[i]; }
            case PROD -> { for (int i = at; i < end; i++) a *= x[i]; }
            case MAX -> { for (int i = at; i < end; i++) a = Math.max(a, x[i]); }
            case MIN -> { for (int i = at; i < end; i++) a = Math.min(a, x[i]); }
            case MAX_UNSIGNED -> { for (int i = at; i < end; i++) a = Long.compareUnsigned(a, x[i]) >= 0 ? a : x[i]; }
            case MIN_UNSIGNED -> { for (int i = at; i < end; i++) a = Long.compareUnsigned(a, x[i]) <= 0 ? a : x[i]; }
            case AND -> { for (int i = at; i < end; i++) a &= x[i]; }
            case OR -> { for (int i = at; i < end; i++) a |= x[i]; }
            case XOR -> { for (int i = at; i < end; i++) a ^= x[i]; }
        }
        return a;
    }

    /// Folds elements into as many accumulators.
    void combine(double[] into, int to, double[] x, int at, int n) {
        switch (this) {
            case SUM -> { for (int i = 0; i < n; i++) into[to + i] += x[at + i]; }
            case PROD -> { for (int i = 0; i < n; i++) into[to + i] *= x[at + i]; }
            case MAX -> { for (int i = 0; i < n; i++) into[to + i] = Math.max(into[to + i], x[at + i]); }
            case MIN -> { for (int i = 0; i < n; i++) into[to + i] = Math.min(into[to + i], x[at + i]); }
            case MAX_UNSIGNED, MIN_UNSIGNED, AND, OR, XOR -> throw new AssertionError(this);
        }
    }

    void combine(long[] into, int to, long[] x, int at, int n) {
        switch (this) {
            case SUM -> { for (int i = 0; i < n; i++) into[to + i] += x[at + i]; }
            case PROD -> { for (int i = 0; i < n; i++) into[to + i] *= x[at + i]; }
            case MAX -> { for (int i = 0; i < n; i++) into[to + i] = Math.max(into[to + i], x[at + i]); }
            case MIN -> { for (int i = 0; i < n; i++) into[to + i] = Math.min(into[to + i], x[at + i]); }
            case MAX_UNSIGNED -> { for (int i = 0; i < n; i++) if (Long.compareUnsigned(x[at + i], into[to + i]) > 0) into[to + i] = x[at + i]; }
            case MIN_UNSIGNED -> { for (int i = 0; i < n; i++) if (Long.compareUnsigned(x[at + i], into[to + i]) < 0) into[to + i] = x[at + i]; }
            case AND -> { for (int i = 0; i < n; i++) into[to + i] &= x[at + i]; }
            case OR -> { for (int i = 0; i < n; i++) into[to + i] |= x[at + i]; }
            case XOR -> { for (int i = 0; i < n; i++) into[to + i] ^= x[at + i]; }
        }
    }

    /// Folds two elements.
    double apply(double x, double y) {
        return switch (this) {
            case SUM -> x + y;
            case PROD -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case MAX_UNSIGNED, MIN_UNSIGNED, AND, OR, XOR -> throw new AssertionError(this);
        };
    }

    long apply(long x, long y) {
        return switch (this) {
            case SUM -> x + y;
            case PROD -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case MAX_UNSIGNED -> Long.compareUnsigned(x, y) >= 0 ? x : y;
            case MIN_UNSIGNED -> Long.compareUnsigned(x, y) <= 0 ? x : y;
            case AND -> x & y;
            case OR -> x | y;
            case XOR -> x ^ y;
        };
    }
}
