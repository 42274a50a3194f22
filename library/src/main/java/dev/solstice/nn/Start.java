package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Arrays;
import java.util.Optional;

/// How the parameters of a layer start: the key, the dtype, and what to do instead of what the layer does by itself.
///
/// Every layer that takes a [Key] takes one of these in its place, and hands it on to the layers inside it.
///
/// ```java
/// Linear.of(3, 4, Start.of(key).withWeights(Init.heNormal()).withBiases(Init.zeros())).bias().toString()   // "[0. 0. 0. 0.]"
/// MLP.of(2, 1, 64, 2, Start.of(key).withDtype(DType.BFLOAT16)).apply(ones(2)).dtype()                      // bfloat16
/// ```
///
/// With nothing but a key the parameters are those of Equinox from the same key.
///
/// @param dtype of all parameters; complex numbers have independent real and imaginary parts
/// @param weights how weights start, whose inputs and outputs an initialiser finds where [Init] says, whatever the layer's own layout is
/// @param biases how biases start
public record Start(Key key, DType dtype, Optional<Initializer> weights, Optional<Initializer> biases) {
    /// float32, each layer in its own way.
    public static Start of(Key key) {
        return new Start(key, DType.FLOAT32, Optional.empty(), Optional.empty());
    }

    /// @throws IllegalArgumentException if the dtype has no fractions
    public Start withDtype(DType dtype) {
        if (!dtype.isFloating() && !dtype.isComplex()) {
            throw Mistake.of("parameters are learnt, so their dtype is floating or complex, not " + dtype + ": take FLOAT32, BFLOAT16...");
        }
        return new Start(key, dtype, weights, biases);
    }

    public Start withWeights(Initializer weights) {
        return new Start(key, dtype, Optional.of(weights), biases);
    }

    public Start withBiases(Initializer biases) {
        return new Start(key, dtype, weights, Optional.of(biases));
    }

    /// The same with keys split from this one's.
    public Start[] split(int count) {
        return Arrays.stream(key.split(count)).map(each -> new Start(each, dtype, weights, biases)).toArray(Start[]::new);
    }

    /// A weight `[outputs, inputs, kernel...]`, uniform in `[-limit, limit)` if nobody says otherwise.
    Array weight(Shape shape, double limit) {
        if (weights.isEmpty()) return uniform(shape, limit);
        // An initialiser expects [kernel..., inputs, outputs].
        var reordered = Axes.range(2, shape.rank()).plus(Axes.of(1, 0)).toArray();
        var back = new int[reordered.length];
        for (int i = 0; i < back.length; i++) back[reordered[i]] = i;
        return weights.get().apply(key, Shape.of(Arrays.stream(reordered).map(shape::dim).toArray()), dtype).transpose(back);
    }

    Array bias(Shape shape, double limit) {
        return biases.map(given -> given.apply(key, shape, dtype)).orElseGet(() -> uniform(shape, limit));
    }

    /// The rows of a table, standard normal if nobody says otherwise.
    Array table(Shape shape) {
        return weights.map(given -> given.apply(key, shape, dtype)).orElseGet(() -> Random.normal(key, shape, dtype));
    }

    private Array uniform(Shape shape, double limit) {
        if (!dtype.isComplex()) return Random.uniform(key, shape, dtype, -limit, limit);
        var part = dtype == DType.COMPLEX128 ? DType.FLOAT64 : DType.FLOAT32;
        var keys = key.split(2);
        return Lax.complex(Random.uniform(keys[0], shape, part, -limit, limit), Random.uniform(keys[1], shape, part, -limit, limit));
    }
}
