package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.tree.Samples.Activation;
import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Model;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Tagged;
import dev.solstice.tree.Samples.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/// What is a node, what is a leaf, what is metadata.
class FlattenTest {

    private record Hidden(Object inside) {}

    record Scaled(double value) {
        @Override
        public double value() {
            return 2 * value;
        }
    }

    record Concrete(ArrayList<Object> list, HashMap<String, Object> map, TreeMap<String, Object> sorted) {}

    record Strict(Weights weight) {
        Strict {
            Objects.requireNonNull(weight, "weight");
        }
    }

    record Interrupted(Object leaf) {
        Interrupted {
            if (leaf instanceof String) {
                throw new CancellationException("stop");
            }
        }
    }

    record Shaped(int[] kernel, @Static int[] stride) {}

    record Constant(String name) implements Leaf {
        @Override
        public String summary() {
            return name;
        }

        @Override
        public boolean sameAs(Object other) {
            return equals(other);
        }
    }

    @Test
    void aModelIsItsComponentsInOrderOfDeclaration() {
        Model model = Model.of(Linear.of(1), Linear.of(2));
        assertEquals(List.of(".layers().get(0).weight()", ".layers().get(0).bias()", ".layers().get(1).weight()",
                ".layers().get(1).bias()", ".function()", ".activation()", ".rate()"),
                Tree.structure(model).paths().stream().map(KeyPath::toString).toList());
        assertSame(model.function(), Tree.leaves(model).get(4));
    }

    @Test
    void primitiveAndStaticComponentsAreStructure() {
        assertEquals(List.of("value"), Tree.leaves(new Tagged<>(3, "value", "label", true)));
        TreeDef treedef = Tree.structure(new Tagged<>(3, "value", "label", true));
        assertEquals(treedef, Tree.structure(new Tagged<>(3, "other", "label", true)));
        assertNotEquals(treedef, Tree.structure(new Tagged<>(4, "value", "label", true)));
        assertNotEquals(treedef, Tree.structure(new Tagged<>(3, "value", "else", true)));
        assertEquals(new Tagged<>(3, 1.5, "label", true), treedef.unflatten(List.of(1.5)));
    }

    @Test
    void metadataIsComparedByEqualsAndType() {
        assertNotEquals(label(1), label(1.0));
        assertNotEquals(label(1), label(1L));
        assertEquals(label(List.of(1)), label(new ArrayList<>(List.of(1))));
        assertEquals(label(new int[] {1, 2}), label(new int[] {1, 2}));
        assertEquals(label(new int[] {1, 2}).hashCode(), label(new int[] {1, 2}).hashCode());
        assertNotEquals(label(new int[] {1, 2}), label(new int[] {1, 3}));
        assertNotEquals(label(new int[] {1}), label(new long[] {1}));
        assertEquals(label(null), label(null));
        assertNotEquals(label(null), label(0));
        Runnable lambda = () -> { };
        Runnable sameCode = () -> { };
        assertEquals(label(lambda), label(lambda));
        assertNotEquals(label(lambda), label(sameCode));
    }

    private static TreeDef label(Object label) {
        return Tree.structure(new Tagged<>(1, 1, label, true));
    }

    @Test
    void nullIsAnEmptySubtreeAndPartOfTheStructure() {
        assertEquals(List.of(), Tree.leaves(null));
        assertNull(Tree.flatten(null).unflatten());
        assertFalse(Tree.isLeaf(null));
        assertNotEquals(Tree.structure(new Pair(1, null)), Tree.structure(new Pair(1, 1)));
        assertEquals(Arrays.asList(1, null, 2), Tree.map(leaf -> leaf, Arrays.asList(1, null, 2)));
    }

    @Test
    void theLeavesAreWhateverIsNoNode() {
        Object function = (Runnable) () -> { };
        List<Object> leaves = List.of(1, true, 2.5, "text", Activation.RELU, function, new int[] {1}, new Constant("c"),
                Weights.of(1), new Object(), KeyPath.ROOT, TreeDef.LEAF, java.util.Set.of(1));
        assertEquals(leaves, Tree.leaves(leaves));
        assertTrue(leaves.stream().allMatch(Tree::isLeaf));
    }

