package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.numpy.Products.einsum;
import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.random.Key;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Multihead attention: each row of the result is a mean of all values, weighted by how well the query fits each key.
///
/// Takes queries `[queries, querySize]`, keys `[keys, keySize]` and values `[keys, valueSize]`, gives
/// `[queries, outputSize]`. Weights are computed in at least float32.
///
/// ```java
/// var attention = MultiheadAttention.of(2, 8, key);
/// Array x = Random.normal(key, 5, 8);
/// attention.apply(x, x, x, MultiheadAttention.causalMask(5)).shape()   // [5,8]
/// ```
///
/// The four projections start like [Linear], each with one of four keys split from the one given.
/// Source: `equinox.nn.MultiheadAttention`; A. Vaswani et al., arXiv 1706.03762.
///
/// @param dropout of the weights
public record MultiheadAttention(Linear queryProj, Linear keyProj, Linear valueProj, Linear outputProj, Dropout dropout,
                                 AttentionSettings settings) implements Layer {
    /// Queries, keys and values as seen by the heads.
    ///
    /// @param query `[queries, heads, qkSize]`
    /// @param key `[keys, keyValueHeads, qkSize]`
    /// @param value `[keys, keyValueHeads, voSize]`
    public record Heads(Array query, Array key, Array value) {}

    /// Everything `querySize` long, without biases and dropout.
    public static MultiheadAttention of(int numHeads, int querySize, Key key) {
        return of(AttentionSettings.of(numHeads, querySize), key);
    }

    public static MultiheadAttention of(AttentionSettings settings, Key key) {
        return of(settings, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static MultiheadAttention of(AttentionSettings settings, Start start) {
        var starts = start.split(4);
        int heads = settings.numHeads();
        int keyValueHeads = settings.keyValueHeads();
        return new MultiheadAttention(
                Linear.of(settings.querySize(), heads * settings.qkSize(), settings.useQueryBias(), starts[0]),
                Linear.of(settings.keySize(), keyValueHeads * settings.qkSize(), settings.useKeyBias(), starts[1]),
                Linear.of(settings.valueSize(), keyValueHeads * settings.voSize(), settings.useValueBias(), starts[2]),
                Linear.of(heads * settings.voSize(), settings.outputSize(), settings.useOutputBias(), starts[3]),
                Dropout.of(0), settings);
    }

    /// The same parameters; weights are dropped with probability `p` while training.
    public MultiheadAttention withDropout(double p) {
        return new MultiheadAttention(queryProj, keyProj, valueProj, outputProj, Dropout.of(p), settings);
    }

    /// Each position sees itself and those before it: true on and below the diagonal, `[length, length]`.
    public static Array causalMask(int length) {
        return causalMask(length, length);
    }

    /// The queries are the last positions of the keys' sequence: `[queries, keys]`.
    public static Array causalMask(int queries, int keys) {
        var query = Lax.iota(DType.INT32, queries).expandDims(1).add(keys - queries);
        return query.ge(Lax.iota(DType.INT32, keys).expandDims(0));
    }

    /// Self-attention of `[sequence, querySize]`.
    @Override
    public Array apply(Array x) {
        return apply(x, x, x, null, null);
    }

    /// Self-attention of `[sequence, querySize]`, with dropout.
    @Override
    public Array apply(Array x, Key key) {
        return apply(x, x, x, null, key);
    }

    public Array apply(Array query, Array key, Array value) {
        return apply(query, key, value, null, null);
    }

    /// @param mask which query may see which key; see below
    public Array apply(Array query, Array key, Array value, Array mask) {
        return apply(query, key, value, mask, null);
    }

    /// @param mask bool `[queries, keys]` or `[heads, queries, keys]`, false where a query must not see a key; null for all
    /// @param dropoutKey null without dropout, or in inference mode
    /// @throws IllegalArgumentException if the shapes do not fit
    /// @throws IllegalStateException if there is dropout and no key
    public Array apply(Array query, Array key, Array value, Array mask, Key dropoutKey) {
        return apply(query, key, value, mask, dropoutKey, UnaryOperator.identity());
    }

    /// @param process what to do with the heads before they meet, such as a [RotaryPositionalEmbedding]; keeps the shapes
    /// @throws IllegalArgumentException if the shapes do not fit
    public Array apply(Array query, Array key, Array value, Array mask, Key dropoutKey, UnaryOperator<Heads> process) {
        requireSequence("query", query, settings.querySize());
        requireSequence("key", key, settings.keySize());
        requireSequence("value", value, settings.valueSize());
        if (key.shape().dim(0) != value.shape().dim(0)) {
            throw Mistake.of("key and value must both be sequences of equal length, got " + key.summary() + " and " + value.summary());
        }
        if (mask != null) requireMask(mask, query.shape().dim(0), key.shape().dim(0));
        var allowed = settings.causal() ? both(mask, causalMask(query.shape().dim(0), key.shape().dim(0))) : mask;
        return attended(heads(query, key, value, process), allowed, dropoutKey);
    }

    /// A result, and what is known after it.
    public record Cached(Array value, KeyValueCache cache) {}

    /// A cache with room for so many positions.
    public KeyValueCache cache(int capacity) {
        return KeyValueCache.of(settings, capacity, keyProj.weight().dtype());
    }

    /// Self-attention of the next rows of a sequence, whose earlier ones are in the cache: a row sees itself and all before it.
    ///
    /// ```java
    /// var attention = MultiheadAttention.of(2, 8, key);
    /// var cache = attention.cache(10);
    /// for (int i = 0; i < 3; i++) cache = attention.apply(ones(1, 8), cache).cache();
    /// cache.length().intItem()   // 3
    /// ```
    ///
    /// @param x `[rows, querySize]`
    /// @throws IllegalArgumentException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if there is no more room in the cache, and its length is no tracer
    public Cached apply(Array x, KeyValueCache cache) {
        return apply(x, cache, (heads, _) -> heads);
    }

    /// @param process what to do with the heads of rows that begin at a position, int32 `[]`: [RotaryPositionalEmbedding#rotate]
    public Cached apply(Array x, KeyValueCache cache, BiFunction<Heads, Array, Heads> process) {
        requireSequence("query", x, settings.querySize());
        var next = heads(x, x, x, heads -> process.apply(heads, cache.length()));
        var known = cache.append(next.key(), next.value());
        return new Cached(attended(new Heads(next.query(), known.key(), known.value()), known.seenByLast(x.shape().dim(0)), null), known);
    }

    private Heads heads(Array query, Array key, Array value, UnaryOperator<Heads> process) {
        int shared = settings.keyValueHeads();
        var projected = new Heads(heads(queryProj, query, settings.numHeads(), settings.qkSize()),
                heads(keyProj, key, shared, settings.qkSize()), heads(valueProj, value, shared, settings.voSize()));
        var heads = process.apply(projected);
        requireSameShape(projected.query(), heads.query());
        requireSameShape(projected.key(), heads.key());
        requireSameShape(projected.value(), heads.value());
        return heads;
    }

    /// @return `[queries, outputSize]`
    private Array attended(Heads heads, Array mask, Key dropoutKey) {
        int group = settings.numHeads() / settings.keyValueHeads();
        var weights = dropped(weights(heads.query(), Manipulation.repeat(heads.key(), group, 1), mask), dropoutKey);
        var attended = einsum("hqk,khd->qhd", weights, Manipulation.repeat(heads.value(), group, 1));
        return rows(outputProj, attended.reshape(heads.query().shape().dim(0), settings.numHeads() * settings.voSize()));
    }

    private static Array both(Array mask, Array other) {
        return mask == null ? other : Numpy.logicalAnd(mask, other);
    }

    /// `[heads, queries, keys]`, of sum 1 along the keys.
    private Array weights(Array query, Array key, Array mask) {
        var logits = einsum("qhd,khd->hqk", query.div(Math.sqrt(settings.qkSize())), key);
        if (mask != null) logits = where(mask, logits, logits.dtype().min());
        return Activations.softmax(logits.astype(Promotion.promote(logits.dtype(), DType.FLOAT32))).astype(logits.dtype());
    }

    /// Each head with a key of its own.
    private Array dropped(Array weights, Key key) {
        if (key == null) return dropout.apply(weights);
        return filterVmap((Array head, Key k) -> dropout.apply(head, k), 0, 0).apply(weights, key.splitBatch(settings.numHeads()));
    }

    private static Array heads(Linear projection, Array x, int count, int size) {
        return rows(projection, x).reshape(x.shape().dim(0), count, size);
    }

    private static Array rows(Linear projection, Array x) {
        return filterVmap((Linear p, Array row) -> p.apply(row), null, 0).apply(projection, x);
    }

    private static void requireSequence(String name, Array x, int size) {
        if (x.rank() != 2 || x.shape().dim(1) != size) {
            throw ShapeMismatch.of("MultiheadAttention's " + name, "[sequence," + size + "]", x, 2);
        }
    }

    private void requireMask(Array mask, int queries, int keys) {
        var expected = Shape.of(settings.numHeads(), queries, keys);
        if (!mask.shape().equals(expected) && !mask.shape().equals(expected.remove(0)) || mask.dtype() != DType.BOOL) {
            throw Mistake.of("mask must be bool of shape [queries,keys] or [heads,queries,keys], here "
                    + expected + " with or without the heads, got " + mask.summary());
        }
    }

    private static void requireSameShape(Array before, Array after) {
        if (!before.shape().equals(after.shape())) {
            throw Mistake.of("process must keep the shapes of the heads, [sequence,heads,size]: it made " + after.summary()
                    + " of " + before.summary());
        }
    }
}
