package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Products;
import java.util.Optional;

/// How queries attend to keys: scale, bias, mask and order.
///
/// ```java
/// DotProductAttention.of().causal().apply(ones(5, 2, 4), ones(5, 2, 4), ones(5, 2, 4)).shape().toString()   // "[5,2,4]"
/// ```
///
/// Source: `jax.nn.dot_product_attention`.
public final class DotProductAttention {
    private final Optional<Array> bias;
    private final Optional<Array> mask;
    private final Optional<Double> scale;
    private final boolean causal;
    private final int window;

    private DotProductAttention(Optional<Array> bias, Optional<Array> mask, Optional<Double> scale, boolean causal, int window) {
        this.bias = bias;
        this.mask = mask;
        this.scale = scale;
        this.causal = causal;
        this.window = window;
    }

    /// Every query to every key, with the scale `1 / sqrt(size)`.
    public static DotProductAttention of() {
        return new DotProductAttention(Optional.empty(), Optional.empty(), Optional.empty(), false, -1);
    }

    /// Added to the products of queries and keys; broadcasts to `[batch, heads, T, S]`.
    public DotProductAttention bias(Array added) {
        return new DotProductAttention(Optional.of(added), mask, scale, causal, window);
    }

    /// Where queries may attend to keys; broadcasts to `[batch, heads, T, S]`.
    public DotProductAttention mask(Array allowed) {
        return new DotProductAttention(bias, Optional.of(allowed), scale, causal, window);
    }

    /// The factor of the products of queries and keys.
    public DotProductAttention scale(double factor) {
        return new DotProductAttention(bias, mask, Optional.of(factor), causal, window);
    }

    /// A query attends to no later key.
    public DotProductAttention causal() {
        return new DotProductAttention(bias, mask, scale, true, window);
    }

    /// A query attends to keys at most so many places away.
    public DotProductAttention window(int distance) {
        return new DotProductAttention(bias, mask, scale, causal, distance);
    }

    /// @param query `[batch, T, heads, size]` or `[T, heads, size]`
    /// @param key   `[batch, S, heads, size]` or `[S, heads, size]`; its heads divide the query's
    /// @param value of the shape of `key`
    /// @return of the shape of `query`
    public Array apply(Array query, Array key, Array value) {
        if (query.rank() == 3) return apply(query.expandDims(0), key.expandDims(0), value.expandDims(0)).squeeze(0);
        if (query.rank() != 4 || key.rank() != 4 || !key.shape().equals(value.shape()) || query.shape().dim(2) % key.shape().dim(2) != 0) {
            throw Mistake.of("attention of " + query.summary() + " to " + key.summary() + " with " + value.summary()
                    + ": these are [batch,T,heads,size] and twice [batch,S,heads,size] whose heads divide the query's");
        }
        int group = query.shape().dim(2) / key.shape().dim(2);
        var keys = Manipulation.repeat(key, group, 2);
        var values = Manipulation.repeat(value, group, 2);
        double factor = scale.orElse(1 / Math.sqrt(query.shape().dim(3)));
        // The products and their softmax are computed in float32 at least, as in JAX.
        var wide = query.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        var logits = Products.einsum("btnh,bsnh->bnts", query, keys).astype(wide).mul(factor);
        if (bias.isPresent()) logits = logits.add(bias.get());
        var allowed = allowed(query.shape().dim(1), key.shape().dim(1));
        if (allowed.isPresent()) logits = Numpy.where(allowed.get(), logits, -0.7 * wide.max().doubleValue());
        return Products.einsum("bnts,bsnh->btnh", Activations.softmax(logits).astype(value.dtype()), values);
    }

    private Optional<Array> allowed(int queries, int keys) {
        var shape = Shape.of(queries, keys);
        var row = Lax.iota(DType.INT32, shape, 0);
        var column = Lax.iota(DType.INT32, shape, 1);
        var all = mask;
        if (causal) all = Optional.of(both(all, row.ge(column)));
        if (window >= 0) all = Optional.of(both(all, Lax.abs(row.sub(column)).le(window)));
        return all;
    }

    private static Array both(Optional<Array> mask, Array other) {
        return mask.map(given -> Numpy.logicalAnd(given, other)).orElse(other);
    }
}
