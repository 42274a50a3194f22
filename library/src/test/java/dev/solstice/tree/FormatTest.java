package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.tree.Samples.Activation;
import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Model;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Tagged;
import dev.solstice.tree.Samples.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Printed trees, in the layout of Equinox.
class FormatTest {

    private final Model model = Model.of(Linear.of(1), new Linear(Weights.of(1), null, 4));

    @Test
    void whatFitsIsOnOneLine() {
        assertEquals("Linear(weight=f32[3,4], bias=f32[3,4], size=4)", Tree.format(Linear.of(1), 80));
        assertEquals("[1, \"two\", true, RELU, null]", Tree.format(Arrays.asList(1, "two", true, Activation.RELU, null)));
        assertEquals("{\"a\": 1, \"b\": Object[]{2, 3.5}}", Tree.format(Map.of("a", 1, "b", new Object[] {2, 3.5f})));
        assertEquals("Pair(left=Optional(1), right=Optional(null))", Tree.format(new Pair(Optional.of(1), Optional.empty())));
        assertEquals("Entry(\"k\", [])", Tree.format(Map.entry("k", List.of())));
        assertEquals("Tagged(tag=1, value=<lambda>, label=[1, 2], flag=true)",
                Tree.format(new Tagged<Runnable>(1, () -> { }, List.of(1, 2), true)));
        assertEquals("[<Object>, [1, 2], int[9]]", Tree.format(List.of(new Object(), new int[] {1, 2}, new int[9])));
        assertEquals("null", Tree.format(null));
    }

    @Test
    void whatDoesNotFitIsBroken() {
        assertEquals("""
                Model(
                  layers=[
                    Linear(weight=f32[3,4], bias=f32[3,4], size=4),
                    Linear(weight=f32[3,4], bias=null, size=4)
                  ],
                  function=<lambda>,
                  activation=RELU,
                  first=Dropout(p=0.5, inference=false),
                  second=Dropout(p=0.5, inference=false),
                  rate=0.5,
                  name="model"
                )""", Tree.format(model, 60));
    }

    @Test
    void theInsideStaysOnOneLineIfItFitsThere() {
        assertEquals("""
                Linear(
                  weight=f32[3,4], bias=f32[3,4], size=4
                )""", Tree.format(Linear.of(1), 42));
        assertEquals("""
                Linear(
                  weight=f32[3,4],
                  bias=f32[3,4],
                  size=4
                )""", Tree.format(Linear.of(1), 30));
        assertEquals("""
                {
                    "a":
                    [1, 2, 3]
                }""", Format.DEFAULT.withWidth(13).withIndent(4).apply(Map.of("a", List.of(1, 2, 3))));
    }

    @Test
    void nodesCanBeTruncated() {
        assertEquals("[Linear(...), 1, Linear(...)]", Format.DEFAULT.withTruncate(Linear.class::isInstance)
                .apply(List.of(Linear.of(1), 1, Linear.of(2))));
    }

    @Test
    void aVeryLargeTreeIsCut() {
        assertEquals("[0, 0, 0, ...]", Format.DEFAULT.withLimit(3).apply(Collections.nCopies(100_000, 0)));
        assertEquals("[[0, 0, ...], ...]", Format.DEFAULT.withLimit(2).apply(List.of(List.of(0, 0, 0), 0)));
        assertTrue(Tree.format(Collections.nCopies(100_000, 0)).length() < 100_000);
    }

    @Test
    void aStructurePrintsWithStars() {
        assertEquals("Linear(weight=*, bias=null, size=4)", Tree.structure(new Linear(Weights.of(1), null, 4)).toString());
        assertEquals("*", TreeDef.LEAF.toString());
        assertEquals("null", TreeDef.EMPTY.toString());
    }

    @Test
    void aLeafThatCannotBePrintedIsNamed() {
        final class Broken {
            @Override
            public String toString() {
                throw new IllegalStateException("broken");
            }
        }
        assertEquals("[<Broken>]", Tree.format(List.of(new Broken())));
    }

    @Test
    void textOfManyLinesIsCutToItsFirst() {
        Object leaf = new Object() {
            @Override
            public String toString() {
                return "first\nsecond";
            }
        };
        assertEquals("[first ...]", Tree.format(List.of(leaf)));
    }
}
