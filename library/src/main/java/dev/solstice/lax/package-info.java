/// Primitives under the names of `jax.lax`: thin functions that bind one primitive, and the few operations that are a
/// line or two over them. Strict where NumPy is lenient: operands of one dtype, of one shape or scalar.
///
/// Builds on `core`; `numpy` and everything above may use it.
package dev.solstice.lax;
