package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.tree.Samples.Dropout;
import dev.solstice.tree.Samples.Linear;
import dev.solstice.tree.Samples.Pair;
import dev.solstice.tree.Samples.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `Tree.check`: a tree has no node twice.
class SharingTest {

    @Test
    void aNodeThatIsThereTwiceIsAnErrorThatNamesBothPlaces() {
        Linear linear = Linear.of(1);
        var thrown = assertThrows(TreeException.class, () -> Tree.check(new Pair(linear, List.of(1, linear))));
        assertEquals("""
                the node is in the tree twice (at .right().get(1))
                  expected: each node once
                  got:      the same Linear as at .left()
                  remedy:   share it explicitly (nn.Shared), or build two: a transformed tree would have two independent copies""",
                thrown.getMessage());
    }

    @Test
    void aNodeInsideItselfIsAnError() {
        var list = new ArrayList<Object>();
        list.add(1);
        list.add(list);
        var thrown = assertThrows(TreeException.class, () -> Tree.check(new Pair(list, 1)));
        assertEquals("""
                the node contains itself (at .left().get(1))
                  expected: a tree
                  got:      the same List as at .left()
                  remedy:   build it without the cycle""", thrown.getMessage());
    }

    @Test
    void leavesNullsAndNodesWithoutLeavesMayRepeat() {
        Weights weights = Weights.of(1);
        Dropout dropout = new Dropout(0.5, false);
        assertDoesNotThrow(() -> Tree.check(Arrays.asList(weights, weights, null, null, dropout, dropout, List.of(), List.of(),
                Optional.empty(), Optional.empty(), new Linear(weights, weights, 1), new Linear(weights, weights, 1))));
    }
}
