package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.ConnectionFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// Starts a kernel once with a front end that asks it what users ask, so that the JVM can write down which classes that
/// loads, how it links them and which methods are worth translating: an ahead-of-time cache (JEP 483, JEP 514, JEP 515),
/// which saves a third of every later start.
final class Rehearsal {
    static final String COMMAND = "rehearse";
    private static final int MOST_SECONDS = 180;
    /// Enough for the JVM to see where the compiler spends its time.
    private static final int ROUNDS = 12;
    private static final List<String> CELLS = List.of("1 + 1", "int f(int x) { return x + 1; }", "record Pair(int a, List<String> b) {}",
        "var pair = new Pair(f(1), List.of(\"a\"));", "pair", "System.out.println(pair);",
        "Stream.of(1, 2, 3).map(x -> x * x).toList()", "for (int i = 0; i < 3; i++) { Math.max(i, 1); }");
    /// What loads many classes and is asked for sooner or later: a tree of arrays, a chart, errors of each kind.
    private static final List<String> SHOWN = List.of("record Net(Array weight, Pair pair) {}", "var net = new Net(ones(2, 3).mul(2), pair); net",
        "display(net);", "Charts.line(\"title\", \"x\", \"y\", 1.0, 2.0)", "int wrong = \"text\";", "HttpClient notImported = null;",
        "throw new IllegalStateException(\"shown\");", "ones(2, 3).matmul(ones(2, 3))");

    private Rehearsal() {
    }

    /// A front end as far as the kernel can tell: it sends signed requests and waits for the replies.
    private record FrontEnd(ZMQ.Socket shell, ZMQ.Socket broadcasts, HMACGenerator signer) {
        static FrontEnd of(ConnectionFile kernel) {
            var context = ZMQ.context(1);
            var front = new FrontEnd(context.socket(SocketType.DEALER), context.socket(SocketType.SUB), kernel.signer());
            front.shell.connect(kernel.address(Channel.SHELL));
            front.broadcasts.connect(kernel.address(Channel.IOPUB));
            front.broadcasts.subscribe("");
            return front;
        }

        void ask(String type, JsonObject content) {
            var header = new JsonObject();
            header.addProperty("msg_id", UUID.randomUUID().toString());
            header.addProperty("msg_type", type);
            var parts = new byte[][] {bytes(header), bytes(new JsonObject()), bytes(new JsonObject()), bytes(content)};
            shell.sendMore("<IDS|MSG>");
            shell.sendMore(signer.calculateSignature(parts));
            for (int i = 0; i < parts.length; i++) {
                shell.send(parts[i], i < parts.length - 1 ? ZMQ.SNDMORE : 0);
            }
            do {
                shell.recv();
            } while (shell.hasReceiveMore());
        }

        private static byte[] bytes(JsonObject json) {
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /// What the JVM that makes the cache runs.
    static void run(Path connectionFile) throws Exception {
        SolsticeKernel.serve(connectionFile);
        var front = FrontEnd.of(ConnectionFile.parse(Files.readString(connectionFile)));
        front.ask("kernel_info_request", new JsonObject());
        for (int i = 0; i < ROUNDS; i++) {
            CELLS.forEach(cell -> front.ask("execute_request", code(cell)));
        }
        SHOWN.forEach(cell -> front.ask("execute_request", code(cell)));
        List.of("Math.ma", "pai", "pair.", "HttpCl").forEach(begun -> front.ask("complete_request", code(begun)));
        front.ask("is_complete_request", code("if (true) {"));
        List.of("Math.max(", "f(", "vmap(").forEach(call -> front.ask("inspect_request", code(call)));
        System.exit(0);
    }

    private static JsonObject code(String source) {
        var content = new JsonObject();
        content.addProperty("code", source);
        return content;
    }

    /// Makes a cache for a kernel that is started with these words.
    ///
    /// @param start the command line up to and without the connection file
    /// @param cache the file to make
    /// @return whether there is a cache now; without one a kernel only starts slower
    static boolean record(List<String> start, Path cache) throws IOException {
        var folder = Files.createTempDirectory("solstice-rehearsal");
        try {
            var connectionFile = Files.writeString(folder.resolve("connection.json"), connection());
            var command = new ArrayList<>(start);
            command.removeIf(flag -> flag.startsWith("-XX:Tier4")); // what is optimised here is what the cache knows most of
            command.add(1, "-XX:AOTCacheOutput=" + cache);
            command.addAll(List.of(COMMAND, connectionFile.toString()));
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
            builder.environment().put("SOLSTICE_HISTORY", folder.resolve("history.jsonl").toString());
            builder.environment().put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid())); // as Jupyter does
            var process = builder.start();
            try {
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                    end(process);
                }
            } catch (InterruptedException e) {
                end(process);
                Thread.currentThread().interrupt();
            }
            Files.deleteIfExists(Path.of(cache + ".config")); // what the JVM has noted but not made a cache of
            return Files.exists(cache);
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    /// At its end the JVM starts another one, which makes the cache.
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// A connection file's content, with ports that were free a moment ago.
    private static String connection() throws IOException {
        var connection = new JsonObject();
        connection.addProperty("ip", "127.0.0.1");
        connection.addProperty("transport", "tcp");
        connection.addProperty("key", UUID.randomUUID().toString());
        connection.addProperty("signature_scheme", "hmac-sha256");
        var taken = new ArrayList<ServerSocket>();
        try {
            for (var port : List.of("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port")) {
                taken.add(new ServerSocket(0));
                connection.addProperty(port, taken.getLast().getLocalPort());
            }
        } finally {
            for (var socket : taken) socket.close();
        }
        return connection.toString();
    }
}
