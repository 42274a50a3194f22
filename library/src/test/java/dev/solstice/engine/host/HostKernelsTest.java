package dev.solstice.engine.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostKernelsTest {
    private static final HostEngine HOST = new HostEngine();
    private final SplittableRandom random = new SplittableRandom(5);

    private static ConcreteArray[] runAll(Primitive primitive, ConcreteArray... in) {
        ConcreteArray[] out = Samples.empty(ShapeRule.apply(primitive, AbstractValue.of(in)));
        HOST.execute(primitive, in, out);
        return out;
    }

    private static ConcreteArray run(Primitive primitive, ConcreteArray... in) {
        return runAll(primitive, in)[0];
    }

    private ConcreteArray floats(int... dims) {
        return Samples.random(DType.FLOAT32, Shape.of(dims), random);
    }

    private static ConcreteArray of(DType dtype, double... values) {
        return (ConcreteArray) Array.of(Shape.of(values.length), values).astype(dtype);
    }

    private static ConcreteArray ints(int... values) {
        return (ConcreteArray) Array.of(Shape.of(values.length), values);
    }

    private static ConcreteArray scalar(int value) {
        return (ConcreteArray) Array.of(Shape.scalar(), new int[] {value});
    }

    @Test
    void structureIsMovedForEveryDType() {
        for (DType dtype : DType.values()) {
            if (dtype.isComplex()) continue; // see ComplexKernelsTest
            ConcreteArray x = Samples.random(dtype, Shape.of(3, 4, 5), random);
            Oracle at = new Oracle(x);
            check(new Transpose(Axes.of(2, 0, 1)), i -> at.at(i[1], i[2], i[0]), x);
            check(new Rev(Axes.of(0, 2)), i -> at.at(2 - i[0], i[1], 4 - i[2]), x);
            check(new Slice(Axes.of(1, 0, 2), Axes.of(3, 4, 5), Axes.of(1, 3, 2)), i -> at.at(1 + i[0], 3 * i[1], 2 + 2 * i[2]), x);
            check(new BroadcastInDim(Shape.of(3, 2, 4, 5), Axes.of(0, 2, 3)), i -> at.at(i[0], i[2], i[3]), x);
            check(new Reshape(Shape.of(5, 12)), i -> at.at((i[0] * 12 + i[1]) / 20, (i[0] * 12 + i[1]) / 5 % 4, (i[0] * 12 + i[1]) % 5), x);
            check(new Iota(dtype, Shape.of(3, 4), 1), i -> dtype.isBool() ? Math.min(1, i[1]) : i[1]);
            ConcreteArray y = Samples.random(dtype, Shape.of(3, 2, 5), random);
            Oracle other = new Oracle(y);
            check(new Concatenate(1), i -> i[1] < 4 ? at.at(i) : other.at(i[0], i[1] - 4, i[2]), x, y);
            ConcreteArray start = scalar(2);
            ConcreteArray far = scalar(9);
            check(new DynamicSlice(Axes.of(2, 2, 2)), i -> at.at(1 + i[0], 2 + i[1], 2 + i[2]), x, start, start, start);
            check(new DynamicUpdateSlice(), i -> i[1] >= 2 ? other.at(i[0], i[1] - 2, i[2]) : at.at(i), x, y, start, far, far);
        }
    }

    @Test
    void uint64IsUnsignedWhereverOrderOrValueMatter() {
        long big = 0xFFFF_FFFF_FFFF_FFF6L; // 2^64 - 10
        ConcreteArray x = unsigned(big, 7, Long.MIN_VALUE, 1);
        ConcreteArray y = unsigned(3, 2, 3, Long.MIN_VALUE);
        longs(run(new Div(), x, y), Long.divideUnsigned(big, 3), 3, Long.divideUnsigned(Long.MIN_VALUE, 3), 0);
        longs(run(new Rem(), x, y), 0, 1, 2, 1);
        longs(run(new Max(), x, y), big, 7, Long.MIN_VALUE, Long.MIN_VALUE);
        longs(run(new Min(), x, y), 3, 2, 3, 1);
        longs(run(new Abs(), x), big, 7, Long.MIN_VALUE, 1);
        longs(run(new Sign(), x), 1, 1, 1, 1);
        longs(run(new ShiftRightLogical(), x, unsigned(1, 1, 63, 64)), big >>> 1, 3, 1, 0);
        longs(run(new Lt(), x, y), 0, 0, 0, 1);
        longs(run(new ReduceMax(Axes.of(0)), x), big);
        longs(run(new ReduceMin(Axes.of(0)), y), 2);
        longs(run(new Argmax(0, DType.INT32), x), 0);
        longs(run(new Argmin(0, DType.INT32), x), 3);
        longs(run(new Sort(0, 1), x), 1, 7, Long.MIN_VALUE, big);
        longs(run(new Cumsum(0, false), x), big, big + 7, big + 7 + Long.MIN_VALUE, big + 8 + Long.MIN_VALUE);
        var pairs = new Window(Axes.of(2), Axes.of(2), Axes.of(0), Axes.of(0));
        longs(run(new ReduceWindowMax(pairs), x), big, Long.MIN_VALUE);
        longs(run(new SelectAndGatherAdd(pairs), y, x), 3, 3);
        assertArrayEquals(new double[] {0x1p64, 7, 0x1p63, 1}, run(new ConvertElementType(DType.FLOAT64), x).toDoubleArray());
        assertArrayEquals(new float[] {0x1p64f, 7, 0x1p63f, 1}, run(new ConvertElementType(DType.FLOAT32), x).toFloatArray());
        longs(run(new ConvertElementType(DType.UINT64), of(DType.FLOAT64, -3, 0x1p63, 0x1p70, Double.NaN)), 0, Long.MIN_VALUE, -1, 0);
        assertEquals("[18446744073709551606                    7  9223372036854775808                    1]", x.toString());
    }

    private static ConcreteArray unsigned(long... bits) {
        return run(new BitcastConvertType(DType.UINT64), (ConcreteArray) Array.of(bits));
    }

    private static void longs(ConcreteArray actual, long... expected) {
        assertArrayEquals(expected, actual.toLongArray());
    }

    @Test
    void narrowIntegersWrap() {
        ConcreteArray x = of(DType.INT16, 32767, -32768, 300, -1);
        assertArrayEquals(new int[] {-32768, -32767, 301, 0}, run(new Add(), x, of(DType.INT16, 1, 1, 1, 1)).toIntArray());
        assertArrayEquals(new int[] {1, 0, 24464, 1}, run(new Mul(), x, x).toIntArray());
        assertArrayEquals(new int[] {32767, 32768, 300, 65535}, run(new ConvertElementType(DType.UINT16), x).toIntArray());
        assertArrayEquals(new int[] {0, 65535, 5}, run(new ConvertElementType(DType.UINT16), of(DType.FLOAT32, -7, 1e9, 5.9)).toIntArray());
        assertArrayEquals(new int[] {65535, 0}, run(new Neg(), of(DType.UINT16, 1, 0)).toIntArray());
        assertArrayEquals(new int[] {-16384, 0}, run(new ShiftRightArithmetic(), of(DType.INT16, -32768, 5), of(DType.INT16, 1, 20)).toIntArray());
    }

    @Test
    void paddingMayCropAndSpread() {
        ConcreteArray x = floats(4, 5);
        ConcreteArray value = (ConcreteArray) Array.of(7f).reshape(new int[0]);
        Oracle at = new Oracle(x);
        check(new Pad(Axes.of(2, 1), Axes.of(0, 3), Axes.of(0, 2)), i -> {
            int row = i[0] - 2;
            int column = i[1] - 1;
            return row >= 0 && column >= 0 && column % 3 == 0 && column / 3 < 5 ? at.at(row, column / 3) : 7;
        }, x, value);
        check(new Pad(Axes.of(-1, -2), Axes.of(-2, 1), Axes.of(0, 1)), i -> {
            int column = i[1] + 2;
            return column % 2 == 0 && column / 2 < 5 ? at.at(i[0] + 1, column / 2) : 7;
        }, x, value);
    }

    @Test
    void reductionsFoldAnySetOfAxes() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.BFLOAT16, DType.FLOAT64, DType.INT32, DType.UINT8, DType.UINT32, DType.INT64}) {
            ConcreteArray x = Samples.random(dtype, Shape.of(3, 1, 2, 1100), random);
            Oracle at = new Oracle(x);
            for (int axes = 0; axes < 16; axes++) {
                int chosen = axes;
                Axes folded = Axes.of(java.util.stream.IntStream.range(0, 4).filter(i -> (chosen >> i & 1) != 0).toArray());
                checkFold(new ReduceMax(folded), x, at, Double.NEGATIVE_INFINITY, Math::max);
                checkFold(new ReduceMin(folded), x, at, Double.POSITIVE_INFINITY, Math::min);
                if (dtype != DType.UINT8 && dtype != DType.BFLOAT16) checkFold(new ReduceSum(folded), x, at, 0, Double::sum);
            }
        }
    }

    private static void checkFold(Reduction reduction, ConcreteArray x, Oracle at, double start, java.util.function.DoubleBinaryOperator f) {
        ConcreteArray out = run(reduction, x);
        double[] totals = new double[out.size()];
        Arrays.fill(totals, start);
        boolean[] folded = new boolean[x.rank()];
        reduction.axes().stream().forEach(axis -> folded[axis] = true);
        Oracle.fill(x.shape(), index -> {
            int position = 0;
            for (int axis = 0; axis < folded.length; axis++) {
                if (!folded[axis]) position = position * x.shape().dim(axis) + index[axis];
            }
            totals[position] = f.applyAsDouble(totals[position], at.at(index));
            return 0;
        });
        assertArrayEquals(totals, out.toDoubleArray(), x.dtype() == DType.FLOAT32 ? 1e-4 : 1e-9, reduction + " of " + x.abstractValue());
    }

    @Test
    void reductionsOfNothingGiveTheIdentityAndNaNSurvives() {
        ConcreteArray empty = of(DType.FLOAT32);
        assertEquals(Double.NEGATIVE_INFINITY, run(new ReduceMax(Axes.of(0)), empty).toDoubleArray()[0]);
        assertEquals(1, run(new ReduceProd(Axes.of(0)), empty).toDoubleArray()[0]);
        ConcreteArray nan = of(DType.FLOAT32, 1, Double.NaN, 3, Double.NaN);
        assertTrue(Double.isNaN(run(new ReduceMin(Axes.of(0)), nan).toDoubleArray()[0]));
        assertEquals(1, run(new Argmax(0, DType.INT32), nan).toIntArray()[0]);
        assertEquals(1, run(new Argmin(0, DType.INT32), nan).toIntArray()[0]);
        assertEquals(1, run(new Argmax(0, DType.INT32), ints(1, 5, 5)).toIntArray()[0]);
        assertEquals(0, run(new Argmin(0, DType.INT64), of(DType.UINT32, 0, 4e9, 3)).toLongArray()[0]);
    }

    @Test
    void cumulativeSumsRunBothWays() {
        ConcreteArray x = floats(3, 6, 4);
        Oracle at = new Oracle(x);
        for (boolean reverse : new boolean[] {false, true}) {
            check(new Cumsum(1, reverse), i -> {
                double sum = 0;
                for (int k = 0; k < 6; k++) sum += (reverse ? k >= i[1] : k <= i[1]) ? at.at(i[0], k, i[2]) : 0;
                return sum;
            }, x);
        }
    }

    @Test
    void contractionsMatchTheirDefinitionHoweverAxesLie() {
        ConcreteArray x = floats(2, 3, 4, 5);
        ConcreteArray y = floats(5, 2, 6, 3);
        Oracle a = new Oracle(x);
        Oracle b = new Oracle(y);
        check(new DotGeneral(Axes.of(1, 3), Axes.of(3, 0), Axes.of(0), Axes.of(1)), i -> {
            double sum = 0;
            for (int p = 0; p < 3; p++) for (int q = 0; q < 5; q++) sum += a.at(i[0], p, i[1], q) * b.at(q, i[0], i[2], p);
            return sum;
        }, x, y);
        ConcreteArray m = Samples.random(DType.INT32, Shape.of(4, 3), random);
        ConcreteArray v = Samples.random(DType.INT32, Shape.of(4), random);
        Oracle c = new Oracle(m);
        Oracle d = new Oracle(v);
        check(new DotGeneral(Axes.of(0), Axes.of(0), Axes.of(), Axes.of()), i -> {
            double sum = 0;
            for (int p = 0; p < 4; p++) sum += c.at(p, i[0]) * d.at(p);
            return sum;
        }, m, v);
        check(new DotGeneral(Axes.of(1), Axes.of(0), Axes.of(), Axes.of()), _ -> 0, floats(3, 0), floats(0, 2));
    }

    @Test
    void convolutionsMatchTheirDefinition() {
        ConcreteArray x = floats(4, 4, 6, 5);
        Oracle image = new Oracle(x);
        int[][] cases = {{1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, {2, 1, 1, 2, 0, 1, 1, 1, 1, 2, 1, 1}, {1, 2, 2, -1, 1, 3, 2, 3, 1, 1, 2, 1},
            {1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2}, {1, 1, 0, 0, 0, 0, 2, 1, 1, 1, 4, 1}};
        for (int[] c : cases) {
            int features = c[10];
            int batches = c[11];
            ConcreteArray w = floats(8, 4 / features, 3, 2);
            Oracle kernel = new Oracle(w);
            var convolution = new ConvGeneralDilated(Axes.of(c[0], c[1]), Axes.of(c[2], c[3]), Axes.of(c[4], c[5]), Axes.of(c[6], c[7]),
                    Axes.of(c[8], c[9]), features, batches);
            check(convolution, i -> {
                int group = i[1] / (8 / Math.max(features, batches));
                double sum = 0;
                for (int channel = 0; channel < 4 / features; channel++) {
                    for (int ky = 0; ky < 3; ky++) {
                        for (int kx = 0; kx < 2; kx++) {
                            int y = i[2] * c[0] + ky * c[8] - c[2];
                            int xx = i[3] * c[1] + kx * c[9] - c[3];
                            if (y < 0 || xx < 0 || y % c[6] != 0 || xx % c[7] != 0) continue;
                            int n = batches > 1 ? group * (4 / batches) + i[0] : i[0];
                            int from = features > 1 ? group * (4 / features) + channel : channel;
                            sum += image.padded(n, from, y / c[6], xx / c[7]) * kernel.at(i[1], channel, ky, kx);
                        }
                    }
                }
                return sum;
            }, x, w);
        }
    }

    private interface Index {
        double at(int[] index);
    }

    private static void check(Primitive primitive, Index expected, ConcreteArray... in) {
        ConcreteArray out = run(primitive, in);
        double[] want = Oracle.fill(out.shape(), expected::at);
        assertArrayEquals(want, out.toDoubleArray(), out.dtype() == DType.FLOAT32 ? 2e-4 : 1e-9, primitive + " of " + Arrays.toString(AbstractValue.of(in)));
    }

    @Test
    void windowsSlideAndPadWithTheIdentity() {
        ConcreteArray x = floats(2, 7, 6);
        Oracle at = new Oracle(x);
        var window = new Window(Axes.of(1, 3, 2), Axes.of(1, 2, 3), Axes.of(0, 1, 0), Axes.of(0, 2, 1));
        check(new ReduceWindowMax(window), i -> window(at, window, i, Double.NEGATIVE_INFINITY, Math::max), x);
        check(new ReduceWindowSum(window), i -> window(at, window, i, 0, Double::sum), x);
    }

    private static double window(Oracle at, Window window, int[] o, double start, java.util.function.DoubleBinaryOperator f) {
        double total = start;
        for (int y = 0; y < window.dimensions().get(1); y++) {
            for (int x = 0; x < window.dimensions().get(2); x++) {
                int row = o[1] * window.strides().get(1) + y - window.padLow().get(1);
                int column = o[2] * window.strides().get(2) + x - window.padLow().get(2);
                if (row >= 0 && row < 7 && column >= 0 && column < 6) total = f.applyAsDouble(total, at.at(o[0], row, column));
            }
        }
        return total;
    }

    @Test
    void theDerivativesOfMaximumPoolingPickTheFirstMaximum() {
        ConcreteArray x = (ConcreteArray) Array.of(Shape.of(2, 4), new float[] {1, 5, 5, 0, 2, 5, 3, 4});
        ConcreteArray t = (ConcreteArray) Array.of(Shape.of(2, 4), new float[] {10, 20, 30, 40, 50, 60, 70, 80});
        var window = new Window(Axes.of(2, 2), Axes.of(2, 1), Axes.of(0, 0), Axes.of(0, 0));
        assertArrayEquals(new float[] {20, 20, 30}, run(new SelectAndGatherAdd(window), t, x).toFloatArray());
        ConcreteArray source = (ConcreteArray) Array.of(Shape.of(1, 3), new float[] {1, 2, 4});
        assertArrayEquals(new float[] {0, 3, 4, 0, 0, 0, 0, 0}, run(new SelectAndScatterAdd(window), source, x).toFloatArray());
    }

    @Test
    void sortingIsStableWithNaNLast() {
        ConcreteArray keys = of(DType.FLOAT32, 3, Double.NaN, -0.0, 0.0, Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY);
        ConcreteArray payload = ints(0, 1, 2, 3, 4, 5, 6);
        ConcreteArray[] sorted = runAll(new Sort(0, 1), keys, payload);
        assertArrayEquals(new int[] {4, 2, 3, 0, 5, 6, 1}, sorted[1].toIntArray());
        assertEquals("-0.0", Float.toString(sorted[0].toFloatArray()[1]), "zeros keep their order and their sign");
        assertArrayEquals(new double[] {0, 5, 4e9}, run(new Sort(0, 1), of(DType.UINT32, 4e9, 0, 5)).toDoubleArray());
        for (DType dtype : DType.values()) {
            if (dtype.isComplex()) continue;
            ConcreteArray x = Samples.random(dtype, Shape.of(3, 50, 2), random);
            double[] out = run(new Sort(1, 1), x).toDoubleArray();
            for (int i = 0; i < out.length; i++) {
                if (i / 2 % 50 > 0) assertTrue(out[i - 2] <= out[i], dtype.toString());
            }
        }
    }

    @Test
    void gatherAndScatterFollowTheirDimensionNumbers() {
        ConcreteArray x = floats(5, 4);
        ConcreteArray rows = (ConcreteArray) Array.of(Shape.of(3, 1), new int[] {4, 0, 7});
        var numbers = new GatherDimensionNumbers(Axes.of(1), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
        Oracle at = new Oracle(x);
        check(new Gather(numbers, Axes.of(1, 4), IndexMode.CLIP), i -> at.at(new int[] {4, 0, 4}[i[0]], i[1]), x, rows);
        check(new Gather(numbers, Axes.of(1, 4), IndexMode.FILL_OR_DROP), i -> i[0] == 2 ? Double.NaN : at.at(new int[] {4, 0}[i[0]], i[1]), x, rows);
        ConcreteArray updates = floats(3, 4);
        Oracle update = new Oracle(updates);
        check(new ScatterAdd(numbers, IndexMode.CLIP),
                i -> at.at(i) + (i[0] == 4 ? update.at(0, i[1]) + update.at(2, i[1]) : i[0] == 0 ? update.at(1, i[1]) : 0), x, rows, updates);
        check(new Scatter(numbers, IndexMode.FILL_OR_DROP), i -> i[0] == 4 ? update.at(0, i[1]) : i[0] == 0 ? update.at(1, i[1]) : at.at(i), x, rows, updates);
    }

    @Test
    void aGatherWithBatchAxesTakesAlongAnAxis() {
        ConcreteArray x = floats(3, 5);
        ConcreteArray columns = (ConcreteArray) Array.of(Shape.of(3, 2, 1), new int[] {0, 4, 1, 1, 3, 2});
        var numbers = new GatherDimensionNumbers(Axes.of(), Axes.of(1), Axes.of(1), Axes.of(0), Axes.of(0));
        Oracle at = new Oracle(x);
        int[][] chosen = {{0, 4}, {1, 1}, {3, 2}};
        check(new Gather(numbers, Axes.of(1, 1), IndexMode.CLIP), i -> at.at(i[0], chosen[i[0]][i[1]]), x, columns);
    }

    @Test
    void integersDivideLikeXla() {
        int min = Integer.MIN_VALUE;
        assertArrayEquals(new int[] {-1, -3, min, -1}, run(new Div(), ints(7, -7, min, 0), ints(0, 2, -1, 0)).toIntArray());
        assertArrayEquals(new int[] {7, -1, 0, 0}, run(new Rem(), ints(7, -7, min, 0), ints(0, 2, -1, 0)).toIntArray());
        assertArrayEquals(new double[] {4294967295.0, 2000000000}, run(new Div(), of(DType.UINT32, 5, 4e9), of(DType.UINT32, 0, 2)).toDoubleArray());
        assertArrayEquals(new double[] {255}, run(new Div(), of(DType.UINT8, 5), of(DType.UINT8, 0)).toDoubleArray());
        assertArrayEquals(new double[] {-128}, run(new Div(), of(DType.INT8, -128), of(DType.INT8, -1)).toDoubleArray());
    }

    @Test
    void shiftsBeyondTheWidthLeaveNothing() {
        assertArrayEquals(new int[] {0, 2, 0}, run(new ShiftLeft(), ints(1, 1, 1), ints(32, 1, -1)).toIntArray());
        assertArrayEquals(new int[] {0, 1, 0}, run(new ShiftRightLogical(), ints(-1, -1, -1), ints(32, 31, 99)).toIntArray());
        assertArrayEquals(new int[] {-1, -1, 0}, run(new ShiftRightArithmetic(), ints(-1, -5, 5), ints(32, 31, 40)).toIntArray());
        assertArrayEquals(new double[] {127, 0}, run(new ShiftRightLogical(), of(DType.INT8, -1, -1), of(DType.INT8, 1, 8)).toDoubleArray());
        assertArrayEquals(new double[] {254, 0}, run(new ShiftLeft(), of(DType.UINT8, 255, 255), of(DType.UINT8, 1, 9)).toDoubleArray());
    }

    @Test
    void conversionsSaturateAndWrap() {
        ConcreteArray odd = of(DType.FLOAT32, Double.NaN, 1e20, -1e20, 2.9, -2.9);
        assertArrayEquals(new int[] {0, Integer.MAX_VALUE, Integer.MIN_VALUE, 2, -2}, run(new ConvertElementType(DType.INT32), odd).toIntArray());
        assertArrayEquals(new double[] {0, 4294967295.0, 0, 2, 0}, run(new ConvertElementType(DType.UINT32), odd).toDoubleArray());
        assertArrayEquals(new double[] {1, 1, 1, 1, 1}, run(new ConvertElementType(DType.BOOL), odd).toDoubleArray());
        assertArrayEquals(new double[] {44, -1}, run(new ConvertElementType(DType.INT8), ints(300, -1)).toDoubleArray());
    }

    @Test
    void threefryGivesThePublishedVectors() {
        // Random123's kat_vectors for threefry2x32 with 20 rounds.
        long[][] vectors = {{0, 0, 0, 0, 0x6b200159L, 0x99ba4efeL}, {-1, -1, -1, -1, 0x1cb996fcL, 0xbb002be7L},
            {0x13198a2eL, 0x03707344L, 0x243f6a88L, 0x85a308d3L, 0xc4923a9cL, 0x483df7a0L}};
        for (long[] v : vectors) {
            ConcreteArray[] in = new ConcreteArray[4];
            for (int i = 0; i < 4; i++) {
                in[i] = run(new BitcastConvertType(DType.UINT32), ints((int) v[i], (int) v[i], (int) v[i]));
            }
            ConcreteArray[] out = runAll(new Threefry2x32(), in);
            assertEquals(v[4], out[0].toLongArray()[1]);
            assertEquals(v[5], out[1].toLongArray()[2]);
        }
    }

    @Test
    void whatMeansNothingIsRefused() {
        ConcreteArray x = floats(3);
        assertThrows(UnsupportedOperationException.class, () -> HOST.execute(new And(), new ConcreteArray[] {x, x}, new ConcreteArray[] {x}));
        assertThrows(UnsupportedOperationException.class, () -> HOST.execute(new Exp(), new ConcreteArray[] {ints(1)}, new ConcreteArray[] {ints(1)}));
    }
}
