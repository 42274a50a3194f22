package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;
import dev.solstice.core.AbstractValue;
import dev.solstice.engine.host.HostEngine;
import dev.solstice.transform.RandomCalls.Call;
import dev.solstice.transform.RandomCalls.Generator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The laws for every primitive, on random shapes, dtypes, parameters and axes. `-Dsolstice.calls=1000` tries as many of
/// each, `-Dsolstice.seed=7` begins elsewhere.
class RandomCallsTest {
    private static final int CALLS = Integer.getInteger("solstice.calls", 12);
    private static final long SEED = Long.getLong("solstice.seed", 1);
    private static final Rounding ROUNDING = Rounding.ulps(64);

    private record Try(Call call, MadeUp operands, Random random) {
        Array[] f(Array[] x) {
            return call.primitive().bind(x);
        }

        /// Other operands of the same kinds.
        Array[] others() {
            return operands.others(call.operands());
        }

        /// As a function of the operands that it has derivatives by.
        Array[] derivable(Array[] x) {
            var all = operands.arrays(call.operands());
            for (int i = 0, next = 0; i < all.length; i++) if (isDerivable(i)) all[i] = x[next++];
            return f(all);
        }

        Array[] derivableOperands(Array[] all) {
            return IntStream.range(0, all.length).filter(this::isDerivable).mapToObj(i -> all[i]).toArray(Array[]::new);
        }

        private boolean isDerivable(int i) {
            return !operands.isConstant(call.operands()[i]);
        }
    }

    @FunctionalInterface
    private interface Law {
        void holds(Try one, Array[] x);
    }

