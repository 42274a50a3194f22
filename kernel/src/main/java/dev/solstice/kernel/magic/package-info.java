/// The magics that come with the kernel: each class registers a few that belong together; [MagicCatalogue] says what there is.
///
/// Dependencies are resolved by Maven's own resolver through MIMA, in [Dependencies]. Above `jshell` and `error`; JJava's
/// registry is where extensions add magics of their own.
package dev.solstice.kernel.magic;
