package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A traced program as rows.
class ProgramViewTest {
    private static Array doubledSine(Array x) {
        return Lax.sin(x.mul(2f));
    }

    private static Jaxpr program() {
        return Tracing.makeJaxpr((Array x) -> {
            Array y = Jit.jit(ProgramViewTest::doubledSine).apply(x);
            return ControlFlow.cond(Lax.gt(y.sum(), Array.of(0f).sum()), (Array v) -> v.add(1f), (Array v) -> v.matmul(v), y).sum();
        }, Array.of(Shape.of(3, 3), new float[9]));
    }

    private static List<Markup.Element> rows(Jaxpr program) {
        return Markup.parse(Views.view(program).toHtml()).all("*").stream().filter(e -> e.has("jr") && !e.has("jg")).toList();
    }

    @Test
    void everyEquationIsARowWithItsCostsAndTheUsersLine() {
        var row = rows(program()).stream().filter(r -> r.text().contains("dot_general")).findFirst().orElseThrow();
        assertTrue(row.text().contains(":f32[3,3] = dot_general["), row.text());
        assertTrue(row.text().contains(" 54 ") && row.text().contains("108 B"), row.text());
        assertTrue(row.text().contains("ProgramViewTest.java:"), row.text());
        var sine = rows(program()).stream().filter(r -> r.text().contains("= sin ")).findFirst().orElseThrow();
        assertTrue(sine.text().contains("(doubledSine)"), "the line is in the function that was called: " + sine.text());
    }

    @Test
    void variablesHaveTheNamesThatThePrintedProgramGivesThem() {
        var program = program();
        String printed = program.toString();
        for (var row : rows(program)) {
            if (!row.text().contains(" = ")) continue;
            String binder = row.text().substring(0, row.text().indexOf(" = "));
            assertTrue(printed.contains(binder + " = "), binder + " is not in\n" + printed);
        }
    }

    @Test
    void programsInsideFoldAndTheirCostsAreThoseOfTheirEquations() {
        var html = Markup.parse(Views.view(program()).toHtml());
        var jit = html.all("details").stream().filter(d -> d.children().getFirst().text().contains("= jit[name=")).findFirst().orElseThrow();
        assertTrue(jit.all("li").stream().anyMatch(li -> li.text().contains("= mul ")));
        assertTrue(jit.children().getFirst().text().contains(" 18 "), "9 products and 9 sines: " + jit.children().getFirst().text());
        var branches = html.all("summary").stream().map(Markup.Element::text).filter(text -> text.startsWith("branch ")).toList();
        assertEquals(2, branches.size());
        assertTrue(html.all("summary").getFirst().text().contains(String.valueOf(program().flops())));
    }

    @Test
    void aLongProgramIsRangesWithinTheBudget() {
        var program = Tracing.makeJaxpr((Array x) -> {
            for (int i = 0; i < 3000; i++) x = Lax.sin(x);
            return x;
        }, Array.of(1f, 2f));
        String html = Views.view(program).toHtml();
        assertTrue(html.getBytes(StandardCharsets.UTF_8).length < 130_000, () -> html.length() + " characters");
        var root = Markup.parse(html);
        assertTrue(root.all("*").size() < 3000);
        assertTrue(root.text().contains("equations 2900…2999"));
        assertFalse(root.text().contains("leaves"), "a program has none");
    }

    @Test
    void textIsTheNotation() {
        var program = program();
        assertEquals(program.toString(), Views.view(program).toText());
    }
}
