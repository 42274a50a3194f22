package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Reductions;

/// An array under a constraint: what is trained is free, and a [Bijection] makes the value of it.
///
/// ```java
/// var rate = Constrained.of(Array.of(0.1f), Bijection.interval(0, 1));
/// rate.get().closeTo(Array.of(0.1f), 1e-5, 0)   // true
/// ```
///
/// @param free      what is trained
/// @param bijection a record of numbers, or with parameters of its own
public record Constrained(Array free, Bijection bijection) implements Parameter<Array> {
    /// @throws IllegalArgumentException if the value is known and the constraint does not allow it
    public static Constrained of(Array value, Bijection bijection) {
        return new Constrained(allowed(bijection.inverse(value), value, bijection), bijection);
    }

    @Override
    public Array get() {
        return bijection.forward(free);
    }

    static Array allowed(Array free, Array value, Object constraint) {
        if (value instanceof ConcreteArray && Reductions.all(Lax.isFinite(free)).item() == 0) {
            throw Mistake.of("the constraint " + constraint + " does not allow the value " + value);
        }
        return free;
    }
}
