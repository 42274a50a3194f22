/// Outputs that change while a cell runs: progress bars and displays that are shown again and again ([Progress]).
///
/// Uses JJava's kernel interface only, so that it works in any kernel that has it; where there is none, nothing is shown.
package dev.solstice.kernel.live;
