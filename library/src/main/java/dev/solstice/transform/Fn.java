package dev.solstice.transform;

/// A function of any number of arguments: what [Fn1] to [Fn6] have in common.
public interface Fn<R> {
    R call(Object... arguments);
}
