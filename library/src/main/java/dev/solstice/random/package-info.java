/// Random numbers that are JAX's, bit for bit: threefry2x32 keys that are split, never advanced, and the samplers.
///
/// Ordinary code over `lax` and `numpy`, so that a key may be traced and mapped. `nn` and everything above may use it.
package dev.solstice.random;
