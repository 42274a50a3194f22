package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.transform.ProgramBuilder.Sample;
import dev.solstice.transform.RandomProgram.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes a program that fails smaller, as long as it fails: fewer and earlier results, one of the programs inside, constants
/// in the place of steps and of captured values, wrapped programs without what wraps them, in the programs inside too; and
/// shorter axes.
final class Shrinking {
    private static final int ATTEMPTS = 3000;

    private Shrinking() {}

    static Sample shrink(Sample failing, Predicate<Sample> fails) {
        var smallest = failing;
        int attempts = 0;
        while (true) {
            Optional<Sample> smaller = Optional.empty();
            for (var candidate : (Iterable<Sample>) smaller(smallest)::iterator) {
                if (attempts++ > ATTEMPTS) return smallest;
                if (fails.test(candidate)) {
                    smaller = Optional.of(candidate);
                    break;
                }
            }
            if (smaller.isEmpty()) return smallest;
            smallest = smaller.get();
        }
    }

    private static Stream<Sample> smaller(Sample sample) {
        var program = sample.program();
        var values = program.values(Operation::reference, sample.inputs());
        var sameShapes = Stream.of(
                program.outputs().stream().filter(_ -> program.outputs().size() > 1).map(output -> new RandomProgram(program.inputs(), program.steps(), List.of(output))),
                withoutSteps(program, values::get),
                passingThrough(program),
                unwrapped(program),
                withoutCaptured(program, values::get),
                inside(program)
        ).flatMap(candidates -> candidates).map(candidate -> withoutUnusedInputs(new Sample(candidate.withoutDeadSteps(), sample.inputs())));
        return Stream.of(alone(sample), sameShapes, Resizing.smaller(sample)).flatMap(candidates -> candidates);
    }

    /// Up to an earlier result, or one of the programs inside.
    private static Stream<Sample> alone(Sample sample) {
        var program = sample.program();
        int last = program.outputs().size() > 1 ? program.types().size() : program.outputs().getFirst();
        var earlier = IntStream.range(program.inputs().size(), last)
                .mapToObj(value -> withoutUnusedInputs(new Sample(new RandomProgram(program.inputs(), program.steps(), List.of(value)).withoutDeadSteps(), sample.inputs())));
        var inner = program.steps().stream().flatMap(step -> step.operation().bodies().stream()).map(body -> new Sample(body, ProgramBuilder.otherInputs(body, MadeUp.random(0))));
        return Stream.concat(earlier, inner);
    }

    /// Each step, the last ones first, replaced by constants.
    private static Stream<RandomProgram> withoutSteps(RandomProgram program, IntFunction<Array> value) {
        return IntStream.range(0, program.steps().size()).map(i -> program.steps().size() - 1 - i)
                .filter(i -> !(program.steps().get(i).operation() instanceof Operation.Constant)).mapToObj(i -> {
                    int first = firstResult(program, i);
                    var constants = IntStream.range(0, program.steps().get(i).results().size()).mapToObj(k -> constant(value.apply(first + k))).toList();
                    return replaced(program, i, constants);
                });
    }

    private static int firstResult(RandomProgram program, int step) {
        return program.inputs().size() + program.steps().subList(0, step).stream().mapToInt(earlier -> earlier.results().size()).sum();
    }

    private static Step constant(Array value) {
        return new Step(new Operation.Constant(value), List.of(), List.of(value.abstractValue()));
    }

    private static RandomProgram replaced(RandomProgram program, int i, List<Step> by) {
        var steps = new ArrayList<>(program.steps());
        steps.remove(i);
        steps.addAll(i, by);
        return new RandomProgram(program.inputs(), steps, program.outputs());
    }

    /// Each step that has an operand like its result, replaced by that.
    private static Stream<RandomProgram> passingThrough(RandomProgram program) {
        var types = program.types();
        return IntStream.range(0, program.steps().size()).boxed().flatMap(i -> {
            var step = program.steps().get(i);
            int result = firstResult(program, i);
            if (step.results().size() != 1) return Stream.empty();
            return step.operands().stream().filter(operand -> types.get(operand).equals(types.get(result))).map(operand -> {
                IntFunction<Integer> renumbered = value -> value == result ? operand : (Integer) (value > result ? value - 1 : value);
                var steps = new ArrayList<>(program.steps().subList(0, i));
                program.steps().subList(i + 1, program.steps().size()).forEach(later -> steps.add(renumbered(later, renumbered)));
                return new RandomProgram(program.inputs(), steps, program.outputs().stream().map(renumbered::apply).toList());
            });
        });
    }

    private static Step renumbered(Step step, IntFunction<Integer> number) {
        return new Step(step.operation(), step.operands().stream().map(number::apply).toList(), step.results());
    }

