package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.FftType;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Discrete Fourier transforms: `jax.numpy.fft` in Java.
///
/// Real numbers become complex64, or complex128 from float64 and integers of 64 bits. A length `n` (or one for each axis,
/// `s`) other than the axis' own crops it or pads it with zeros; -1 means its own. The norm says which direction divides
/// by the number of elements: `"backward"` the inverse, `"forward"` the other one, `"ortho"` both by its root.
///
/// ```java
/// irfft(rfft(Array.of(1f, 2f, 3f, 4f)))   // [1. 2. 3. 4.]
/// ```
///
/// Source: the `jax.numpy.fft` module.
public final class Fft {
    private static final int[] LAST_TWO = {-2, -1};

    private Fft() {}

    // ---- one axis ----

    /// The transform along the last axis.
    public static Array fft(Array x) {
        return fft(x, -1, -1, "backward");
    }

    /// The transform of length `n` along an axis.
    public static Array fft(Array x, int n, int axis) {
        return fft(x, n, axis, "backward");
    }

    /// The transform of length `n` along an axis.
    ///
    /// @throws IllegalArgumentException if there is no such axis, length or norm
    public static Array fft(Array x, int n, int axis, String norm) {
        return transform(FftType.FFT, x, new int[] {n}, new int[] {axis}, norm, false);
    }

    /// The inverse of [#fft] along the last axis.
    public static Array ifft(Array x) {
        return ifft(x, -1, -1, "backward");
    }

    /// The inverse of [#fft] along an axis.
    public static Array ifft(Array x, int n, int axis) {
        return ifft(x, n, axis, "backward");
    }

    /// The inverse of [#fft] along an axis.
    public static Array ifft(Array x, int n, int axis, String norm) {
        return transform(FftType.IFFT, x, new int[] {n}, new int[] {axis}, norm, true);
    }

    /// The transform of real numbers along the last axis: its first `n / 2 + 1` elements, which the others follow from.
    public static Array rfft(Array x) {
        return rfft(x, -1, -1, "backward");
    }

    /// The transform of real numbers along an axis: its first `n / 2 + 1` elements.
    public static Array rfft(Array x, int n, int axis) {
        return rfft(x, n, axis, "backward");
    }

    /// The transform of real numbers along an axis: its first `n / 2 + 1` elements.
    public static Array rfft(Array x, int n, int axis, String norm) {
        return transform(FftType.RFFT, x, new int[] {n}, new int[] {axis}, norm, false);
    }

    /// The inverse of [#rfft] along the last axis: `2 (m - 1)` real numbers from `m` elements.
    public static Array irfft(Array x) {
        return irfft(x, -1, -1, "backward");
    }

    /// The inverse of [#rfft] along an axis: `n` real numbers.
    public static Array irfft(Array x, int n, int axis) {
        return irfft(x, n, axis, "backward");
    }

    /// The inverse of [#rfft] along an axis: `n` real numbers.
    public static Array irfft(Array x, int n, int axis, String norm) {
        return transform(FftType.IRFFT, x, new int[] {n}, new int[] {axis}, norm, true);
    }

    /// The real transform of a signal that is its own mirrored conjugate, of which the first half is given, along the last axis.
    public static Array hfft(Array x) {
        return hfft(x, -1, -1, "backward");
    }

    /// The real transform, of length `n`, of a signal that is its own mirrored conjugate, along an axis.
    public static Array hfft(Array x, int n, int axis) {
        return hfft(x, n, axis, "backward");
    }

    /// The real transform, of length `n`, of a signal that is its own mirrored conjugate, along an axis.
    public static Array hfft(Array x, int n, int axis, String norm) {
        int length = n == -1 ? 2 * (x.shape().dim(axis) - 1) : n;
        return transform(FftType.IRFFT, x.conj(), new int[] {n}, new int[] {axis}, norm, false).mul((double) length);
    }

    /// The inverse of [#hfft] along the last axis.
    public static Array ihfft(Array x) {
        return ihfft(x, -1, -1, "backward");
    }

    /// The inverse of [#hfft] along an axis.
    public static Array ihfft(Array x, int n, int axis) {
        return ihfft(x, n, axis, "backward");
    }

    /// The inverse of [#hfft] along an axis.
    public static Array ihfft(Array x, int n, int axis, String norm) {
        int length = n == -1 ? x.shape().dim(axis) : n;
        return transform(FftType.RFFT, x, new int[] {n}, new int[] {axis}, norm, true).conj().mul(1.0 / length);
    }

