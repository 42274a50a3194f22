package dev.solstice.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import dev.solstice.engine.Samples;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComplexKernelsTest {
    private static final HostEngine HOST = new HostEngine();
    private final SplittableRandom random = new SplittableRandom(3);

    private static ConcreteArray run(Primitive primitive, ConcreteArray... in) {
        ConcreteArray[] out = Samples.empty(ShapeRule.apply(primitive, AbstractValue.of(in)));
        HOST.execute(primitive, in, out);
        return out[0];
    }

    /// What only moves elements moves both parts.
    @Test
    void structureIsMovedAsThatOfTheParts() {
        ConcreteArray index = (ConcreteArray) Array.of(Shape.of(3, 1), new int[] {2, 0, 7});
        ConcreteArray start = (ConcreteArray) Array.scalar(1);
        var rows = new GatherDimensionNumbers(Axes.of(1, 2), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
        for (DType dtype : List.of(DType.COMPLEX64, DType.COMPLEX128)) {
            ConcreteArray x = Samples.random(dtype, Shape.of(3, 4, 5), random);
            ConcreteArray y = Samples.random(dtype, Shape.of(3, 4, 5), random);
            for (Primitive primitive : List.of(new Transpose(Axes.of(2, 0, 1)), new Rev(Axes.of(0, 2)), new Slice(Axes.of(1, 0, 2), Axes.of(3, 4, 5), Axes.of(1, 3, 2)),
                    new BroadcastInDim(Shape.of(3, 2, 4, 5), Axes.of(0, 2, 3)), new Reshape(Shape.of(5, 12)), new ReduceSum(Axes.of(1)), new ReduceSum(Axes.of(0, 2)),
                    new Cumsum(1, true))) {
                byParts(primitive, x);
            }
            byParts(new Concatenate(1), x, y);
            byParts(new Pad(Axes.of(1, -1, 0), Axes.of(0, 2, 0), Axes.of(0, 0, 1)), x, Samples.random(dtype, Shape.scalar(), random));
            byParts(new DynamicSlice(Axes.of(2, 2, 2)), x, start, start, start);
            byParts(new DynamicUpdateSlice(), x, run(new Slice(Axes.of(0, 0, 0), Axes.of(2, 2, 2), Axes.of(1, 1, 1)), y), start, start, start);
            byParts(new Gather(rows, Axes.of(1, 4, 5), IndexMode.CLIP), x, index);
            byParts(new ScatterAdd(rows, IndexMode.FILL_OR_DROP), x, index, y);
            byParts(new SelectN(), run(new Gt(), run(new Real(), x), run(new Imag(), x)), x, y);
        }
    }

    private static void byParts(Primitive primitive, ConcreteArray... in) {
        ConcreteArray actual = run(primitive, in);
        assertEquals(in[in[0].dtype().isBool() ? 1 : 0].dtype(), actual.dtype());
        for (Primitive part : List.of(new Real(), new Imag())) {
            ConcreteArray[] parts = in.clone();
            for (int i = 0; i < parts.length; i++) if (in[i].dtype().isComplex()) parts[i] = run(part, in[i]);
            assertTrue(run(primitive, parts).closeTo(run(part, actual), 1e-6, 1e-6), primitive.toString());
        }
    }

    @Test
    void convertingKeepsTheRealPart() {
        ConcreteArray x = (ConcreteArray) Array.of(new Complex(1.5, 2), new Complex(0, -3), new Complex(0, 0));
        assertEquals("[1.5 0.0 0.0]", run(new ConvertElementType(DType.FLOAT32), x).toString());
        assertEquals("[1 0 0]", run(new ConvertElementType(DType.INT16), x).toString());
        assertEquals("[ True  True False]", run(new ConvertElementType(DType.BOOL), x).toString());
        assertEquals(List.of(new Complex(7, 0)), List.of(((ConcreteArray) Array.of(7)).astype(DType.COMPLEX128).toComplexArray()));
    }

    @Test
    void branchCutsAreContinuousFromTheSideThatTheSignOfZeroSays() {
        assertEquals(new Complex(0, 2), sqrt(-4, 0.0));
        assertEquals(new Complex(0, -2), sqrt(-4, -0.0));
        assertEquals(new Complex(Double.POSITIVE_INFINITY, -0.0), sqrt(Double.POSITIVE_INFINITY, -1));
        assertEquals(new Complex(0, Double.POSITIVE_INFINITY), sqrt(Double.NEGATIVE_INFINITY, 1));
        assertEquals(-Math.PI, run(new Log(), of(-1, -0.0)).complexItem().im());
        assertEquals(new Complex(Double.POSITIVE_INFINITY, 0), run(new Exp(), of(Double.POSITIVE_INFINITY, 0)).complexItem());
        assertEquals(new Complex(1, 0), run(new Tanh(), of(1e300, 0)).complexItem());
    }

    private static Complex sqrt(double re, double im) {
        return run(new Sqrt(), of(re, im)).complexItem();
    }

    private static ConcreteArray of(double re, double im) {
        return (ConcreteArray) Array.scalar(DType.COMPLEX128, new Complex(re, im));
    }
}
