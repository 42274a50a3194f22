package dev.solstice.nn;

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
}
