package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Linalg;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;

/// What optimisers need to know of matrices, found by repeated products with them.
///
/// Source: `optax.power_iteration`, `optax.matrix_inverse_pth_root`, `optax.nnls`.
public final class MatrixSolvers {
    private static final int ITERATIONS = 100;
    private static final double TOLERANCE = 1e-6;

    private MatrixSolvers() {}

    /// @param value the eigenvalue, `[]`
    /// @param vector an eigenvector of norm 1
    public record Eigenpair<V>(Array value, V vector) {}

    /// The largest eigenvalue in size, and its eigenvector, in at most 100 steps from a random vector.
    ///
    /// ```java
    /// MatrixSolvers.powerIteration(Array.of(new float[][] {{2, 1}, {1, 2}})).value().closeTo(Array.scalar(3f), 1e-5, 0)   // true
    /// ```
    ///
    /// @param matrix `[n, n]`
    /// @throws IllegalArgumentException if it is no square matrix
    public static Eigenpair<Array> powerIteration(Array matrix) {
        requireSquare("powerIteration", matrix);
        var start = Random.uniform(Key.of(0), Shape.of(matrix.shape().dim(0)), matrix.dtype(), -1.0, 1.0);
        return powerIteration(v -> matrix.matmul(v), start, ITERATIONS, TOLERANCE);
    }

    /// The largest eigenvalue in size of a linear function, and its eigenvector: by the steps `v = f(v) / norm(f(v))`.
    ///
    /// @param product of the matrix with a vector, which is any tree of arrays
    /// @param start any vector that is at no right angle to the eigenvector
    /// @param iterations steps at most
    /// @param tolerance relative to the eigenvalue, below which the error ends the search
    public static <V> Eigenpair<V> powerIteration(Fn1<V, V> product, V start, int iterations, double tolerance) {
        record Search<V>(V vector, V image, Array value, Array count) {}
        V unit = unit(start);
        V image = product.apply(unit);
        var zero = Array.scalar(Parameters.product(unit, unit, image).dtype(), 0);
        var found = ControlFlow.whileLoop((Search<V> s) -> {
            var residual = Updates.globalNorm(Parameters.map(s.image, x -> x[0].sub(x[1].mul(s.value.astype(x[1].dtype()))), s.image, s.vector));
            var isFound = Lax.abs(residual.astype(zero.dtype()).div(s.value)).lt(tolerance);
            return Lax.bitwiseAnd(Lax.not(isFound), s.count.lt(iterations));
        }, s -> {
            V vector = unit(s.image);
            V next = product.apply(vector);
            return new Search<>(vector, next, Parameters.product(vector, vector, next), s.count.add(1));
        }, new Search<>(unit, image, zero, Counter.zero()));
        return new Eigenpair<>(found.value, unit(found.image));
    }

    private static <V> V unit(V vector) {
        var norm = Updates.globalNorm(vector);
        return Parameters.map(vector, x -> x[0].div(norm.astype(x[0].dtype())), vector);
    }

    /// @param root `[n, n]`
    /// @param error how far its power is from the inverse, `[]`
    public record InverseRoot(Array root, Array error) {}

    /// `matrix^(-1/p)` in at most 100 steps: [#matrixInversePthRoot(Array, int, int, double, double)] with optax's settings.
    public static InverseRoot matrixInversePthRoot(Array matrix, int p) {
        return matrixInversePthRoot(matrix, p, ITERATIONS, 1e-6, TOLERANCE);
    }

