package dev.solstice.kernel.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.ClassWeaver;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Woven code does what it would have done, and tells where it is.
class WeavingTest {
    private final JavaSession java = new JavaSession(new JavaSession.Magics() {
        @Override
        public Object line(String line) {
            return line;
        }

        @Override
        public Object cell(String line, String body) {
            return body;
        }

        @Override
        public Map<String, String> purposes() {
            return Map.of();
        }
    });
    private final ExecutorService frontEnd = Executors.newSingleThreadExecutor();
    private final List<String> places = Collections.synchronizedList(new ArrayList<>());
    private final RunControl control = new RunControl((breakpoint, frame) -> true, new StepsOn(), java::stopRequested);
    private int cells;

    /// Notes where each thread halts and steps into whatever comes next.
    private final class StepsOn implements RunControl.Listener {
        @Override
        public void halted(RunControl.Halt halt) {
            places.add(halt.frame().method().name() + ":" + halt.frame().line() + halt.frame().variables().keySet());
            frontEnd.execute(() -> control.step(halt, Step.Kind.INTO));
        }

        @Override
        public void goesOn(CallStack stack) {
            // it has been told to
        }
    }

    @AfterEach
    void close() {
        frontEnd.shutdownNow();
        java.close();
    }

    @BeforeEach
    void open() {
        java.evaluate(new Cell(0, "import java.util.*;"), warning -> { });
    }

    private void debug() {
        java.weave(new Weaving(control, java::place));
        control.start();
    }

    private Object result(String source) {
        var cell = new Cell(++cells, source);
        control.breakpoints().set(CellSources.path(source), IntStream.rangeClosed(1, cell.lineCount())
            .mapToObj(line -> new Breakpoint(line, Optional.empty())).toList());
        try {
            return java.evaluate(cell, warning -> { }).orElse("nothing");
        } catch (CellFailure failure) {
            return failure.name() + ": " + failure.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "int total = 0;\nfor (var word : \"a bb ccc\".split(\" \")) {\n    if (word.isEmpty()) continue;\n    total += word.length();\n}\ntotal",
        "String tried() {\n    var log = new StringBuilder();\n    for (int i = 0; i < 3; i++) {\n        try {\n            if (i == 1) throw new RuntimeException(\"x\");\n"
            + "            log.append(i);\n        } catch (RuntimeException e) {\n            log.append(e.getMessage());\n        } finally {\n            log.append('f');\n"
            + "        }\n    }\n    return log.toString();\n}\ntried()",
        "class Base {\n    final String name;\n    Base(String name) {\n        this.name = name;\n    }\n}\nclass Own extends Base {\n    final int size;\n"
            + "    Own(String given) {\n        var upper = given.isEmpty() ? new String(\"none\") : given.toUpperCase();\n        super(new StringBuilder(upper).reverse().toString());\n"
            + "        size = upper.length();\n    }\n    Own() {\n        this(\"\");\n    }\n}\nnew Own(\"abc\").name + new Own().name + new Own().size",
        "sealed interface Shape permits Circle, Square {}\nrecord Circle(double r) implements Shape {}\nrecord Square(double a) implements Shape {}\ndouble area(Shape shape) {\n"
            + "    return switch (shape) {\n        case Circle(var r) when r > 1 -> {\n            double square = r * r;\n            yield 3 * square;\n        }\n"
            + "        case Circle(var r) -> 3 * r;\n        case Square(double a) -> a * a;\n    };\n}\narea(new Circle(2)) + area(new Circle(1)) + area(new Square(3))",
        "interface Greets {\n    default String greet() {\n        return \"hi \" + name();\n    }\n    String name();\n}\nGreets greets = new Greets() {\n    public String name() {\n"
            + "        return \"you\";\n    }\n};\ngreets.greet()",
        "enum Color {\n    RED { int code() { return 1; } },\n    BLUE { int code() { return 2; } };\n    static final Map<String, Color> BY_NAME = new HashMap<>();\n    static {\n"
            + "        for (var each : values()) BY_NAME.put(each.name(), each);\n    }\n    abstract int code();\n}\nColor.BY_NAME.get(\"BLUE\").code()",
        "class Mixed {\n    static synchronized long mixed(byte b, short s, char c, boolean z, float f, double d, long l, int[][] a, String... rest) {\n    long sum = b + s + c + l + a[0][0];\n"
            + "    if (z) {\n        sum += (long) (f + d);\n    }\n    Object lock = rest;\n    synchronized (lock) {\n        sum += rest.length;\n    }\n    return sum;\n}}\n"
            + "Mixed.mixed((byte) 1, (short) 2, 'c', true, 1.5f, 2.5, 1L << 33, new int[][] {{7}}, \"x\", \"y\")",
        "int failing(int n) {\n    if (n == 0)\n        throw new IllegalStateException(\"end\");\n    return failing(n - 1);\n}\nfailing(3)",
        "<T extends Comparable<T>> T most(List<? extends T> all) {\n    T best = null;\n    for (T each : all)\n        if (best == null || each.compareTo(best) > 0)\n"
            + "            best = each;\n    return best;\n}\nmost(List.of(3, 9, 4))",
        "import java.util.function.*;\nSupplier<Integer> counter() {\n    int[] count = {0};\n    return () -> {\n        count[0]++;\n        return count[0];\n    };\n}\n"
            + "var counting = counter();\ncounting.get() + counting.get()"})
    void codeThatIsSteppedThroughComesToTheSame(String source) {
        var before = result(source);
        assertFalse(String.valueOf(before).startsWith("CompileError"), String.valueOf(before));
        assertTrue(places.isEmpty());
        debug();
        assertEquals(String.valueOf(before).replaceAll("Cell \\d+", "Cell"), String.valueOf(result(source)).replaceAll("Cell \\d+", "Cell"));
        assertFalse(places.isEmpty());
        assertTrue(control.halts().isEmpty() && control.threads().isEmpty());
    }

    @Test
    void eachLineIsComeByWithWhatIsInSight() {
        debug();
        assertEquals(7, result("int twice(int n) {\n    int m = 2 * n;\n    return m;\n}\nint a = 3;\ntwice(a) + 1"));
        assertEquals(List.of("Cell 1:5[]", "Cell 1:6[]", "twice:2[n]", "twice:3[n, m]"), places);
    }

    @Test
    void nothingIsWovenWhileNobodyDebugs() {
        debug();
        java.weave(ClassWeaver.NONE);
        control.end();
        assertEquals(2, result("int one() {\n    return 1;\n}\none() + 1"));
        assertTrue(control.breakpoints().methods("REPL").isEmpty());
        assertTrue(places.isEmpty());
    }
}
