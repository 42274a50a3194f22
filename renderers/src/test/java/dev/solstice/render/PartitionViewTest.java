package dev.solstice.render;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Frozen;
import dev.solstice.filter.Orthogonal;
import dev.solstice.filter.Partition;
import dev.solstice.filter.Positive;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Parametrized;
import dev.solstice.render.model.Counts;
import dev.solstice.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which part each leaf belongs to, and who decided it.
class PartitionViewTest {
    private static final Models.Stack MODEL = Models.Stack.of(4);

    @Test
    void aPrefixIsToldAtTheNodeThatItDecidesFor() {
        var model = List.of(List.of(Array.of(1f), Array.of(2f)), Array.of(3f), Array.of(4));
        assertEquals("""
                ◐ List×3                      4  16 B  ▲ 2  ■ 1  ◆ 1
                ├─ ▲T [0] List×2 ▲ by prefix  2   8 B
                │  ├─ ▲T [0] f32[1]           1   4 B  =1.0
                │  └─ ▲T [1] f32[1]           1   4 B  =2.0
                ├─ ■F [1] f32[1]              1   4 B  =3.0
                └─ ◆N [2] i32[1]              1   4 B  =4
                ▲T trainable 2 params · 8 B · 2 leaves   ■F frozen 1 param · 4 B · 1 leaf
                ◆N non-differentiable 1 param · 4 B · 1 leaf   total 4 leaves""",
                TreeView.of(model).partition(Filter.prefix(List.of(true, false, false))).toText());
    }

    @Test
    void whatIsFrozenIsShownAsFrozenByDefault() {
        var view = TreeView.of(List.of(Frozen.of(List.of(Array.of(1f), Array.of(2))), Array.of(3f)));
        assertEquals(1, view.counts().of("frozen").leaves());
        assertEquals(1, view.counts().of("trainable").leaves());
        assertEquals(1, view.partition(Filter.trainable()).counts().of("frozen").leaves());
    }

    @Test
    void whatWeightDecayLeavesAloneIsShownAsSuch() {
        var filters = new LinkedHashMap<String, Filter>();
        filters.put("decaying", Filter.decaying());
        filters.put("trainable", Filter.trainable());
        filters.put("kept", Filter.trainable().not());
        var counts = TreeView.of(List.of(Frozen.of(Array.of(1f)), Positive.of(Array.of(1f)), Array.of(2f))).partition(filters).counts();
        for (var name : filters.keySet()) assertEquals(1, counts.of(name).leaves(), name);
    }

    @Test
    void aPrefixMayHoldFiltersAndBeATreeOfBooleans() {
        var model = List.of(List.of(Array.of(1f), Array.of(2)), Array.of(3f));
        var view = TreeView.of(model).partition(Filter.prefix(List.of(Filter.isInexactArray(), true)));
        assertEquals(2, view.counts().of("trainable").leaves());
        Tree<Boolean> mask = Tree.flatten(MODEL).map(leaf -> ((Array) leaf).rank() == 1);
        var byMask = TreeView.of(MODEL).partition(Filter.prefix(mask));
        assertEquals(Tree.leaves(MODEL).stream().filter(leaf -> ((Array) leaf).rank() == 1).count(), byMask.counts().of("trainable").leaves());
        assertTrue(!byMask.toText().contains("⚠"), byMask.toText());
    }

    @Test
    void aPrefixOfAnotherStructureIsARowAtTheFirstPlaceThatDiffers() {
        var model = Map.of("a", List.of(Array.of(1f), Array.of(2f)), "b", Array.of(3f));
        var view = TreeView.of(model).partition(Filter.prefix(Map.of("a", List.of(true, false, true), "b", true)));
        String text = view.toText();
        assertTrue(text.contains("⚠ the filter's prefix tree has .get(0) .get(1) .get(2), List has .get(0) .get(1)"), text);
        assertTrue(text.lines().anyMatch(line -> line.contains("b f32[1]") && line.contains("▲T")), "the rest is shown: " + text);
        assertTrue(text.lines().findFirst().orElseThrow().contains("⚠ 1"), text);
    }

