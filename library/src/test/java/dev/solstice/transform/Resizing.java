package dev.solstice.transform;

import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.ProgramBuilder.Sample;
import dev.solstice.transform.RandomProgram.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes every axis of one length shorter, in the inputs, constants and parameters of a program and of those inside.
record Resizing(int from, int to) {
    /// The programs that are still well-typed with fewer elements.
    static Stream<Sample> smaller(Sample sample) {
        return lengths(sample.program()).filter(length -> length > 1).distinct().sorted().boxed()
                .flatMap(from -> IntStream.of(1, 2).filter(to -> to < from).mapToObj(to -> new Resizing(from, to)))
                .flatMap(resizing -> resizing.apply(sample).stream());
    }

    private static IntStream lengths(RandomProgram program) {
        return IntStream.concat(program.types().stream().flatMapToInt(type -> Arrays.stream(type.shape().toArray())),
                program.steps().stream().flatMap(step -> step.operation().bodies().stream()).flatMapToInt(Resizing::lengths));
    }

    private static int elements(RandomProgram program) {
        return program.types().stream().mapToInt(type -> type.shape().size()).sum()
                + program.steps().stream().flatMap(step -> step.operation().bodies().stream()).mapToInt(Resizing::elements).sum();
    }

    private Optional<Sample> apply(Sample sample) {
        try {
            var inputs = Arrays.stream(sample.inputs()).map(this::cut).toArray(Array[]::new);
            var program = program(sample.program(), List.of(AbstractValue.of(inputs)));
            return elements(program) < elements(sample.program()) ? Optional.of(new Sample(program, inputs)) : Optional.empty();
        } catch (RuntimeException | AssertionError notWellTyped) {
            return Optional.empty();
        }
    }

    private RandomProgram program(RandomProgram program, List<AbstractValue> inputs) {
        var types = new ArrayList<>(inputs);
        var steps = new ArrayList<Step>();
        for (var step : program.steps()) {
            var operands = step.operands().stream().map(types::get).toArray(AbstractValue[]::new);
            var operation = operation(step.operation(), operands);
            var results = List.of(Staging.trace(operation::run, operands).outputTypes());
            steps.add(new Step(operation, step.operands(), results));
            types.addAll(results);
        }
        return new RandomProgram(inputs, steps, program.outputs());
    }

    private Operation operation(Operation operation, AbstractValue[] operands) {
        var bodies = operation.bodies().stream().map(body -> program(body, body.inputs().stream().map(type -> type.withShape(shape(type.shape()))).toList())).toList();
        return switch (operation.with(bodies, operation.captured())) {
            case Operation.Bind(var primitive) -> new Operation.Bind(primitive(primitive, operands));
            case Operation.Constant(var value) -> new Operation.Constant(cut(value));
            case Operation.Scanned(var body, int length, boolean reverse, int unroll, int captured, int carry) ->
                    new Operation.Scanned(body, length(length), reverse, unroll, captured, carry);
            case Operation.Mapped(var body, var in, int out, int size, var name, int captured) -> new Operation.Mapped(body, in, out, length(size), name, captured);
            case Operation other -> other;
        };
    }

    private Primitive primitive(Primitive primitive, AbstractValue[] operands) {
        return switch (primitive) {
            case Reshape(var sizes) -> new Reshape(sizes.rank() == 1 ? Shape.of(operands[0].shape().size()) : shape(sizes));
            case BroadcastInDim(var shape, var dimensions) -> new BroadcastInDim(shape(shape), dimensions);
            case Iota(var dtype, var shape, int dimension) -> new Iota(dtype, shape(shape), dimension);
            case Slice(var start, var limit, var strides) -> {
                var end = Axes.range(limit.size()).map(axis -> Math.min(limit.get(axis), operands[0].shape().dim(axis)));
                yield new Slice(Axes.range(start.size()).map(axis -> Math.min(start.get(axis), end.get(axis))), end, strides);
            }
            case DynamicSlice(var sizes) -> new DynamicSlice(sizes.map(this::length));
            case Gather(var numbers, var sizes, var mode) -> new Gather(numbers, sizes.map(this::length), mode);
            case Fft(var type, var lengths) -> new Fft(type, lengths.map(this::length));
            case Ppermute(var axis, var sources) when sources.size() == from ->
                    new Ppermute(axis, Axes.range(to).map(i -> sources.get(i) < to ? sources.get(i) : -1));
            case AllGather(var axis, int size, int dimension) -> new AllGather(axis, length(size), dimension);
            case ReduceScatter(var axis, int size, int dimension) -> new ReduceScatter(axis, length(size), dimension);
            case AllToAll(var axis, int size, int split, int concat) -> new AllToAll(axis, length(size), split, concat);
            default -> primitive;
        };
    }

    private int length(int length) {
        return length == from ? to : length;
    }

    private Shape shape(Shape shape) {
        return Shape.of(Arrays.stream(shape.toArray()).map(this::length).toArray());
    }

    /// The first elements along each axis that becomes shorter.
    private Array cut(Array x) {
        return new Slice(Axes.filled(x.rank(), 0), Axes.of(shape(x.shape()).toArray()), Axes.filled(x.rank(), 1)).apply(x);
    }
}
