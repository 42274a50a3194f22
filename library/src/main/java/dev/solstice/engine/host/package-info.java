/// Kernels in Java for every primitive, on native memory. They are the reference that an engine's own operators are
/// tested against, and what runs where an engine lacks an operation, does it slowly or would crash on it.
///
/// One family of primitives a file; [HostKernels] dispatches. Depends on `core` and `array` only.
package dev.solstice.engine.host;
