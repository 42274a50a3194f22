/// The variable explorer's side of the kernel: a comm that lists the notebook's variables and shows one ([VariableComm]).
///
/// What a halted cell's variables are is the debugger's business, in `debug`.
package dev.solstice.kernel.explore;
