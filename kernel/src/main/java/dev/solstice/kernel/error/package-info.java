/// What a notebook shows when a cell fails: in terms of cells and their lines, never of JShell's snippets.
///
/// Depends on nothing but the JDK. One class per kind of report; all of them end in a [CellFailure].
package dev.solstice.kernel.error;
