package dev.solstice.random;

/// With how many random bits the rare values of a distribution are drawn: with few of them, its tails end early.
///
/// Source: the parameter `mode` of `jax.random.gumbel`.
public enum Resolution {
    LOW, HIGH, HIGHEST
}
