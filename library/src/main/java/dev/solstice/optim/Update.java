package dev.solstice.optim;

/// What one step of an [Optim] gives.
///
/// @param updates what to add to the model: a model with null wherever nothing changes; see `applyUpdates`
/// @param state for the next step
public record Update<M>(M updates, OptState state) {}
