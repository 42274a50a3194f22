package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.lax.Lax;

/// The keys and values of the rows that a [MultiheadAttention] has seen, so that generating the next one takes one row of work,
/// not the whole sequence again. Its arrays keep their shapes: a compiled step is compiled once.
///
/// ```java
/// var attention = MultiheadAttention.of(AttentionSettings.of(2, 8).withCausal(), key);
/// var rope = RotaryPositionalEmbedding.of(4);
/// var step = filterJit((MultiheadAttention a, Array x, KeyValueCache c) -> a.apply(x, c, rope::rotate));
/// var first = step.apply(attention, ones(1, 8), attention.cache(20));
/// step.apply(attention, first.value(), first.cache()).cache().length().intItem()   // 2
/// ```
///
/// @param key `[capacity, keyValueHeads, qkSize]`, rotated already if keys are
/// @param value `[capacity, keyValueHeads, voSize]`
/// @param length how many rows are known, int32 `[]`
public record KeyValueCache(Array key, Array value, Array length) {
    /// Of no rows, with room for `capacity`.
    static KeyValueCache of(AttentionSettings settings, int capacity, DType dtype) {
        return new KeyValueCache(
                Array.full(Shape.of(capacity, settings.keyValueHeads(), settings.qkSize()), dtype, 0),
                Array.full(Shape.of(capacity, settings.keyValueHeads(), settings.voSize()), dtype, 0), Array.scalar(0));
    }

    private int capacity() {
        return key.shape().dim(0);
    }

    /// With more rows.
    ///
    /// @throws IndexOutOfBoundsException if there is no room for them, and the length is no tracer
    KeyValueCache append(Array keys, Array values) {
        int rows = keys.shape().dim(0);
        if (rows > capacity() || length instanceof ConcreteArray known && known.intItem() + rows > capacity()) {
            throw new IndexOutOfBoundsException("the cache has room for " + capacity() + " rows: of " + length + " it knows, "
                    + rows + " shall be added. Make it larger: attention.cache(capacity)");
        }
        return new KeyValueCache(
                Lax.dynamicUpdateSliceInDim(key, keys, length, 0), Lax.dynamicUpdateSliceInDim(value, values, length, 0), length.add(rows));
    }

    /// Which rows each of the last `queries` ones sees: `[queries, capacity]`.
    Array seenByLast(int queries) {
        var query = Lax.iota(DType.INT32, queries).add(length.sub(queries)).expandDims(1);
        return query.ge(Lax.iota(DType.INT32, capacity()).expandDims(0));
    }
}
