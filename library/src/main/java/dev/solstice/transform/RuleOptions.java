package dev.solstice.transform;

import java.util.HashSet;
import java.util.Set;

/// How a derivative of one's own is called.
///
/// @param nondifferentiated numbers of the arguments that the rule has no derivative by; differentiating by them is an error
/// @param symbolicZeros     whether tangents and cotangents that are zero are passed as null, so that the rule can leave out
///                          what it would compute with them, instead of as arrays of zeros
public record RuleOptions(Set<Integer> nondifferentiated, boolean symbolicZeros) {
    /// A derivative by every argument, and zeros as arrays.
    public static final RuleOptions DEFAULT = new RuleOptions(Set.of(), false);

    public RuleOptions {
        nondifferentiated = Set.copyOf(nondifferentiated);
    }

    /// JAX's `nondiff_argnums`. The rule gets null for their tangents.
    public RuleOptions withNondifferentiated(int... arguments) {
        var all = new HashSet<>(nondifferentiated);
        for (int argument : arguments) all.add(argument);
        return new RuleOptions(all, symbolicZeros);
    }

    /// JAX's `symbolic_zeros`.
    public RuleOptions withSymbolicZeros() {
        return new RuleOptions(nondifferentiated, true);
    }
}
