package dev.solstice.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Tells, after a restart, why the kernel before ended, if it did so without being asked to.
///
/// A kernel leaves a file with its process id beside its connection file, which a restarted kernel gets again, and takes
/// it away when it is shut down. Whoever finds one of a process that is gone knows that it crashed or was killed; the
/// JVM's own crash log says where.
final class Crash {
    private static final String CRASH_LOG = "hs_err_pid%d.log";

    private final Path mark;

    Crash(Path connectionFile) {
        this.mark = connectionFile.resolveSibling(connectionFile.getFileName() + ".solstice");
    }

    /// What is known about the end of the kernel before; empty when it ended as it should or there was none.
    Optional<String> before() {
        try {
            long process = Long.parseLong(Files.readString(mark).strip());
            return ProcessHandle.of(process).isPresent() ? Optional.empty() : Optional.of(story(process));
        } catch (IOException | NumberFormatException nothingKnown) {
            return Optional.empty();
        }
    }

    private static String story(long process) throws IOException {
        for (var folder : List.of(Path.of(""), Path.of(System.getProperty("java.io.tmpdir")))) {
            var log = folder.resolve(CRASH_LOG.formatted(process)).toAbsolutePath();
            if (Files.isReadable(log)) {
                return "The kernel before this one crashed in native code:\n" + reason(log) + "All of the report is in " + log
                    + ". Variables are lost; run the cells again.";
            }
        }
        return "The kernel before this one was killed from outside: by somebody, or by the system when memory ran out. "
            + "Variables are lost; run the cells again.";
    }

    /// The signal and the frame that the JVM's report begins with.
    private static String reason(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.limit(30).filter(line -> line.startsWith("#  ") || line.startsWith("# C ") || line.startsWith("# J "))
                .map(line -> "  " + line.substring(1).strip() + "\n").limit(4).reduce("", String::concat);
        }
    }

    /// From here on the end of this process without [#ended()] is a crash.
    void begun() {
        try {
            Files.writeString(mark, Long.toString(ProcessHandle.current().pid()));
        } catch (IOException unwritable) {
            // then nothing is told after a crash
        }
    }

    /// This kernel ends because it was asked to.
    void ended() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException unwritable) {
            // it will look like a crash
        }
    }
}
