package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;

/// A loss along a line: at a model plus a multiple of its updates.
record Line<M>(Fn1<M, Array> loss, M model, M updates) {
    /// @param value of the loss, `[]`
    /// @param slope of the loss along the line, `[]`
    /// @param gradient of the loss
    record Point<M>(Array value, Array slope, M gradient) {}

    M step(Array rate) {
        return Parameters.map(model, u -> u[0].mul(rate.astype(u[0].dtype())), updates);
    }

    Array value(Array rate) {
        return loss.apply(applyUpdates(model, step(rate)));
    }

    Point<M> at(Array rate) {
        var at = filterValueAndGrad(loss).apply(applyUpdates(model, step(rate)));
        return new Point<>(at.value(), Parameters.product(model, Parameters.map(model, g -> conj(g[0]), at.grad()), updates), at.grad());
    }

    /// A derivative pairs with a change without a conjugate.
    private static Array conj(Array x) {
        return x.dtype().isComplex() ? Lax.conj(x) : x;
    }

    /// How much too large something is: 0 for nothing, infinite where it is unknown.
    static Array error(Array x) {
        return Lax.select(x.ne(x), Array.full(x.shape(), x.dtype(), Double.POSITIVE_INFINITY), Lax.max(x, Array.full(x.shape(), x.dtype(), 0)));
    }
}
