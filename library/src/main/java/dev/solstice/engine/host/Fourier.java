package dev.solstice.engine.host;

import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive.Fft;
import dev.solstice.core.Primitive.FftType;

/// Fourier transforms over the last axes, one axis after the other, in double precision.
final class Fourier {
    private Fourier() {}

    static void run(Fft fft, ConcreteArray operand, ConcreteArray result) {
        if (result.shape().isEmpty()) return;
        int first = operand.rank() - fft.fftLengths().size();
        int last = operand.rank() - 1;
        switch (fft.fftType()) {
            case FFT, IFFT -> {
                boolean inverse = fft.fftType() == FftType.IFFT;
                for (int axis = last; axis >= first; axis--) alongAxis(inverse, axis, axis == last ? operand : result, result);
            }
            case RFFT -> {
                real(operand, result);
                for (int axis = last - 1; axis >= first; axis--) alongAxis(false, axis, result, result);
            }
            case IRFFT -> {
                ConcreteArray rows = first == last ? operand : Contraction.allocate(operand.dtype(), operand.shape());
                for (int axis = first; axis < last; axis++) alongAxis(true, axis, axis == first ? operand : rows, rows);
                inverseReal(rows, result);
            }
        }
    }

    /// The result may be the operand.
    private static void alongAxis(boolean inverse, int axis, ConcreteArray operand, ConcreteArray result) {
        Wide wide = new Wide(result.dtype());
        FourierPlan plan = FourierPlan.of(operand.shape().dim(axis));
        AxisLoop.run(operand, axis, (slab, length, width, position) -> {
            Complexes x = (Complexes) slab;
            position.store(wide, transform(plan, inverse, x, length, width), length, width, result.segment());
        });
    }

    /// With the parts of operand and result exchanged, the transform is the inverse but for the scale.
    private static Complexes transform(FourierPlan plan, boolean inverse, Complexes x, int length, int width) {
        Complexes spare = new Complexes(x.length());
        if (!inverse) return plan.transform(x, spare, width);
        Complexes y = plan.transform(new Complexes(x.im(), x.re()), spare, width);
        for (int i = 0; i < length * width; i++) y.set(i, y.re()[i] / length, y.im()[i] / length);
        return new Complexes(y.im(), y.re());
    }

    /// The first half of the transform of real numbers along the last axis; the second half is its mirror image.
    private static void real(ConcreteArray operand, ConcreteArray result) {
        Wide wide = new Wide(result.dtype());
        int axis = operand.rank() - 1;
        int kept = result.shape().dim(axis);
        FourierPlan plan = FourierPlan.of(operand.shape().dim(axis));
        AxisLoop.run(operand, axis, (slab, length, width, position) -> {
            Complexes x = new Complexes(((double[]) slab).clone(), new double[length * width]);
            position.store(wide, transform(plan, false, x, length, width), kept, width, result.segment());
        });
    }

    private static void inverseReal(ConcreteArray operand, ConcreteArray result) {
        Wide wide = new Wide(result.dtype());
        int axis = operand.rank() - 1;
        int n = result.shape().dim(axis);
        FourierPlan plan = FourierPlan.of(n);
        AxisLoop.run(operand, axis, (slab, _, width, position) -> {
            Complexes half = (Complexes) slab;
            Complexes whole = new Complexes(n * width);
            for (int k = 0; k <= n / 2; k++) {
                for (int column = 0; column < width; column++) {
                    double re = half.re()[k * width + column];
                    double im = k == 0 || 2 * k == n ? 0 : half.im()[k * width + column]; // its own mirror image is real
                    whole.set(k * width + column, re, im);
                    if (k > 0) whole.set((n - k) * width + column, re, -im);
                }
            }
            position.store(wide, transform(plan, true, whole, n, width).re(), n, width, result.segment());
        });
    }
}
