package dev.solstice.kernel;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.Completeness;
import dev.solstice.kernel.stream.CellStreams;
import dev.solstice.kernel.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/// Starts a kernel once without a front end, so that the JVM can write down which classes a start loads and how it
/// links them: an ahead-of-time cache (JEP 483, JEP 514), which saves a third of every later start.
final class Rehearsal {
    static final String COMMAND = "rehearse";
    private static final int MOST_SECONDS = 180;
    /// Enough for the JVM to note which methods of the compiler are worth translating, too (JEP 515).
    private static final int ROUNDS = 12;
    private static final List<String> CELLS = List.of("1 + 1", "int f(int x) { return x + 1; }", "record Pair(int a, List<String> b) {}",
        "var pair = new Pair(f(1), List.of(\"a\"));", "pair", "System.out.println(pair);",
        "Stream.of(1, 2, 3).map(x -> x * x).toList()", "for (int i = 0; i < 3; i++) { Math.max(i, 1); }");

    private Rehearsal() {
    }

    /// What the JVM that makes the cache runs.
    static void run() throws Exception {
        var anyPorts = new KernelConnectionProperties("127.0.0.1", 0, 0, 0, 0, 0, "tcp", "hmac-sha256", "rehearsal");
        var wire = new Wire(anyPorts, (channel, message) -> { });
        var publisher = new Publisher(wire, new CellStreams());
        var workplace = new Workplace();
        workplace.prepare(publisher);
        wire.start();
        publisher.status(null, "starting");
        var java = workplace.java();
        for (int i = 0; i < ROUNDS; i++) {
            for (var source : CELLS) {
                java.evaluate(new Cell(1, source), System.err::println).ifPresent(value -> new ValueRenderer().render(value));
            }
        }
        java.completion("Math.ma", 7);
        java.completion("pai", 3);
        java.completion("pair.", 5);
        java.analyse(analysis -> Completeness.of("if (true) {", analysis));
        java.documentation("Math.max(", 9);
        java.documentation("f(", 2);
        KernelInfo.reply();
        wire.close();
        System.exit(0);
    }

    /// Makes a cache for a kernel that is started with these words.
    ///
    /// @param start the command line up to and without the connection file
    /// @param cache the file to make
    /// @return whether there is a cache now; without one a kernel only starts slower
    static boolean record(List<String> start, Path cache) throws IOException {
        var command = new ArrayList<>(start);
        command.add(1, "-XX:AOTCacheOutput=" + cache);
        command.add(COMMAND);
        var log = Files.createTempFile("solstice-rehearsal", ".log");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            return Files.exists(cache);
        } finally {
            Files.delete(log);
        }
    }
}
