package dev.solstice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The examples of the documentation, as a notebook runs them: every line compiles and runs, and a value in the comment
/// behind a line is its value. What an example takes for granted is declared in the file of its package in the folder
/// `examples` of the test resources.
class JavadocExamplesTest {
    // Not here: the examples of `engine`, which change it.
    private static final List<String> ROOMS = List.of("tree", "array", "core", "transform", "lax", "numpy", "random", "filter", "debug", "nn", "optim", "io", "data");
    private static final Path SOURCES = Path.of("src/main/java/dev/solstice");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *///? ```java\\R((?: *///.*\\R)*?) *///? ```$");
    private static final Pattern VALUE = Pattern.compile(".*;?\\s+// (\"[^\"]*\"|-?[0-9][0-9.]*|\\[[^\\[\\]]*]|true|false)\\s*");

    private record Example(String name, String code) {}

    @TestFactory
    Stream<DynamicNode> everyExampleCompilesAndRuns() {
        return ROOMS.stream().map(room -> DynamicContainer.dynamicContainer(room, tests(room)));
    }

    private static Stream<DynamicNode> tests(String room) {
        var examples = examples(room);
        assertFalse(examples.isEmpty(), "no examples in " + room);
        var shell = shell(room);
        var tests = examples.stream().<DynamicNode>map(example -> DynamicTest.dynamicTest(example.name(), () -> run(shell, example.code())));
        return Stream.concat(tests, Stream.of(DynamicTest.dynamicTest("(end)", shell::close)));
    }

    private static List<Example> examples(String room) {
        try (var files = Files.list(SOURCES.resolve(room))) {
            var examples = new ArrayList<Example>();
            for (Path file : files.sorted().toList()) {
                Matcher block = BLOCK.matcher(Files.readString(file));
                while (block.find()) {
                    var code = block.group(1).replaceAll("(?m)^ */// ?", "");
                    examples.add(new Example(file.getFileName() + ": " + code.lines().findFirst().orElse(""), code));
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JShell shell(String room) {
        var shell = JShell.builder().executionEngine("local").build();
        for (var entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) shell.addToClasspath(entry);
        run(shell, resource("imports"));
        run(shell, resource(room));
        return shell;
    }

    /// A file of the examples' folder, empty if there is none.
    private static String resource(String name) {
        try (var file = JavadocExamplesTest.class.getResourceAsStream("/examples/" + name + ".jsh")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Line by line, as in a notebook: an expression needs no semicolon.
    private static void run(JShell shell, String code) {
        var lines = code.lines().toList();
        var source = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            source.append(lines.get(i).replaceFirst("(^|\\s)//.*", "")).append('\n');
            boolean continues = i + 1 < lines.size() && lines.get(i + 1).strip().startsWith(".");
            if (continues || isOpen(source)) continue;
            evaluate(shell, source.toString(), VALUE.matcher(lines.get(i)));
            source.setLength(0);
        }
        evaluate(shell, source.toString(), VALUE.matcher(""));
    }

    private static boolean isOpen(CharSequence source) {
        return source.chars().map(c -> "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0).sum() > 0;
    }

    private static void evaluate(JShell shell, String source, Matcher expected) {
        if (source.isBlank()) return;
        var events = shell.eval(source);
        events.forEach(event -> check(shell, event));
        if (expected.matches()) assertEquals(expected.group(1), events.getLast().value(), source);
    }

    private static void check(JShell shell, SnippetEvent event) {
        if (event.exception() != null) throw new AssertionError(event.snippet().source() + "\nthrew " + event.exception().getMessage(), event.exception());
        if (event.status() == Snippet.Status.REJECTED) {
            var reasons = shell.diagnostics(event.snippet()).map(diagnostic -> diagnostic.getMessage(null)).toList();
            throw new AssertionError("does not compile: " + event.snippet().source() + "\n" + String.join("\n", reasons));
        }
    }
}
