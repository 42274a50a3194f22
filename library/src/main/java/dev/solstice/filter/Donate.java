package dev.solstice.filter;

/// Which arguments a compiled function may consume: their memory goes back right after the call, and reading one of their
/// arrays, or another array that shares its memory, is an error from then on. Equinox's `donate`.
public enum Donate {
    /// None; what is not used any more is found by the garbage collector.
    NONE,
    /// All.
    ALL,
    /// All but the first.
    ALL_EXCEPT_FIRST,
    /// All, with a warning for each array whose memory cannot be taken: it is a part of the result, or not ours.
    WARN,
    /// All but the first, with warnings.
    WARN_EXCEPT_FIRST;

    boolean exceptFirst() {
        return this == ALL_EXCEPT_FIRST || this == WARN_EXCEPT_FIRST;
    }

    boolean warns() {
        return this == WARN || this == WARN_EXCEPT_FIRST;
    }
}
