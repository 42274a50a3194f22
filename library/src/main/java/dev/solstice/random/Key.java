package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The state of JAX's random number generator. Immutable: the same key gives the same numbers, and new numbers need a new
/// key, which [#split] makes. A key is a node of a tree whose only leaf is a uint32 array, so that it is traced but never
/// trained.
///
/// ```java
/// var keys = Key.of(0).split(2);
/// Array weights = Random.normal(keys[0], 64, 2);
/// ```
///
/// A key may hold a batch of keys ([#splitBatch]), to be mapped over: one random model for each.
///
/// Source: `jax.random.PRNGKey`; Salmon et al., *Parallel random numbers: as easy as 1, 2, 3* (2011).
///
/// @param data uint32 of shape `[2]`, or `[..., 2]` for a batch
public record Key(Array data) {
    /// `jax.random.PRNGKey(seed)`.
    public static Key of(int seed) {
        return words(0, seed);
    }

    /// `jax.random.PRNGKey(seed)` of a 64-bit seed, as JAX makes it with 64-bit types enabled. The same as [#of(int)] for a
    /// seed from 0 to 2^31 - 1.
    public static Key of(long seed) {
        return words((int) (seed >>> 32), (int) seed);
    }

    private static Key words(int high, int low) {
        return new Key(Lax.bitcastConvertType(Array.of(high, low), DType.UINT32));
    }

    /// Two keys that are independent of this one and of each other; this one should not be used any more.
    public Key[] split() {
        return split(2);
    }

    /// `count` independent keys.
    public Key[] split(int count) {
        var rows = splitBatch(count).data;
        var keys = new Key[count];
        for (int i = 0; i < count; i++) keys[i] = new Key(rows.get(i));
        return keys;
    }

    /// A batch of independent keys, as one [Key] with a leading axis of each length.
    public Key splitBatch(int... lengths) {
        var shape = Shape.of(lengths);
        var words = Threefry.blocks(this, shape.size());
        return new Key(Lax.concatenate(1, words[0].expandDims(1), words[1].expandDims(1)).reshape(shape.append(Shape.of(2))));
    }

    /// A key that depends on this one and on a number, such as the index of a step.
    ///
    /// @param number an int (taken as uint32) or an integer array of rank 0
    public Key foldIn(Object number) {
        var counter = switch (number) {
            case Array array -> array.astype(DType.UINT32);
            case Number n -> Lax.bitcastConvertType(Array.scalar(DType.INT32, n), DType.UINT32);
            default -> throw Mistake.of("foldIn takes an int or an integer array, not a " + number.getClass().getName());
        };
        if (counter.rank() != 0) throw Mistake.of("foldIn takes one number, not " + counter.summary() + "; vmap over it");
        var words = Threefry.block(this, Array.scalar(DType.UINT32, 0), counter);
        return new Key(Lax.concatenate(0, words[0].reshape(1), words[1].reshape(1)));
    }

    /// One of the two words.
    Array word(int i) {
        if (data.dtype() != DType.UINT32 || !data.shape().equals(Shape.of(2))) {
            throw Mistake.of("a single key is u32[2], but this one is " + data.summary()
                    + (data.rank() > 1 ? ": it is a batch of keys; map over it with vmap" : ""));
        }
        return Lax.sliceInDim(data, i, i + 1, 0).reshape(Shape.scalar());
    }
}
