package dev.solstice.transform;

/// Two values: what belongs to the two arguments of a function, such as their gradients.
public record Pair<A, B>(A first, B second) {}
