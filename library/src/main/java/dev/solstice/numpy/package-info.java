/// `jax.numpy` in Java: NumPy's functions over [dev.solstice.core.Array], with its broadcasting, promotion and negative axes.
///
/// Ordinary code over `lax` and `core`, so that every function can be differentiated, vectorised and compiled.
/// `random` and everything above may use it.
package dev.solstice.numpy;