    @Test
    void mapsAreReadInTheNaturalOrderOfTheirKeys() {
        assertEquals(List.of(1, 2, 3), Tree.leaves(new HashMap<>(Map.of("c", 3, "a", 1, "b", 2))));
        assertEquals(Map.of("a", 10, "b", 20), Tree.map(leaf -> 10 * (int) leaf, Map.of("b", 2, "a", 1)));
    }

    @Test
    void linkedAndSortedMapsKeepTheirOwnOrder() {
        var linked = new LinkedHashMap<String, Object>();
        linked.put("z", 1);
        linked.put("a", 2);
        assertEquals(List.of(1, 2), Tree.leaves(linked));
        assertEquals(List.of("z", "a"), List.copyOf(Tree.map(leaf -> leaf, Tree.map(leaf -> leaf, linked)).keySet()));
        var reversed = new TreeMap<String, Object>(Comparator.reverseOrder());
        reversed.putAll(Map.of("a", 1, "b", 2));
        assertEquals(List.of(2, 1), Tree.leaves(reversed));
        assertEquals(List.of(2, 1), Tree.leaves(Tree.flatten(reversed).unflatten()));
        assertNotEquals(Tree.structure(linked), Tree.structure(Map.of("z", 1, "a", 2)));
    }

    @Test
    void keysWithoutAnOrderAreAnError() {
        var thrown = assertThrows(TreeException.class, () -> Tree.flatten(List.of(Map.of("a", 1, 2, 2))));
        assertTrue(thrown.getMessage().contains("LinkedHashMap"), thrown.getMessage());
        assertEquals(List.of(1), Tree.leaves(Map.of(new Object(), 1)));
    }

    @Test
    void arraysOfObjectsAreNodesOfTheirType() {
        Linear[] layers = {Linear.of(1), null};
        Linear[] again = assertInstanceOf(Linear[].class, Tree.flatten(layers).unflatten());
        assertArrayEquals(layers, again);
        assertNotEquals(Tree.structure(new Object[] {1}), Tree.structure(new Integer[] {1}));
        assertNotEquals(Tree.structure(new Object[] {1}), Tree.structure(List.of(1)));
        assertArrayEquals(new String[][] {{"a!"}, {}}, Tree.map(leaf -> leaf + "!", new String[][] {{"a"}, {}}));
    }

    @Test
    void anOptionalThatIsFilteredAwayIsAnEmptyOne() {
        assertEquals(Optional.of(3), Tree.map(leaf -> 3, Optional.of(1)));
        assertEquals(Optional.empty(), Tree.map(leaf -> null, Optional.of(1)));
        assertEquals(Tree.structure(Optional.empty()), Tree.structure(Tree.map(leaf -> null, Optional.of(1))));
    }

    @Test
    void privateAndGenericRecordsAreNodes() {
        assertEquals(new Hidden(2), Tree.map(leaf -> 2, new Hidden(1)));
        record Local<T extends Comparable<T>>(List<? extends T> values) {}
        assertEquals(new Local<>(List.of(2, 3)), Tree.map(leaf -> 1 + (int) leaf, new Local<>(List.of(1, 2))));
    }

    @Test
    void anAccessorThatComputesIsNotAppliedTwice() {
        var scaled = new Scaled(3);
        assertEquals(6, ((Scaled) Tree.map(leaf -> leaf, scaled)).value());
    }

    @Test
    void collectionsKeepTheirUsualClasses() {
        var record = new Concrete(new ArrayList<>(List.of(1)), new HashMap<>(Map.of("b", 2)), new TreeMap<>(Map.of("c", 3)));
        Concrete mapped = Tree.map(leaf -> 10 * (int) leaf, record);
        assertEquals(new Concrete(new ArrayList<>(List.of(10)), new HashMap<>(Map.of("b", 20)), new TreeMap<>(Map.of("c", 30))), mapped);
        assertEquals(Tree.structure(record), Tree.structure(mapped));
        assertEquals(new Concrete(null, null, null), Tree.structure(new Concrete(null, null, null)).unflatten(List.of()));
    }

