package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.constraints.IntRange;

/// What holds for every tree.
class TreeLawsTest {

    @Provide
    Arbitrary<Object> trees() {
        return Samples.trees();
    }

    @Property(tries = 200)
    void unflattenUndoesFlatten(@ForAll("trees") Object tree) {
        Tree<Object> flat = Tree.flatten(tree);
        Tree<Object> again = Tree.flatten(flat.unflatten());
        assertEquals(flat.treedef(), again.treedef());
        assertSameElements(flat.leaves(), again.leaves());
    }

    @Property(tries = 100)
    void equalStructuresHaveEqualHashes(@ForAll("trees") Object tree) {
        TreeDef one = Tree.structure(new Pair(tree, 1));
        TreeDef other = Tree.structure(new Pair(Tree.flatten(tree).unflatten(), "another leaf"));
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertEquals(Optional.empty(), one.differenceFrom(other));
        assertNotEquals(one, Tree.structure(new Pair(tree, null)));
        assertEquals(".right()", one.differenceFrom(Tree.structure(new Pair(tree, null))).orElseThrow().path().toString());
    }

    @Property(tries = 100)
    void thereAreAsManyPathsAsLeaves(@ForAll("trees") Object tree) {
        TreeDef treedef = Tree.structure(tree);
        assertEquals(treedef.leafCount(), Tree.leaves(tree).size());
        assertEquals(treedef.leafCount(), treedef.paths().stream().distinct().count());
    }

    @Property(tries = 100)
    void mappingTheIdentityChangesNothing(@ForAll("trees") Object tree) {
        Object mapped = Tree.map(UnaryOperator.identity(), tree);
        assertEquals(Tree.structure(tree), Tree.structure(mapped));
        assertSameElements(Tree.leaves(tree), Tree.leaves(mapped));
    }

    @Property(tries = 100)
    void mappingTwiceIsMappingTheComposition(@ForAll("trees") Object tree) {
        Tree<Object> flat = Tree.flatten(tree);
        Tree<String> once = flat.map(leaf -> (leaf.hashCode() + 1) + "!");
        Tree<String> twice = flat.map(leaf -> leaf.hashCode() + 1).map(number -> number + "!");
        assertEquals(once.leaves(), twice.leaves());
        assertEquals(flat.treedef(), twice.treedef());
    }

    @Property(tries = 200)
    void aPathLeadsToItsLeaf(@ForAll("trees") Object tree) {
        for (PathLeaf leaf : Tree.leavesWithPath(tree)) {
            assertSame(leaf.value(), leaf.path().get(tree));
        }
    }

    @Property(tries = 200)
    void aPrintedPathLeadsToItsLeaf(@ForAll("trees") Object tree) {
        for (PathLeaf leaf : Tree.leavesWithPath(tree)) {
            assertSame(leaf.value(), KeyPath.parse(leaf.path().toString()).get(tree));
            assertEquals(leaf.path().toString(), KeyPath.parse(leaf.path().toString()).toString());
        }
    }

    @Property(tries = 200)
    void anyTextIsAMapKeyInAPath(@ForAll String key) {
        KeyPath path = new KeyPath(List.of(new KeyPath.MapKey(key)));
        assertEquals(path, KeyPath.parse(path.toString()));
        assertFalse(path.toString().contains("\n"));
    }

    @Property(tries = 200)
    void aSelectorNamesTheOnePlaceThatItGoesTo(@ForAll("trees") Object tree) {
        for (KeyPath path : places(tree)) {
            // What is put in place of a null tells one from another; here it is what a record of two nulls would accept.
            assertEquals(path, new Resolver<>(tree).resolve(path::get, Weights.of(1)), () -> "in " + Tree.format(tree));
        }
    }

    @Property(tries = 200)
    void surgeryChangesItsTargetAndNothingElse(@ForAll("trees") Object tree, @ForAll @IntRange(max = 20) int which) {
        List<KeyPath> paths = Tree.structure(tree).paths();
        Assume.that(!paths.isEmpty());
        int target = which % paths.size();
        Assume.that(!paths.get(target).toString().matches(".*\\.(weight|bias)\\(\\)"));
        Object changed = Tree.at(tree, paths.get(target), "replaced");
        assertEquals(Tree.structure(tree), Tree.structure(changed));
        for (int i = 0; i < paths.size(); i++) {
            assertSame(i == target ? "replaced" : Tree.leaves(tree).get(i), Tree.leaves(changed).get(i));
        }
    }

