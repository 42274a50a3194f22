package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;

/// Complex numbers as NumPy treats them: real arrays have parts and a conjugate too.
///
/// ```java
/// angle(Array.of(new Complex(0, 2)))   // [1.5707964]
/// ```
///
/// Source: `real`, `imag`, `conj` and their like in the `jax.numpy` module.
public final class ComplexNumbers {
    private ComplexNumbers() {}

    /// The real parts; an array that is not complex is its own.
    public static Array real(Object x) {
        return Operands.array(x).real();
    }

    /// The imaginary parts; zeros for an array that is not complex.
    public static Array imag(Object x) {
        return Operands.array(x).imag();
    }

    /// The complex conjugates; an array that is not complex is its own.
    public static Array conj(Object x) {
        return Operands.array(x).conj();
    }

    /// The same as [#conj].
    public static Array conjugate(Object x) {
        return conj(x);
    }

    /// The angle between each number and the positive real axis, in -pi to pi.
    public static Array angle(Object x) {
        var values = Numpy.inexact(Operands.array(x));
        return Lax.atan2(values.imag(), values.real());
    }

    /// The angle in degrees, if asked for, in -180 to 180.
    public static Array angle(Object x, boolean degrees) {
        return degrees ? angle(x).mul(180 / Math.PI) : angle(x);
    }

    /// Whether each element has an imaginary part that is not 0.
    public static Array iscomplex(Object x) {
        return imag(x).ne(0);
    }

    /// Whether each element has an imaginary part of 0.
    public static Array isreal(Object x) {
        return imag(x).eq(0);
    }

    /// Whether the dtype is complex.
    public static boolean iscomplexobj(Object x) {
        return Operands.array(x).dtype().isComplex();
    }

    /// Whether the dtype is not complex.
    public static boolean isrealobj(Object x) {
        return !iscomplexobj(x);
    }
}
