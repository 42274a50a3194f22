package dev.solstice.filter;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What users put into records: every kind of component, and what goes wrong is told with its place.
class OddTreesTest {
    private static final Array X = Array.of(2f);

    enum Mode {
        PLAIN,
        DOUBLE {
            @Override
            double factor() {
                return 2;
            }
        };

        double factor() {
            return 1;
        }
    }

    sealed interface Shape {
        record Circle(Array radius) implements Shape {}

        record Rectangle(Array[] sides, Mode mode) implements Shape {}
    }

    record Everything(int i, char c, boolean z, Array w, int[] ints, Mode mode, Optional<Array> optional, Map<Mode, Shape> shapes, Object nothing) {
        static Everything of(int... ints) {
            var shapes = new EnumMap<Mode, Shape>(Map.of(Mode.DOUBLE, new Shape.Circle(Array.of(4f)), Mode.PLAIN, new Shape.Rectangle(new Array[] {X, X}, Mode.DOUBLE)));
            return new Everything(1, 'c', true, Array.of(3f), ints, Mode.DOUBLE, Optional.of(Array.of(5f)), shapes, null);
        }

        Array apply(Array x) {
            var circle = (Shape.Circle) shapes.get(Mode.DOUBLE);
            var rectangle = (Shape.Rectangle) shapes.get(Mode.PLAIN);
            return w.mul(x).mul(ints[0]).add(optional.orElseThrow()).add(circle.radius()).add(rectangle.sides()[1].mul(mode.factor()));
        }
    }

    @Test
    void recordsOfEverythingAreDifferentiatedMappedAndCompiled() {
        var model = Everything.of(7);
        assertEquals(3 * 2 * 7 + 5 + 4 + 2 * 2, filterJit(Everything::apply).apply(model, X).item());
        var gradient = filterGrad((Everything e) -> e.apply(X).sum()).apply(model);
        assertEquals(14, gradient.w().item());
        assertEquals(1, gradient.optional().orElseThrow().item());
        var sides = ((Shape.Rectangle) gradient.shapes().get(Mode.PLAIN)).sides();
        assertEquals(0, sides[0].item());
        assertEquals(2, sides[1].item());
        assertEquals(2, filterVmap(Everything::apply, null, 0).apply(model, Array.of(1f, 2f)).shape().dim(0));
    }

    @Test
    void anArrayOfNumbersIsComparedByContentAndNoticedWhenItChanges() {
        var traces = new AtomicInteger();
        var f = filterJit((Everything e, Array x) -> {
            traces.incrementAndGet();
            return e.apply(x);
        });
        int[] numbers = {7};
        var model = Everything.of(numbers);
        double before = f.apply(model, X).item();
        assertEquals(before, f.apply(Everything.of(7), X).item());
        assertEquals(1, traces.get());
        numbers[0] = 8;
        assertEquals(before + 6, f.apply(model, X).item());
        assertEquals(2, traces.get());
    }

    record Weights(String name, Array... all) {}

    @Test
    void aRecordMayEndInVarargs() {
        var gradient = filterGrad((Weights w) -> w.all()[1].mul(3).sum()).apply(new Weights("w", X, X));
        assertEquals(3, gradient.all()[1].item());
        assertEquals(0, filterJit((Weights w) -> w).apply(new Weights("none")).all().length);
    }

    record Two(Array a, Array b) {}

    @Test
    void axesOfTheLeavesOfARecordAreATree() {
        var two = new Two(Array.of(1f, 2f), Array.of(3f));
        Tree<Integer> axes = Tree.structure(two).with(Arrays.asList(0, null));
        assertArrayEquals(new float[] {4, 5}, filterVmap((Two t) -> t.a().add(t.b()), axes).apply(two).reshape(-1).toFloatArray());
        assertArrayEquals(new float[] {11, 12}, filterVmap((Map<String, Two> m, Array x) -> m.get("k").a().add(x), Map.of("k", axes), null)
                .apply(Map.of("k", two), Array.of(10f)).reshape(-1).toFloatArray());
        var error = assertThrows(IllegalArgumentException.class, () -> filterVmap((Map<String, Object> m) -> X, Map.of("k", axes)).apply(Map.of("k", List.of(X))));
        assertTrue(error.getMessage().contains(".get(\"k\")"), error.getMessage());
    }

    @Test
    void arraysInACollectionThatIsNoTreeAreAnErrorNotAConstant() {
        record Holder(Set<Array> set, Deque<Array> deque) {}
        for (var holder : List.of(new Holder(Set.of(X), null), new Holder(null, new ArrayDeque<>(List.of(X))))) {
            for (Runnable wrong : new Runnable[] {() -> filterGrad((Holder h) -> X.sum()).apply(holder), () -> filterJit((Holder h) -> X).apply(holder)}) {
                var error = assertThrows(IllegalArgumentException.class, wrong::run);
                assertTrue(error.getMessage().contains("which is no tree: it would be a constant. Keep it in a List or a Map."), error.getMessage());
            }
        }
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        record Layers(List<Map<Object, Array>> layers) {}
        var unordered = assertThrows(TreeException.class, () -> filterJit((Layers l) -> X).apply(new Layers(List.of(Map.of(new Two(X, X), X, String.class, X)))));
        assertTrue(unordered.getMessage().contains(".layers().get(0)"), unordered.getMessage());
        var grown = assertThrows(IllegalArgumentException.class, () -> applyUpdates(new Two(X, X), new Two(X, Array.of(1f, 2f, 3f))));
        assertEquals("applyUpdates keeps shapes, but the update of the parameter f32[1] at .b() is f32[3]", grown.getMessage().lines().findFirst().orElseThrow());
        var nothing = assertThrows(IllegalArgumentException.class, () -> filterGrad((Two t) -> null).apply(new Two(X, X)));
        assertTrue(nothing.getMessage().contains("it returned null"), nothing.getMessage());
    }
}
