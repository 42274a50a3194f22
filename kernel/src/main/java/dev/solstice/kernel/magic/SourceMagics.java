package dev.solstice.kernel.magic;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.JavaSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Magics that run Java: from a file, and with a stopwatch.
final class SourceMagics {
    private static final String LOAD = "%load FILE";
    private static final String TIME = "%time CODE";
    private static final double NANOS = 1e9;

    private final JavaSession java;

    SourceMagics(JavaSession java) {
        this.java = java;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.line(LOAD, "runs a file of Java (.java, .jshell, .jsh) or the code cells of a notebook (.ipynb)", this::load);
        catalogue.line(TIME, "runs one line and says how long it took", words -> time(code(words)));
        catalogue.cell("%%time", "runs the cell and says how long it took", (words, body) -> time(body));
    }

    private static String code(List<String> words) {
        if (words.isEmpty()) {
            throw Arguments.misused(TIME, "what to run is missing");
        }
        return String.join(" ", words);
    }

    private Object time(String source) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        try {
            return run(source);
        } finally {
            System.out.printf(Locale.ROOT, "CPU time: %.3f s (all threads)%nWall time: %.3f s%n",
                (system.getProcessCpuTime() - cpu) / NANOS, (System.nanoTime() - start) / NANOS);
        }
    }

    private Object load(List<String> words) throws IOException {
        var file = find(Arguments.of(LOAD, words).atMost(1).required(0, "the file's name"));
        var text = Files.readString(file);
        boolean notebook = file.toString().endsWith(".ipynb");
        var sources = notebook ? codeCells(file, text) : List.of(text);
        Object last = null;
        for (int i = 0; i < sources.size(); i++) {
            try {
                last = run(sources.get(i));
            } catch (CellFailure failure) {
                throw failure.in(notebook ? file + ", code cell " + (i + 1) : file.toString());
            }
        }
        return last;
    }

    private Object run(String source) {
        return java.evaluate(new Cell(0, source), System.err::println).orElse(null);
    }

    /// The name may lack its ending, as in IJava.
    private static Path find(String name) {
        for (var ending : List.of("", ".ipynb", ".jshell", ".jsh", ".java")) {
            var file = Arguments.file(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw CellFailure.plain("NoSuchFile", "there is no file " + Arguments.file(name).toAbsolutePath() + ", nor with .ipynb, .jshell, .jsh or .java");
    }

    private static List<String> codeCells(Path file, String json) {
        if (!(JsonParser.parseString(json).getAsJsonObject().get("cells") instanceof com.google.gson.JsonArray cells)) {
            throw CellFailure.plain("NoNotebook", file + " has no cells");
        }
        return StreamSupport.stream(cells.spliterator(), false).map(JsonElement::getAsJsonObject)
            .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
            .map(cell -> text(cell.get("source"))).toList();
    }

    /// A notebook keeps text as a string or as a list of its lines.
    private static String text(JsonElement source) {
        return source.isJsonArray()
            ? StreamSupport.stream(source.getAsJsonArray().spliterator(), false).map(JsonElement::getAsString).collect(Collectors.joining())
            : source.getAsString();
    }
}
