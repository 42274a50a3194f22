package dev.solstice.array;

/// A complex number, as one element of a complex array is read and written. Not for computing: arrays are.
///
/// ```java
/// Array.scalar(new Complex(1, 2)).mul(new Complex(0, 1)).complexItem()   // Complex[re=-2.0, im=1.0]
/// ```
public record Complex(double re, double im) {}
