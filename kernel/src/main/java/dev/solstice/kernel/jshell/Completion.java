package dev.solstice.kernel.jshell;

import java.util.List;

/// What could be written at the cursor.
///
/// @param matches those of the expected type first
/// @param start   first character that a match replaces
/// @param end     one past the last
public record Completion(List<Match> matches, int start, int end) {

    /// One possibility.
    ///
    /// @param text      what would be written
    /// @param type      as front ends have icons for: `function`, `class`, `module`, `keyword`, `instance`, `path`
    /// @param signature of a function, where it is known; else empty
    public record Match(String text, String type, String signature) {}
}
