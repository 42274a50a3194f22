package dev.solstice.transform;

/// A value and its gradient, a tree like the argument.
public record ValueAndGrad<V, G>(V value, G grad) {}
