package dev.solstice.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import dev.solstice.engine.Samples;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FourierTest {
    private static final HostEngine HOST = new HostEngine();
    private final SplittableRandom random = new SplittableRandom(11);

    private static ConcreteArray run(Primitive primitive, ConcreteArray... in) {
        ConcreteArray[] out = Samples.empty(ShapeRule.apply(primitive, AbstractValue.of(in)));
        HOST.execute(primitive, in, out);
        return out[0];
    }

    @Test
    void everyLengthIsTransformedAsTheDefinitionSays() {
        for (int n = 1; n <= 130; n++) {
            Complexes x = random(n);
            Complexes expected = new Complexes(n);
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < n; i++) {
                    double angle = -2 * Math.PI * ((long) i * k % n) / n;
                    double re = x.re()[i] * Math.cos(angle) - x.im()[i] * Math.sin(angle);
                    double im = x.re()[i] * Math.sin(angle) + x.im()[i] * Math.cos(angle);
                    expected.set(k, expected.re()[k] + re, expected.im()[k] + im);
                }
            }
            for (int columns : new int[] {1, 3}) {
                Complexes spread = new Complexes(n * columns);
                for (int at = 0; at < n * columns; at++) spread.set(at, x.re()[at / columns], x.im()[at / columns]);
                Complexes actual = FourierPlan.of(n).transform(spread, new Complexes(n * columns), columns);
                for (int at = 0; at < n * columns; at++) {
                    assertEquals(expected.re()[at / columns], actual.re()[at], 1e-13 * n, "length " + n);
                    assertEquals(expected.im()[at / columns], actual.im()[at], 1e-13 * n, "length " + n);
                }
            }
        }
    }

    private Complexes random(int n) {
        return new Complexes(random.doubles(n, -1, 1).toArray(), random.doubles(n, -1, 1).toArray());
    }

    @Test
    void theInverseTakesBackLongTransformsOverAnyAxes() {
        for (int[] dims : new int[][] {{65536}, {10007}, {3 * 5 * 7 * 11 * 13}, {300, 70}, {2, 33, 64, 5}}) {
            Axes lengths = Axes.of(dims);
            ConcreteArray x = Samples.random(DType.COMPLEX128, Shape.of(dims), random);
            close(x, run(new Fft(FftType.IFFT, lengths), run(new Fft(FftType.FFT, lengths), x)));
            ConcreteArray real = Samples.random(DType.FLOAT64, Shape.of(dims), random);
            close(real, run(new Fft(FftType.IRFFT, lengths), run(new Fft(FftType.RFFT, lengths), real)));
        }
    }

    @Test
    void theHalfOfARealTransformIsThatOfTheWholeOne() {
        for (int n : new int[] {1, 2, 7, 12, 37}) {
            ConcreteArray real = Samples.random(DType.FLOAT64, Shape.of(4, n), random);
            ConcreteArray whole = run(new Fft(FftType.FFT, Axes.of(4, n)), run(new ConvertElementType(DType.COMPLEX128), real));
            ConcreteArray half = run(new Slice(Axes.of(0, 0), Axes.of(4, n / 2 + 1), Axes.of(1, 1)), whole);
            close(half, run(new Fft(FftType.RFFT, Axes.of(4, n)), real));
        }
    }

    private static void close(ConcreteArray expected, ConcreteArray actual) {
        assertTrue(expected.closeTo(actual, 1e-12, 1e-12), () -> "expected " + expected + "\nbut was " + actual);
    }
}
