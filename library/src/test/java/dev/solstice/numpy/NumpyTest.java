package dev.solstice.numpy;

import static dev.solstice.numpy.Calculus.*;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Manipulation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Polynomials.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.*;
import static dev.solstice.numpy.Selection.*;
import static dev.solstice.numpy.Sorting.*;
import static dev.solstice.numpy.Statistics.*;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumpyTest {
    @Provide
    Arbitrary<Shape> shapes() {
        return Arbitraries.integers().between(1, 4).array(int[].class).ofMinSize(1).ofMaxSize(3).map(Shape::of);
    }

    private static Array normal(Shape shape, int seed) {
        var random = new Random(seed);
        var values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Array.of(shape, values);
    }

    // ---- against loops ----

    @Property(tries = 60)
    void a_reduction_is_the_loop_over_its_axis(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 2) int which, @ForAll int seed) {
        var x = normal(shape, seed);
        int axis = which % shape.rank();
        var flat = x.toFloatArray();
        int stride = shape.strides()[axis];
        int length = shape.dim(axis);
        var sums = new double[shape.size() / length];
        var maxima = new double[sums.length];
        Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < flat.length; i++) {
            int at = i / (stride * length) * stride + i % stride;
            sums[at] += flat[i];
            maxima[at] = Math.max(maxima[at], flat[i]);
        }
        assertArrayEquals(sums, sum(x, axis).toDoubleArray(), 1e-5);
        assertArrayEquals(maxima, max(x, axis).toDoubleArray());
        assertEquals(shape.with(axis, 1), mean(x, axis - shape.rank(), true).shape());
        assertTrue(allclose(mean(x, axis, true).broadcastTo(shape), sum(x, axis, true).div(length).broadcastTo(shape)));
    }

    @Test
    void integers_divided_by_zero_give_what_JAX_gives() {
        var x = Array.of(-6, 0, 1);
        assertArrayEquals(new int[] {0, 0, 0}, mod(x, 0).toIntArray());
        assertArrayEquals(new int[] {0, 0, 0}, fmod(x, 0).toIntArray());
        assertArrayEquals(new int[] {-2, -1, -2}, floorDivide(x, 0).toIntArray());
    }

    @Test
    void vectors_of_the_plane_have_a_vector_product_too() {
        assertEquals(-2f, cross(Array.of(1f, 2f), Array.of(3f, 4f)).item());
        assertArrayEquals(new float[] {10, -5, -2}, cross(Array.of(1f, 2f), Array.of(3f, 4f, 5f)).toFloatArray());
    }

    @Property(tries = 60)
    void division_rounds_down_as_floorMod_does(@ForAll @IntRange(min = -50, max = 50) int x, @ForAll @IntRange(min = -9, max = 9) int y) {
        if (y == 0) return;
        assertEquals(Math.floorMod(x, y), mod(Array.of(x), y).intItem());
        assertEquals(Math.floorDiv(x, y), floorDivide(Array.of(x), y).intItem());
        assertEquals(x % y, fmod(Array.of(x), y).intItem());
        assertEquals(Math.floorMod(x, y), mod(Array.of((float) x), y).item(), 0.0);
        assertEquals(Math.floorDiv(x, y), floorDivide(Array.of((float) x), y).item(), 0.0);
    }

    @Property(tries = 60)
    void a_product_of_two_operands_is_the_sum_over_what_the_result_lacks(@ForAll int seed) {
        var random = new Random(seed);
        int[] lengths = {2, 3, 4, 2};
        String left = labels(random);
        String right = labels(random);
        String result = labels(random).replaceAll("[^" + left + right + "]", "");
        var x = normal(Shape.of(left.chars().map(c -> lengths[c - 'a']).toArray()), seed + 1);
        var y = normal(Shape.of(right.chars().map(c -> lengths[c - 'a']).toArray()), seed + 2);
        var expected = new double[Shape.of(result.chars().map(c -> lengths[c - 'a']).toArray()).size()];
        for (int index = 0; index < 48; index++) {
            int[] at = {index / 24, index / 8 % 3, index / 2 % 4, index % 2};
            // A label that nothing has is not summed over.
            if (unused(at, left + right)) continue;
            expected[flat(at, lengths, result)] += (double) x.toFloatArray()[flat(at, lengths, left)] * y.toFloatArray()[flat(at, lengths, right)];
        }
        assertArrayEquals(expected, einsum(left + "," + right + "->" + result, x, y).toDoubleArray(), 1e-4);
    }

    private static String labels(Random random) {
        var letters = new java.util.ArrayList<>(List.of("a", "b", "c", "d"));
        java.util.Collections.shuffle(letters, random);
        return String.join("", letters.subList(0, random.nextInt(1, 5)));
    }

    private static int flat(int[] at, int[] lengths, String labels) {
        int flat = 0;
        for (int c : labels.chars().toArray()) flat = flat * lengths[c - 'a'] + at[c - 'a'];
        return flat;
    }

    private static boolean unused(int[] at, String labels) {
        return IntStream.range(0, 4).anyMatch(i -> at[i] != 0 && labels.indexOf('a' + i) < 0);
    }

    @Property(tries = 40)
    void sorting_sorts_and_its_indices_say_how(@ForAll @IntRange(min = 1, max = 9) int n, @ForAll int seed) {
        var x = Array.of(new Random(seed).ints(n, -3, 4).toArray());
        var expected = x.toIntArray();
        Arrays.sort(expected);
        assertArrayEquals(expected, sort(x).toIntArray());
        assertArrayEquals(expected, take(x, argsort(x), 0).toIntArray());
        assertArrayEquals(flip(sort(x)).toIntArray(), takeAlongAxis(x, argsort(x, 0, true), 0).toIntArray());
        var stable = IntStream.range(0, n).boxed().sorted((a, b) -> Integer.compare(x.get(a).intItem(), x.get(b).intItem())).mapToInt(i -> i).toArray();
        assertArrayEquals(stable, argsort(x).toIntArray());
    }

    @Test
    void searchingAmongManyGivesWhatSearchingAmongFewGives() {
        var random = new Random(3);
        var sorted = sort(Array.of(random.ints(500, 0, 300).toArray()));
        var values = Array.of(random.ints(400, -5, 305).toArray());
        var elements = sorted.toIntArray();
        for (boolean right : new boolean[] {false, true}) {
            var expected = Arrays.stream(values.toIntArray())
                    .map(v -> (int) Arrays.stream(elements).filter(e -> right ? e <= v : e < v).count()).toArray();
            assertArrayEquals(expected, searchsorted(sorted, values, right).toIntArray());
            assertArrayEquals(expected, jit((Array v) -> searchsorted(sorted, v, right)).apply(values).toIntArray());
        }
        var members = Arrays.stream(elements).boxed().collect(Collectors.toSet());
        var isThere = Sets.isin(values, sorted).toBooleanArray();
        for (int i = 0; i < isThere.length; i++) assertEquals(members.contains(values.toIntArray()[i]), isThere[i]);
        assertEquals(2, searchsorted(Array.of(0f, 1f, Float.NaN), Array.scalar(Float.NaN), false).intItem());
    }

    // ---- one by one ----

    @Test
    void ranges_stop_before_their_end() {
        assertArrayEquals(new int[] {0, 1, 2}, arange(3).toIntArray());
        assertArrayEquals(new int[] {5, 3, 1}, arange(5, 0, -2).toIntArray());
        assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0.75f}, arange(0, 1, 0.25).toFloatArray());
        assertArrayEquals(new float[] {0, 0.5f, 1}, linspace(0, 1, 3).toFloatArray());
        assertEquals(0, arange(-3).size());
        assertThrows(IllegalArgumentException.class, () -> arange(0, 3, 0));
    }

    @Test
    void java_scalars_are_weak_and_integers_become_floats_where_they_must() {
        var halves = ones(Shape.of(2), DType.FLOAT16);
        assertEquals(DType.FLOAT16, maximum(halves, 0.5).dtype());
        assertEquals(DType.FLOAT16, where(Array.of(true, false), halves, 0).dtype());
        assertEquals(DType.FLOAT32, exp(arange(3)).dtype());
        assertEquals(DType.INT32, sum(Array.of(true, true)).dtype());
        assertEquals(DType.FLOAT32, divide(1, 2).dtype());
        assertEquals(0.5, divide(1, 2).item());
        assertEquals(DType.INT32, clip(arange(5), 1, 3).dtype());
    }

    @Test
    void rearranging_is_numpys() {
        var x = arange(6).reshape(2, 3);
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5}, tile(x, 2).toIntArray());
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}, repeat(x, 2, 1).toIntArray());
        assertArrayEquals(new int[] {2, 0, 1, 5, 3, 4}, roll(x, 1, 1).toIntArray());
        assertArrayEquals(new int[] {5, 0, 1, 2, 3, 4}, roll(x, 1).toIntArray());
        assertArrayEquals(new int[] {0, 0, 0, 3, 4, 0}, tril(x).toIntArray());
        assertArrayEquals(new int[] {0, 1, 2, 0, 4, 5}, triu(x).toIntArray());
        assertArrayEquals(new int[] {0, 4}, diagonal(x, 0).toIntArray());
        assertArrayEquals(new int[] {1, 0, 0, 2}, diag(Array.of(1, 2)).toIntArray());
        assertArrayEquals(new int[] {3, 4, 5, 0, 1, 2}, flip(x, 0).toIntArray());
        assertEquals(Shape.of(3, 2), swapaxes(x, 0, -1).shape());
        assertEquals(Shape.of(2, 2, 3), stack(x, x).shape());
        assertEquals(Shape.of(2, 3, 2), stack(List.of(x, x), -1).shape());
        assertEquals(Shape.of(4, 3), concatenate(x, x).shape());
        assertArrayEquals(new int[] {1, 4}, split(x, 3, 1)[1].toIntArray());
        assertThrows(IllegalArgumentException.class, () -> split(x, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> stack(x, arange(3)));
    }

    @Test
    void nan_and_infinity_are_told_apart() {
        var x = Array.of(1f, Float.NaN, Float.POSITIVE_INFINITY);
        assertArrayEquals(new boolean[] {false, true, false}, isnan(x).toBooleanArray());
        assertArrayEquals(new boolean[] {true, false, false}, isfinite(x).toBooleanArray());
        assertArrayEquals(new boolean[] {false, false, true}, isinf(x).toBooleanArray());
        assertFalse(allclose(x, x), "NaN is close to nothing");
        assertTrue(allclose(Array.of(1f, Float.POSITIVE_INFINITY), Array.of(1 + 1e-7f, Float.POSITIVE_INFINITY)));
        assertTrue(Double.isNaN(median(x).item()));
        assertTrue(Double.isNaN(max(x).item()));
        assertEquals(1, argmax(x).intItem());
    }

    @Test
    void an_equation_that_does_not_fit_says_what_does_not() {
        var x = ones(2, 3);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> einsum("ijk->i", x)).getMessage().contains("'ijk' does not fit operand 0"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> einsum("ij,jk->ik", x, x)).getMessage().contains("label 'j' has the lengths"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> einsum("ij->ijj", x)).getMessage().contains("twice"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> einsum("ij->k", x)).getMessage().contains("no operand has"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> einsum("ij,jk", x)).getMessage().contains("2 operands, but there are 1"));
    }

    // ---- transformed ----

    @Test
    void compiled_and_mapped_functions_give_what_plain_ones_give() {
        List<Fn1<Array, Array>> functions = List.of(
                x -> var(x, 1), x -> std(x), x -> median(x, 0), x -> cumprod(x, 1), x -> sort(x, 0), x -> roll(x, 2, 1), x -> tril(x, 1),
                x -> einsum("ij,kj->ik", x, x), x -> mod(x, 0.7), x -> floorDivide(x, 0.7), x -> pad(x, new int[][] {{1, 2}, {0, 1}}, "reflect"),
                x -> take(x, argsort(x.get(0)), 1), x -> where(x.gt(0), log(abs(x)), square(x)), x -> convolve(x.get(0), x.get(1), "same"),
                x -> logaddexp(x, x.get(0)), x -> kron(x, x), x -> norm(x, 0), x -> trace(matmul(x, transpose(x))));
        var batch = normal(Shape.of(3, 4, 5), 11);
        for (int i = 0; i < functions.size(); i++) {
            var f = functions.get(i);
            var loop = stack(IntStream.range(0, 3).mapToObj(row -> f.apply(batch.get(row))).toList(), 0);
            assertTrue(allclose(vmap(f).apply(batch), loop, 1e-5, 1e-5), "vmap of function " + i);
            assertTrue(allclose(jit(f).apply(batch.get(0)), f.apply(batch.get(0)), 1e-5, 1e-5), "jit of function " + i);
            assertTrue(allclose(jit(vmap(f)).apply(batch), loop, 1e-5, 1e-5), "jit of vmap of function " + i);
        }
    }

    @Test
    void anglesHaveTheirQuadrantAndIntegersBecomeFloat32() {
        assertArrayEquals(new float[] {(float) (Math.PI / 4), (float) (3 * Math.PI / 4), (float) (-3 * Math.PI / 4)},
                Numpy.arctan2(Array.of(1, 1, -1), Array.of(1, -1, -1)).toFloatArray(), 1e-6f);
        assertArrayEquals(new float[] {Float.NaN, (float) (Math.PI / 2)}, Numpy.arcsin(Array.of(2, 1)).toFloatArray(), 1e-6f);
        assertThrows(IllegalArgumentException.class, () -> dev.solstice.lax.Lax.atan2(Array.of(1), Array.of(1)));
    }
}
