package dev.solstice.transform;

/// What is differentiated (or its gradient), and whatever else a function wants to return beside it: JAX's `has_aux`.
public record WithAux<V, X>(V value, X aux) {}
