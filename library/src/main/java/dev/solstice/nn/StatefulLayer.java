package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.transform.MapAxes;

/// A layer that remembers: it takes the [State] of the model and gives back the one to go on with.
///
/// [Sequential] passes the state through. Source: `equinox.nn.StatefulLayer`.
public interface StatefulLayer extends Layer {
    /// The result for one example, and the state from now on; `state` itself is used up if it has changed.
    ///
    /// @param key null if there is none
    Stateful<Array> apply(Array x, State state, Key key);

    /// Without randomness.
    default Stateful<Array> apply(Array x, State state) {
        return apply(x, state, null);
    }

    /// Whether this layer needs a state: false for one that only could have.
    default boolean isStateful() {
        return true;
    }

    /// @throws IllegalStateException always, unless the layer says otherwise
    @Override
    default Array apply(Array x) {
        throw new IllegalStateException(getClass().getSimpleName() + " has a state: call apply(x, state), with the state of "
                + "makeWithState(() -> ...), and go on with the state that it gives back");
    }

    /// The results for a batch, each example along axis 0 of `xs`, and one state; the batch axis is called `batch`.
    ///
    /// ```java
    /// var made = makeWithState(() -> Sequential.of(Linear.of(3, 4, k0), BatchNorm.of(4), Activation.RELU, Dropout.of(0.5)));
    /// made.model().applyBatch(ones(32, 3), made.state(), key).value().shape()   // [32,4]
    /// ```
    ///
    /// @param key split, one for each example; null if there is none
    default Stateful<Array> applyBatch(Array xs, State state, Key key) {
        var axes = MapAxes.in(null, 0, null, key == null ? null : 0).out(Stateful.AXES).name("batch");
        return filterVmap((StatefulLayer layer, Array x, State s, Key k) -> layer.apply(x, s, k), axes)
                .apply(this, xs, state, key == null ? null : key.splitBatch(xs.shape().dim(0)));
    }

    /// The results for a batch, without randomness.
    default Stateful<Array> applyBatch(Array xs, State state) {
        return applyBatch(xs, state, null);
    }
}
