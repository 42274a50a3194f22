package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;
import dev.solstice.transform.PrimitiveSamples.Sample;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Laws that hold for every primitive, tried on random operands.
class PrimitiveLawsTest {
    private static final int ROUNDS = 3;
    private static final Rounding ROUNDING = Rounding.ulps(64);

    @FunctionalInterface
    private interface Law {
        void holds(Sample sample, Array[] operands, Random random);
    }

    private static Stream<DynamicTest> forAll(Stream<Sample> samples, Law law) {
        return samples.map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
            for (int seed = 0; seed < ROUNDS; seed++) {
                var random = new Random(seed);
                law.holds(sample, sample.operands().apply(random), random);
            }
        }));
    }

    private static Stream<Sample> all() {
        return PrimitiveSamples.all().stream();
    }

    private static Stream<Sample> differentiable() {
        return all().filter(Sample::differentiable);
    }

    @Test
    void everyPrimitiveIsSampled() {
        var missing = RandomCallsTest.concrete(Primitive.class);
        all().forEach(sample -> missing.remove(sample.primitive().getClass()));
        missing.removeAll(RandomCallsTest.concrete(Primitive.Unvmap.class)); // are the same for all examples, on purpose: see CollectivesTest
        missing.remove(Primitive.NondifferentiableBackward.class); // is not transposed, on purpose: see DebugTest
        missing.remove(Primitive.CustomLinear.class); // has no value: it exists between a custom vjp and its transpose only
        missing.removeAll(RandomCallsTest.concrete(Primitive.Collective.class)); // need a named axis: see CollectivesTest
        assertEquals(Set.of(), missing);
    }

    @TestFactory
    Stream<DynamicTest> theShapeRuleTellsTheResult() {
        return forAll(all(), (sample, x, _) ->
                assertArrayEquals(AbstractValue.of(sample.primitive().bind(x)), ShapeRule.apply(sample.primitive(), AbstractValue.of(x))));
    }

    @TestFactory
    Stream<DynamicTest> compiledEqualsEager() {
        return forAll(all(), (sample, x, _) -> Laws.compiledEqualsEager(sample.primitive()::bind, x, Rounding.NONE));
    }

    @TestFactory
    Stream<DynamicTest> tangentsAreDirectionalDerivatives() {
        return forAll(differentiable(), (sample, x, random) -> Laws.tangentsAreDirectionalDerivatives(sample.primitive()::bind, x, random));
    }

    @TestFactory
    Stream<DynamicTest> reverseModeIsAdjointToForwardMode() {
        return forAll(differentiable(), (sample, x, random) -> Laws.reverseModeIsAdjointToForwardMode(sample.primitive()::bind, x, random, ROUNDING));
    }

    @TestFactory
    Stream<DynamicTest> secondDerivativesOfAllOrdersAgree() {
        return forAll(differentiable(), (sample, x, random) -> Laws.secondDerivativesAgree(sample.primitive()::bind, x, random, Rounding.ulps(4096)));
    }

    @TestFactory
    Stream<DynamicTest> compiledGradientsEqualEagerOnes() {
        return forAll(differentiable(), (sample, x, _) -> Laws.compiledGradientEqualsEager(sample.primitive()::bind, x, ROUNDING));
    }

    /// All operands batched, or only one of them; along every axis.
    @TestFactory
    Stream<DynamicTest> vectorisedEqualsALoop() {
        return forAll(all().filter(sample -> sample.operands().apply(new Random(0)).length > 0), (sample, x, random) -> {
            var others = new Array[][] {x, sample.operands().apply(random), sample.operands().apply(random)};
            vectorise(sample, others, everywhere(x, _ -> 0));
            vectorise(sample, others, everywhere(x, operand -> operand.rank()));
            for (int i = 0; i < x.length; i++) {
                for (int axis = 0; axis <= x[i].rank(); axis++) {
                    var axes = everywhere(x, _ -> Batching.NOT_MAPPED);
                    axes[i] = axis;
                    vectorise(sample, others, axes);
                }
            }
        });
    }

    private static int[] everywhere(Array[] x, ToIntFunction<Array> axis) {
        return Arrays.stream(x).mapToInt(axis).toArray();
    }

    private static void vectorise(Sample sample, Array[][] examples, int[] axes) {
        Laws.vectorisedEqualsALoop(sample.primitive()::bind, examples, axes, ROUNDING);
    }
}
