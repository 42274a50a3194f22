package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

/// What a user defines in a notebook is looked at under the names that the user gave.
class NotebookCellTest {

    @Test
    void recordsAndLambdasOfCellsHaveTheirOwnNames() {
        try (var shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            evaluate(shell, "import dev.solstice.core.*; ");
            evaluate(shell, "import java.util.function.*;");
            evaluate(shell, "record Layer(Array weight, Array bias, int size) {}");
            evaluate(shell, "record Net(java.util.List<Layer> layers, UnaryOperator<Array> activation) {}");
            evaluate(shell, "var net = new Net(java.util.List.of(new Layer(Array.of(1f, 2f), null, 2)), x -> x);");
            String text = evaluate(shell, "dev.solstice.render.Views.view(net).toText()").translateEscapes();
            assertEquals("""
                    "▲T Net                     2  8 B
                    ├─ ▲T layers List×1        2  8 B
                    """.stripTrailing(), text.lines().limit(2).reduce((a, b) -> a + "\n" + b).orElseThrow());
            assertTrue(text.contains("▲T [0] Layer "), text);
            assertTrue(text.contains("·S activation=λ UnaryOperator"), text);
        }
    }

    private static String evaluate(JShell shell, String code) {
        var events = shell.eval(code);
        for (var event : events) {
            assertEquals(Snippet.Status.VALID, event.status(), () -> code + ": " + shell.diagnostics(event.snippet()).toList());
            if (event.exception() != null) throw new AssertionError(code, event.exception());
        }
        return events.getFirst().value();
    }
}
