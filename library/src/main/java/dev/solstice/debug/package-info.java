/// Finding mistakes in programs that run later than they are written: checks of values inside compiled functions, counts of
/// traces, guards, and what became of code that nobody needs. Equinox's `error_if`, `debug` and `Enumeration`.
///
/// Uses everything up to `filter`; knows no layers and optimisers.
package dev.solstice.debug;