    private static Stream<DynamicTest> forAll(boolean smooth, Law law) {
        return RandomCalls.generators().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey().getSimpleName(), () -> {
            for (int i = 0; i < CALLS; i++) check(entry.getValue(), SEED + i, smooth, law);
        }));
    }

    private static Stream<DynamicTest> forAllDerivable(boolean smooth, Law law) {
        return forAll(smooth, (one, x) -> law.holds(one, one.derivableOperands(x)));
    }

    private static void check(Generator generator, long seed, boolean smooth, Law law) {
        var operands = new MadeUp(seed, smooth);
        var call = generator.next(operands);
        var x = operands.arrays(call.operands());
        try {
            law.holds(new Try(call, operands, MadeUp.random(seed)), x);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("seed " + seed + ": " + call.primitive() + " of " + Arrays.toString(x) + "\n" + broken, broken);
        }
    }

    @Test
    void everyPrimitiveHasAGenerator() {
        var missing = new HashSet<>(concrete(Primitive.class));
        missing.removeAll(concrete(Primitive.HigherOrder.class)); // random programs are made of them
        missing.removeAll(concrete(Primitive.Collective.class)); // need a named axis: random programs have them
        missing.removeAll(concrete(Primitive.Unvmap.class)); // are the same for all examples, on purpose
        missing.remove(Primitive.NondifferentiableBackward.class); // is not transposed, on purpose
        missing.removeAll(RandomCalls.generators().keySet());
        assertEquals(Set.of(), missing);
    }

    static Set<Class<?>> concrete(Class<?> type) {
        var out = new HashSet<Class<?>>();
        for (var permitted : type.getPermittedSubclasses()) {
            if (permitted.isInterface()) out.addAll(concrete(permitted));
            else out.add(permitted);
        }
        return out;
    }

    @TestFactory
    Stream<DynamicTest> theShapeRuleTellsTheResult() {
        return forAll(false, (one, x) -> assertEquals(Arrays.asList(AbstractValue.of(one.f(x))),
                Arrays.asList(ShapeRule.apply(one.call.primitive(), AbstractValue.of(x)))));
    }

    @TestFactory
    Stream<DynamicTest> theEngineAgreesWithJava() {
        return forAll(false, (one, x) -> {
            if (one.call.primitive() instanceof Primitive.Svd || one.call.primitive() instanceof Primitive.Eigh) return; // up to the signs of vectors
            var expected = Arrays.stream(one.f(x)).map(y -> Array.full(y.shape(), y.dtype(), 0)).map(ConcreteArray.class::cast).toArray(ConcreteArray[]::new);
            new HostEngine().execute(one.call.primitive(), Arrays.copyOf(x, x.length, ConcreteArray[].class), expected);
            Laws.assertClose(expected, one.f(x), ROUNDING);
        });
    }

    @TestFactory
    Stream<DynamicTest> compiledEqualsEager() {
        return forAll(false, (one, x) -> Laws.compiledEqualsEager(one::f, x, Rounding.NONE));
    }

    /// All operands batched, or some; along any axes; one example, or several.
    @TestFactory
    Stream<DynamicTest> vectorisedEqualsALoop() {
        return forAll(false, (one, x) -> {
            if (x.length == 0) return;
            var random = one.random;
            vectorise(one, x, axes(x, _ -> 0));
            vectorise(one, x, axes(x, Array::rank));
            vectorise(one, x, axes(x, operand -> random.nextInt(operand.rank() + 1)));
            for (int i = 0; i < 3; i++) vectorise(one, x, axes(x, operand -> random.nextBoolean() ? Batching.NOT_MAPPED : random.nextInt(operand.rank() + 1)));
            for (int i = 0; i < x.length; i++) {
                var alone = axes(x, _ -> Batching.NOT_MAPPED);
                alone[i] = random.nextInt(x[i].rank() + 1);
                vectorise(one, x, alone);
            }
        });
    }

    private static int[] axes(Array[] x, ToIntFunction<Array> axis) {
        return Arrays.stream(x).mapToInt(axis).toArray();
    }

    private static void vectorise(Try one, Array[] x, int[] axes) {
        if (Arrays.stream(axes).allMatch(axis -> axis == Batching.NOT_MAPPED)) return;
        var examples = new Array[1 + one.random.nextInt(3)][];
        Arrays.setAll(examples, k -> k == 0 ? x : one.others());
        try {
            Laws.vectorisedEqualsALoop(one::f, examples, axes, ROUNDING);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(examples.length + " examples along " + Arrays.toString(axes) + ": " + broken, broken);
        }
    }

    @TestFactory
    Stream<DynamicTest> tangentsAreDirectionalDerivatives() {
        return forAllDerivable(true, (one, x) -> {
            if (new Operation.Bind(one.call.primitive()).hasMeasurableDerivatives()) Laws.tangentsAreDirectionalDerivatives(one::derivable, x, one.random);
        });
    }

    @TestFactory
    Stream<DynamicTest> reverseModeIsAdjointToForwardMode() {
        return forAllDerivable(true, (one, x) -> Laws.reverseModeIsAdjointToForwardMode(one::derivable, x, one.random, ROUNDING));
    }

    @TestFactory
    Stream<DynamicTest> reverseModeIsAdjointToForwardModeInEveryDType() {
        return forAllDerivable(false, (one, x) -> Laws.reverseModeIsAdjointToForwardMode(one::derivable, x, one.random, Rounding.ulps(256)));
    }

    @TestFactory
    Stream<DynamicTest> compiledGradientsEqualEagerOnes() {
        return forAllDerivable(false, (one, x) -> Laws.compiledGradientEqualsEager(one::derivable, x, ROUNDING));
    }

    @TestFactory
    Stream<DynamicTest> vectorisedGradientsEqualALoop() {
        return forAllDerivable(true, (one, x) -> {
            if (x.length == 0) return;
            var examples = new Array[][] {x, one.derivableOperands(one.others())};
            var axes = axes(x, operand -> one.random.nextInt(3) == 0 ? Batching.NOT_MAPPED : one.random.nextInt(operand.rank() + 1));
            Laws.vectorisedEqualsALoop(Laws.gradient(one::derivable), examples, axes, Rounding.ulps(512));
        });
    }

    @TestFactory
    Stream<DynamicTest> secondDerivativesOfAllOrdersAgree() {
        return forAllDerivable(true, (one, x) -> Laws.secondDerivativesAgree(one::derivable, x, one.random, Rounding.ulps(1 << 14)));
    }

    @TestFactory
    Stream<DynamicTest> gradientsHaveDirectionalDerivatives() {
        return forAllDerivable(true, (one, x) -> Laws.gradientsHaveDirectionalDerivatives(one::derivable, x, one.random));
    }
}
