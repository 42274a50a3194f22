package dev.solstice.random;

import static dev.solstice.numpy.Numpy.allclose;
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
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Statistics;
import dev.solstice.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RandomTest {
    // ---- keys ----

    @Test
    void a_key_is_a_tree_of_one_unsigned_array() {
        var leaves = Tree.leaves(Key.of(3));
        assertEquals(1, leaves.size());
        assertEquals(DType.UINT32, ((Array) leaves.getFirst()).dtype());
        assertTrue(Tree.equal(Key.of(3), Key.of(3)));
        assertFalse(Tree.equal(Key.of(3), Key.of(4)));
    }

    @Test
    void an_int_seed_fills_the_low_word_and_a_long_seed_both() {
        assertArrayEquals(new long[] {0, 42}, Key.of(42).data().toLongArray());
        assertArrayEquals(new long[] {0, 0xFFFF_FFFFL}, Key.of(-1).data().toLongArray());
        assertArrayEquals(new long[] {0, 42}, Key.of(42L).data().toLongArray());
        assertArrayEquals(new long[] {1, 5}, Key.of((1L << 32) + 5).data().toLongArray());
    }

    @Property(tries = 30)
    void keys_of_a_batch_are_the_keys_of_a_split(@ForAll int seed) {
        var batch = Key.of(seed).splitBatch(3).data();
        var keys = Key.of(seed).split(3);
        for (int i = 0; i < 3; i++) assertArrayEquals(keys[i].data().toLongArray(), batch.get(i).toLongArray());
        assertEquals(Shape.of(2, 3, 2), Key.of(seed).splitBatch(2, 3).data().shape());
    }

    @Test
    void a_batch_of_keys_cannot_be_drawn_from_and_the_error_says_what_to_do() {
        var error = assertThrows(IllegalArgumentException.class, () -> Random.normal(Key.of(0).splitBatch(2), 3));
        assertTrue(error.getMessage().contains("vmap"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Random.normal(new Key(Array.of(1, 2)), 3));
    }

    // ---- samplers under transformations ----

    private interface Sampler {
        Array sample(Key key);
    }

    private static final List<Sampler> SAMPLERS = List.of(
            key -> Random.bits(key, 5), key -> Random.uniform(key, 5), key -> Random.normal(key, 2, 3), key -> Random.bernoulli(key, 0.3, 7),
            key -> Random.truncatedNormal(key, -1, 2, 5), key -> Random.exponential(key, 5), key -> Random.gumbel(key, 5),
            key -> Random.laplace(key, 5), key -> Random.logistic(key, 5), key -> Random.randint(key, Shape.of(5), 0, 100),
            key -> Random.permutation(key, 6), key -> Random.choice(key, 9, Shape.of(4), false),
            key -> Random.categorical(key, Array.of(0.1f, 2f, -1f), -1, Shape.of(4)), key -> Random.normal(key.foldIn(7), 3));

    @Test
    void mapped_and_compiled_samplers_give_the_numbers_of_plain_ones() {
        var batch = Key.of(5).splitBatch(3);
        for (int i = 0; i < SAMPLERS.size(); i++) {
            var sampler = SAMPLERS.get(i);
            var loop = Manipulation.stack(Arrays.stream(Key.of(5).split(3)).map(sampler::sample).toList(), 0);
            // Compiled and mapped code may fuse differently, so floats agree only closely.
            assertTrue(allclose(vmap((Key key) -> sampler.sample(key)).apply(batch), loop, 1e-6, 1e-6), "vmap of sampler " + i);
            assertTrue(allclose(jit((Key key) -> sampler.sample(key)).apply(Key.of(8)), sampler.sample(Key.of(8)), 1e-6, 1e-6), "jit of sampler " + i);
        }
    }

    @Test
    void a_step_can_fold_a_traced_number_into_its_key() {
        var steps = vmap((Array step) -> Key.of(1).foldIn(step)).apply(Creation.arange(3));
        for (int i = 0; i < 3; i++) assertArrayEquals(Key.of(1).foldIn(i).data().toLongArray(), steps.data().get(i).toLongArray());
    }

    // ---- distributions ----

    @Test
    void samples_have_the_moments_of_their_distribution() {
        var key = Key.of(2);
        int n = 20_000;
        assertMoments(0.5, 1.0 / 12, Random.uniform(key, n));
        assertMoments(0, 1, Random.normal(key, n));
        assertMoments(1, 1, Random.exponential(key, n));
        assertMoments(0, 2, Random.laplace(key, n));
        assertMoments(0.5772, Math.PI * Math.PI / 6, Random.gumbel(key, n));
        assertMoments(0, Math.PI * Math.PI / 3, Random.logistic(key, n));
        assertMoments(4.5, 8.25, Random.randint(key, Shape.of(n), 0, 10));
        assertMoments(0.3, 0.21, Random.bernoulli(key, 0.3, n).astype(DType.FLOAT32));
        assertMoments(0, 1, Random.normal(key, Shape.of(n), DType.FLOAT64));
    }

    private static void assertMoments(double mean, double variance, Array x) {
        assertEquals(mean, Reductions.mean(x).item(), 5 * Math.sqrt(variance / x.size()));
        assertEquals(variance, Statistics.var(x).item(), 0.1 * variance);
    }

    @Test
    void complex_normal_numbers_are_those_of_JAX() {
        var z = Random.normal(Key.of(3), Shape.of(3), DType.COMPLEX64);
        assertArrayEquals(new float[] {-1.6817402f, -1.206442f, -0.34746975f}, Lax.real(z).toFloatArray(), 1e-5f);
        assertArrayEquals(new float[] {-1.3740652f, 0.07411618f, -0.0336509f}, Lax.imag(z).toFloatArray(), 1e-5f);
    }

    @Test
    void small_floating_types_are_uniform_on_their_own_grid() {
        for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
            var x = Random.uniform(Key.of(4), Shape.of(1000), dtype);
            assertEquals(dtype, x.dtype());
            double steps = 1 / dtype.epsilon();
            for (double value : x.toDoubleArray()) {
                assertTrue(value >= 0 && value < 1 && value * steps == Math.rint(value * steps), dtype + " " + value);
            }
        }
    }

    @Test
    void a_permutation_has_every_element_once() {
        var sorted = Random.permutation(Key.of(6), 1000).toIntArray();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), sorted);
        assertEquals(6, Arrays.stream(Random.choice(Key.of(1), 6, Shape.of(6), false).toIntArray()).distinct().count());
        assertThrows(IllegalArgumentException.class, () -> Random.choice(Key.of(1), 6, Shape.of(7), false));
    }
}
