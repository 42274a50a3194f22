package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.solstice.array.DType;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CommonSubexpressions;
import dev.solstice.core.ConstantFolding;
import dev.solstice.core.DeadCode;
import dev.solstice.core.Inlining;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Optimisation;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ProgramBuilder.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random programs of random primitives, loops, choices and nested transformations hold to the laws of all transformations.
/// `-Dsolstice.programs=20000` tries as many, `-Dsolstice.seed=7` begins elsewhere: a failure tells its seed, and the smallest
/// program found that fails too.
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("solstice.programs", 150);
    private static final long SEED = Long.getLong("solstice.seed", 1);
    private static final int ENOUGH_FAILURES = Integer.getInteger("solstice.failures", 5);

    private static final List<UnaryOperator<Jaxpr>> PASSES =
            List.of(DeadCode::apply, CommonSubexpressions::apply, ConstantFolding::apply, Inlining::apply, Optimisation::apply);

    /// What is tried of each program.
    private enum Law {
        TYPES_ARE_AS_STAGED, IS_AS_DEFINED, PASSES_KEEP_VALUES, COMPILED_EQUALS_EAGER, VECTORISED_EQUALS_A_LOOP,
        TANGENTS_ARE_DIRECTIONAL_DERIVATIVES, REVERSE_MODE_IS_ADJOINT_TO_FORWARD_MODE, COMPILED_GRADIENT_EQUALS_EAGER,
        VECTORISED_GRADIENT_EQUALS_A_LOOP, CHECKPOINTED_GRADIENT_IS_THE_GRADIENT, SECOND_DERIVATIVES_AGREE, GRADIENTS_HAVE_DIRECTIONAL_DERIVATIVES;

        boolean appliesTo(RandomProgram program) {
            boolean smooth = program.narrowest() == DType.FLOAT64;
            return switch (this) {
                case TYPES_ARE_AS_STAGED, IS_AS_DEFINED, PASSES_KEEP_VALUES, COMPILED_EQUALS_EAGER, VECTORISED_EQUALS_A_LOOP -> true;
                case TANGENTS_ARE_DIRECTIONAL_DERIVATIVES -> smooth && program.hasMeasurableDerivatives() && program.hasForwardMode();
                case REVERSE_MODE_IS_ADJOINT_TO_FORWARD_MODE -> program.hasForwardMode() && program.hasReverseMode();
                case SECOND_DERIVATIVES_AGREE -> smooth && program.hasForwardMode() && program.hasReverseMode();
                case COMPILED_GRADIENT_EQUALS_EAGER, VECTORISED_GRADIENT_EQUALS_A_LOOP, CHECKPOINTED_GRADIENT_IS_THE_GRADIENT -> program.hasReverseMode();
                case GRADIENTS_HAVE_DIRECTIONAL_DERIVATIVES -> smooth && program.hasMeasurableDerivatives() && program.hasReverseMode();
            };
        }

        void check(Sample sample, long seed) {
            var program = sample.program();
            var x = sample.inputs();
            var random = MadeUp.random(seed);
            var rounding = Rounding.ulps(program.narrowest() == DType.FLOAT64 ? 1 << 20 : 64).through(program.narrowest());
            UnaryOperator<Array[]> f = operands -> Parts.split(program.run(operands));
            switch (this) {
                case TYPES_ARE_AS_STAGED -> Laws.typesAreAsStaged(f, x);
                case PASSES_KEEP_VALUES -> {
                    var staged = Staging.trace(program::run, AbstractValue.of(x));
                    for (var pass : PASSES) Laws.assertClose(staged.evaluate(x), pass.apply(staged).evaluate(x), Rounding.NONE);
                }
                case IS_AS_DEFINED -> Laws.assertClose(program.reference(x), program.run(x), rounding);
                case COMPILED_EQUALS_EAGER -> Laws.compiledEqualsEager(f, x, rounding);
                case VECTORISED_EQUALS_A_LOOP -> vectorised(f, sample, random, rounding);
                case TANGENTS_ARE_DIRECTIONAL_DERIVATIVES -> Laws.tangentsAreDirectionalDerivatives(f, x, random);
                case REVERSE_MODE_IS_ADJOINT_TO_FORWARD_MODE -> Laws.reverseModeIsAdjointToForwardMode(f, x, random, rounding);
                case COMPILED_GRADIENT_EQUALS_EAGER -> Laws.compiledGradientEqualsEager(f, x, rounding);
                case VECTORISED_GRADIENT_EQUALS_A_LOOP -> vectorised(Laws.gradient(f), sample, random, rounding);
                case CHECKPOINTED_GRADIENT_IS_THE_GRADIENT -> {
                    var checkpointed = new Operation.Wrapped(Operation.Wrapping.CHECKPOINT, program, 0);
                    Laws.assertClose(Laws.gradient(f).apply(x), Laws.gradient(operands -> Parts.split(checkpointed.run(operands))).apply(x), rounding);
                }
                case SECOND_DERIVATIVES_AGREE -> Laws.secondDerivativesAgree(f, x, random, rounding);
                case GRADIENTS_HAVE_DIRECTIONAL_DERIVATIVES -> Laws.gradientsHaveDirectionalDerivatives(f, x, random);
            }
        }

        private static void vectorised(UnaryOperator<Array[]> f, Sample sample, Random random, Rounding rounding) {
            var examples = new Array[1 + random.nextInt(3)][];
            Arrays.setAll(examples, k -> k == 0 ? sample.inputs() : ProgramBuilder.otherInputs(sample.program(), random));
            var axes = Arrays.stream(sample.inputs()).mapToInt(x -> random.nextInt(4) == 0 ? Batching.NOT_MAPPED : random.nextInt(x.rank() + 1)).toArray();
            Laws.vectorisedEqualsALoop(f, examples, axes, rounding);
        }
    }

    private record Failure(Law law, Throwable error) {}

    @Test
    void randomProgramsHoldToAllLaws() {
        var failures = new ArrayList<String>();
        var tried = new EnumMap<Law, Integer>(Law.class);
        int equations = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS && failures.size() < ENOUGH_FAILURES; seed++) {
            Sample sample;
            try {
                sample = sample(seed);
            } catch (AssertionError | RuntimeException | StackOverflowError unwritten) {
                failures.add("seed " + seed + ": cannot be written: " + description(unwritten));
                continue;
            }
            equations += sample.program().size();
            failure(sample, seed, tried).ifPresent(failures::add);
        }
        System.out.println("random programs from seed " + SEED + ": " + PROGRAMS + ", " + equations + " equations, laws tried: " + tried);
        if (!failures.isEmpty()) fail(String.join("\n\n", failures));
    }

    /// What programs have no steps for, and why.
    private static final Set<Class<?>> ONLY_IN_DERIVATIVES = Set.of(
            Primitive.CustomLinear.class); // stands for the tangents of a custom vjp, until it is transposed away

    /// So that a new primitive is not forgotten.
    @Test
    void everyPrimitiveIsInSomeProgram() {
        var missing = RandomCallsTest.concrete(Primitive.class);
        missing.removeAll(ONLY_IN_DERIVATIVES);
        missing.removeAll(RandomCallsTest.concrete(Primitive.Unvmap.class)); // a batch of them is no loop, on purpose
        missing.remove(Primitive.NondifferentiableBackward.class); // is not transposed, on purpose
        for (long seed = 1; seed <= 1500 && !missing.isEmpty(); seed++) {
            var program = sample(seed).program();
            program.primitives().forEach(primitive -> missing.remove(primitive.getClass()));
            remove(missing, Staging.trace(program::run, program.inputs().toArray(AbstractValue[]::new)));
        }
        assertEquals(Set.of(), missing);
    }

    private static void remove(Set<Class<?>> missing, Jaxpr program) {
        for (var equation : program.equations()) {
            missing.remove(equation.primitive().getClass());
            if (equation.primitive() instanceof Primitive.HigherOrder calls) calls.programs().forEach(inner -> remove(missing, inner));
        }
    }

    private static Sample sample(long seed) {
        var random = MadeUp.random(seed);
        return ProgramBuilder.program(seed, random.nextInt(4) > 0, 5 + random.nextInt(36));
    }

    private static Optional<String> failure(Sample sample, long seed, Map<Law, Integer> tried) {
        for (var law : Law.values()) {
            if (!law.appliesTo(sample.program())) continue;
            tried.merge(law, 1, Integer::sum);
            var error = error(law, sample, seed);
            if (error.isEmpty()) continue;
            var kind = kind(error.get());
            var smallest = Shrinking.shrink(sample, smaller -> law.appliesTo(smaller.program()) && error(law, smaller, seed).filter(other -> kind(other).equals(kind)).isPresent());
            return Optional.of("seed " + seed + ": " + law + "\n" + smallest.program() + "\nof " + Arrays.toString(smallest.inputs()) + "\n"
                    + description(error(law, smallest, seed).orElse(error.get())));
        }
        return Optional.empty();
    }

    private static Optional<Throwable> error(Law law, Sample sample, long seed) {
        try {
            law.check(sample, seed);
            return Optional.empty();
        } catch (AssertionError | RuntimeException | StackOverflowError broken) {
            return Optional.of(broken);
        }
    }

    /// What stays the same while a program shrinks.
    private static String kind(Throwable error) {
        return error.getClass() + (String.valueOf(error.getMessage()).toLowerCase().contains("nan") ? " with NaN" : "");
    }

    private static String description(Throwable broken) {
        var lines = Arrays.stream(broken.getStackTrace()).filter(line -> line.getClassName().startsWith("dev.solstice")).limit(12).map(line -> "\n    at " + line);
        return broken + lines.collect(Collectors.joining());
    }
}
