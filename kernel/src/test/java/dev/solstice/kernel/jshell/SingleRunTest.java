package dev.solstice.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import org.junit.jupiter.api.Test;

class SingleRunTest {
    private static Status status(JShell shell, String source) {
        return shell.eval(source).getFirst().status();
    }

    @Test
    void statementsAndValuesGoWithoutAnalysis() {
        assumeTrue(JShell.class.getModule().isOpen("jdk.jshell", SingleRunTest.class.getModule()), "needs the kernel's --add-opens");
        try (var shell = JShell.builder().executionEngine("local").build()) {
            SingleRun.in(shell);
            assertEquals(Status.VALID, status(shell, "java.lang.Object value$1 = 1;"));
            assertEquals(Status.VALID, status(shell, "java.lang.Object value$2 = 2;"));
            assertEquals("2", shell.eval("value$2").getFirst().value());
            assertEquals(Status.RECOVERABLE_NOT_DEFINED, status(shell, "java.lang.Object value$3 = new Missing();"),
                "only an analysis says REJECTED here");
            assertEquals(Status.REJECTED, status(shell, "Object d = new Missing();"));
            assertEquals(Status.REJECTED, status(shell, "for (int i = 0; i < 3; i++) { missing++; }"));
            assertEquals(Status.VALID, status(shell, "int n = 0;"));
            assertEquals(Status.VALID, status(shell, "for (int i = 0; i < 3; i++) { n += i; }"));
            assertEquals(Status.VALID, status(shell, "while (true) { n++; if (n > 9) break; }"));
            assertEquals("10", shell.eval("n").getFirst().value());
            assertEquals(Status.RECOVERABLE_DEFINED, status(shell, "int f() { return g(); }"));
        }
    }

    @Test
    void anExpressionThatDoesNotCompileLeavesNothingBehind() {
        try (var session = new JavaSession(null)) {
            for (var wrong : List.of("new Missing()", "missing + 1", "Math.max(1)", "1 + ", "\"a\" - 1", "System.out.println(1)")) {
                try {
                    session.evaluate(new Cell(1, wrong), warning -> { });
                } catch (CellFailure failure) {
                    assertEquals("CompileError", failure.name(), wrong);
                }
            }
            assertEquals(List.of(), session.variables());
            assertThrows(CellFailure.class, () -> session.evaluate(new Cell(2, "new Missing()"), warning -> { }));
            session.evaluate(new Cell(3, "class Missing {}"), warning -> { });
            assertTrue(session.evaluate(new Cell(4, "new Missing()"), warning -> { }).isPresent());
        }
    }

    @Test
    void typesAreKnownAfterAClassThatDoesNotCompile() {
        try (var session = new JavaSession(null)) {
            session.evaluate(new Cell(1, "import java.util.*;"), warning -> { });
            assertThrows(CellFailure.class, () -> session.evaluate(new Cell(2, "class Bad { int f() { return \"x\"; } }"), warning -> { }));
            assertEquals("List<Integer>", session.evaluateTyped(new Cell(3, "List.of(1, 2)"), warning -> { }).orElseThrow().type());
        }
    }
}
