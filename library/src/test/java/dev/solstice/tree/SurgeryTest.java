package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.tree.Samples.Activation;
import dev.solstice.tree.Samples.Dropout;
import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Model;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Tagged;
import dev.solstice.tree.Samples.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Replacing nodes that a selector names: `Tree.at` and `Tree.update`.
class SurgeryTest {

    private final Weights shared = Weights.of(1);
    private final Linear linear = new Linear(shared, shared, 4);
    // One layer object twice, one array four times: only the way there tells them apart.
    private final Model model = Model.of(linear, linear);

    private record Copied(List<Object> items) {
        Copied {
            items = items == null ? null : List.copyOf(items);
        }
    }

    private record Maybe(Optional<Weights> weight, Optional<String> name, Optional<String> other) {}

    private record Functions(UnaryOperator<Object> first, Runnable second, Activation third, Linear fourth, Sealed fifth) {}

    private sealed interface Sealed {}

    private record Only(Object value) implements Sealed {}

    @Test
    void aSharedArrayIsReplacedOnlyWhereItIsNamed() {
        Model changed = Tree.at(model, m -> m.layers().get(1).weight(), Weights.of(7));
        assertEquals(7, changed.layers().get(1).weight().value());
        assertSame(shared, changed.layers().get(1).bias());
        assertSame(linear, changed.layers().get(0));
        assertSame(model.function(), changed.function());
        assertSame(shared, model.layers().get(1).weight());
    }

    @Test
    void aSharedLayerIsReplacedOnlyWhereItIsNamed() {
        Linear other = Linear.of(3);
        assertEquals(List.of(linear, other), Tree.at(model, m -> m.layers().get(1), other).layers());
        assertEquals(List.of(other, linear), Tree.at(model, m -> m.layers().getFirst(), other).layers());
    }

    @Test
    void theWholeTreeCanBeReplaced() {
        assertEquals(Weights.class, Tree.<Object>at(shared, m -> m, Weights.of(2)).getClass());
        assertEquals(5, Tree.<Object>at(List.of(1), m -> m, 5));
    }

    @Test
    void leavesWithoutIdentityAreToldApart() {
        List<Object> equal = Arrays.asList(1, true, "x", Activation.RELU, 1, true, "x", Activation.RELU, null, null);
        for (int i = 0; i < equal.size(); i++) {
            int at = i;
            List<Object> expected = new ArrayList<>(equal);
            expected.set(at, "new");
            assertEquals(expected, Tree.at(equal, list -> list.get(at), "new"));
        }
    }

    @Test
    void lambdasAndEnumsCanBeReplaced() {
        UnaryOperator<Object> twice = x -> x + "" + x;
        assertSame(twice, Tree.at(model, m -> m.function(), twice).function());
        assertEquals(Activation.TANH, Tree.at(model, m -> m.activation(), Activation.TANH).activation());
    }

    @Test
    void metadataCanBeReplaced() {
        Model changed = Tree.at(model, m -> m.second().inference(), true);
        assertEquals(new Dropout(0.5, true), changed.second());
        assertEquals(new Dropout(0.5, false), changed.first());
        assertEquals(new Dropout(0.1, false), Tree.at(model, m -> m.first().p(), 0.1).first());
        assertEquals("other", Tree.at(model, m -> m.name(), "other").name());
        assertEquals(9, Tree.at(model, m -> m.layers().get(1).size(), 9).layers().get(1).size());
        assertEquals(new Tagged<>(1, 2, "new", true), Tree.at(new Tagged<>(1, 2, null, true), t -> t.label(), "new"));
    }

