/// Standard output, error and input of cells.
///
/// Knows no kernel: what it collects goes to a [Sink][dev.solstice.kernel.stream.CellStreams.Sink].
package dev.solstice.kernel.stream;
