package dev.solstice.optim;

import dev.solstice.array.Mistake;

/// The error for a state that is another optimiser's.
final class States {
    private States() {}

    static <S extends OptState> S require(Optim optimiser, Class<S> type, OptState state) {
        if (type.isInstance(state)) return type.cast(state);
        throw Mistake.of(optimiser.getClass().getSimpleName() + " remembers a " + type.getSimpleName() + ", got "
                + (state == null ? "null" : state.getClass().getSimpleName())
                + ". Take the state that init(model) or the last update of this same optimiser gave.");
    }
}
