package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.random.Random;

/// Sets elements to zero at random while training, each with probability `p`, and divides the others by `1 - p`.
///
/// ```java
/// var dropout = Dropout.of(0.5);
/// Array x = Array.of(1f, 2f, 3f);
/// dropout.apply(x, key);                            // while training
/// inferenceMode(dropout, true).apply(x).toString()  // "[1. 2. 3.]"
/// ```
///
/// `p` and `inference` are structure, so that changing one traces a compiled function anew.
/// Source: `equinox.nn.Dropout`; N. Srivastava et al., JMLR 15, 2014.
///
/// @param p probability of an element to be dropped, in `[0, 1]`
/// @param inference whether nothing is dropped; set in a whole model by [InferenceMode]
public record Dropout(double p, boolean inference) implements Layer {
    /// @throws IllegalArgumentException unless `0 <= p <= 1`
    public static Dropout of(double p) {
        if (!(p >= 0 && p <= 1)) throw Mistake.of("Dropout sets elements to 0 with a probability p between 0 and 1, got " + p);
        return new Dropout(p, false);
    }

    /// Without a key: the identity in inference mode or if `p` is 0.
    ///
    /// @throws IllegalStateException while training
    @Override
    public Array apply(Array x) {
        return apply(x, null, inference);
    }

    /// @throws IllegalStateException while training, if the key is null
    @Override
    public Array apply(Array x, Key key) {
        return apply(x, key, inference);
    }

    /// @param inference used instead of the component of this name
    /// @throws IllegalStateException if the key is null, unless in inference mode
    public Array apply(Array x, Key key, boolean inference) {
        if (inference || p == 0) return x;
        if (key == null) {
            throw new IllegalStateException("Dropout requires a key when running in non-deterministic mode. "
                    + "Call apply(x, key), or for inference switch the model: inferenceMode(model, true).");
        }
        // In JAX a key gives other random numbers where there are 64-bit floats: of them where x is made of them, so that masks agree.
        var isWide = x.dtype() == DType.FLOAT64 || x.dtype() == DType.COMPLEX128;
        var keep = Array.scalar(isWide ? DType.FLOAT64 : DType.FLOAT32, 1 - p);
        return where(Random.bernoulli(key, keep, x.shape()), x.div(1 - p), 0);
    }
}
