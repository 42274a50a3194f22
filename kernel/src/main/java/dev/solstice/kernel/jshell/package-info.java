/// Evaluating Java: cells, snippets and the thread they run on.
///
/// Knows JShell and no Jupyter: no message, no socket, no MIME type. Uses `error` for what it throws.
package dev.solstice.kernel.jshell;
