/// Who computes: the [Engine] interface, the choice of one, single evaluations and compiled programs.
///
/// Nothing above this package knows which engine runs. Depends on `core` and `array`; `host` and `mxnet` below it
/// are its two engines.
package dev.solstice.engine;
