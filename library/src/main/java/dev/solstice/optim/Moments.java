package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import java.util.Arrays;

/// Decaying means.
final class Moments {
    private Moments() {}

    /// `decay * mean + (1 - decay) * value`.
    static Array mean(double decay, Array mean, Array value) {
        return value.mul(1 - decay).add(mean.mul(decay));
    }

    /// A mean that started at 0, corrected for it: divided by `1 - decay^count`.
    static Array unbiased(double decay, Array mean, Array count) {
        // In float32 even where the mean has less: 1 - 0.999 is nothing but noise in half precision.
        var dtype = Promotion.promote(mean.dtype(), DType.FLOAT32);
        var correction = Lax.pow(Array.scalar(dtype, decay), count.astype(dtype)).neg().add(1);
        return mean.div(correction.astype(mean.dtype()));
    }

    /// One over the root of a mean square.
    static Array overRoot(Array square, double eps, boolean epsInRoot) {
        return epsInRoot ? Lax.rsqrt(square.add(eps)) : Lax.reciprocal(Lax.sqrt(square).add(eps));
    }

    /// `mean`, one step ahead: mixed with the gradient as the next mean will be, both corrected for having started at 0.
    static Array ahead(double decay, Array mean, Array gradient, Array count) {
        return unbiased(decay, mean, Counter.next(count)).mul(decay).add(unbiased(decay, gradient, count).mul(1 - decay));
    }

    /// The squares of the elements' sizes: real numbers, of complex elements too.
    static Array squaredSize(Array x) {
        return x.dtype().isComplex() ? Lax.square(Lax.real(x)).add(Lax.square(Lax.imag(x))) : Lax.square(x);
    }

    /// The root mean square of an array, `[]`.
    static Array rms(Array x) {
        return Lax.sqrt(squaredSize(x).mean());
    }

    static Array atLeast(double least, Array x) {
        return Lax.max(x, Array.full(x.shape(), x.dtype(), least));
    }

    /// The norm of the parameters of each unit, at each of its elements: a unit is what one index of the last axis belongs to
    /// (of the whole array if it has one axis), or what is left of other axes that are summed over.
    static Array unitwiseNorm(Array x, int... axes) {
        var squares = squaredSize(x);
        for (int axis : axes.length > 0 ? axes : unitAxes(x.shape())) squares = squares.sum(axis).expandDims(x.shape().axis(axis));
        return Lax.sqrt(squares).broadcastTo(x.shape());
    }

    private static int[] unitAxes(Shape shape) {
        long longAxes = Arrays.stream(shape.toArray()).filter(length -> length != 1).count();
        return longAxes <= 1 ? Axes.range(0, shape.rank()).toArray() : shape.rank() <= 3 ? new int[] {0} : Axes.range(0, shape.rank() - 1).toArray();
    }
}
