package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Numpy;

/// Distributions of floating numbers that are made of uniform and normal ones. A part of [Random].
abstract class ContinuousSamplers {
    ContinuousSamplers() {}

    /// Standard Cauchy.
    public static Array cauchy(Key key, int... lengths) {
        return cauchy(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Standard Cauchy.
    public static Array cauchy(Key key, Shape shape, DType dtype) {
        var u = Random.uniform(key, shape, dtype, dtype.epsilon(), 1);
        return Lax.tan(u.sub(0.5).mul(Math.PI));
    }

    /// Gamma with shape parameter `a` and scale 1; differentiable by `a`. Without lengths the shape is that of the parameters.
    public static Array gamma(Key key, Object a, int... lengths) {
        return gamma(key, a, Parameters.shape(lengths, a), DType.FLOAT32);
    }

    /// Gamma with shape parameter `a` and scale 1; differentiable by `a`.
    public static Array gamma(Key key, Object a, Shape shape, DType dtype) {
        return Gamma.sample(key, Parameters.of(a, dtype, shape));
    }

    /// The logarithm of a gamma sample, accurate for small `a`; differentiable by `a`. Without lengths the shape is that of the parameters.
    public static Array loggamma(Key key, Object a, int... lengths) {
        return loggamma(key, a, Parameters.shape(lengths, a), DType.FLOAT32);
    }

    /// The logarithm of a gamma sample, accurate for small `a`; differentiable by `a`.
    public static Array loggamma(Key key, Object a, Shape shape, DType dtype) {
        return Gamma.logarithm(key, Parameters.of(a, dtype, shape));
    }

    /// Beta with parameters `a` and `b`; differentiable by both. Without lengths the shape is that of the parameters.
    public static Array beta(Key key, Object a, Object b, int... lengths) {
        return beta(key, a, b, Parameters.shape(lengths, a, b), DType.FLOAT32);
    }

    /// Beta with parameters `a` and `b`; differentiable by both.
    public static Array beta(Key key, Object a, Object b, Shape shape, DType dtype) {
        var keys = key.split();
        var logA = loggamma(keys[0], a, shape, dtype);
        var logB = loggamma(keys[1], b, shape, dtype);
        var largest = Lax.max(logA, logB);
        var scaledA = Lax.exp(logA.sub(largest));
        return scaledA.div(scaledA.add(Lax.exp(logB.sub(largest))));
    }

    /// Chi-squared with `df` degrees of freedom. Without lengths the shape is that of the parameters.
    public static Array chisquare(Key key, Object df, int... lengths) {
        return chisquare(key, df, Parameters.shape(lengths, df), DType.FLOAT32);
    }

    /// Chi-squared with `df` degrees of freedom.
    public static Array chisquare(Key key, Object df, Shape shape, DType dtype) {
        return Lax.exp(loggamma(key, Parameters.of(df, dtype, shape).div(2), shape, dtype)).mul(2);
    }

    /// Fisher's F with `dfnum` and `dfden` degrees of freedom. Without lengths the shape is that of the parameters.
    public static Array f(Key key, Object dfnum, Object dfden, int... lengths) {
        return f(key, dfnum, dfden, Parameters.shape(lengths, dfnum, dfden), DType.FLOAT32);
    }

    /// Fisher's F with `dfnum` and `dfden` degrees of freedom.
    public static Array f(Key key, Object dfnum, Object dfden, Shape shape, DType dtype) {
        var keys = key.split();
        var numerator = chisquare(keys[1], dfnum, shape, dtype).div(Parameters.of(dfnum, dtype, shape));
        return numerator.div(chisquare(keys[0], dfden, shape, dtype).div(Parameters.of(dfden, dtype, shape)));
    }

    /// Student's t with `df` degrees of freedom. Without lengths the shape is that of the parameters.
    public static Array t(Key key, Object df, int... lengths) {
        return t(key, df, Parameters.shape(lengths, df), DType.FLOAT32);
    }

    /// Student's t with `df` degrees of freedom.
    public static Array t(Key key, Object df, Shape shape, DType dtype) {
        var keys = key.split();
        var half = Parameters.of(df, dtype, shape).div(2);
        return Random.normal(keys[0], shape, dtype).mul(Lax.sqrt(half.div(gamma(keys[1], half, shape, dtype))));
    }

    /// Pareto with exponent `b` and scale 1. Without lengths the shape is that of the parameters.
    public static Array pareto(Key key, Object b, int... lengths) {
        return pareto(key, b, Parameters.shape(lengths, b), DType.FLOAT32);
    }

    /// Pareto with exponent `b` and scale 1.
    public static Array pareto(Key key, Object b, Shape shape, DType dtype) {
        return Lax.exp(Random.exponential(key, shape, dtype).div(Parameters.of(b, dtype, shape)));
    }

    /// Log-normal: the exponential of a normal number of standard deviation `sigma`. Without lengths the shape is that of the parameters.
    public static Array lognormal(Key key, Object sigma, int... lengths) {
        return lognormal(key, sigma, Parameters.shape(lengths, sigma), DType.FLOAT32);
    }

    /// Log-normal: the exponential of a normal number of standard deviation `sigma`.
    public static Array lognormal(Key key, Object sigma, Shape shape, DType dtype) {
        return Lax.exp(Random.normal(key, shape, dtype).mul(Parameters.of(sigma, dtype, shape)));
    }

    /// Rayleigh with scale `scale`. Without lengths the shape is that of the parameters.
    public static Array rayleigh(Key key, Object scale, int... lengths) {
        return rayleigh(key, scale, Parameters.shape(lengths, scale), DType.FLOAT32);
    }

    /// Rayleigh with scale `scale`.
    public static Array rayleigh(Key key, Object scale, Shape shape, DType dtype) {
        return Parameters.of(scale, dtype, shape).mul(Lax.sqrt(Lax.log(Random.uniform(key, shape, dtype)).mul(-2)));
    }

    /// Weibull with scale `scale` and exponent `concentration`. Without lengths the shape is that of the parameters.
    public static Array weibullMin(Key key, Object scale, Object concentration, int... lengths) {
        return weibullMin(key, scale, concentration, Parameters.shape(lengths, scale, concentration), DType.FLOAT32);
    }

    /// Weibull with scale `scale` and exponent `concentration`.
    public static Array weibullMin(Key key, Object scale, Object concentration, Shape shape, DType dtype) {
        var u = Random.uniform(key, shape, dtype);
        var exponent = Lax.reciprocal(Parameters.of(concentration, dtype, shape));
        return Lax.pow(Lax.log1p(u.neg()).neg(), exponent).mul(Parameters.of(scale, dtype, shape));
    }

    /// Wald (inverse Gaussian) with mean `mean` and scale 1. Without lengths the shape is that of the parameters.
    public static Array wald(Key key, Object mean, int... lengths) {
        return wald(key, mean, Parameters.shape(lengths, mean), DType.FLOAT32);
    }

    /// Wald (inverse Gaussian) with mean `mean` and scale 1.
    public static Array wald(Key key, Object mean, Shape shape, DType dtype) {
        var keys = key.split();
        var mu = Parameters.of(mean, dtype, shape);
        var y = Lax.square(Random.normal(keys[0], shape, dtype));
        var z = Random.uniform(keys[1], shape, dtype);
        var square = Lax.square(mu);
        var root = Lax.sqrt(mu.mul(4).mul(y).add(square.mul(Lax.square(y))));
        var x = mu.add(square.mul(y).div(2)).sub(mu.div(2).mul(root));
        return Lax.select(z.le(mu.div(mu.add(x))), x, square.div(x));
    }

    /// Triangular between `left` and `right` with its peak at `mode`. Without lengths the shape is that of the parameters.
    public static Array triangular(Key key, Object left, Object mode, Object right, int... lengths) {
        return triangular(key, left, mode, right, Parameters.shape(lengths, left, mode, right), DType.FLOAT32);
    }

    /// Triangular between `left` and `right` with its peak at `mode`.
    public static Array triangular(Key key, Object left, Object mode, Object right, Shape shape, DType dtype) {
        var low = Parameters.of(left, dtype, shape);
        var peak = Parameters.of(mode, dtype, shape);
        var high = Parameters.of(right, dtype, shape);
        var width = high.sub(low);
        var u = Random.uniform(key, shape, dtype);
        var rising = low.add(Lax.sqrt(u.mul(width).mul(peak.sub(low))));
        var falling = high.sub(Lax.sqrt(u.neg().add(1).mul(width).mul(high.sub(peak))));
        return Lax.select(u.lt(peak.sub(low).div(width)), rising, falling);
    }

    /// Maxwell: the length of three standard normal numbers.
    public static Array maxwell(Key key, int... lengths) {
        return maxwell(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Maxwell: the length of three standard normal numbers.
    public static Array maxwell(Key key, Shape shape, DType dtype) {
        var square = Lax.square(Random.normal(key, shape.append(Shape.of(3)), dtype));
        return Lax.sqrt(Lax.reduceSum(square, -1));
    }

    /// Maxwell with a random sign, times `scale`, plus `loc`. As in JAX the shape of the parameters comes after `shape`.
    public static Array doubleSidedMaxwell(Key key, Object loc, Object scale, Shape shape, DType dtype) {
        var parameters = Parameters.shape(new int[0], loc, scale);
        var drawn = (shape.isScalar() ? parameters : shape).append(parameters);
        var keys = key.split();
        var sign = DiscreteSamplers.rademacher(keys[1], drawn, dtype);
        return sign.mul(maxwell(keys[0], drawn, dtype)).mul(Parameters.of(scale, dtype, drawn)).add(Parameters.of(loc, dtype, drawn));
    }

    /// Generalised normal with exponent `p`: Laplace for 1, normal for 2. Without lengths the shape is that of the parameters.
    public static Array generalizedNormal(Key key, Object p, int... lengths) {
        return generalizedNormal(key, p, Parameters.shape(lengths, p), DType.FLOAT32);
    }

    /// Generalised normal with exponent `p`: Laplace for 1, normal for 2.
    public static Array generalizedNormal(Key key, Object p, Shape shape, DType dtype) {
        var keys = key.split();
        var exponent = Lax.reciprocal(Parameters.of(p, dtype, shape));
        return DiscreteSamplers.rademacher(keys[1], shape, dtype).mul(Lax.pow(gamma(keys[0], exponent, shape, dtype), exponent));
    }

    /// Uniform in the unit ball of the `p`-norm in `d` dimensions, float32.
    ///
    /// @return of shape `[lengths..., d]`
    public static Array ball(Key key, int d, double p, int... lengths) {
        return ball(key, d, p, Shape.of(lengths), DType.FLOAT32);
    }

    /// Uniform in the unit ball of the `p`-norm in `d` dimensions.
    ///
    /// @return of shape `[shape..., d]`
    public static Array ball(Key key, int d, double p, Shape shape, DType dtype) {
        var keys = key.split();
        var direction = generalizedNormal(keys[0], p, shape.append(Shape.of(d)), dtype);
        var exponential = Random.exponential(keys[1], shape, dtype);
        var sum = Lax.reduceSum(Lax.pow(Lax.abs(direction), Array.scalar(dtype, p)), -1).add(exponential);
        return direction.div(Lax.pow(sum, Array.scalar(dtype, 1 / p)).expandDims(-1).broadcastTo(direction.shape()));
    }

    /// Dirichlet; without lengths the shape is that of `alpha`.
    ///
    /// @param alpha the concentrations, along its last axis
    /// @return of shape `[lengths..., k]`, where the last axis sums to 1
    public static Array dirichlet(Key key, Array alpha, int... lengths) {
        return dirichlet(key, alpha, lengths.length == 0 ? alpha.shape().remove(-1) : Shape.of(lengths), DType.FLOAT32);
    }

    /// Dirichlet.
    ///
    /// @param alpha the concentrations, along its last axis
    /// @return of shape `[shape..., k]`, where the last axis sums to 1
    public static Array dirichlet(Key key, Array alpha, Shape shape, DType dtype) {
        var samples = loggamma(key, alpha, shape.append(Shape.of(alpha.shape().dim(-1))), dtype);
        var largest = Lax.stopGradient(Lax.reduceMax(samples, -1)).expandDims(-1).broadcastTo(samples.shape());
        var scaled = Lax.exp(samples.sub(largest));
        return scaled.div(Lax.reduceSum(scaled, -1).expandDims(-1).broadcastTo(scaled.shape()));
    }

    /// Normal vectors with this mean and covariance, float32; without lengths as many as there are means.
    ///
    /// @param mean `[..., n]`
    /// @param cov  `[..., n, n]`
    /// @return of shape `[lengths..., n]`
    public static Array multivariateNormal(Key key, Array mean, Array cov, int... lengths) {
        var batch = Shape.broadcast(mean.shape().remove(-1), cov.shape().remove(-2, -1));
        return multivariateNormal(key, mean, cov, lengths.length == 0 ? batch : Shape.of(lengths), DType.FLOAT32);
    }

    /// Normal vectors with this mean and covariance, by its Cholesky factor.
    ///
    /// @param mean `[..., n]`
    /// @param cov  `[..., n, n]`
    /// @return of shape `[shape..., n]`
    public static Array multivariateNormal(Key key, Array mean, Array cov, Shape shape, DType dtype) {
        int n = mean.shape().dim(-1);
        if (cov.rank() < 2 || cov.shape().dim(-1) != n || cov.shape().dim(-2) != n) {
            throw Mistake.of("multivariateNormal of mean " + mean.summary() + " and covariance " + cov.summary()
                    + ": the covariance is a square matrix as long as the mean");
        }
        var normal = Random.normal(key, shape.append(Shape.of(n)), dtype);
        var factor = Linalg.cholesky(cov.astype(dtype));
        return Numpy.add(mean.astype(dtype), factor.matmul(normal.expandDims(-1)).squeeze(-1));
    }

    /// Uniform orthogonal matrices, float32.
    ///
    /// @return of shape `[lengths..., n, n]`
    public static Array orthogonal(Key key, int n, int... lengths) {
        return orthogonal(key, n, n, Shape.of(lengths), DType.FLOAT32);
    }

    /// Uniform `n x m` matrices with orthonormal columns, or rows if there are fewer of them.
    ///
    /// @return of shape `[shape..., n, m]`
    public static Array orthogonal(Key key, int n, int m, Shape shape, DType dtype) {
        var normal = Random.normal(key, shape.append(Shape.of(Math.max(n, m), Math.min(n, m))), dtype);
        var qr = Linalg.qr(normal);
        var sign = Lax.sign(Linalg.diagonal(qr.r())).expandDims(-2);
        var q = Numpy.multiply(qr.q(), sign);
        return n < m ? q.moveAxis(-1, -2) : q;
    }
}
