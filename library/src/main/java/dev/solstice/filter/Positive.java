package dev.solstice.filter;

import dev.solstice.core.Array;

/// An array of positive numbers: a scale, a rate, a variance.
///
/// ```java
/// var scale = Positive.of(Array.of(0.5f, 2f));
/// scale.get().closeTo(Array.of(0.5f, 2f), 1e-5, 0)   // true
/// ```
///
/// @param free what is trained; the value is `log(1 + exp(free))`
public record Positive(Array free) implements Parameter<Array> {
    /// @throws IllegalArgumentException if a value is known and not positive
    public static Positive of(Array value) {
        return new Positive(Constrained.of(value, Bijection.softplus()).free());
    }

    @Override
    public Array get() {
        return Bijection.softplus().forward(free);
    }
}
