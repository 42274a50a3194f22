package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.tree.Samples.Activation;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Tagged;
import dev.solstice.tree.Samples.Weights;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When two trees are equal, as in Equinox's `tree_equal`.
class EqualityTest {

    private record Other(Object left, Object right) {}

    @Test
    void structureMetadataAndKeysCount() {
        assertEqual(true, List.of(1, Map.of("a", 2)), List.of(1, Map.of("a", 2)));
        assertEqual(false, List.of(1, List.of(2)), List.of(1, new Object[] {2}));
        assertEqual(false, Map.of("a", 1), Map.of("b", 1));
        assertEqual(false, new Pair(1, 2), new Other(1, 2));
        assertEqual(false, Arrays.asList(null, 1), List.of(1));
        assertEqual(false, new Tagged<>(1, 1, 1, true), new Tagged<>(1, 1, 1.0, true));
    }

    @Test
    void numbersAreEqualByValueUnlessTypesAreToMatch() {
        assertEqual(true, List.of(1), List.of(1.0));
        assertEqual(true, List.of(1), List.of(1L));
        assertEqual(true, List.of(true), List.of(1));
        assertEqual(true, Long.MAX_VALUE, Long.MAX_VALUE);
        assertEqual(false, Long.MAX_VALUE, Long.MAX_VALUE - 1);
        assertEqual(true, new BigDecimal("1.5"), new BigDecimal("1.5"));
        assertEquals(false, Tree.equal(List.of(1), List.of(1.0), Equality.EXACT.typed()));
        assertEquals(true, Tree.equal(List.of(1), List.of(1), Equality.EXACT.typed()));
    }

    @Test
    void nanEqualsNothing() {
        assertEqual(false, Double.NaN, Double.NaN);
        assertEqual(false, Float.NaN, Float.NaN);
    }

    @Test
    void otherLeavesAreEqualByEquals() {
        assertEqual(true, List.of("a", Activation.RELU), List.of("a", Activation.RELU));
        assertEqual(false, "a", "b");
        assertEqual(false, "1", 1);
        assertEqual(true, new int[] {1, 2}, new int[] {1, 2});
        assertEqual(false, new int[] {1, 2}, new int[] {1, 3});
        Runnable lambda = () -> { };
        assertEqual(true, lambda, lambda);
        assertEqual(false, lambda, (Runnable) () -> { });
    }

    @Test
    void anArrayNeverEqualsANumber() {
        assertEqual(true, Weights.of(1), Weights.of(1));
        assertEqual(false, Weights.of(1), Weights.of(2));
        assertEqual(false, Weights.of(1), 1.0);
        assertEqual(false, 1.0, Weights.of(1));
    }

    @Test
    void toleranceAppliesToArraysButNotToNumbers() {
        Equality close = Equality.EXACT.within(1e-5, 1e-5);
        assertEquals(true, Tree.equal(List.of(1.0, Weights.of(1)), List.of(1.0, Weights.of(1.000001)), close));
        assertEquals(false, Tree.equal(1.0, 1.000001, close));
        assertEquals(false, Tree.equal(1, 2, Equality.EXACT.within(1, 1)));
        assertEquals(false, Tree.equal(Weights.of(1), Weights.of(1.001), close));
        assertEquals(false, Tree.equal(Double.NaN, Double.NaN, close));
    }

    private static void assertEqual(boolean equal, Object a, Object b) {
        assertEquals(equal, Tree.equal(a, b));
        assertEquals(equal, Tree.equal(b, a));
    }
}
