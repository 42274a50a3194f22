package dev.solstice.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells, after a restart, why the kernel before ended, if it did so without being asked to.
///
/// A kernel leaves a file with its process id beside its connection file, which a restarted kernel gets again, and takes
/// it away when it is shut down or told to end by a signal. Whoever finds one of a process that is gone knows that it
/// crashed or was killed; the JVM's own crash log says where.
final class Crash {
    private static final String CRASH_LOG = "hs_err_pid%d.log";

    private static final String CONSEQUENCE = "Variables are lost; run the cells again.";
    private static final String EXITED = "exited";
    private static final String STARVED = "starved";

    private final Path mark;
    private volatile boolean asked;
    /// What [#starved()] needs.
    private byte[] reserve = new byte[1 << 20];

    Crash(Path connectionFile) {
        this.mark = connectionFile.resolveSibling(connectionFile.getFileName() + ".solstice");
    }

    /// What is known about the end of the kernel before; empty when it ended as it should or there was none.
    Optional<String> before() {
        try {
            var left = Files.readString(mark).strip();
            if (left.equals(STARVED)) {
                return Optional.of("The kernel before this one had to end because a cell used up all memory. " + CONSEQUENCE);
            }
            if (left.equals(EXITED)) {
                return Optional.of("The kernel before this one was ended by System.exit in a cell or in what it called. " + CONSEQUENCE);
            }
            long process = Long.parseLong(left);
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
                    + ". " + CONSEQUENCE;
            }
        }
        return "The kernel before this one was killed from outside: by somebody, or by the system when memory ran out. "
            + CONSEQUENCE;
    }

    /// The signal and the frame that the JVM's report begins with.
    private static String reason(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.limit(30).filter(line -> line.startsWith("#  ") || line.startsWith("# C ") || line.startsWith("# J "))
                .map(line -> "  " + line.substring(1).strip() + "\n").limit(4).reduce("", String::concat);
        }
    }

    /// From here on the end of this process is a crash, unless it is asked to end.
    void begun() {
        mark(Long.toString(ProcessHandle.current().pid()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::jvmEnds, "end"));
    }

    /// This kernel ends because it was asked to.
    void ended() {
        asked = true;
        try {
            Files.deleteIfExists(mark);
        } catch (IOException unwritable) {
            // it will look like a crash
        }
    }

    /// Ends this process at once: a thread without which it cannot be reached got no memory.
    void starved() {
        reserve = null;
        try {
            mark(STARVED);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /// By a signal, or by an exit that some code asks for.
    private void jvmEnds() {
        if (!asked && Thread.getAllStackTraces().values().stream().anyMatch(Crash::exits)) {
            mark(EXITED);
        } else {
            ended();
        }
    }

    private static boolean exits(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit"));
    }

    private void mark(String text) {
        try {
            Files.writeString(mark, text);
        } catch (IOException unwritable) {
            // then nothing is told after a crash
        }
    }
}