    // ---- several axes; no axes means as many last ones as there are lengths, no lengths the axes' own, neither all axes ----

    /// The transform over all axes.
    public static Array fftn(Array x) {
        return fftn(x, new int[0], new int[0], "backward");
    }

    /// The transform over several axes.
    public static Array fftn(Array x, int[] s, int[] axes) {
        return fftn(x, s, axes, "backward");
    }

    /// The transform over several axes.
    ///
    /// @throws IllegalArgumentException if there is not one length for each axis, or an axis twice, or no such norm
    public static Array fftn(Array x, int[] s, int[] axes, String norm) {
        return transform(FftType.FFT, x, s, axes, norm, false);
    }

    /// The inverse of [#fftn] over all axes.
    public static Array ifftn(Array x) {
        return ifftn(x, new int[0], new int[0], "backward");
    }

    /// The inverse of [#fftn] over several axes.
    public static Array ifftn(Array x, int[] s, int[] axes) {
        return ifftn(x, s, axes, "backward");
    }

    /// The inverse of [#fftn] over several axes.
    public static Array ifftn(Array x, int[] s, int[] axes, String norm) {
        return transform(FftType.IFFT, x, s, axes, norm, true);
    }

    /// The transform of real numbers over all axes; of the last one the first `n / 2 + 1` elements.
    public static Array rfftn(Array x) {
        return rfftn(x, new int[0], new int[0], "backward");
    }

    /// The transform of real numbers over several axes; of the last one the first `n / 2 + 1` elements.
    public static Array rfftn(Array x, int[] s, int[] axes) {
        return rfftn(x, s, axes, "backward");
    }

    /// The transform of real numbers over several axes; of the last one the first `n / 2 + 1` elements.
    public static Array rfftn(Array x, int[] s, int[] axes, String norm) {
        return transform(FftType.RFFT, x, s, axes, norm, false);
    }

    /// The inverse of [#rfftn] over all axes.
    public static Array irfftn(Array x) {
        return irfftn(x, new int[0], new int[0], "backward");
    }

    /// The inverse of [#rfftn] over several axes, `s` the lengths of the real result.
    public static Array irfftn(Array x, int[] s, int[] axes) {
        return irfftn(x, s, axes, "backward");
    }

    /// The inverse of [#rfftn] over several axes, `s` the lengths of the real result.
    public static Array irfftn(Array x, int[] s, int[] axes, String norm) {
        return transform(FftType.IRFFT, x, s, axes, norm, true);
    }

    // ---- two axes ----

    /// The transform over the last two axes.
    public static Array fft2(Array x) {
        return fftn(x, new int[0], LAST_TWO);
    }

    /// The transform over two axes.
    public static Array fft2(Array x, int[] s, int[] axes, String norm) {
        return fftn(x, s, two("fft2", axes), norm);
    }

    /// The inverse of [#fft2] over the last two axes.
    public static Array ifft2(Array x) {
        return ifftn(x, new int[0], LAST_TWO);
    }

    /// The inverse of [#fft2] over two axes.
    public static Array ifft2(Array x, int[] s, int[] axes, String norm) {
        return ifftn(x, s, two("ifft2", axes), norm);
    }

    /// The transform of real numbers over the last two axes.
    public static Array rfft2(Array x) {
        return rfftn(x, new int[0], LAST_TWO);
    }

    /// The transform of real numbers over two axes.
    public static Array rfft2(Array x, int[] s, int[] axes, String norm) {
        return rfftn(x, s, two("rfft2", axes), norm);
    }

    /// The inverse of [#rfft2] over the last two axes.
    public static Array irfft2(Array x) {
        return irfftn(x, new int[0], LAST_TWO);
    }

    /// The inverse of [#rfft2] over two axes.
    public static Array irfft2(Array x, int[] s, int[] axes, String norm) {
        return irfftn(x, s, two("irfft2", axes), norm);
    }

    private static int[] two(String name, int... axes) {
        if (axes.length != 2) throw Mistake.of(name + " transforms two axes, not " + Arrays.toString(axes) + "; there is a function for any number: fftn");
        return axes;
    }

    // ---- frequencies ----

    /// The frequencies of the elements of a transform of `n` samples, as a float32 vector, in cycles per sample.
    public static Array fftfreq(int n) {
        return fftfreq(n, 1);
    }

    /// The frequencies of the elements of a transform of `n` samples at distance `d`.
    public static Array fftfreq(int n, double d) {
        return frequencies(IntStream.range(0, positive(n)).map(i -> (i + n / 2) % n - n / 2), d * n);
    }

