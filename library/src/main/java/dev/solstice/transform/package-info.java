/// Program transformations: forward and reverse differentiation, vectorisation, staging, one interpreter a file.
///
/// Each interpreter is a [dev.solstice.core.Trace] with an exhaustive switch of rules over
/// [dev.solstice.core.Primitive]. Reverse mode is linearize followed by transpose; nothing is differentiated
/// twice by hand. Builds on `tree`, `array` and `core`, and knows no engine.
package dev.solstice.transform;
