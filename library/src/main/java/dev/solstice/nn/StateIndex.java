package dev.solstice.nn;

import dev.solstice.tree.Static;

/// A stateful layer's place in the [State]: a component of the layer that says how its state begins.
///
/// ```java
/// record Counter(StateIndex<Array> calls) implements StatefulLayer {
///     static Counter of() {
///         return new Counter(StateIndex.of(Array.scalar(0)));
///     }
///     public Stateful<Array> apply(Array x, State state, Key key) {
///         return new Stateful<>(x, state.set(calls, state.get(calls).add(1)));
///     }
/// }
/// ```
///
/// Source: `equinox.nn.StateIndex`.
///
/// @param <T> an array, or a tree of arrays
/// @param marker where in the model this is, given by [State#makeWithState]; null before
/// @param init how the state begins; null after [State#makeWithState], which moves it into the state
public record StateIndex<T>(@Static String marker, T init) {
    public static <T> StateIndex<T> of(T init) {
        return new StateIndex<>(null, init);
    }
}
