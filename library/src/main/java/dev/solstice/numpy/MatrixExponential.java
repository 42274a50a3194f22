package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Vmap;
import java.util.Arrays;
import java.util.List;

/// The exponential of a matrix: a quotient of polynomials of a fraction of it, squared again and again.
/// Source: Higham, The scaling and squaring method for the matrix exponential revisited; `jax.scipy.linalg.expm`.
final class MatrixExponential {
    private static final int MOST_SQUARINGS = 16;
    /// Coefficients of the numerators of degree 3, 5, 7, 9, 13; denominators have the odd ones negated.
    private static final double[][] PADE = {
        {120, 60, 12, 1},
        {30240, 15120, 3360, 420, 30, 1},
        {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1},
        {17643225600.0, 8821612800.0, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1},
        {64764752532480000.0, 32382376266240000.0, 7771770303897600.0, 1187353796428800.0, 129060195264000.0, 10559470521600.0,
            670442572800.0, 33522128640.0, 1323241920, 40840800, 960960, 16380, 182, 1},
    };
    private static final double[] LIMITS_64 = {1.495585217958292e-2, 2.539398330063230e-1, 9.504178996162932e-1, 2.097847961257068, 5.371920351148152};
    private static final double[] LIMITS_32 = {4.258730016922831e-1, 1.880152677804762, 3.925724783138660};

    private MatrixExponential() {}

    static Array of(Array a) {
        return a.rank() > 2 ? Vmap.vmap(MatrixExponential::of).apply(a) : ofOne(a);
    }

    private static Array ofOne(Array a) {
        double[] limits = switch (a.dtype()) {
            case FLOAT64 -> LIMITS_64;
            case FLOAT32 -> LIMITS_32;
            default -> throw Mistake.of("expm of " + a.summary() + ": only for float32 and float64; convert with astype(FLOAT32)");
        };
        int last = limits.length - 1;
        if (a.shape().isEmpty()) return a;
        var norm = Lax.stopGradient(Norms.matrix(a, 1, 0, 1, false));
        var squarings = Numpy.maximum(Lax.floor(Numpy.log2(norm.div(limits[last]))), 0);
        var scaled = a.div(Numpy.exp2(squarings));
        Array degree = Array.scalar(0);
        for (int i = 0; i < last; i++) degree = degree.add(norm.ge(limits[i]).astype(DType.INT32));
        List<Fn1<Array, List<Array>>> quotients = Arrays.stream(PADE).limit(limits.length).<Fn1<Array, List<Array>>>map(b -> x -> quotient(x, b)).toList();
        var parts = ControlFlow.switchCase(degree, quotients, scaled);
        var odd = parts.getFirst();
        var even = parts.getLast();
        Fn1<List<Array>, Array> solved = pq -> squared(Linalg.solve(pq.getLast(), pq.getFirst()), squarings);
        Fn1<List<Array>, Array> tooLarge = pq -> Creation.fullLike(pq.getFirst(), Double.NaN);
        return ControlFlow.cond(squarings.gt(MOST_SQUARINGS), tooLarge, solved, List.of(even.add(odd), even.sub(odd)));
    }

    private static Array squared(Array x, Array times) {
        Fn1<Array, Array> square = y -> y.matmul(y);
        Fn2<Array, Array, Carried<Array, Object>> step = (y, i) -> new Carried<>(ControlFlow.cond(i.lt(times), square, z -> z, y), null);
        return ControlFlow.scan(step, x, Lax.iota(x.dtype(), MOST_SQUARINGS)).carry();
    }

    /// The odd and the even part of the numerator.
    private static List<Array> quotient(Array a, double[] b) {
        var identity = Matrices.eye(a.shape().dim(0), a.dtype());
        var a2 = a.matmul(a);
        if (b.length == 14) {
            var a4 = a2.matmul(a2);
            var a6 = a4.matmul(a2);
            var odd = a6.matmul(a6.mul(b[13]).add(a4.mul(b[11])).add(a2.mul(b[9])))
                    .add(a6.mul(b[7])).add(a4.mul(b[5])).add(a2.mul(b[3])).add(identity.mul(b[1]));
            var even = a6.matmul(a6.mul(b[12]).add(a4.mul(b[10])).add(a2.mul(b[8])))
                    .add(a6.mul(b[6])).add(a4.mul(b[4])).add(a2.mul(b[2])).add(identity.mul(b[0]));
            return List.of(a.matmul(odd), even);
        }
        var odd = identity.mul(b[1]);
        var even = identity.mul(b[0]);
        var power = a2;
        for (int i = 2; i < b.length; i += 2) {
            even = even.add(power.mul(b[i]));
            odd = odd.add(power.mul(b[i + 1]));
            if (i + 2 < b.length) power = power.matmul(a2);
        }
        return List.of(a.matmul(odd), even);
    }
}
