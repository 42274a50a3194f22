package dev.solstice.engine.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import dev.solstice.engine.Engine;
import dev.solstice.engine.Samples;
import dev.solstice.engine.host.HostEngine;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What defines a decomposition holds for OpenBLAS's and for the one in Java, of any shape and of both dtypes.
class LapackTest {
    private static final int[][] SHAPES = {{1, 1}, {3, 3}, {5, 2}, {2, 5}, {3, 7, 4}, {3, 4, 7}, {2, 2, 6, 6}, {40, 40}, {60, 33}, {33, 60}};
    private static final int[][] EMPTY = {{0, 0}, {3, 0}, {0, 3}, {0, 2, 2}, {2, 0, 0}, {2, 3, 0}};

    static Engine[] engines() {
        return new Engine[] {new HostEngine(), new MxNetEngine()};
    }

    private static Array[] run(Engine engine, Primitive primitive, Array... operands) {
        assumeTrue(engine.isAvailable(), engine.name() + " is not there on this platform");
        var in = Arrays.copyOf(operands, operands.length, ConcreteArray[].class);
        var out = Samples.empty(ShapeRule.apply(primitive, AbstractValue.of(operands)));
        for (var each : out) each.segment().fill((byte) 0xFF); // memory is not clean: here it is full of NaN
        engine.execute(primitive, in, out);
        return out;
    }

    @FunctionalInterface
    private interface Law {
        void holds(Array x);
    }

