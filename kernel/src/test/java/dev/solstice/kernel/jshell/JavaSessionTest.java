package dev.solstice.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class JavaSessionTest {
    /// What cells and this test share: the session runs in this JVM, so its objects are ours.
    public static final Object SHARED = new Object();

    public static final JavaSession.Magics MAGICS = new JavaSession.Magics() {
        @Override
        public Object line(String line) {
            return "line " + line;
        }

        @Override
        public Object cell(String line, String body) {
            return "cell " + line + " with " + body;
        }

        @Override
        public Map<String, String> purposes() {
            return Map.of();
        }
    };

    private static JavaSession session;
    private static int number;

    @BeforeAll
    static void start() {
        session = new JavaSession(MAGICS);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static Optional<Object> value(String source) {
        return session.evaluate(new Cell(++number, source), warning -> { });
    }

    private static CellFailure failure(String source) {
        return assertThrows(CellFailure.class, () -> value(source));
    }

    /// A function of a name that the library has too.
    public static final class Own {
        public static String zeros(int... shape) {
            return "own zeros";
        }
    }

    /// They are compiled together where that is possible; nobody must notice.
    @Test
    void statementsBehindEachOtherDoWhatTheyDoAlone() {
        assertEquals(List.of(1, 2, 3, 10), value("""
            var done = new java.util.ArrayList<Object>();
            // a comment; with a semicolon }
            done.add(1);
            /* another */ done.add(2);
            if (done.size() == 2) { done.add(3); } else { done.clear(); }
            for (int i = 0; i < 10; i++) { if (i == 9) done.add(i + 1); }
            done""").orElseThrow());
        var thrown = failure("done.clear();\ndone.add(4);\nInteger.parseInt(\"x\");\ndone.add(5);\ndone");
        assertTrue(String.join("\n", thrown.traceback()).contains("Cell " + number + ", line 3"), thrown.traceback().toString());
        assertEquals(List.of(4), value("done").orElseThrow());
        assertEquals("Cell " + (number + 1) + ", line 2: cannot find method missing(int)",
            failure("done.add(6);\nmissing(7);\ndone.add(8);\ndone").getMessage());
        assertEquals(List.of(4, 6), value("done").orElseThrow(), "what stands before a mistake has run");
        assertEquals("unreachable in a block", failure("done.clear(); while (true) { break; } throw new RuntimeException(\"unreachable in a block\"); done.add(9); done")
            .getMessage());
    }

    @Test
    void manyStatementsTakeNotMuchLongerThanFew() {
        value("var sum = 0;");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () ->
            assertEquals(499_500, value("sum += 0;\n" + IntStream.range(0, 1000).mapToObj(i -> "sum += " + i + ";").collect(Collectors.joining("\n")) + "\nsum").orElseThrow()));
    }

    @Test
    void aCallOfWhatHasAGapIsPointedAtInALongCell() {
        value("int gappy() { return toBeDeclared(); }");
        var thrown = failure("System.lineSeparator();\nSystem.lineSeparator();\ngappy();\nSystem.lineSeparator();\n1");
        assertEquals("Cell " + number + ", line 3: gappy cannot be used before this is declared: method toBeDeclared()", thrown.getMessage());
    }

    @Test
    void aSealedTypeMayBePermittedToWhatLaterCellsDeclare() {
        value("""
            sealed interface Sign permits Plus, Minus {
                default String text() { return switch (this) { case Plus plus -> "+"; case Minus minus -> "-"; }; }
                default void fail() { throw new IllegalStateException("on purpose"); }
            }""");
        int declared = number;
        value("record Plus(int n) implements Sign {}");
        assertTrue(failure("new Plus(1)").getMessage().contains("Plus cannot be used before this is declared: class Minus"));
        assertEquals("+-", value("record Minus(int n) implements Sign {}\nnew Plus(1).text() + new Minus(1).text()").orElseThrow());
        assertEquals(7, value("switch ((Sign) new Plus(7)) { case Plus(int n) -> n; case Minus(int n) -> -n; }").orElseThrow());
        assertTrue(failure("switch ((Sign) new Plus(7)) { case Plus(int n) -> n; }").getMessage().contains("does not cover"));
        assertTrue(String.join("\n", failure("new Plus(1).fail();").traceback()).contains("Cell " + declared + ", line 3"));
    }

    @Test
    void aDeclarationThatDoesNotCompileLeavesWhatWasThere() {
        value("class Steady { int n() { return 1; } void fail() { throw new IllegalStateException(\"as before\"); } }\nint steady() {\n    return new Steady().n();\n}");
        int declared = number;
        failure("\n\nclass Steady { int n() { return \"\"; } }");
        failure("int steady() { return true; }");
        assertEquals(1, value("steady()").orElseThrow());
        assertTrue(String.join("\n", failure("new Steady().fail();").traceback()).contains("Cell " + declared + ", line 1"));
        assertEquals("List<Integer>", type("java.util.List.of(1, 2)"));
    }

    @Test
    void theCompilerSpeaksOneLanguage() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertTrue(failure("System.out.println(").getMessage().endsWith("reached end of file while parsing"));
            assertTrue(failure("int german = \"\";").getMessage().endsWith("String cannot be converted to int"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void printedStackTracesNameCellsAndNothingOfTheKernel() {
        var trace = value("""
            class Stack {
                String push() {
                    var text = new java.io.StringWriter();
                    new Exception("full").printStackTrace(new java.io.PrintWriter(text));
                    return text.toString();
                }
            }
            new Stack().push()""").orElseThrow().toString();
        assertEquals("java.lang.Exception: full\n\tat Cell %1$d, line 4, in Stack.push\n\tat Cell %1$d, line 8\n".formatted(number), session.inCellTerms(trace));
    }

    @Test
    void namesOfGeneratedClassesAreTheUsersNames() {
        assertEquals("class Plain", session.inCellTerms(String.valueOf(value("class Plain { } Plain.class").orElseThrow())));
        var anonymous = value("new Object() { }").orElseThrow();
        assertTrue(session.inCellTerms(anonymous.toString()).startsWith("(anonymous)@"), anonymous.toString());
        assertEquals("costs $5", session.inCellTerms("costs $5"));
        var logger = value("StackWalker.getInstance().walk(all -> all.filter(frame -> frame.getMethodName().startsWith(\"do_it\"))"
            + ".map(frame -> frame.getClassName() + \" \" + frame.getMethodName()).findFirst().get())").orElseThrow().toString();
        assertEquals("Cell " + number, session.inCellTerms(logger));
    }

    @Test
    void errorsOfTheJvmCallVariablesAndClassesAsTheUserDoes() {
        assertEquals("Cannot invoke \"String.length()\" because \"unset\" is null", failure("String unset = null; unset.length()").getMessage());
        assertEquals("class Apple cannot be cast to class Pear",
            failure("class Apple { } class Pear { } Object fruit = new Apple(); (Pear) fruit").getMessage());
    }

    @Test
    void whatACellImportsWinsOverWhatEveryNotebookHas() {
        value("import dev.solstice.nn.*; import ai.djl.nn.core.*;");
        assertEquals("ai.djl.nn.core.Linear", value("Linear.class.getName()").orElseThrow());
        value("String nameOf(Embedding own) { return own.getClass().getName(); }");
        assertEquals("ai.djl.nn.core.Embedding", value("Embedding.class.getName()").orElseThrow());
        value("import dev.solstice.random.Key; import java.security.*;");
        assertSame(java.security.Key.class, value("Key.class").orElseThrow());
        value("import static dev.solstice.numpy.Creation.*; import static dev.solstice.kernel.jshell.JavaSessionTest.Own.*;");
        assertEquals("own zeros", value("zeros(2, 3)").orElseThrow());
    }

    @Test
    void ofTwoImportsOfItsOwnACellHasToSayWhichItMeans() {
        value("import java.awt.*; import java.util.*;");
        assertTrue(failure("List list = null;").getMessage().contains("ambiguous"));
    }

    @Test
    void magicsMayFollowComments() {
        assertEquals("line jars a.jar", value("// first\n/* then\n */ %jars a.jar").orElseThrow());
        assertEquals("cell html with <b>", value("// a note\n%%html\n<b>").orElseThrow());
    }

    @Test
    void classesOfIJavaAreFoundUnderTheirOldNames() {
        assertEquals("text/html", value("io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML.toString()").orElseThrow());
        assertEquals("dev.solstice.kernel.IJava", value("import io.github.spencerpark.ijava.IJava;\nIJava.class.getName()").orElseThrow());
        var shown = failure("io.github.spencerpark.jupyter.kernel.display.mime.MIMEType type = nothing;").traceback().stream()
            .map(line -> line.replaceAll("\u001b\\[[\\d;]*m", "")).toList();
        assertEquals(shown.get(1).indexOf("nothing"), shown.get(2).indexOf('^'), shown.toString());
    }

    @Test
    void theResultIsTheObjectItself() {
        assertSame(SHARED, value("dev.solstice.kernel.jshell.JavaSessionTest.SHARED").orElseThrow());
    }

    @Test
    void onlyTheLastPieceCounts() {
        assertEquals(Optional.empty(), value("1 + 1; int a = 3;"));
        assertEquals(Optional.of(5), value("int b = 4;\n// a comment\nb + 1"));
        assertEquals(Optional.empty(), value("// nothing\n/* at all */"));
    }

    private static String type(String source) {
        return session.evaluateTyped(new Cell(++number, source), warning -> { }).orElseThrow().type();
    }

    @Test
    void anExpressionHasItsValueAndType() {
        assertEquals("int", type("1 + 1"));
        assertEquals("java.lang.String[]", type("\"a b\".split(\" \")"));
        assertEquals("java.util.Map<String,Integer>", type("java.util.Map.of(\"a\", 1)"));
        value("class Own { public String toString() { return \"own\"; } }");
        assertEquals("Own", type("new Own()"));
        assertEquals(Optional.of(1.0), value("switch (\"a\") { case \"a\" -> 1; default -> 2.0; }"), "an int among doubles is a double");
        assertEquals(Optional.of(7), value("3 + 4 // a comment"));
        assertEquals(Optional.of("https://example.org"), value("\"https://\" + \"example.org\""));
    }

    @Test
    void whatHasNoValueToShowShowsNone() {
        value("int e = 0;");
        assertEquals(Optional.empty(), value("e = 5"));
        assertEquals(Optional.of(5), value("e"));
        assertEquals(Optional.empty(), value("Thread.onSpinWait()"));
        assertEquals(Optional.empty(), value("(Object) null"));
    }

    @Test
    void expressionsLeaveNoVariablesBehind() {
        var before = session.variables();
        value("2 + 2");
        failure("List.of().getFirst()");
        failure("java.util.List.of().getFirst()");
        assertEquals(before, session.variables());
    }

    @Test
    void magicsStandBetweenStatements() {
        assertEquals(Optional.of("line first \"a b\""), value("int c = 1;\n%first \"a b\"\n"));
        assertEquals(Optional.of(6), value("int d = 13;\n%first\nd % 7"));
        assertEquals(Optional.of("cell all with no Java ; ("), value("%%all\nno Java ; ("));
    }

    @Test
    void theExceptionIsTheObjectThatWasThrown() {
        var thrown = failure("throw new dev.solstice.kernel.jshell.JavaSessionTest.Mine(7);");
        assertEquals(7, ((Mine) thrown.getCause()).code);
        assertEquals(Mine.class.getName(), thrown.name());
    }

    /// An exception that a cell throws.
    public static final class Mine extends Exception {
        final int code;

        public Mine(int code) {
            this.code = code;
        }
    }

    @Test
    void nothingRunsWhenTheCellEndsInTheMiddle() {
        value("int touched = 0;");
        failure("touched = 1;\nif (true) {");
        assertEquals(Optional.of(0), value("touched"));
    }

    @Test
    void whatRanBeforeAnExceptionStays() {
        value("int reached = 0;");
        failure("reached = 1; Object o = null; o.hashCode(); reached = 2;");
        assertEquals(Optional.of(1), value("reached"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"while (true);", "Thread.sleep(100_000);", "while (true) { try { Thread.sleep(9); } catch (Exception e) { } }"})
    void interruptStopsTheCellAndNotTheNext(String source) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            var timer = new Timer(true);
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    session.interrupt();
                }
            }, 400);
            assertEquals("Interrupted", failure(source).name());
            session.resume();
            assertEquals(Optional.of(2), value("1 + 1"));
        });
    }

    @Test
    void whatWasInterruptedBeforeItBeganDoesNotBegin() {
        value("int begun = 0;");
        session.interrupt();
        assertEquals("Interrupted", failure("begun = 1;").name());
        session.resume();
        assertEquals(Optional.of(0), value("begun"));
    }

    @Test
    void aCellMayEvaluateCode() {
        Nested.session = session;
        assertEquals(Optional.of(42), value("(int) dev.solstice.kernel.jshell.JavaSessionTest.Nested.evaluate(\"6 * 7\")"));
    }

    /// Lets a cell reach the session.
    public static final class Nested {
        static JavaSession session;

        public static Object evaluate(String source) {
            return session.evaluate(new Cell(0, source), warning -> { }).orElseThrow();
        }
    }
}
