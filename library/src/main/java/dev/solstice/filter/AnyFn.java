package dev.solstice.filter;

import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;

/// A function that is given as many arguments as it is called with: what records that wrap functions of any arity implement.
/// To its users it is an [Fn1], an [Fn2]... of definite types.
public interface AnyFn<R> extends Fn1<Object, R>, Fn2<Object, Object, R>, Fn3<Object, Object, Object, R>, Fn4<Object, Object, Object, Object, R>,
        Fn5<Object, Object, Object, Object, Object, R>, Fn6<Object, Object, Object, Object, Object, Object, R> {
    @Override
    R call(Object... arguments);

    @Override
    default R apply(Object a) {
        return call(a);
    }

    @Override
    default R apply(Object a, Object b) {
        return call(a, b);
    }

    @Override
    default R apply(Object a, Object b, Object c) {
        return call(a, b, c);
    }

    @Override
    default R apply(Object a, Object b, Object c, Object d) {
        return call(a, b, c, d);
    }

    @Override
    default R apply(Object a, Object b, Object c, Object d, Object e) {
        return call(a, b, c, d, e);
    }

    @Override
    default R apply(Object a, Object b, Object c, Object d, Object e, Object f) {
        return call(a, b, c, d, e, f);
    }

    /// This function as one of definite types. It is the caller who knows that they are right.
    @SuppressWarnings("unchecked")
    default <F> F as() {
        return (F) this;
    }
}