    @Test
    void theHalvesOfAPartitionLineUpWithHoles() {
        var halves = Partition.partition(MODEL, Filter.under(".head()"));
        var kept = TreeView.of(halves.kept());
        var rest = TreeView.of(halves.rest());
        assertEquals(paths(TreeView.of(MODEL)), paths(kept));
        assertEquals(paths(kept), paths(rest));
        assertEquals(2, kept.counts().leaves());
        assertEquals(Tree.leaves(MODEL).size() - 2, rest.counts().leaves());
        assertTrue(rest.toHtml().contains("∅"));
    }

    /// All paths of rows, whatever is folded.
    private static List<String> paths(TreeView view) {
        return Markup.parse(view.limit(1000).toHtml()).all("*").stream().filter(e -> e.has("jr")).map(e -> e.attributes().getOrDefault("title", ""))
                .filter(path -> !path.isEmpty()).distinct().toList();
    }

    @Test
    void everySubtreesPartsAddUpToItsChildren() {
        var filters = new LinkedHashMap<String, Filter>();
        filters.put("attention", Filter.under(".blocks().get(1)"));
        filters.put("head", Filter.under(".head()"));
        filters.put("floats", Filter.isInexactArray());
        var view = TreeView.of(MODEL).partition(filters);
        Counts counts = view.counts();
        assertEquals(Tree.leaves(MODEL).size(), counts.parts().stream().mapToLong(Counts.PartCount::leaves).sum());
        assertEquals(Tree.leaves(MODEL.blocks().get(1)).size(), counts.of("attention").leaves());
        assertEquals(2, counts.of("head").leaves());
        assertEquals(1, counts.of("other").leaves(), "the mask is selected by none");
    }

    @Test
    void eightNamesArePossibleAndNineAreAnError() {
        var filters = new LinkedHashMap<String, Filter>();
        for (int i = 0; i < 8; i++) filters.put("part" + i, Filter.none());
        TreeView.of(MODEL).partition(filters).toText();
        filters.put("part8", Filter.none());
        var error = assertThrows(IllegalArgumentException.class, () -> TreeView.of(MODEL).partition(filters));
        assertTrue(error.getMessage().contains("at most 8 named filters, got 9"), error.getMessage());
    }
    @Test
    void aParameterShowsItsValueAndItsPlaceWhereToFindIt() {
        var weight = Array.of(new float[][] {{0.5f, 2}, {1, 1}});
        var model = Parametrized.of(new Linear(weight, Array.of(1f, 2f), 2, 2, true), Linear::weight, Positive::of).and(Linear::bias, Frozen::of);
        assertEquals("""
                ◐ Parametrized                                        6  24 B  ▲ 4  ■ 2
                ├─ tree Linear
                │  ├─ weight ← computed by .parameters().get(".weight()")
                │  ├─ bias ← computed by .parameters().get(".bias()")
                │  └─ inFeatures=2  outFeatures=2  useBias=true
                └─ ◐ parameters Map×2                                 6  24 B  ▲ 4  ■ 2
                   ├─ ▲T ".weight()" Positive → μ1.1 σ0.54 [0.50,2.…  4  16 B
                   │  └─ ▲T free f32[2,2]                             4  16 B  μ0.63 σ0.81 [-0.43,1.9]
                   └─ ■F ".bias()" Frozen                             2   8 B
                      └─ ■F value f32[2]                              2   8 B  μ1.5 σ0.50 [1.0,2.0]
                ▲T trainable 4 params · 16 B · 1 leaf   ■F frozen 2 params · 8 B · 1 leaf   total 2 leaves""", TreeView.of(model).toText());
        var gradient = filterGrad((Parametrized<Linear> p) -> p.get().apply(Array.of(1f, 2f)).sum()).apply(model);
        String text = TreeView.of(model).overlay("grad", gradient).toText();
        assertTrue(text.contains("‖grad‖") && !text.contains("⚠"), text);
        assertTrue(!TreeView.of(filterGrad((Orthogonal q) -> q.get().sum()).apply(Orthogonal.of(weight))).toText().contains("⚠"));
    }
}
