package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Model;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Tagged;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Functions on one tree and on several trees of one structure.
class MapTest {

    @Test
    void twoTreesAreMappedLeafByLeaf() {
        Object sum = Tree.map((u, v) -> (int) u + (int) v, Map.of("a", 1, "b", List.of(2, 3)), Map.of("a", 10, "b", List.of(20, 30)));
        assertEquals(Map.of("a", 11, "b", List.of(22, 33)), sum);
    }

    @Test
    void theFirstTreeMayBeAPrefixOfTheOther() {
        assertEquals(Map.of("a", List.of(1, 1), "b", List.of(2, List.of(2, 3))),
                Tree.map((u, v) -> List.of(u, v), Map.of("a", 1, "b", 2), Map.of("a", 1, "b", List.of(2, 3))));
    }

    @Test
    void anyNumberOfTreesIsMappedTogether() {
        assertEquals(new Pair("1a-", "2b+"), Tree.map(row -> "" + row[0] + row[1] + row[2],
                new Pair(1, 2), new Pair("a", "b"), new Pair('-', '+')));
    }

    @Test
    void aTreeOfTheSameStructureStandsForItsValue() {
        Linear linear = Linear.of(1);
        Tree<String> names = Tree.flatten(linear).map(leaf -> "name");
        assertEquals(List.of("name", "name"), Tree.structure(linear).flattenUpTo(names));
    }

    @Test
    void differentStructuresAreAnErrorThatNamesThePlace() {
        assertMismatch("""
                two trees have different structures (at the root of the tree)
                  expected: a map with the keys [a, b]
                  got:      keys [a, c], missing [b], unknown [c]""", Map.of("a", 1, "b", 2), Map.of("a", 1, "c", 2));
        assertMismatch("""
                two trees have different structures (at .get("b"))
                  expected: List of 2 elements
                  got:      List of 1 element""", Map.of("a", 1, "b", List.of(2, 3)), Map.of("a", 1, "b", List.of(2)));
        assertMismatch("""
                two trees have different structures (at .right())
                  expected: [*, *]
                  got:      a leaf""", new Pair(1, List.of(2, 3)), new Pair(1, 2));
        assertMismatch("""
                two trees have different structures (at .layers().get(0).bias())
                  expected: null
                  got:      a leaf
                  remedy:   null is a part of the structure: filter both trees in the same way""",
                Model.of(new Linear(null, null, 4)), Tree.at(Model.of(new Linear(null, null, 4)),
                        KeyPath.parse(".layers().get(0).bias()"), Samples.Weights.of(1)));
        assertMismatch("""
                two trees have different structures (at .get(0).tag())
                  expected: metadata 1
                  got:      2""", List.of(new Tagged<>(1, 1, null, true)), List.of(new Tagged<>(2, List.of(), null, true)));
        assertMismatch("""
                two trees have different structures (at .label())
                  expected: metadata 1
                  got:      1 (not equal, though it prints alike)
                  remedy:   lambdas and objects without equals are equal only to themselves: keep the one object in a constant""",
                new Tagged<>(1, 1, 1, true), new Tagged<>(1, 1, 1L, true));
    }

    private static void assertMismatch(String message, Object tree, Object rest) {
        var thrown = assertThrows(TreeException.class, () -> Tree.map((u, v) -> u, tree, rest));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void mapsMatchByKeyWhateverTheirOrder() {
        var linked = new LinkedHashMap<String, Object>();
        linked.put("b", 2);
        linked.put("a", 1);
        assertEquals(List.of(1, 2), Tree.structure(Map.of("a", 0, "b", 0)).flattenUpTo(linked));
        assertEquals(List.of(2, 1), Tree.structure(linked).flattenUpTo(Map.of("a", 1, "b", 2)));
    }

    @Test
    void aMapFunctionIsToldWhereTheLeafIs() {
        assertEquals(List.of(".get(0)=1", List.of(".get(1).get(0)=2")),
                Tree.mapWithPath((path, leaf) -> path + "=" + leaf, List.<Object>of(1, List.of(2))));
    }

    @Test
    void reduceGoesThroughTheLeavesInOrder() {
        assertEquals("123", Tree.reduce((text, leaf) -> text + leaf, List.of(1, Map.of("b", 3, "a", 2)), ""));
        assertEquals(6, Tree.<Integer>reduce((sum, leaf) -> sum + (int) leaf, List.of(1, 2, 3), 0));
    }

    @Test
    void childrenAreOneLevelAndComponentsIncludeMetadata() {
        var tagged = new Tagged<>(7, List.of(1), "label", false);
        assertEquals(List.of(new Child(new KeyPath.Field("value"), List.of(1))), Tree.children(tagged));
        assertEquals(List.of("tag", "value", "label", "flag"), Tree.components(tagged).stream()
                .map(child -> ((KeyPath.Field) child.key()).name()).toList());
        assertEquals(List.of(true, false, true, true), Tree.components(tagged).stream().map(Child::isStatic).toList());
        assertEquals(List.of(), Tree.children(3));
        assertEquals(List.of(), Tree.children(null));
        assertEquals(Arrays.asList(1, null), Tree.children(Arrays.asList(1, null)).stream().map(Child::value).toList());
    }

    @Test
    void transposeTurnsATreeOfTreesInsideOut() {
        assertEquals(Map.of("p", List.of(1, 3), "q", List.of(2, 4)), Tree.transpose(Tree.structure(List.of(0, 0)),
                Tree.structure(Map.of("p", 0, "q", 0)), List.of(Map.of("p", 1, "q", 2), Map.of("p", 3, "q", 4))));
    }

    @Test
    void aPrefixIsSpreadOverItsSubtrees() {
        Model model = Model.of(Linear.of(1));
        assertEquals(List.of(true, true, false), Tree.broadcastPrefix(List.of(true, false), List.of(List.of(1, 2), 3)));
        assertEquals(List.of(0, 0, 0, 0, 0), Tree.broadcastPrefix(0, model));
        assertEquals(Arrays.asList(null, null, 1), Tree.broadcastPrefix(Arrays.asList(null, 1), List.of(List.of(1, 2), 3), Objects::isNull));
        var thrown = assertThrows(TreeException.class, () -> Tree.broadcastPrefix(List.of(true, List.of(true)), List.of(1, 2)));
        assertEquals(".get(1)", thrown.path().toString());
    }

    @Test
    void leavesMayBecomeSubtrees() {
        assertArrayEquals(new Object[] {List.of(1, 1)}, Tree.map(leaf -> List.of(leaf, leaf), new Object[] {1}));
        assertEquals(4, Tree.structure(Tree.map(leaf -> List.of(leaf, leaf), List.of(1, 2))).leafCount());
    }
}
