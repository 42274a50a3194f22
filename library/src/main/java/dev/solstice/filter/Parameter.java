package dev.solstice.filter;

/// A component of a model that is not used as it is stored: [Frozen], or a value under a constraint that is computed from
/// what is trained. Transformations and optimisers work on what is stored; [#get] gives what the model computes with.
/// Weight decay leaves it alone, unless it is asked for: a small free parameter is not a small value.
///
/// Write your own as a record whose components are what is trained.
public interface Parameter<T> {
    /// The value that the model computes with.
    T get();
}