    @Test
    void aListMayHoldHoles() {
        List<Integer> holes = Tree.map(leaf -> null, List.of(1, 2));
        assertEquals(Arrays.asList(null, null), holes);
    }

    @Test
    void primitiveArraysAreLeavesUnlessTheyAreStatic() {
        int[] kernel = {3, 3};
        assertEquals(List.of(kernel), Tree.leaves(new Shaped(kernel, new int[] {1, 1})));
    }

    @Test
    void anIsLeafPredicateStopsTheDescentAndMakesNullsLeaves() {
        Object tree = Arrays.asList(List.of(1, 2), null, 3);
        assertEquals(Arrays.asList(List.of(1, 2), 3), Tree.flatten(tree, node -> node instanceof List<?> l && l.size() == 2).leaves());
        assertEquals(Arrays.asList(1, 2, null, 3), Tree.flatten(tree, Objects::isNull).leaves());
    }

    @Test
    void aConstructorThatRejectsATransformedTreeIsNamed() {
        var thrown = assertThrows(TreeException.class, () -> Tree.map(leaf -> null, List.of(1, new Strict(Weights.of(1)))));
        assertEquals("""
                the constructor of Strict rejected a transformed tree: java.lang.NullPointerException: weight (at .get(1))
                  expected: one that accepts null, tracers, shape-only arrays and arrays with extra axes
                  remedy:   take the check out of it and do it in a static factory of Strict: transformations put trees \
                together with values that no user would pass""", thrown.getMessage());
        assertInstanceOf(NullPointerException.class, thrown.getCause());
    }

    @Test
    void aCancellationPassesThroughAConstructor() {
        assertThrows(CancellationException.class, () -> Tree.map(leaf -> "stop", new Interrupted(1)));
    }

    @Test
    void aLeafThatItsPlaceCannotHoldIsNamedWithItsPath() {
        var thrown = assertThrows(TreeException.class, () -> Tree.map(leaf -> true, Model.of(Linear.of(1))));
        assertEquals("""
                Linear cannot hold this value (at .layers().get(0).weight())
                  expected: Weights
                  got:      true (Boolean)
                  remedy:   keep values of another type in a Tree: Tree.flatten(tree).map(...) has the same structure and \
                any leaves""", thrown.getMessage());
        assertEquals(".layers().get(0).weight()", thrown.path().toString());
        var inArray = assertThrows(TreeException.class, () -> Tree.map(leaf -> true, List.of((Object) new String[] {"a"})));
        assertEquals(".get(0)[0]", inArray.path().toString());
    }

    @Test
    void theWrongNumberOfLeavesIsAnError() {
        TreeDef treedef = Tree.structure(List.of(1, 2));
        assertTrue(assertThrows(TreeException.class, () -> treedef.unflatten(List.of(1))).getMessage().contains("2 for the structure [*, *]"));
        assertThrows(TreeException.class, () -> treedef.with(List.of(1, 2, 3)));
    }

    @Test
    void aTreeThatContainsItselfIsAnError() {
        var list = new ArrayList<Object>();
        list.add(new Pair(1, list));
        var thrown = assertThrows(TreeException.class, () -> Tree.flatten(list));
        assertTrue(thrown.getMessage().startsWith("the node contains itself (at .get(0).right())"), thrown.getMessage());
    }

    @Test
    void aTreeHoldsLeavesThatTheRecordCouldNot() {
        Tree<Boolean> mask = Tree.flatten(Linear.of(1)).map(leaf -> leaf instanceof Weights);
        assertEquals(List.of(true, true), mask.leaves());
        assertEquals("Linear(weight=true, bias=true, size=4)", mask.toString());
        assertEquals(List.of(true, true), Tree.leaves(mask));
        Tree<Boolean> holes = Tree.map(leaf -> null, mask);
        assertEquals(Arrays.asList(null, null), holes.leaves());
        assertEquals(mask.treedef(), holes.treedef());
    }
}
