package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program as data: steps over numbered values, the inputs first. It runs in two ways, by the library's
/// transformations and by their definitions.
record RandomProgram(List<AbstractValue> inputs, List<Step> steps, List<Integer> outputs) {
    /// @param operands numbers of values
    record Step(Operation operation, List<Integer> operands, List<AbstractValue> results) {}

    RandomProgram {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
    }

    Array[] run(Array... x) {
        return outputs(values(Operation::run, x));
    }

    /// What [#run] is to give: loops are Java's, a mapped function is called for each example, each mode of
    /// differentiation is done by the other.
    Array[] reference(Array... x) {
        return outputs(values(Operation::reference, x));
    }

    /// [#reference] for all examples of a named axis, step by step.
    Array[][] together(Array[][] examples) {
        var values = Arrays.stream(examples).map(x -> new ArrayList<>(Arrays.asList(x))).toList();
        for (var step : steps) {
            var operands = values.stream().map(known -> step.operands.stream().map(known::get).toArray(Array[]::new)).toArray(Array[][]::new);
            var results = step.operation.together(operands);
            for (int k = 0; k < results.length; k++) values.get(k).addAll(Arrays.asList(results[k]));
        }
        return values.stream().map(this::outputs).toArray(Array[][]::new);
    }

    private Array[] outputs(List<Array> values) {
        return outputs.stream().map(values::get).toArray(Array[]::new);
    }

    List<Array> values(BiFunction<Operation, Array[], Array[]> how, Array[] x) {
        var values = new ArrayList<>(Arrays.asList(x));
        for (var step : steps) values.addAll(Arrays.asList(how.apply(step.operation, step.operands.stream().map(values::get).toArray(Array[]::new))));
        return values;
    }

    List<AbstractValue> types() {
        return Stream.concat(inputs.stream(), steps.stream().flatMap(step -> step.results.stream())).toList();
    }

    List<AbstractValue> outputTypes() {
        var types = types();
        return outputs.stream().map(types::get).toList();
    }

    /// The floating dtype of the largest rounding errors anywhere in the program.
    DType narrowest() {
        var here = types().stream().map(AbstractValue::dtype).filter(DType::isInexact).map(DType::real);
        var inside = steps.stream().flatMap(step -> step.operation.bodies().stream()).map(RandomProgram::narrowest);
        return Stream.concat(here, inside).max(Comparator.comparingDouble(DType::epsilon)).orElse(DType.FLOAT64);
    }

    boolean hasForwardMode() {
        return steps.stream().allMatch(step -> step.operation.hasForwardMode());
    }

    boolean hasReverseMode() {
        return steps.stream().allMatch(step -> step.operation.hasReverseMode());
    }

    boolean hasSecondReverseMode() {
        return steps.stream().allMatch(step -> step.operation.hasSecondReverseMode());
    }

    /// Whether derivatives are what differences tell, here and inside: not where they are only said to be so.
    boolean hasMeasurableDerivatives() {
        return steps.stream().allMatch(step -> step.operation.hasMeasurableDerivatives());
    }

    /// The primitives of its own steps and of those inside: some, as collectives, are gone when it is traced.
    Stream<Primitive> primitives() {
        return steps.stream().flatMap(step -> step.operation instanceof Operation.Bind(var primitive) ? Stream.of(primitive)
                : step.operation.bodies().stream().flatMap(RandomProgram::primitives));
    }

    /// Equations here and in the programs inside.
    int size() {
        return steps.stream().mapToInt(step -> 1 + step.operation.bodies().stream().mapToInt(RandomProgram::size).sum()).sum();
    }

    /// Without the steps that no output needs.
    RandomProgram withoutDeadSteps() {
        var live = new HashSet<>(outputs);
        var kept = new boolean[steps.size()];
        int end = types().size();
        for (int i = steps.size() - 1; i >= 0; i--) {
            var step = steps.get(i);
            end -= step.results.size();
            kept[i] = IntStream.range(end, end + step.results.size()).anyMatch(live::contains);
            if (kept[i]) live.addAll(step.operands);
        }
        var renumbered = new ArrayList<>(IntStream.range(0, inputs.size()).boxed().toList());
        var remaining = new ArrayList<Step>();
        int next = inputs.size();
        for (int i = 0; i < kept.length; i++) {
            var step = steps.get(i);
            for (int k = 0; k < step.results.size(); k++) renumbered.add(kept[i] ? next++ : -1);
            if (kept[i]) remaining.add(new Step(step.operation, step.operands.stream().map(renumbered::get).toList(), step.results));
        }
        return new RandomProgram(inputs, remaining, outputs.stream().map(renumbered::get).toList());
    }

    /// In the notation of jaxprs.
    @Override
    public String toString() {
        return print("");
    }

    private String print(String indent) {
        int next = inputs.size();
        var types = types();
        var text = new StringBuilder("{ lambda ; " + binders(IntStream.range(0, next), types) + ". let\n");
        for (var step : steps) {
            int end = next + step.results.size();
            text.append(indent).append("    ").append(binders(IntStream.range(next, end), types)).append(" = ").append(step.operation.label());
            if (!step.operation.bodies().isEmpty()) {
                text.append('[');
                for (var body : step.operation.bodies()) text.append("\n      ").append(indent).append(body.print(indent + "      "));
                text.append("\n    ").append(indent).append(']');
            }
            step.operands.forEach(operand -> text.append(' ').append(name(operand)));
            text.append('\n');
            next = end;
        }
        return text + indent + "  in " + outputs.stream().map(RandomProgram::name).collect(Collectors.joining(", ", "(", ")")) + " }";
    }

    private static String binders(IntStream values, List<AbstractValue> types) {
        return values.mapToObj(i -> name(i) + ":" + types.get(i)).collect(Collectors.joining(" "));
    }

    private static String name(int i) {
        String last = Character.toString('a' + i % 26);
        return i < 26 ? last : name(i / 26) + last;
    }
}
