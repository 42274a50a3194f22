package dev.solstice.lax;

/// `jax.lax` in Java: one function a primitive, under JAX's name in camelCase.
///
/// Binary functions take operands of one dtype, of equal shapes or one of them a scalar; NumPy's broadcasting and
/// promotion are in [dev.solstice.numpy.Numpy]. Wrong shapes and dtypes are an [IllegalArgumentException] that names both.
///
/// ```java
/// Array y = Lax.dotGeneral(a, b, new int[] {1}, new int[] {0}, new int[0], new int[0]);
/// ```
///
/// The functions are written down by topic, in the classes that this one extends: `Elementwise`, `Structure`, `Reductions`,
/// `Windows`, `Slicing`.
///
/// Source: the `jax.lax` module.
public final class Lax extends Slicing {
    private Lax() {}
}