    private static void forAllMatrices(boolean square, Law law) {
        var random = new SplittableRandom(5);
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (var dims : SHAPES) {
                var shape = Shape.of(dims);
                if (!square || shape.dim(-1) == shape.dim(-2)) law.holds(Samples.random(dtype, shape, random));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theCholeskyFactorTimesItsTransposeIsTheMatrix(Engine engine) {
        forAllMatrices(true, x -> {
            var spd = x.matmul(transposed(x)).add(eye(x).mul(0.5));
            var l = run(engine, new Cholesky(), lower(spd))[0];
            assertClose(spd, l.matmul(transposed(l)));
            assertClose(lower(l), l);
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTriangularSystemIsSolved(Engine engine) {
        forAllMatrices(true, x -> {
            for (int flags = 0; flags < 16; flags++) {
                var solve = new TriangularSolve((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
                var all = x.mul(0.3).add(eye(x).mul(4));
                var b = x.add(1.0);
                var a = solve.lower() ? lower(all) : transposed(lower(transposed(all)));
                if (solve.unitDiagonal()) a = a.sub(a.mul(eye(x))).add(eye(x));
                if (solve.transposeA()) a = transposed(a);
                if (solve.unitDiagonal() && x.shape().dim(-1) > 10) continue; // grows without bound
                var solution = run(engine, solve, all, b)[0];
                assertClose(b, solve.leftSide() ? a.matmul(solution) : solution.matmul(a));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theFactorsOfLuGiveThePermutedMatrix(Engine engine) {
        forAllMatrices(false, x -> {
            var out = run(engine, new Lu(), x);
            int m = x.shape().dim(-2);
            int n = x.shape().dim(-1);
            int k = Math.min(m, n);
            var factors = rows(out[0], m, n);
            var input = rows(x, m, n);
            var permutations = out[2].reshape(-1, m).toIntArray();
            for (int b = 0; b < factors.length; b++) {
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = i <= j ? factors[b][i][j] : 0;
                        for (int p = 0; p < Math.min(Math.min(i, j + 1), k); p++) sum += factors[b][i][p] * factors[b][p][j];
                        assertEquals(input[b][permutations[b * m + i]][j], sum, tolerance(x));
                        if (i > j && j < k) assertTrue(Math.abs(factors[b][i][j]) <= 1, "not pivoted");
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void qIsOrthonormalAndTimesAnUpperTriangleTheMatrix(Engine engine) {
        forAllMatrices(false, x -> {
            for (boolean full : new boolean[] {true, false}) {
                var out = run(engine, new Qr(full), x);
                assertClose(x, out[0].matmul(out[1]));
                assertClose(eye(out[0]), transposed(out[0]).matmul(out[0]));
                for (var r : rows(out[1], out[1].shape().dim(-2), out[1].shape().dim(-1))) {
                    for (int i = 0; i < r.length; i++) for (int j = 0; j < Math.min(i, r[i].length); j++) assertEquals(0, r[i][j]);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void singularVectorsTimesDescendingValuesAreTheMatrix(Engine engine) {
        forAllMatrices(false, each -> {
            int n = each.shape().dim(-1);
            var repeated = each.mul(Array.of(Shape.of(n), IntStream.range(0, n).mapToDouble(j -> j == n / 2 ? 0 : 1).toArray()).astype(each.dtype()));
            for (var x : new Array[] {each, repeated}) { // of full rank, and with a column of zeros
                for (boolean full : new boolean[] {true, false}) {
                    var out = run(engine, new Svd(full, true), x);
                    int k = out[0].shape().dim(-1);
                    var u = out[1];
                    var v = transposed(out[2]);
                    assertClose(eye(u), transposed(u).matmul(u));
                    assertClose(eye(v), transposed(v).matmul(v));
                    assertClose(x, u.get("...", ":" + k).mul(out[0].expandDims(-2)).matmul(out[2].get("...", ":" + k, ":")));
                    assertDescending(out[0]);
                    assertClose(out[0], run(engine, new Svd(full, false), x)[0]);
                }
            }
        });
    }

    private static void assertDescending(Array s) {
        int k = s.shape().dim(-1);
        var values = s.toDoubleArray();
        for (int i = 0; i < values.length; i++) assertTrue(values[i] >= 0 && (i % k == 0 || values[i] <= values[i - 1]), s.toString());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void eigenvectorsDiagonaliseTheSymmetricMatrixOfEitherTriangle(Engine engine) {
        forAllMatrices(true, x -> {
            for (boolean lower : new boolean[] {true, false}) {
                var triangle = lower(lower ? x : transposed(x));
                var symmetric = triangle.add(transposed(triangle)).sub(triangle.mul(eye(x)));
                var out = run(engine, new Eigh(lower), x);
                assertClose(symmetric.matmul(out[0]), out[0].mul(out[1].expandDims(-2)));
                assertClose(eye(x), transposed(out[0]).matmul(out[0]));
                assertDescending(out[1].max().sub(out[1]));
            }
            var identity = run(engine, new Eigh(true), eye(x).mul(2));
            assertClose(Array.full(identity[1].shape(), x.dtype(), 2), identity[1]);
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void emptyMatricesHaveDecompositionsToo(Engine engine) {
        for (var dims : EMPTY) {
            var x = Array.full(Shape.of(dims), DType.FLOAT32, 1);
            for (boolean full : new boolean[] {true, false}) {
                var qr = run(engine, new Qr(full), x);
                assertClose(eye(qr[0]), transposed(qr[0]).matmul(qr[0]));
                var svd = run(engine, new Svd(full, true), x);
                assertClose(eye(svd[1]), transposed(svd[1]).matmul(svd[1]));
                assertClose(eye(transposed(svd[2])), svd[2].matmul(transposed(svd[2])));
            }
            int m = x.shape().dim(-2);
            var permutation = run(engine, new Lu(), x)[2].toIntArray();
            for (int i = 0; i < permutation.length; i++) assertEquals(i % m, permutation[i]);
            if (m != x.shape().dim(-1)) continue;
            assertEquals(x.shape(), run(engine, new Cholesky(), x)[0].shape());
            assertEquals(x.shape(), run(engine, new Eigh(true), x)[0].shape());
            assertEquals(x.shape(), run(engine, new TriangularSolve(true, true, false, false), x, x)[0].shape());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatDoesNotExistIsNaNForItsMatrixAlone(Engine engine) {
        var x = Array.of(Shape.of(2, 2, 2), 1f, 2, 2, 1, 4, 2, 2, 5);
        assertArrayEquals(new float[] {Float.NaN, 0, Float.NaN, Float.NaN, 2, 0, 1, 2}, run(engine, new Cholesky(), x)[0].toFloatArray());
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var y = Array.of(Shape.of(2, 2, 2), bad, 2, 2, 1, 4, 2, 2, 4);
            for (var primitive : new Primitive[] {new Svd(false, true), new Svd(false, false), new Eigh(true)}) {
                var values = run(engine, primitive, y)[primitive instanceof Eigh ? 1 : 0].toFloatArray();
                assertTrue(Float.isNaN(values[0]) && Float.isNaN(values[1]), primitive.toString());
                assertArrayEquals(primitive instanceof Eigh ? new float[] {2, 6} : new float[] {6, 2}, Arrays.copyOfRange(values, 2, 4), 1e-5f);
            }
        }
        var nan = Array.of(Shape.of(2, 2), Float.NaN, 2, 2, 1);
        assertTrue(Float.isNaN(run(engine, new Lu(), nan)[0].toFloatArray()[0]));
        assertTrue(Float.isNaN(run(engine, new Qr(true), nan)[1].toFloatArray()[0]));
        var singular = run(engine, new Lu(), Array.full(Shape.of(3, 3), DType.FLOAT32, 1))[0];
        assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0, 1, 0, 0}, singular.toFloatArray());
    }

    private static Array transposed(Array x) {
        return x.moveAxis(-1, -2);
    }

    /// Of the length of the last axis.
    private static Array eye(Array x) {
        int n = x.shape().dim(-1);
        var shape = x.shape().remove(-2, -1).append(Shape.of(n, n));
        var iota = new Iota(DType.INT32, Shape.of(n), 0).apply();
        return iota.expandDims(0).eq(iota.expandDims(1)).astype(x.dtype()).broadcastTo(shape);
    }

    private static Array lower(Array x) {
        int n = x.shape().dim(-1);
        var iota = new Iota(DType.INT32, Shape.of(n), 0).apply();
        return iota.expandDims(0).le(iota.expandDims(1)).astype(x.dtype()).mul(x);
    }

    private static double[][][] rows(Array x, int m, int n) {
        var values = x.toDoubleArray();
        var out = new double[values.length / (m * n)][m][];
        for (int i = 0; i < out.length * m; i++) out[i / m][i % m] = Arrays.copyOfRange(values, i * n, (i + 1) * n);
        return out;
    }

    private static double tolerance(Array x) {
        return x.dtype() == DType.FLOAT64 ? 1e-11 : 5e-4;
    }

    private static void assertClose(Array expected, Array actual) {
        assertEquals(expected.abstractValue(), actual.abstractValue());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance(expected));
    }
}
