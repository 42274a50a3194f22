package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.render.model.Counts;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The legend's numbers are the library's, for any tree.
class CountsProperties {

    record Pair(Object left, Object right, int axis) {}

    private static final Array TIED = Array.of(1f, 2f, 3f);

    @Property(tries = 150)
    void partsAndSharedLeavesAddUpToTheLeavesOfTheTree(@ForAll("trees") Object tree, @ForAll int seed) {
        for (TreeView view : views(tree, seed)) {
            Counts counts = view.counts();
            long sum = counts.parts().stream().mapToLong(Counts.PartCount::leaves).sum() + counts.shared().leaves();
            assertEquals(Tree.leaves(tree).size(), sum);
            assertEquals(sum, counts.leaves());
        }
    }

    @Property(tries = 150)
    void parametersAndBytesAreThoseOfTheDistinctArrays(@ForAll("trees") Object tree, @ForAll int seed) {
        var arrays = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        Tree.leaves(tree).stream().filter(Array.class::isInstance).forEach(arrays::add);
        long params = arrays.stream().mapToLong(array -> ((Array) array).size()).sum();
        long bytes = arrays.stream().mapToLong(array -> (long) ((Array) array).size() * ((Array) array).dtype().byteSize()).sum();
        for (TreeView view : views(tree, seed)) {
            assertEquals(params, view.counts().params());
            assertEquals(bytes, view.counts().bytes());
        }
    }

    @Property(tries = 100)
    void htmlIsWellFormedAndItsLegendIsTheCounts(@ForAll("trees") Object tree, @ForAll int seed) {
        for (TreeView view : views(tree, seed)) {
            var figures = Markup.parse(view.toHtml()).all("data").stream().map(data -> Long.parseLong(data.attributes().get("value"))).toList();
            var expected = new ArrayList<Long>();
            view.counts().parts().forEach(count -> expected.add(count.leaves()));
            if (view.counts().shared().leaves() > 0) expected.add(view.counts().shared().leaves());
            if (expected.size() > 1) expected.add(view.counts().leaves());
            assertEquals(expected, figures);
            assertTrue(view.toText().lines().count() <= 40);
        }
    }

    private static List<TreeView> views(Object tree, int seed) {
        return List.of(TreeView.of(tree), TreeView.of(tree).limit(3),
                TreeView.of(tree).partition((path, leaf) -> (path.toString().hashCode() ^ seed) % 2 == 0));
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20).map(size -> Array.of(new float[size])),
                Arbitraries.integers().between(1, 3).map(size -> Array.of(new int[size])),
                Arbitraries.of(TIED, "text", 3, 2.5, Thread.State.NEW, Boolean.TRUE),
                Arbitraries.just(null));
        return Arbitraries.recursive(() -> leaf, CountsProperties::node, 0, 3);
    }

    private static Arbitrary<Object> node(Arbitrary<Object> child) {
        return Arbitraries.oneOf(
                child,
                child.list().ofMaxSize(5).map(list -> (Object) list),
                child.flatMap(left -> child.map(right -> new Pair(left, right, 1))),
                child.tuple3().map(t -> {
                    var map = new TreeMap<String, Object>();
                    map.put("a", t.get1());
                    map.put("b", t.get2());
                    map.put("c", t.get3());
                    return map;
                }),
                child.map(same -> List.of(new Pair(same, same, 0), new Pair(same, same, 0))));
    }
}
