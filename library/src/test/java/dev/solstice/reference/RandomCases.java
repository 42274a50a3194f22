package dev.solstice.reference;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.numpy.Manipulation;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.random.Resolution;
import dev.solstice.transform.Vmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Keys and samplers. Most cases give the raw `bits` besides the sample, so that a wrong sampler is told from wrong bits.
final class RandomCases {
    private RandomCases() {}

    static Map<String, Operation> operations() {
        var all = new HashMap<String, Operation>();
        addKeys(all);
        addContinuous(all);
        addDiscrete(all);
        return all;
    }

    // ---- keys ----

    private static void addKeys(Map<String, Operation> all) {
        all.put("threefry2x32_block", RandomCases::block);
        all.put("jax.random.PRNGKey", c -> c.expect("key", (c.params().truth("x64", false)
                ? Key.of(c.params().longInteger("seed"))
                : Key.of((int) c.params().longInteger("seed"))).data()));
        all.put("jax.random.split", c -> c.expect("keys", key(c).splitBatch(c.params().integers("num")).data()));
        all.put("jax.random.fold_in", c -> c.expect("keys", rows(Arrays.stream(c.params().integers("data")).mapToObj(key(c)::foldIn).toList())));
        all.put("split_fold_chain", RandomCases::splitFoldChain);
        all.put("jax.vmap", RandomCases::mappedSplitUniform);
        all.put("jax.random.bits", RandomCases::bits);
    }

    private static void block(ReferenceCase c) {
        var keys = c.tensor("keys");
        var counts = c.tensor("counts");
        var words = new Primitive.Threefry2x32().bind(keys.get("..., 0"), keys.get("..., 1"), counts.get("..., 0"), counts.get("..., 1"));
        c.expect("blocks", Manipulation.stack(List.of(words), -1));
    }

    private static void splitFoldChain(ReferenceCase c) {
        var key = key(c);
        var recorded = new ArrayList<Key>(List.of(key));
        for (int step = 0; step < c.params().integer("steps"); step++) {
            var pair = key.split();
            recorded.add(pair[1]);
            key = pair[0].foldIn(step);
        }
        c.expect("keys", rows(recorded));
    }

    private static void mappedSplitUniform(ReferenceCase c) {
        var function = c.json().get("function").getAsString();
        if (!function.contains("random.uniform(jax.random.split(k)[1]")) throw new NotImplemented("the mapped function " + function);
        var shape = c.params().shape("shape");
        c.expect("y", Vmap.vmap((Array k) -> Random.uniform(new Key(k).split()[1], shape, DType.FLOAT32)).apply(c.tensor("keys")));
    }

    private static void bits(ReferenceCase c) {
        c.expect("bits", Random.bits(key(c), c.params().shape("shape"), c.params().dtype("dtype", DType.UINT32)));
    }

    // ---- continuous ----

    /// A sampler of a key, shape and dtype.
    private interface Sampler {
        Array sample(Key key, Shape shape, DType dtype);
    }

    private static void sampler(Map<String, Operation> all, String op, Sampler sampler) {
        all.put(op, c -> {
            expectBits(c);
            c.expect("y", sampler.sample(key(c), c.params().shape("shape"), c.params().dtype("dtype", DType.FLOAT32)));
        });
    }

    private static void expectBits(ReferenceCase c) {
        if (!c.has("bits")) return;
        var expected = c.tensor("bits");
        c.expect("bits", Random.bits(key(c), expected.shape(), expected.dtype()));
    }

    private static void addContinuous(Map<String, Operation> all) {
        all.put("jax.random.uniform", c -> {
            expectBits(c);
            var p = c.params();
            c.expect("y", Random.uniform(key(c), p.shape("shape"), p.dtype("dtype", DType.FLOAT32), p.real("minval", 0), p.real("maxval", 1)));
        });
        all.put("jax.random.truncated_normal", c -> {
            expectBits(c);
            var p = c.params();
            c.expect("y", Random.truncatedNormal(key(c), p.real("lower"), p.real("upper"), p.shape("shape"), p.dtype("dtype", DType.FLOAT32)));
        });
        all.put("jax.random.gumbel", c -> {
            expectBits(c);
            var p = c.params();
            var resolution = Resolution.valueOf(p.text("mode", "low").toUpperCase(Locale.ROOT));
            c.expect("y", Random.gumbel(key(c), p.shape("shape"), p.dtype("dtype", DType.FLOAT32), resolution));
        });
        sampler(all, "jax.random.normal", Random::normal);
        sampler(all, "jax.random.exponential", Random::exponential);
        sampler(all, "jax.random.laplace", Random::laplace);
        sampler(all, "jax.random.logistic", Random::logistic);
    }

    // ---- discrete ----

    private static void addDiscrete(Map<String, Operation> all) {
        all.put("jax.random.bernoulli", c -> {
            expectBits(c);
            Object p = c.params().isText("p") ? c.tensor("p") : c.params().truth("x64", false) ? Array.scalar(DType.FLOAT64, c.params().real("p")) : c.params().real("p");
            c.expect("y", Random.bernoulli(key(c), p, c.params().shape("shape")));
        });
        all.put("jax.random.randint", RandomCases::randint);
        all.put("jax.random.permutation", RandomCases::permutation);
        all.put("jax.random.choice", RandomCases::choice);
        all.put("jax.random.categorical", RandomCases::categorical);
    }

    private static void randint(ReferenceCase c) {
        var p = c.params();
        var shape = p.shape("shape");
        var halves = key(c).split();
        if (c.has("high_bits")) c.expect("high_bits", Random.bits(halves[0], shape, c.tensor("high_bits").dtype()));
        if (c.has("low_bits")) c.expect("low_bits", Random.bits(halves[1], shape, c.tensor("low_bits").dtype()));
        c.expect("y", Random.randint(key(c), shape, p.longInteger("minval"), p.longInteger("maxval"), p.dtype("dtype", DType.INT32)));
    }

    private static void permutation(ReferenceCase c) {
        var p = c.params();
        c.expect("y", p.has("n")
                ? Random.permutation(key(c), p.integer("n"))
                : Random.permutation(key(c), c.tensor("x"), p.integer("axis", 0), p.truth("independent", false)));
    }

    private static void choice(ReferenceCase c) {
        var p = c.params();
        var probabilities = c.has("p") ? c.tensor("p") : null;
        boolean replace = p.truth("replace", true);
        c.expect("y", p.has("a")
                ? Random.choice(key(c), p.integer("a"), p.shape("shape"), replace, probabilities)
                : Random.choice(key(c), c.tensor("a"), p.shape("shape"), replace, probabilities, p.integer("axis", 0)));
    }

    private static void categorical(ReferenceCase c) {
        var p = c.params();
        var logits = c.tensor("logits");
        int axis = p.integer("axis", -1);
        if (!p.truth("replace", true)) {
            // The case is about one row: `logits[0]`.
            var row = logits.rank() == 1 ? logits : logits.get(0);
            c.expect("y", Random.categoricalWithoutReplacement(key(c), row, p.shape("shape")));
        } else if (p.has("shape")) {
            c.expect("y", Random.categorical(key(c), logits, axis, p.shape("shape")));
        } else {
            c.expect("y", Random.categorical(key(c), logits, axis));
        }
    }

    private static Key key(ReferenceCase c) {
        return new Key(c.tensor("key"));
    }

    private static Array rows(List<Key> keys) {
        return Manipulation.stack(keys.stream().map(Key::data).toList(), 0);
    }
}
