package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.tree.Samples.Activation;
import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Model;
import dev.solstice.tree.Samples.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths read and print as Java.
class KeyPathTest {

    private record Cell(int row, String column) {}

    @Test
    void aPathPrintsAsTheJavaThatGoesThere() {
        Object tree = new Pair(Map.of("a \"quoted\"\n\\", new Object[] {1}), Map.entry(Optional.of(2), Map.of(5L, 3, 6L, 4)));
        assertEquals(List.of(".left().get(\"a \\\"quoted\\\"\\n\\\\\")[0]", ".right().getKey().get()",
                ".right().getValue().get(5L)", ".right().getValue().get(6L)"),
                Tree.structure(tree).paths().stream().map(KeyPath::toString).toList());
        assertEquals("", KeyPath.ROOT.toString());
    }

    @Test
    void keysOfAnyTypeLeadToTheirValue() {
        for (Object key : List.of("text", 'c', '\'', 3, -3, 5L, 1.5, 2.5f, (byte) 1, (short) 2, true, Activation.TANH, Linear.class,
                List.of(1, 2), new Cell(1, "b)"))) {
            KeyPath path = Tree.structure(Map.of(key, "value")).paths().getFirst();
            assertEquals("value", KeyPath.parse(path.toString()).get(Map.of(key, "value")), path::toString);
        }
        assertEquals(".get(new Cell(1, \"b)\"))", new KeyPath.MapKey(new Cell(1, "b)")).toString());
    }

    @Test
    void aNumberLeadsIntoAListAndIntoAMap() {
        KeyPath path = KeyPath.parse(".get(1)");
        assertEquals("b", path.get(List.of("a", "b")));
        assertEquals("b", path.get(Map.of(1, "b")));
    }

    @Test
    void metadataIsFoundByPath() {
        assertEquals(4, KeyPath.parse(".layers().get(0).size()").get(Model.of(Linear.of(1))));
    }

    @Test
    void aPathThatLeadsNowhereSaysWhatThereIs() {
        var thrown = assertThrows(TreeException.class, () -> KeyPath.parse(".layers().get(0).weigth()").get(Model.of(Linear.of(1))));
        assertEquals("""
                there is no .weigth() here, asked for by the path .layers().get(0).weigth() (at .layers().get(0))
                  expected: one of .weight() .bias() .size()
                  got:      Linear(weight=f32[3,4], bias=f32[3,4], size=4)""", thrown.getMessage());
        var inLeaf = assertThrows(TreeException.class, () -> KeyPath.parse(".get(0).get(1)").get(List.of(5)));
        assertTrue(inLeaf.getMessage().contains("expected: the end of the path"), inLeaf.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"weight", ".weight", ".weight(", ".get(1", ".get(\"a)", "[x]", "[1", ".(1)", ".a b()", ".get(\"\\q\")",
        ".weight(3)", ".get(\"\\u12\")"})
    void textThatIsNoPathIsAnError(String text) {
        var thrown = assertThrows(TreeException.class, () -> KeyPath.parse(text));
        assertTrue(thrown.getMessage().startsWith("this is no path: " + text), thrown.getMessage());
    }

    @Test
    void aPathIsPrefixOfWhatItLeadsInto() {
        KeyPath outer = KeyPath.parse(".layers().get(1)");
        assertTrue(outer.isPrefixOf(KeyPath.parse(".layers().get(1).weight()")));
        assertTrue(outer.isPrefixOf(outer));
        assertFalse(outer.isPrefixOf(KeyPath.parse(".layers().get(10)")));
        assertFalse(outer.isPrefixOf(KeyPath.parse(".layers()")));
        assertEquals(KeyPath.parse(".layers().get(1).bias()"), outer.append(new KeyPath.Field("bias")));
    }
}
