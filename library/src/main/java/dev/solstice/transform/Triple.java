package dev.solstice.transform;

/// Three values: what belongs to the three arguments of a function, such as their gradients.
public record Triple<A, B, C>(A first, B second, C third) {}
