package dev.solstice.kernel.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.JavaSessionTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelpTest {
    @Test
    void completionAndCompletenessAndDocumentation() {
        try (var session = new JavaSession(JavaSessionTest.MAGICS)) {
            var help = new Help(session, JavaSessionTest.MAGICS);
            assertEquals(new Completion(List.of(new Completion.Match("isBlank()", "function", "boolean String.isBlank()")), 7, 12),
                help.completion("\"text\".isBla", 12));
            assertEquals(new Completeness.Complete(), help.completeness("1 + 1"));
            assertEquals(new Completeness.Incomplete("    "), help.completeness("if (true) {"));
            assertEquals(new Completeness.Invalid(), help.completeness("int 3x = ;)"));
            assertTrue(help.documentation("Math.abs(", 9).orElseThrow().text().contains("absolute value"));
            assertEquals(Optional.empty(), help.documentation("", 0));
        }
    }
}
