package dev.solstice.kernel.help;

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

    /// @param typed what stands in the literal before the cursor
    static Completion inString(String typed, int cursor, String rest) {
        return completion(typed, cursor).insteadOfFileIn(rest);
    }

    /// The last word as a path, where there is a file of such a name.
    static Optional<Completion> inWord(String prefix) {
        var typed = prefix.substring(prefix.lastIndexOf(' ') + 1);
        return Optional.of(completion(typed, prefix.length())).filter(found -> !typed.isEmpty() && !found.matches().isEmpty());
    }

    private static Completion completion(String typed, int cursor) {
        int name = typed.lastIndexOf('/') + 1;
        return new Completion(matches(typed.substring(0, name), typed.substring(name)), cursor - typed.length() + name, cursor);
    }

    private static List<Completion.Match> matches(String directory, String start) {
        try (var files = Files.list(Path.of(directory.isEmpty() ? "." : directory.replaceFirst("^~(?=/)", System.getProperty("user.home"))))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                .filter(file -> !start.isEmpty() || !file.getFileName().toString().startsWith("."))
                .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : "")).sorted().limit(MOST)
                .map(text -> new Completion.Match(text, "path", "")).toList();
        } catch (IOException | InvalidPathException | SecurityException none) {
            return List.of();
        }
    }
}