    @Test
    void nullsAreTargetsToo() {
        Model holes = Model.of(new Linear(null, null, 4), new Linear(null, null, 4));
        assertSame(shared, Tree.at(holes, m -> m.layers().get(1).bias(), shared).layers().get(1).bias());
        assertNull(Tree.at(holes, m -> m.layers().get(1).bias(), shared).layers().get(1).weight());
        assertNull(Tree.at(model, m -> m.layers().get(1).bias(), null).layers().get(1).bias());
        assertEquals(Arrays.asList(null, 1, 2), Tree.at(Arrays.asList(null, 1, null), list -> list.get(2), 2));
        assertEquals(".first()", Tree.pathOf(new Functions(null, null, null, null, null), f -> f.first()).toString());
        assertEquals(".second()", Tree.pathOf(new Functions(null, null, null, null, null), f -> f.second()).toString());
        assertEquals(".third()", Tree.pathOf(new Functions(null, null, null, null, null), f -> f.third()).toString());
        assertEquals(".fourth()", Tree.pathOf(new Functions(null, null, null, null, null), f -> f.fourth()).toString());
        assertEquals(".fifth()", Tree.pathOf(new Functions(null, null, null, null, null), f -> f.fifth()).toString());
    }

    @Test
    void aNullThatCannotBeToldFromAnotherIsAnErrorThatOffersPaths() {
        var thrown = assertThrows(TreeException.class, () -> Tree.pathOf(new Linear(null, null, 4), m -> m.bias()));
        assertEquals("""
                it cannot be told which place the selector means
                  expected: one place
                  got:      .weight() or .bias()
                  remedy:   name it by its path: KeyPath.parse(".weight()")""", thrown.getMessage());
    }