    /// The steps of a wrapped program in the place of it.
    private static Stream<RandomProgram> unwrapped(RandomProgram program) {
        return IntStream.range(0, program.steps().size()).filter(i -> program.steps().get(i).operation() instanceof Operation.Wrapped).mapToObj(i -> unwrapped(program, i));
    }

    private static RandomProgram unwrapped(RandomProgram program, int i) {
        var step = program.steps().get(i);
        var body = step.operation().bodies().getFirst();
        int first = firstResult(program, i);
        var inner = new ArrayList<>(step.operands());
        var steps = new ArrayList<>(program.steps().subList(0, i));
        int next = first;
        for (var innerStep : body.steps()) {
            steps.add(renumbered(innerStep, inner::get));
            for (int k = 0; k < innerStep.results().size(); k++) inner.add(next++);
        }
        int shift = next - first - step.results().size();
        IntFunction<Integer> renumbered = value -> value < first ? (Integer) value
                : value < first + step.results().size() ? inner.get(body.outputs().get(value - first)) : (Integer) (value + shift);
        program.steps().subList(i + 1, program.steps().size()).forEach(later -> steps.add(renumbered(later, renumbered)));
        return new RandomProgram(program.inputs(), steps, program.outputs().stream().map(renumbered::apply).toList());
    }

    /// Each captured value a constant of the programs that close over it.
    private static Stream<RandomProgram> withoutCaptured(RandomProgram program, IntFunction<Array> value) {
        return IntStream.range(0, program.steps().size()).boxed().flatMap(i -> {
            var step = program.steps().get(i);
            var operation = step.operation();
            return IntStream.range(0, operation.captured()).mapToObj(k -> {
                var operands = new ArrayList<>(step.operands());
                var constant = value.apply(operands.remove(operation.firstCaptured() + k));
                var bodies = operation.bodies().stream().map(body -> withConstant(body, k, constant).withoutDeadSteps()).toList();
                return replaced(program, i, List.of(new Step(operation.with(bodies, operation.captured() - 1), operands, step.results())));
            });
        });
    }

    /// With a constant in the place of an input: it is what comes after the other inputs.
    private static RandomProgram withConstant(RandomProgram program, int input, Array value) {
        int last = program.inputs().size() - 1;
        IntFunction<Integer> renumbered = i -> i == input ? (Integer) last : (Integer) (i > input && i <= last ? i - 1 : i);
        var inputs = new ArrayList<>(program.inputs());
        inputs.remove(input);
        var steps = new ArrayList<>(List.of(constant(value)));
        program.steps().forEach(step -> steps.add(renumbered(step, renumbered)));
        return new RandomProgram(inputs, steps, program.outputs().stream().map(renumbered::apply).toList());
    }

    private static Stream<RandomProgram> inside(RandomProgram program) {
        return IntStream.range(0, program.steps().size()).boxed().flatMap(i -> {
            var step = program.steps().get(i);
            var bodies = step.operation().bodies();
            return IntStream.range(0, bodies.size()).boxed().flatMap(k -> smallerBodies(bodies.get(k)).map(body -> {
                var others = new ArrayList<>(bodies);
                others.set(k, body.withoutDeadSteps());
                return replaced(program, i, List.of(new Step(step.operation().with(others, step.operation().captured()), step.operands(), step.results())));
            }));
        });
    }

    private static Stream<RandomProgram> smallerBodies(RandomProgram body) {
        var types = body.types();
        IntFunction<Array> half = i -> half(types.get(i));
        return Stream.of(withoutSteps(body, half), passingThrough(body), unwrapped(body), withoutCaptured(body, half), inside(body)).flatMap(candidates -> candidates);
    }

    private static Array half(AbstractValue type) {
        return Array.full(type.shape(), type.dtype(), type.dtype().isFloating() ? (Object) 0.5 : 0);
    }

    private static Sample withoutUnusedInputs(Sample sample) {
        var program = sample.program();
        int n = program.inputs().size();
        var used = Stream.concat(program.outputs().stream(), program.steps().stream().flatMap(step -> step.operands().stream())).distinct().filter(i -> i < n).sorted().toList();
        if (used.size() == n) return sample;
        IntFunction<Integer> renumbered = value -> value < n ? (Integer) used.indexOf(value) : (Integer) (value - n + used.size());
        var steps = program.steps().stream().map(step -> renumbered(step, renumbered)).toList();
        var smaller = new RandomProgram(used.stream().map(program.inputs()::get).toList(), steps, program.outputs().stream().map(renumbered::apply).toList());
        return new Sample(smaller, used.stream().map(i -> sample.inputs()[i]).toArray(Array[]::new));
    }
}
