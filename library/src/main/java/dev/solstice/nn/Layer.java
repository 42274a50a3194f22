package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn1;

/// What a [Sequential] can hold: something that makes an array from an array. Any function from array to array is
/// one, so are the layers of this package and every record with such a method.
///
/// A layer takes one example, without a batch axis.
///
/// ```java
/// Layer square = x -> x.mul(x);
/// var model = Sequential.of(Linear.of(2, 8, k0), Activation.RELU, square, Linear.of(8, 1, k1));
/// ```
@FunctionalInterface
public interface Layer extends Fn1<Array, Array> {
    /// The result for one example.
    @Override
    Array apply(Array x);

    /// The result for one example, with randomness from `key`. Layers without randomness ignore the key.
    ///
    /// @param key null if there is none
    default Array apply(Array x, Key key) {
        return apply(x);
    }

    /// The results for a batch: for each example along axis 0 of `xs`.
    ///
    /// ```java
    /// Linear.of(3, 4, key).applyBatch(ones(32, 3)).shape()   // [32,4]
    /// ```
    default Array applyBatch(Array xs) {
        return filterVmap((Layer layer, Array x) -> layer.apply(x), null, 0).apply(this, xs);
    }

    /// The results for a batch, with a key of its own for each example, split from `key`.
    default Array applyBatch(Array xs, Key key) {
        return filterVmap((Layer layer, Array x, Key k) -> layer.apply(x, k), null, 0, 0).apply(this, xs, key.splitBatch(xs.shape().dim(0)));
    }
}
