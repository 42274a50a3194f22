package dev.solstice.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Bijection;
import dev.solstice.filter.Partition;
import dev.solstice.random.Key;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a user of layers reads who did something wrong: what it was, on which line of theirs, what was expected and got, and
/// what to do. LINE stands for the line here.
class LayerMessagesTest {
    private static final Key KEY = Key.of(0);
    private static final Array X = Array.of(1f, 2f, 3f);

    private final List<DynamicTest> tests = new ArrayList<>();

    private static Array ones(int... shape) {
        return Array.full(Shape.of(shape), DType.FLOAT32, 1);
    }

    private void say(String name, Runnable wrong, String message) {
        tests.add(DynamicTest.dynamicTest(name, () -> assertEquals(message + "\nAt LINE",
                assertThrows(IllegalArgumentException.class, wrong::run).getMessage().replaceAll("LayerMessagesTest\\.java:\\d+ \\([^)]*\\)", "LINE"))));
    }

    @TestFactory
    Stream<DynamicTest> mistakesAreExplained() {
        say("a batch in place of an example", () -> Linear.of(3, 2, KEY).apply(ones(5, 3)), """
                Linear expects one example of shape [3], got f32[5,3]. Layers know no batch axis; did you forget vmap? \
                Write model.applyBatch(batch), or filterVmap((model, row) -> model.apply(row), null, 0).apply(model, batch).""");
        say("an example of another size", () -> Linear.of(3, 2, KEY).apply(ones(4)), """
                Linear expects one example of shape [3], got f32[4].""");
        say("a size below 0", () -> Linear.of(-2, 2, KEY), """
                inFeatures is -2; a size is at least 0, or Linear.SCALAR for an array of rank 0""");
        say("channels that the groups do not divide", () -> Conv2d.of(ConvolutionSettings.of(2, 3, 4, 3).withGroups(2), KEY), """
                `inChannels` (=3) must be divisible by `groups` (=2): each group has as many of them.""");
        say("settings for another number of axes", () -> Conv2d.of(ConvolutionSettings.of(1, 3, 4, 3), KEY), """
                Conv2d has a kernel of 2 axes, its settings one of size (3,): take ConvolutionSettings.of(2, ...)""");
        say("a padding for another number of axes", () -> ConvolutionSettings.of(2, 3, 4, 3).withStride(1, 2, 3), """
                Length of stride [1, 2, 3] is not equal to 2: give one number for all axes, or one for each""");
        say("an unknown padding", () -> ConvolutionSettings.of(2, 3, 4, 3).withPadding("FULL"), """
                padding 'FULL' is none of [SAME, SAME_LOWER, VALID]""");
        say("a probability above 1", () -> Dropout.of(1.5), """
                Dropout sets elements to 0 with a probability p between 0 and 1, got 1.5""");
        say("an index that is no integer", () -> Embedding.of(3, 2, KEY).apply(Array.scalar(1f)), """
                Embedding is looked up by an integer, got f32[]. Convert it with astype(INT32)""");
        say("groups that do not divide the channels", () -> GroupNorm.of(2, 3), """
                The number of groups must divide the number of channels: got 2 groups of 3 channels. Take another number of groups.""");
        say("keys and values of several lengths", () -> MultiheadAttention.of(2, 4, KEY).apply(ones(3, 4), ones(5, 4), ones(6, 4)), """
                key and value must both be sequences of equal length, got f32[5,4] and f32[6,4]""");
        say("labels that do not belong to the logits", () -> Losses.softmaxCrossEntropyWithIntegerLabels(ones(4, 3), Array.of(1, 2)), """
                labels should be integers of the logits' shape [4,3] without its last axis, got i32[2]""");
        say("an odd length halved", () -> Activations.glu(X, 0), """
                glu halves axis 0, but its length is odd: f32[3]. Give another axis, or make the length even""");
        say("no array where a weight should be", () -> WeightNorm.of(Linear.of(2, 2, false, KEY), KeyPath.parse(".bias()"), 0), """
                WeightNorm normalises an array, but at .bias() of the layer is null""");
        say("an empty interval", () -> Bijection.interval(1, 0), """
                an interval from 1.0 to 0.0 is empty: give the smaller bound first""");
        say("an update of what is no array", () -> Partition.applyUpdates(List.of("text"), List.of((Object) X)), """
                applyUpdates adds arrays to arrays, but at .get(0) is text and its update is [1. 2. 3.]. An update of null changes nothing""");
        return tests.stream();
    }
}
