/// The variable explorer's side of the kernel: a comm that lists the notebook's variables and shows one ([VariableComm]).
///
/// A debugger is not there: `debug_request` is answered as not supported. What it would take: JShell runs cells in this
/// same JVM, so that values stay objects, and a JVM cannot suspend its own threads through JDI. Breakpoints would need
/// either a second process that attaches to this one over JDWP (started with `-agentlib:jdwp`, a cost for every cell) and
/// translates the Debug Adapter Protocol to JDI, with JShell's wrapper classes mapped back to cells; or checks woven into a
/// cell's bytecode, as those that stop it are, which can halt at lines and read local variables of the cell but not of the
/// library. `Origins` has the map from snippets to cells that either would use.
package dev.solstice.kernel.explore;
