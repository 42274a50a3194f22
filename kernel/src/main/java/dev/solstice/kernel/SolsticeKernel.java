package dev.solstice.kernel;

import dev.solstice.kernel.stream.CellInput;
import dev.solstice.kernel.stream.CellStreams;
import dev.solstice.kernel.wire.ConnectionFile;
import dev.solstice.kernel.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The kernel's main class.
///
/// `SolsticeKernel CONNECTION_FILE` serves a notebook; `SolsticeKernel install FOLDER [JVM_FLAG...]` writes a
/// kernelspec folder for the Java and class path that run it.
public final class SolsticeKernel {
    /// How JeroMQ calls the threads that move the bytes.
    private static final String SOCKET_THREAD = "iothread-";
    /// How an interrupt ends the threads that a cell has started.
    @SuppressWarnings("removal")
    private static final Class<?> THREAD_WAS_STOPPED = ThreadDeath.class;

    private SolsticeKernel() {
    }

    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        if (words.size() == 2 && words.getFirst().equals(Rehearsal.COMMAND)) {
            Rehearsal.run(Path.of(words.get(1)));
        } else if (words.size() == 1 && !words.getFirst().startsWith("-")) {
            serve(Path.of(words.getFirst()));
        } else if (words.size() >= 2 && words.getFirst().equals("install")) {
            new KernelSpec(Path.of(words.get(1)), words.subList(2, words.size())).write();
        } else {
            System.err.println("usage: SolsticeKernel CONNECTION_FILE | install FOLDER [JVM_FLAG...]");
            System.exit(2);
        }
    }

    static void serve(Path connectionFile) throws IOException {
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        var workplace = new Workplace(); // first, because it takes longest
        var server = new KernelServer();
        var wire = new Wire(ConnectionFile.parse(Files.readString(connectionFile)), server::receive);
        var streams = new CellStreams();
        var input = new CellInput();
        var publisher = new Publisher(wire, streams, workplace::inCellTerms);
        System.setOut(streams.out);
        System.setErr(streams.err);
        System.setIn(input);
        workplace.connect(publisher);
        publisher.status(null, "starting");
        var history = new History(HistoryFile.standard());
        var crash = new Crash(connectionFile);
        var execution = new Execution(workplace, publisher, server, input, history, crash.before());
        crash.begun();
        reportThreads(workplace, streams, crash);
        endWithParent(crash);
        var debugger = new DebugRequests(workplace, execution, publisher);
        var control = new ControlRequests(workplace, execution, server, wire, crash, debugger);
        var foresight = new Foresight(() -> workplace.help().firstQuestions());
        server.start(wire, publisher, new ShellRequests(workplace, execution, history, server, control, foresight), control, debugger);
        wire.start();
    }

    /// What a thread that a cell has started throws is told in terms of cells.
    ///
    /// Nothing can bring back a thread behind the sockets that got no memory: nobody would ever get an answer. What is
    /// done then must not need memory either.
    private static void reportThreads(Workplace workplace, CellStreams streams, Crash crash) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (thrown instanceof OutOfMemoryError && thread.getName().startsWith(SOCKET_THREAD)) {
                crash.starved();
            }
            if (thrown.getClass() != THREAD_WAS_STOPPED) {
                streams.err.println("In " + name(thread) + ": " + workplace.javaIfReady()
                    .map(java -> String.join("\n", java.failure(thrown).traceback())).orElseGet(thrown::toString));
            }
        });
    }

    private static String name(Thread thread) {
        return thread.getName().isEmpty() ? "a virtual thread" : "thread \"" + thread.getName() + "\"";
    }

    /// A kernel whose Jupyter server is gone has nobody to serve and would stay for ever.
    private static void endWithParent(Crash crash) {
        var parent = System.getenv("JPY_PARENT_PID");
        if (parent == null || !parent.matches("[1-9][0-9]{0,17}")) return;
        ProcessHandle.of(Long.parseLong(parent)).ifPresent(process -> process.onExit().thenRun(() -> {
            crash.ended();
            System.exit(0);
        }));
    }
}
