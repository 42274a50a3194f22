package dev.solstice.engine.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.engine.Samples;
import dev.solstice.engine.host.HostEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoweringTest {
    private static final MxNetEngine MXNET = new MxNetEngine();
    private static final HostEngine HOST = new HostEngine();

    @BeforeAll
    static void thereAreNatives() {
        assumeTrue(MXNET.isAvailable(), "MXNet has no natives for this platform");
    }

    @Test
    void theOperatorAndTheHostKernelOfAPrimitiveAgreeForAllDTypesBothHave() {
        Map<String, Integer> compared = new LinkedHashMap<>();
        for (Samples sample : Samples.ofOneDType()) {
            for (DType dtype : DType.values()) {
                ConcreteArray[] operands = sample.operands(dtype, 7);
                ConcreteArray[] before = sample.operands(dtype, 7);
                var types = sample.resultTypes(operands);
                if (types == null) continue;
                ConcreteArray[] byOperator = Samples.empty(types);
                ConcreteArray[] byHost = Samples.empty(types);
                String what = sample.primitive() + " of " + dtype;
                try {
                    if (!MXNET.executeByOperator(sample.primitive(), operands, byOperator)) continue;
                } catch (IllegalStateException e) {
                    throw new AssertionError(what, e);
                }
                for (int i = 0; i < operands.length; i++) assertEqualWithin(0, before[i], operands[i], "operand of " + what);
                HOST.execute(sample.primitive(), operands, byHost);
                for (int i = 0; i < types.length; i++) {
                    assertEqualWithin(tolerance(types[i].dtype()), byHost[i], byOperator[i], what);
                }
                compared.merge(sample.primitive().getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        assertTrue(compared.size() >= 40, "too few primitives have an operator: " + compared);
    }

    @Test
    void matrixProductsByOpenBlasAndByJavaAgree() {
        var random = new SplittableRandom(3);
        int[][] sizes = {{1, 1, 1}, {5, 1, 7}, {1, 6, 7}, {4, 3, 2}, {33, 65, 300}, {2, 300, 1}};
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (int[] size : sizes) {
                for (int transposed = 0; transposed < 4; transposed++) {
                    int m = size[0];
                    int n = size[1];
                    int k = size[2];
                    boolean leftTransposed = (transposed & 1) != 0;
                    boolean rightTransposed = (transposed & 2) != 0;
                    var left = Shape.of(leftTransposed ? new int[] {k, m} : new int[] {m, k});
                    var right = Shape.of(rightTransposed ? new int[] {n, k} : new int[] {k, n});
                    var sample = new Samples(new Primitive.DotGeneral(
                            Axes.of(leftTransposed ? 0 : 1), Axes.of(rightTransposed ? 1 : 0),
                            Axes.of(), Axes.of()), left, right);
                    ConcreteArray[] operands = {Samples.random(dtype, left, random), Samples.random(dtype, right, random)};
                    ConcreteArray[] native_ = Samples.empty(sample.resultTypes(operands));
                    ConcreteArray[] java = Samples.empty(sample.resultTypes(operands));
                    MXNET.execute(sample.primitive(), operands, native_);
                    HOST.execute(sample.primitive(), operands, java);
                    assertEqualWithin(dtype == DType.FLOAT32 ? 2e-5 : 1e-12, java[0], native_[0], sample + " " + dtype);
                }
            }
        }
    }

    @Test
    void anEngineThatFailsThrowsWithItsMessage() {
        var api = new MxNet(NativeLibraries.get());
        var random = new SplittableRandom(1);
        ConcreteArray[] mismatched = {Samples.random(DType.FLOAT32, Shape.of(2), random),
            Samples.random(DType.FLOAT32, Shape.of(3), random)};
        var error = assertThrows(IllegalStateException.class,
                () -> api.run(Operator.of("_npi_add"), mismatched, new ConcreteArray[] {mismatched[0]}));
        assertTrue(error.getMessage().contains("_npi_add"), error.getMessage());
        assertEquals("mxnet", MXNET.name());
        assertTrue(MXNET.description().contains("OpenBLAS"), MXNET.description());
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 4e-3;
            case FLOAT32 -> 2e-5;
            case FLOAT64 -> 1e-6; // some of MXNet's special functions are computed in float
            default -> 0;
        };
    }

    private static void assertEqualWithin(double relative, ConcreteArray expected, ConcreteArray actual, String what) {
        double[] x = expected.toDoubleArray();
        double[] y = actual.toDoubleArray();
        assertEquals(expected.abstractValue(), actual.abstractValue(), what);
        if (relative == 0) {
            assertArrayEquals(x, y, what);
            return;
        }
        for (int i = 0; i < x.length; i++) {
            boolean same = Double.isNaN(x[i]) ? Double.isNaN(y[i])
                    : x[i] == y[i] || Math.abs(x[i] - y[i]) <= relative * Math.max(1, Math.abs(x[i]));
            assertTrue(same, what + " [" + i + "]: host " + x[i] + ", operator " + y[i]);
        }
    }
}
