package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Magics about other programs.
final class ShellMagics {
    private static final String BASH = "%%bash [ARGUMENT]...";
    private static final String ENV = "%env [NAME[=VALUE]]";
    /// `NAME=VALUE` or, as in IPython, `NAME VALUE`.
    private static final Pattern ASSIGNMENT = Pattern.compile("([^=\\s]+)\\s*(?:=|\\s)\\s*(.*)", Pattern.DOTALL);

    private final Environment environment;

    ShellMagics(Environment environment) {
        this.environment = environment;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.cell(BASH, "runs the cell in bash, with the arguments as $1, $2...", this::bash);
        catalogue.alsoCell(this::bash, "sh");
        catalogue.line(ENV, "shows or sets what %%bash finds in its environment (System.getenv does not change)", this::env);
    }

    private Object bash(List<String> words, String body) throws Exception {
        var command = new java.util.ArrayList<>(List.of("bash", "-c", body, "bash"));
        command.addAll(words);
        var builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        environment.applyTo(builder.environment());
        var process = start(builder);
        try {
            var out = Thread.ofPlatform().start(() -> copy(process.getInputStream(), System.out));
            var err = Thread.ofPlatform().start(() -> copy(process.getErrorStream(), System.err));
            int status = process.waitFor();
            out.join();
            err.join();
            if (status != 0) {
                throw CellFailure.plain("ExitStatus", "bash ended with status " + status);
            }
            return null;
        } finally { // of an interrupted cell nothing goes on
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw CellFailure.plain("NoBash", "bash cannot be started: " + e.getMessage());
        }
    }

    private static void copy(InputStream from, PrintStream to) {
        try (var reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            var buffer = new char[4096];
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                to.print(new String(buffer, 0, length));
            }
        } catch (IOException ended) {
            // the process was stopped
        }
    }

    private Object env(List<String> words) {
        if (words.isEmpty()) {
            return environment.all().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining("\n"));
        }
        var assignment = String.join(" ", words);
        var parts = ASSIGNMENT.matcher(assignment);
        if (!parts.matches()) {
            var value = environment.all().get(assignment);
            if (value == null) {
                throw Arguments.misused(ENV, "there is no environment variable " + assignment);
            }
            return value;
        }
        environment.set(parts.group(1), parts.group(2).strip());
        return null;
    }
}
