package dev.solstice.kernel.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Cell cell = new Cell(5, "int a;\n\tint b = c;\n}");

    private static String plain(List<String> lines) {
        return String.join("\n", lines).replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @Property(tries = 200)
    void lineAndColumnLeadBackToTheOffset(@ForAll String text, @ForAll int where) {
        var any = new Cell(1, text);
        int offset = any.source().isEmpty() ? 0 : Math.floorMod(where, any.source().length());
        int lineStart = 0;
        for (int line = 1; line < any.lineAt(offset); line++) {
            lineStart = any.source().indexOf('\n', lineStart) + 1;
        }
        assertEquals(offset, lineStart + any.columnAt(offset));
    }

    @Test
    void theCaretStandsUnderTheSpanAndTabsStayTabs() {
        int start = cell.source().indexOf("c;");
        var report = CompileReport.of(cell, List.of(new CompileReport.Problem(start, start + 1, "cannot find symbol\n  symbol:   variable c\n  location: class X")));
        assertEquals("Cell 5, line 2: cannot find variable c in class X", report.getMessage());
        assertEquals(String.join("\n",
            "Cell 5, line 2: cannot find variable c in class X",
            "      1  int a;",
            "-->   2  \tint b = c;",
            "         \t        ^",
            "      3  }"), plain(report.traceback()));
    }

    @Test
    void framesOfCellsHaveTheirSourceAndRepeatedOnesAreFolded() {
        var origins = new Origins();
        origins.add("7", cell, 7);
        var frames = new ArrayList<StackTraceElement>();
        for (int i = 0; i < 500; i++) {
            frames.add(new StackTraceElement("", "f", "#7", 1));
            frames.add(new StackTraceElement("Mlp", "apply", "#7", 2));
        }
        frames.add(new StackTraceElement("java.util.List", "forEach", "List.java", 9));
        frames.add(new StackTraceElement("jdk.jshell.Hidden", "invoke", "Hidden.java", 1));
        frames.add(new StackTraceElement("", "", "#7", 2));
        frames.add(new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1));
        var text = plain(new FrameList(origins).lines(frames));
        assertTrue(text.startsWith("  at Cell 5, line 2, in f\n"), text);
        assertTrue(text.contains("at Cell 5, line 3, in Mlp.apply"), text);
        assertTrue(text.contains("the 2 frames above 499 more times"), text);
        assertTrue(text.contains("at java.util.List.forEach (List.java:9)"), text);
        assertTrue(!text.contains("Hidden") && !text.contains("Thread"), text);
    }

    @Test
    void anExceptionThatIsItsOwnSuppressedCauseEnds() {
        var cause = new IllegalStateException("inner");
        var thrown = new RuntimeException("outer", cause);
        cause.addSuppressed(thrown);
        var frames = StackCarrier.of(thrown).takeApart(new StackTraceElement[0]);
        assertEquals(2, frames.size());
        assertTrue(plain(ExceptionReport.of(thrown, frames, new Origins()).traceback()).contains("inner"));
    }

    @Test
    void aMessageThatThrowsIsReported() {
        var bad = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        };
        assertTrue(ExceptionReport.of(bad, Map.of(), new Origins()).getMessage().contains("no message"));
    }
}
