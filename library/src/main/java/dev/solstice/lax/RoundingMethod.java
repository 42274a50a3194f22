package dev.solstice.lax;

/// Where numbers halfway between two whole ones are rounded to.
public enum RoundingMethod {
    AWAY_FROM_ZERO, TO_NEAREST_EVEN
}
