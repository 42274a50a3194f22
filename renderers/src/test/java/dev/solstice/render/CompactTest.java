package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.render.html.Compact;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is left out of the script means nothing; that what is left still works is what the browser tests show.
class CompactTest {

    @Test
    void aScriptKeepsItsMeaning() {
        Map.of(
                "// why\nconst value = 1;\nf(value);", "const a=1;f(a);",
                "const one = 1; const two = one;", "const a=1,b=a;",
                "let row = e.row; row = row.next;", "let a=e.row;a=a.next;",
                "const f = (row, other = row) => ({row: other});", "const c=(a,b=a)=>({row:b});",
                "const text = 'const row // no comment';", "const a='const row // no comment';",
                "const n = 1; say(`${n} of ${n}`);", "const a=1;say(`${a} of ${a}`);",
                "const r = /a b/.test(r) ? 4 / 2 : r;", "const a=/a b/.test(a)?4/2:a;",
                "a = b - -1; c = d + +'2'; f(e++);", "a=b- -1;c=d+ +'2';f(e++);",
                "for (const row of rows) typeof row;", "for(const a of rows)typeof a;",
                "() => { f(); g(); }", "()=>{f();g()}"
        ).forEach((source, compact) -> assertEquals(compact, Compact.script(source)));
    }

    @Test
    void aPatternOfAnObjectsPropertiesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Compact.script("const {size} = e;"));
    }

    @Test
    void aStyleSheetLosesCommentsAndSpaces() {
        assertEquals(".a .b{color:red;margin:0 1px}.c>.d{top:0}", Compact.styles("/* why */\n.a .b { color: red; margin: 0 1px }\n.c > .d { top: 0; }\n"));
    }
}
