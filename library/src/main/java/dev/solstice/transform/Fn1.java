package dev.solstice.transform;

/// A function of one argument.
@FunctionalInterface
public interface Fn1<A, R> extends Fn<R> {
    R apply(A a);

    @Override
    @SuppressWarnings("unchecked") // the typed wrappers around transformed functions pass the right types
    default R call(Object... arguments) {
        return apply((A) arguments[0]);
    }
}
