/// Help for somebody who is writing a cell: completion, documentation, sources, completeness.
///
/// Asks `jshell` and knows no Jupyter: no message, no socket, no MIME type.
package dev.solstice.kernel.help;