    @Property(tries = 100)
    void surgeryDoesNotTouchTheOriginal(@ForAll("trees") Object tree, @ForAll @IntRange(max = 20) int which) {
        List<KeyPath> places = places(tree);
        KeyPath place = places.get(which % places.size());
        Assume.that(!place.toString().matches(".*\\.(p|inference|tag|flag|size)\\(\\)")); // primitives are never null
        TreeDef structure = Tree.structure(tree);
        List<Object> leaves = Tree.leaves(tree);
        Tree.at(tree, place, null);
        assertEquals(structure, Tree.structure(tree));
        assertSameElements(leaves, Tree.leaves(tree));
    }

    @Property(tries = 100)
    void aTreeIsAPrefixOfItself(@ForAll("trees") Object tree) {
        assertSameElements(Tree.leaves(tree), Tree.structure(tree).flattenUpTo(tree));
        assertSameElements(Tree.leaves(tree), Tree.broadcastPrefix(Tree.flatten(tree), tree));
    }

    @Property(tries = 100)
    void aTreeCutOffAtItsListsIsAPrefixOfTheWhole(@ForAll("trees") Object tree) {
        Tree<Object> cut = Tree.flatten(tree, List.class::isInstance);
        assertSameElements(cut.leaves(), cut.treedef().flattenUpTo(tree));
        assertEquals(Tree.leaves(tree).size(), Tree.broadcastPrefix(cut, tree).size());
    }

    @Property(tries = 100)
    void transposingTwiceChangesNothing(@ForAll("trees") Object outer, @ForAll("trees") Object inner) {
        TreeDef outside = Tree.structure(new Pair(outer, 0));
        TreeDef inside = Tree.structure(new Pair(inner, 0));
        Assume.that(!holdsTypedRecord(outer) && !holdsTypedRecord(inner));
        Object leafless = inside.unflatten(Collections.nCopies(inside.leafCount(), "leaf"));
        Object tree = outside.unflatten(Collections.nCopies(outside.leafCount(), leafless));
        Object back = Tree.transpose(inside, outside, Tree.transpose(outside, inside, tree));
        assertTrue(Tree.equal(tree, back));
    }

    @Property(tries = 100)
    void aTreeEqualsItsCopyAndNoTreeWithAnotherLeaf(@ForAll("trees") Object tree, @ForAll @IntRange(max = 20) int which) {
        assertTrue(Tree.equal(tree, Tree.flatten(tree).unflatten()));
        Tree<Object> flat = Tree.flatten(tree);
        Assume.that(!flat.leaves().isEmpty());
        var changed = new ArrayList<>(flat.leaves());
        changed.set(which % changed.size(), new StringBuilder("another"));
        assertFalse(Tree.equal(flat, flat.treedef().with(changed)));
    }

    @Property(tries = 100)
    void allWidthsPrintTheSameText(@ForAll("trees") Object tree, @ForAll @IntRange(max = 100) int width) {
        String wide = Tree.format(tree, Integer.MAX_VALUE);
        assertEquals(1, wide.lines().count());
        assertEquals(wide.replaceAll("\\s", ""), Tree.format(tree, width).replaceAll("\\s", ""));
    }

    /// All places of a tree, outside in, without those inside of metadata.
    private static List<KeyPath> places(Object tree) {
        var found = new ArrayList<KeyPath>();
        collect(tree, KeyPath.ROOT, found);
        return found;
    }

    private static void collect(Object node, KeyPath path, List<KeyPath> found) {
        found.add(path);
        for (Child child : Tree.components(node)) {
            if (child.isStatic()) {
                found.add(path.append(child.key()));
            } else {
                collect(child.value(), path.append(child.key()), found);
            }
        }
    }

    private static boolean holdsTypedRecord(Object tree) {
        return !Tree.flatten(tree, Linear.class::isInstance).leaves().stream().noneMatch(Linear.class::isInstance);
    }

    private static void assertSameElements(List<?> expected, List<?> actual) {
        assertEquals(expected.size(), actual.size());
        IntStream.range(0, expected.size()).forEach(i -> assertSame(expected.get(i), actual.get(i)));
    }
}
