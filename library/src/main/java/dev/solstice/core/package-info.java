/// What a program is: arrays, the primitives that act on them, the traces that interpret primitives,
/// and the jaxprs that record them.
///
/// Builds on `tree` and `array`; everything above builds on this room. Who computes a primitive is not
/// known here: an [dev.solstice.core.Evaluator] is found through the service loader.
package dev.solstice.core;
