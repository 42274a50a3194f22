package dev.solstice.kernel.help;

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
    /// @param type      as front ends have icons for: `function`, `class`, `module`, `keyword`, `instance`, `path`, `magic`
    /// @param signature of a function, where it is known; else empty, but for what a magic is for
    public record Match(String text, String type, String signature) {
        private Match withText(String other) {
            return new Match(other, type, signature);
        }
    }

    /// Chosen in the middle of a name, a match takes the place of all of it, and what already follows is not repeated:
    /// with the cursor in `twi|ce(3)`, `twice(` becomes `twice(3)`.
    Completion insteadOfNameIn(String prefix, String rest) {
        boolean inName = !prefix.isEmpty() && (Character.isJavaIdentifierPart(prefix.charAt(prefix.length() - 1)) || prefix.endsWith("."));
        int name = inName ? (int) rest.chars().takeWhile(Character::isJavaIdentifierPart).count() : 0;
        return replacing(name, rest, "\\(\\)?$", "\\.$");
    }

    /// The same in the name of a file.
    Completion insteadOfFileIn(String rest) {
        int quote = rest.lines().findFirst().orElse("").indexOf('"');
        return quote < 0 ? this : replacing((int) rest.chars().takeWhile(c -> c != '"' && c != '/').count(), rest, "/$");
    }

    /// @param endings that a match loses where the text goes on with the same
    private Completion replacing(int length, String rest, String... endings) {
        var next = rest.substring(length);
        var kept = matches.stream().map(match -> {
            for (var ending : endings) {
                var shorter = match.text().replaceFirst(ending, "");
                if (!shorter.equals(match.text()) && next.startsWith(match.text().substring(shorter.length(), shorter.length() + 1))) {
                    return match.withText(shorter);
                }
            }
            return match;
        }).toList();
        return new Completion(kept, start, end + length);
    }
}
