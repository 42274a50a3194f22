package dev.solstice.filter;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterGrad.filterGradWithAux;
import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static dev.solstice.filter.TreeEquality.treeEqual;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.WithAux;
import dev.solstice.tree.Equality;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FilterTest {
    record Scale(Array factor, Array offset, Fn1<Array, Array> activation, int width) {
        Array apply(Array x) {
            return activation.apply(x.mul(factor).add(offset));
        }
    }

    record Pair(Scale first, Scale second) {}

    private static final Fn1<Array, Array> IDENTITY = x -> x;

    private static Scale scale(float factor) {
        return new Scale(Array.of(factor, factor), Array.of(1f, 2f), IDENTITY, 2);
    }

    private static final Pair PAIR = new Pair(scale(1), scale(2));

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaves = Arbitraries.of(Array.of(1f), Array.of(2), "text", 3, true, 1.5);
        return Arbitraries.recursive(() -> leaves.injectNull(0.1), tree -> tree.list().ofMaxSize(3).map(list -> (Object) list), 0, 4);
    }

    @Property(tries = 200)
    void combiningAPartitionGivesTheTree(@ForAll("trees") Object tree) {
        for (var filter : List.of(Filter.isArray(), Filter.isInexactArray(), Filter.isArrayLike(), Filter.all(), Filter.none())) {
            var parts = partition(tree, filter);
            assertTrue(Tree.equal(tree, combine(parts.kept(), parts.rest())));
            assertTrue(Tree.equal(tree, combine(parts.rest(), parts.kept())));
        }
    }

    @Property(tries = 200)
    void aFilterAndItsComplementShareTheLeaves(@ForAll("trees") Object tree) {
        var filter = Filter.isArray().or(Filter.of(leaf -> leaf instanceof String));
        var chosen = filter.mask(tree);
        var others = filter.not().mask(tree);
        for (int i = 0; i < chosen.size(); i++) assertEquals(chosen.get(i), !others.get(i));
        assertEquals(Tree.leaves(tree).size(), chosen.size());
    }

    record Named(Array weight, Object name) {}

    @Test
    void treesAreComparedInsideOfTransformations() {
        var a = new Named(Array.of(1f, 2f), "a");
        var equal = filterJit((Named x, Named y, Named z) -> treeEqual(x, y, z));
        assertTrue(equal.apply(a, new Named(Array.of(1f, 2f), "a"), a).booleanItem());
        assertFalse(equal.apply(a, a, new Named(Array.of(1f, 3f), "a")).booleanItem());
        assertFalse(equal.apply(a, a, new Named(Array.of(1f, 2f), "b")).booleanItem());
        assertFalse(equal.apply(a, a, new Named(null, "a")).booleanItem());
        assertFalse(equal.apply(a, a, new Named(Array.of(1, 2), "a")).booleanItem());
        assertFalse(treeEqual(Array.of(Float.NaN), Array.of(Float.NaN)).booleanItem());
        var close = Equality.EXACT.within(1e-3, 0);
        assertTrue(filterJit((Array x, Array y) -> treeEqual(close, x, y)).apply(Array.of(1f), Array.of(1.0005f)).booleanItem());
        assertEquals("[ True False]", filterVmap((Array x, Array y) -> treeEqual(x, y)).apply(Array.of(1f, 2f), Array.of(1f, 3f)).toString());
    }

    @Test
    void halvesHaveHolesWhereTheOtherHasItsLeaf() {
        var parts = partition(PAIR, Filter.isArray());
        assertNull(parts.kept().first().activation());
        assertSame(PAIR.first().factor(), parts.kept().first().factor());
        assertNull(parts.rest().first().factor());
        assertSame(IDENTITY, parts.rest().second().activation());
        assertEquals(2, parts.rest().first().width());
    }

    @Test
    void nodesAreChosenBySelectorAndByPath() {
        var bySelector = partition(PAIR, Filter.at(PAIR, p -> p.second()).and(Filter.isArray())).kept();
        var byPath = partition(PAIR, Filter.under(".second()").and(Filter.isArray())).kept();
        assertTrue(Tree.equal(bySelector, byPath));
        assertNull(bySelector.first().factor());
        assertNotNull(bySelector.second().offset());
    }

    @Test
    void aPrefixOfBooleansChoosesSubtrees() {
        var parts = partition(List.of(List.of(1, 2), 3), Filter.prefix(List.of(false, true)));
        assertEquals(List.of(3), Tree.leaves(parts.kept()));
        var mask = Tree.flatten(PAIR).map(leaf -> leaf instanceof Array);
        assertTrue(Tree.equal(partition(PAIR, Filter.isArray()).kept(), partition(PAIR, Filter.prefix(mask)).kept()));
        assertThrows(RuntimeException.class, () -> partition(List.of(1, 2), Filter.prefix(List.of(true))));
        var error = assertThrows(IllegalArgumentException.class, () -> partition(List.of(1, 2), Filter.prefix(List.of(true, "yes"))));
        assertTrue(error.getMessage().contains("at .get(1) it has yes"), error.getMessage());
    }

    @Test
    void theGradientOfAModelIsAModelWithHoles() {
        var grad = filterGrad((Pair p, Array x) -> p.second().apply(p.first().apply(x)).sum()).apply(PAIR, Array.of(3f, 4f));
        assertArrayEquals(new float[] {6, 8}, grad.first().factor().toFloatArray());
        assertNull(grad.first().activation());
        assertEquals(2, grad.second().width());
    }

    @Test
    void whatElseIsComputedComesBack() {
        Fn1<Scale, WithAux<Array, String>> f = s -> new WithAux<>(s.factor().sum(), "width " + s.width());
        assertEquals("width 2", filterGradWithAux(f).apply(scale(3)).aux());
        var both = filterValueAndGradWithAux(f).apply(scale(3));
        assertEquals(6, both.value().value().item());
        assertEquals("width 2", both.value().aux());
        assertArrayEquals(new float[] {1, 1}, both.grad().factor().toFloatArray());
    }

    @Test
    void compiledFunctionsTakeAndReturnAnything() {
        var traces = new AtomicInteger();
        var f = filterJit((Scale s, String name, Array x) -> {
            traces.incrementAndGet();
            return List.of(s, name + s.width(), s.apply(x));
        });
        var out = f.apply(scale(2), "width ", Array.of(1f, 1f));
        assertEquals("width 2", out.get(1));
        assertSame(IDENTITY, ((Scale) out.getFirst()).activation());
        assertArrayEquals(new float[] {3, 4}, ((Array) out.get(2)).toFloatArray());
        f.apply(scale(5), "width ", Array.of(1f, 1f));
        assertEquals(1, traces.get());
        f.apply(scale(5), "breadth ", Array.of(1f, 1f));
        assertEquals(2, traces.get());
    }

    @Test
    void onlyArraysAreMapped() {
        var models = filterVmap((Array factor) -> new Scale(factor, factor, IDENTITY, 7)).apply(Array.of(new float[][] {{1, 2}, {3, 4}}));
        assertEquals(Shape.of(2, 2), models.factor().shape());
        assertSame(IDENTITY, models.activation());
        assertEquals(7, models.width());
        var outputs = filterVmap((Scale s, Array x) -> s.apply(x), 0, null).apply(models, Array.of(1f, 1f));
        assertArrayEquals(new float[] {2, 4, 6, 8}, outputs.toFloatArray());
        var columns = filterVmap((Scale s, Array x) -> s.apply(x), MapAxes.in(0, null).out(1)).apply(models, Array.of(1f, 1f));
        assertArrayEquals(new float[] {2, 6, 4, 8}, columns.toFloatArray());
    }

    @Test
    void updatesAreAddedWhereTheyAre() {
        var updated = applyUpdates(PAIR, new Pair(null, new Scale(Array.of(10f, 10f), null, null, 2)));
        assertSame(PAIR.first().factor(), updated.first().factor());
        assertArrayEquals(new float[] {12, 12}, updated.second().factor().toFloatArray());
        assertSame(PAIR.second().offset(), updated.second().offset());
        assertThrows(IllegalArgumentException.class, () -> applyUpdates(List.of("text"), List.of(Array.of(1f))));
    }
}
