package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.random.Key;

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
}
