/// The debugger: breakpoints in cells, steps, and what the variables of a halted frame are.
///
/// [DebugAdapter] answers the Debug Adapter Protocol as Jupyter's front ends speak it. A JVM cannot suspend its own threads,
/// so while a front end debugs, [Weaving] puts calls of [Probe] at the lines of the cells that are compiled: each tells
/// [RunControl] where its thread is, and does not return while the thread is to halt there. Only cells are woven, not the
/// library and not the JDK, whose frames are neither seen nor stepped into; and nothing is while nobody debugs.
///
/// Uses `jshell` for code and variables, `error` for places in cells and `explore` for the summary of a value.
///
/// @see <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request">debug_request in Jupyter</a>
/// @see <a href="https://microsoft.github.io/debug-adapter-protocol/specification">Debug Adapter Protocol</a>
package dev.solstice.kernel.debug;