    /// `matrix^(-1/p)` of a symmetric matrix without negative eigenvalues, by the coupled Newton iteration: N. J. Higham, Functions
    /// of Matrices, equation 7.18. Computed in float32 or, for a float64 matrix, float64. optax takes another power than `p` where
    /// `p` is not 1, 2, 4 or 8; here it is `p`.
    ///
    /// @param matrix `[n, n]`
    /// @param p positive
    /// @param iterations steps at most
    /// @param ridge added to the diagonal, in units of the largest eigenvalue
    /// @param tolerance of the error that ends the iteration
    /// @throws IllegalArgumentException if it is no square matrix or `p` is not positive
    public static InverseRoot matrixInversePthRoot(Array matrix, int p, int iterations, double ridge, double tolerance) {
        requireSquare("matrixInversePthRoot", matrix);
        if (p < 1) throw Mistake.of("matrixInversePthRoot takes roots of positive orders, got " + p);
        int n = matrix.shape().dim(0);
        var dtype = Promotion.promote(matrix.dtype(), DType.FLOAT32);
        var identity = Creation.eye(n, n, 0, dtype);
        var largest = powerIteration(matrix).value().astype(dtype);
        var damped = matrix.astype(dtype).add(identity.mul(Moments.atLeast(1e-16, largest).mul(ridge)));
        if (n == 1) return new InverseRoot(damped.pow(-1.0 / p).astype(matrix.dtype()), Array.scalar(dtype, 0));

        record Newton(Array count, Array power, Array root, Array before, Array error, Array converges) {}
        var scale = Array.scalar(dtype, (1 + p) / 2.0).div(Linalg.norm(damped));
        var power = damped.mul(scale);
        var root = identity.mul(scale.pow(1.0 / p));
        var found = ControlFlow.whileLoop(
                (Newton s) -> Lax.bitwiseAnd(s.count.lt(iterations), Lax.bitwiseAnd(s.error.gt(tolerance), s.converges)),
                s -> {
                    var factor = identity.mul(1 + 1.0 / p).sub(s.power.mul(1.0 / p));
                    var next = Linalg.matrixPower(factor, p).matmul(s.power);
                    var error = distance(next, identity);
                    // The error may grow a little before it gets smaller.
                    return new Newton(s.count.add(1), next, s.root.matmul(factor), s.root, error, error.lt(s.error.mul(1.2)));
                }, new Newton(Counter.zero(), power, root, root, distance(power, identity), Array.scalar(true)));
        return new InverseRoot(Lax.select(found.converges.broadcastTo(identity.shape()), found.root, found.before).astype(matrix.dtype()),
                distance(found.power, identity));
    }

    private static Array distance(Array a, Array b) {
        return Lax.abs(a.sub(b)).max();
    }

    /// The least squares solution without negative numbers: `x >= 0` with the smallest norm of `a x - b`.
    ///
    /// ```java
    /// MatrixSolvers.nnls(Array.of(new float[][] {{1, 2}, {3, 4}}), Array.of(5f, 6f), 1000).closeTo(Array.of(0f, 1.7f), 1e-5, 1e-5)   // true
    /// ```
    ///
    /// @param a `[m, n]`
    /// @param b `[m]` or `[m, k]`
    /// @param iterations how many
    /// @return `[n]` or `[n, k]`
    /// @throws IllegalArgumentException if the shapes do not fit
    public static Array nnls(Array a, Array b, int iterations) {
        requireSystem(a, b);
        var gram = a.transpose().matmul(a);
        // Both norms are bounds of the spectral radius.
        var bound = a.size() == 0 ? Array.scalar(gram.dtype(), 0) : Lax.min(Linalg.norm(gram), Lax.abs(gram).sum(0).max());
        return nnls(a, b, iterations, bound);
    }

    /// [#nnls(Array, Array, int)] by the fast projected gradient method: R. A. Polyak, 2015.
    ///
    /// @param bound of the spectral radius of `transpose(a) a`, `[]`
    public static Array nnls(Array a, Array b, int iterations, Array bound) {
        requireSystem(a, b);
        record Step(Array x, Array ahead, Array momentum) {}
        var gram = a.transpose().matmul(a);
        var target = a.transpose().matmul(b);
        var length = Lax.select(bound.eq(0), Array.scalar(bound.dtype(), 1), bound).astype(target.dtype());
        return ControlFlow.scan((Step s, Object _) -> {
            var momentum = Lax.sqrt(Lax.square(s.momentum).mul(4).add(1)).add(1).div(2);
            var x = Moments.atLeast(0, s.ahead.sub(gram.matmul(s.ahead).sub(target).div(length)));
            var ahead = x.add(x.sub(s.x).mul(s.momentum.sub(1).div(momentum)));
            return new Carried<>(new Step(x, ahead, momentum), null);
        }, new Step(Parameters.zerosLike(target), Parameters.zerosLike(target), Array.scalar(target.dtype(), 0)), null,
                ScanOptions.DEFAULT.withLength(iterations)).carry().x;
    }

    private static void requireSystem(Array a, Array b) {
        if (a.rank() != 2 || b.rank() < 1 || b.rank() > 2 || a.shape().dim(0) != b.shape().dim(0)) {
            throw Mistake.of("nnls takes a matrix [m,n] and a right side [m] or [m,k], got " + a.summary() + " and " + b.summary());
        }
    }

    private static void requireSquare(String what, Array matrix) {
        if (matrix.rank() != 2 || matrix.shape().dim(0) != matrix.shape().dim(1)) {
            throw Mistake.of(what + " takes a square matrix [n,n], got " + matrix.summary());
        }
    }
}
