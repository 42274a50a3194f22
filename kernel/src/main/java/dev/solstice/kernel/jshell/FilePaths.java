package dev.solstice.kernel.jshell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Completes paths inside of string literals and behind magics.
final class FilePaths {
    private static final int MOST = 200;

    private FilePaths() {
    }

    /// Empty when the cursor is in no string; a string that no file fits has no matches.
    static Optional<Completion> inString(String prefix, String rest) {
        int open = openQuote(prefix);
        if (open < 0) {
            return Optional.empty();
        }
        var typed = prefix.substring(open + 1);
        return Optional.of(completion(typed, prefix).insteadOfFileIn(rest));
    }

    /// The last word as a path, where there is a file of such a name.
    static Optional<Completion> inWord(String prefix) {
        var typed = prefix.substring(prefix.lastIndexOf(' ') + 1);
        return Optional.of(completion(typed, prefix)).filter(found -> !typed.isEmpty() && !found.matches().isEmpty());
    }

    private static Completion completion(String typed, String prefix) {
        int name = typed.lastIndexOf('/') + 1;
        return new Completion(matches(typed.substring(0, name), typed.substring(name)), prefix.length() - typed.length() + name, prefix.length());
    }

    /// Where the literal starts that is still open at the end of the text, or -1.
    private static int openQuote(String prefix) {
        int open = -1;
        for (int i = prefix.lastIndexOf('\n') + 1; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c == '\\' && open >= 0) {
                i++;
            } else if (c == '\'' && open < 0 && i + 2 < prefix.length() && prefix.charAt(i + 1) == '"') {
                i += 2; // '"'
            } else if (c == '/' && open < 0 && prefix.startsWith("//", i)) {
                return -1;
            } else if (c == '"') {
                open = open < 0 ? i : -1;
            }
        }
        return open;
    }

    private static List<Completion.Match> matches(String directory, String start) {
        try (var files = Files.list(Path.of(directory.isEmpty() ? "." : directory))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                .filter(file -> !start.isEmpty() || !file.getFileName().toString().startsWith("."))
                .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : "")).sorted().limit(MOST)
                .map(text -> new Completion.Match(text, "path", "")).toList();
        } catch (IOException | InvalidPathException | SecurityException none) {
            return List.of();
        }
    }
}
