package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// A differentiable map from all numbers onto those that a constraint allows, and back. For [Constrained].
///
/// ```java
/// record Exponential() implements Bijection {
///     public Array forward(Array free) { return Lax.exp(free); }
///     public Array inverse(Array value) { return Lax.log(value); }
/// }
/// Constrained.of(Array.of(2f, 3f), new Exponential()).free().toString()   // "[0.6931472 1.0986123]"
/// ```
///
/// Numbers that it goes by are primitive components of its record, arrays that are trained with it are other components.
public interface Bijection {
    /// A free array as one that satisfies the constraint.
    Array forward(Array free);

    /// The free array that [#forward] takes there.
    Array inverse(Array value);

    /// Onto the positive numbers: `log(1 + exp(x))`.
    static Bijection softplus() {
        return new Softplus();
    }

    /// Onto the numbers between `low` and `high`.
    static Bijection interval(double low, double high) {
        if (!(low < high)) throw Mistake.of("an interval from " + low + " to " + high + " is empty: give the smaller bound first");
        return new Interval(low, high);
    }

    /// See [#softplus].
    record Softplus() implements Bijection {
        @Override
        public Array forward(Array free) {
            return Lax.logaddexp(free, Array.scalar(free.dtype(), 0));
        }

        /// `log(exp(y) - 1)`, so written that large values do not overflow.
        @Override
        public Array inverse(Array value) {
            return value.add(Lax.log(Lax.neg(Lax.expm1(Lax.neg(value)))));
        }
    }

    /// See [#interval].
    record Interval(double low, double high) implements Bijection {
        @Override
        public Array forward(Array free) {
            return Lax.logistic(free).mul(high - low).add(low);
        }

        @Override
        public Array inverse(Array value) {
            var share = value.sub(low).div(high - low);
            return Lax.log(share).sub(Lax.log1p(Lax.neg(share)));
        }
    }
}