    @Test
    void optionalsAndTheirContentsAreTargets() {
        var maybe = new Maybe(Optional.of(shared), Optional.of("x"), Optional.empty());
        assertEquals(".weight().get()", Tree.pathOf(maybe, m -> m.weight().get()).toString());
        assertEquals(".name().get()", Tree.pathOf(maybe, m -> m.name().get()).toString());
        assertEquals(".name()", Tree.pathOf(maybe, m -> m.name()).toString());
        assertEquals(Optional.of("new"), Tree.at(maybe, m -> m.other(), Optional.of("new")).other());
        assertEquals(Optional.of("new"), Tree.at(maybe, m -> m.other().orElse(null), "new").other());
        var empty = new Maybe(Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(Optional.of("new"), Tree.at(empty, m -> m.name(), Optional.of("new")).name());
    }

    @Test
    void aConstructorMayCopyItsLists() {
        assertEquals(".items()", Tree.pathOf(new Copied(List.of(1, 2)), c -> c.items()).toString());
        assertEquals(new Copied(List.of(5, 6)), Tree.at(new Copied(List.of(1, 2)), c -> c.items(), List.of(5, 6)));
        assertEquals(new Copied(List.of(linear, 6)), Tree.at(new Copied(List.of(linear, List.of(1))), c -> c.items().get(1), 6));
    }

    @Test
    void severalPlacesAreReplacedTogether() {
        Model changed = Tree.at(model, List.of(m -> m.layers().get(0).bias(), m -> m.layers().get(1), m -> m.rate()),
                Arrays.asList(null, Linear.of(2), 0.25));
        assertNull(changed.layers().get(0).bias());
        assertEquals(2, changed.layers().get(1).weight().value());
        assertEquals(0.25, changed.rate());
    }

    @Test
    void aReplaceFunctionGetsWhatIsThere() {
        assertEquals(1.5, Tree.update(model, m -> m.rate(), rate -> 3 * rate).rate());
        assertEquals(true, Tree.update(model, m -> m.first().inference(), inference -> !inference).first().inference());
        assertEquals(List.of(10, 2, 30), Tree.update(List.of(1, 2, 3), List.of(l -> l.get(0), l -> l.get(2)), leaf -> 10 * (int) leaf));
        assertEquals(List.of(1, 4), Tree.update(List.of(1, 2), KeyPath.parse(".get(1)"), leaf -> 2 * (int) leaf));
    }

    @Test
    void aPlaceCanBeNamedByItsPath() {
        assertEquals(7.0, Tree.at(model, KeyPath.parse(".layers().get(1).weight()"), Weights.of(7)).layers().get(1).weight().value());
        assertEquals(Map.of("a", 1, "b", 5), Tree.at(Map.of("a", 1, "b", 2), KeyPath.parse(".get(\"b\")"), 5));
        assertEquals(true, Tree.at(model, KeyPath.parse(".first().inference()"), true).first().inference());
        assertEquals(".layers()", assertThrows(TreeException.class,
                () -> Tree.at(model, KeyPath.parse(".layers().get(9)"), 1)).path().toString());
        assertEquals("", assertThrows(TreeException.class, () -> Tree.at(null, KeyPath.parse(".get(9)"), 1)).path().toString());
        assertThrows(TreeException.class, () -> Tree.at(model, KeyPath.parse(".name().length()"), 1));
    }

    @Test
    void namingOnePlaceTwiceIsAnError() {
        assertMessage("the same place is named twice (at .layers().get(0))",
                () -> Tree.at(model, List.of(m -> m.layers().get(0), m -> m.layers().getFirst()), List.of(1, 2)));
    }

    @Test
    void placesThatOverlapAreAnError() {
        assertMessage("one place is inside of another one (at .layers().get(0).weight())",
                () -> Tree.at(model, List.of(m -> m.layers(), m -> m.layers().get(0).weight()), List.of(1, 2)));
        assertMessage("one place is inside of another one (at .layers().get(0).weight())",
                () -> Tree.at(model, List.of(m -> m.layers().get(0).weight(), m -> m), List.of(1, 2)));
    }

    @Test
    void aSelectorThatLeavesTheTreeIsAnError() {
        assertMessage("the selector returned something that is not in the tree", () -> Tree.at(model, m -> 42, 1));
        assertMessage("the selector returned something that is not in the tree", () -> Tree.at(List.of(5), m -> 5, 1));
        assertMessage("the selector returned something that is not in the tree", () -> Tree.at(model, m -> List.of(m.layers(), m.first()), 1));
        assertMessage("the selector failed on a copy of the tree", () -> Tree.at(model, m -> m.layers().get(2), 1));
        assertMessage("the selector returned something that is not in the tree", () -> Tree.at(new Pair(1, 2), m -> null, 1));
    }

    @Test
    void aSelectorThatReadsValuesIsAnError() {
        Model different = Model.of(Linear.of(1), Linear.of(2));
        assertMessage("the selector depends on the values of leaves: java.lang.IllegalStateException: there is no value to be read",
                () -> Tree.at(different, m -> m.layers().stream().filter(l -> l.weight().value() > 1).findFirst().orElseThrow(), 1));
        assertMessage("the selector depends on the values of leaves",
                () -> Tree.at(different, m -> m.activation() == Activation.RELU ? m.first() : m.second(), 1));
        assertMessage("the selector depends on the values of leaves",
                () -> Tree.at(new Pair("a", 1), m -> "a".equals(m.left()) ? m.right() : m.left(), 1));
    }

    @Test
    void aSelectorMayLookAtTheStructure() {
        Model some = Model.of(new Linear(shared, null, 4), linear);
        Model changed = Tree.at(some, m -> m.layers().stream().filter(l -> l.bias() == null).findFirst().orElseThrow().weight(), Weights.of(9));
        assertEquals(9, changed.layers().get(0).weight().value());
    }

    @Test
    void aReplacementThatDoesNotFitIsNamedWithItsPath() {
        var thrown = assertThrows(TreeException.class, () -> Tree.at(model, m -> m.layers().get(1).weight(), "text"));
        assertEquals(".layers().get(1).weight()", thrown.path().toString());
        assertTrue(thrown.getMessage().contains("expected: Weights"), thrown.getMessage());
        assertMessage("Dropout cannot hold this value (at .first().p())", () -> Tree.at(model, m -> m.first().p(), null));
    }

    @Test
    void eachSelectorNeedsItsReplacement() {
        assertMessage("each selector needs its replacement", () -> Tree.at(model, List.of(m -> m.first(), m -> m.second()), List.of(1)));
    }

    private static void assertMessage(String start, Runnable surgery) {
        String message = assertThrows(TreeException.class, surgery::run).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
