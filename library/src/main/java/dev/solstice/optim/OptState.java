package dev.solstice.optim;

/// What an [Optim] remembers from step to step: a tree, so that it goes through `filterJit`, is looked at and saved
/// like a model. Counters are int32 arrays, so that a compiled step is traced once.
///
/// An implementation is a record; components that belong to parameters have the model's structure, with null where
/// the model has no floating array.
public interface OptState {
    /// The state of an optimiser that remembers nothing.
    record Empty() implements OptState {}
}