    /// The frequencies of the elements of a real transform of `n` samples, in cycles per sample.
    public static Array rfftfreq(int n) {
        return rfftfreq(n, 1);
    }

    /// The frequencies of the elements of a real transform of `n` samples at distance `d`.
    public static Array rfftfreq(int n, double d) {
        return frequencies(IntStream.rangeClosed(0, positive(n) / 2), d * n);
    }

    private static int positive(int n) {
        if (n <= 0) throw Mistake.of("there are no frequencies of " + n + " samples");
        return n;
    }

    private static Array frequencies(IntStream whole, double span) {
        return Array.of(whole.toArray()).astype(DType.FLOAT32).div(span);
    }

    /// Moves frequency 0 to the middle of the axes; no axes means all.
    public static Array fftshift(Array x, int... axes) {
        for (int axis : shifted(x, axes)) x = Manipulation.roll(x, x.shape().dim(axis) / 2, axis);
        return x;
    }

    /// The inverse of [#fftshift].
    public static Array ifftshift(Array x, int... axes) {
        for (int axis : shifted(x, axes)) x = Manipulation.roll(x, -(x.shape().dim(axis) / 2), axis);
        return x;
    }

    private static int[] shifted(Array x, int... axes) {
        return axes.length == 0 ? IntStream.range(0, x.rank()).toArray() : x.shape().axes(axes);
    }

    // ---- all of them ----

    private static Array transform(FftType type, Array x, int[] s, int[] axes, String norm, boolean inverse) {
        var along = axes(x, s, axes);
        var rest = Axes.of(along).complement(x.rank());
        var order = rest.plus(Axes.of(along));
        var lengths = lengths(type, x, s, along);
        var moved = resized(type, x.transpose(order.toArray()), lengths);
        var transformed = Lax.fft(moved, type, lengths).transpose(order.inverse().toArray());
        double scale = scale(norm, lengths, inverse);
        return scale == 1 ? transformed : transformed.mul(scale);
    }

    private static int[] axes(Array x, int[] s, int[] axes) {
        if (axes.length > 0 && s.length > 0 && axes.length != s.length) {
            throw Mistake.of("a Fourier transform over the axes " + Arrays.toString(axes) + " was given the lengths " + Arrays.toString(s)
                    + ": there is one for each axis");
        }
        if (axes.length > 0) return x.shape().axes(axes);
        if (s.length > x.rank()) throw Mistake.of(s.length + " lengths for the axes of " + x.summary());
        return IntStream.range(s.length == 0 ? 0 : x.rank() - s.length, x.rank()).toArray();
    }

    private static int[] lengths(FftType type, Array x, int[] s, int[] along) {
        var lengths = IntStream.of(along).map(x.shape()::dim).toArray();
        int last = lengths.length - 1;
        if (type == FftType.IRFFT && last >= 0) lengths[last] = 2 * (lengths[last] - 1);
        for (int i = 0; i < s.length; i++) if (s[i] != -1) lengths[i] = s[i];
        for (int length : lengths) {
            if (length <= 0) throw Mistake.of("a Fourier transform of " + x.summary()
                    + " over axes of the lengths " + Arrays.toString(lengths) + ": they are at least 1");
        }
        return lengths;
    }

    /// The last axes cropped, or padded with zeros, to what the transform needs.
    private static Array resized(FftType type, Array x, int[] lengths) {
        int first = x.rank() - lengths.length;
        for (int i = 0; i < lengths.length; i++) {
            boolean half = type == FftType.IRFFT && i == lengths.length - 1;
            int needed = half ? lengths[i] / 2 + 1 : lengths[i];
            int there = x.shape().dim(first + i);
            if (needed < there) x = Lax.sliceInDim(x, 0, needed, first + i);
            if (needed > there) x = Lax.concatenate(first + i, x, Creation.zeros(x.shape().with(first + i, needed - there), x.dtype()));
        }
        return x;
    }

    private static double scale(String norm, int[] lengths, boolean inverse) {
        double count = IntStream.of(lengths).asDoubleStream().reduce(1, (a, b) -> a * b);
        return switch (norm) {
            case "backward" -> 1;
            case "ortho" -> inverse ? Math.sqrt(count) : 1 / Math.sqrt(count);
            case "forward" -> inverse ? count : 1 / count;
            default -> throw Mistake.of("no Fourier transform has the norm \"" + norm + "\"; there are \"backward\", \"ortho\" and \"forward\"");
        };
    }
}
