package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.RandomProgram.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes a random program: calls whose operands are found among the values so far, converted, cut and bounded until they
/// fit. Each step is computed for sample inputs, and taken back if its values are no good.
final class ProgramBuilder implements Operands {
    private static final double LARGEST = 100;
    private static final int DEEPEST = 2;
    private static final List<String> AXES = List.of("i", "j");

    private final Random random;
    private final List<DType> floats;
    private final int depth;
    private final String axis;
    private final List<AbstractValue> inputs;
    private final List<AbstractValue> types = new ArrayList<>();
    private final List<Array[]> samples = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /// @param axis     the name of the axis along which steps may compute, or empty
    /// @param examples of the inputs, each of its own place along the axis
    private ProgramBuilder(Random random, List<DType> floats, int depth, String axis, Array[]... examples) {
        this.random = random;
        this.floats = floats;
        this.depth = depth;
        this.axis = axis;
        this.inputs = List.of(AbstractValue.of(examples[0]));
        types.addAll(inputs);
        samples.addAll(columns(examples));
    }

    /// For each value the examples of it.
    private static List<Array[]> columns(Array[][] examples) {
        return IntStream.range(0, examples[0].length).mapToObj(i -> Arrays.stream(examples).map(example -> example[i]).toArray(Array[]::new)).toList();
    }

    /// A program and inputs for it.
    record Sample(RandomProgram program, Array[] inputs) {}

    /// @param smooth whether all floating values are float64
    /// @param size   about how many equations
    static Sample program(long seed, boolean smooth, int size) {
        var random = MadeUp.random(seed);
        var floats = smooth ? List.of(DType.FLOAT64) : FLOATS;
        var made = new ProgramBuilder(random, floats, 0, "", new Array[0]);
        var inputs = IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> {
            var dtype = i == 0 || random.nextInt(4) > 0 ? floats.get(random.nextInt(floats.size())) : DISCRETE.get(random.nextInt(DISCRETE.size()));
            return MadeUp.elements(random, dtype, made.shape(), Domain.ANY);
        }).toArray(Array[]::new);
        var builder = new ProgramBuilder(random, floats, 0, "", inputs);
        builder.write(size);
        return new Sample(builder.finish(builder.someOutputs(_ -> true)), inputs);
    }

    static Array[] otherInputs(RandomProgram program, Random random) {
        return program.inputs().stream().map(type -> MadeUp.elements(random, type.dtype(), type.shape(), Domain.ANY)).toArray(Array[]::new);
    }

    // ---- writing ----

    private void write(int size) {
        for (int tries = 0; steps.size() < size && tries < 4 * size; tries++) {
            int before = steps.size();
            int values = types.size();
            if (depth < DEEPEST && random.nextInt(5) == 0) block();
            else if (!axis.isEmpty() && random.nextBoolean()) collective();
            else call();
            if (!samples.subList(values, samples.size()).stream().flatMap(Arrays::stream).allMatch(ProgramBuilder::isTame)) {
                steps.subList(before, steps.size()).clear();
                types.subList(values, types.size()).clear();
                samples.subList(values, samples.size()).clear();
            }
        }
    }

    private static boolean isTame(Array x) {
        return !x.dtype().isInexact() || Arrays.stream(Parts.split(x)).allMatch(part -> Arrays.stream(part.toDoubleArray()).allMatch(value -> Math.abs(value) <= LARGEST));
    }

    private void call() {
        if (random.nextInt(40) == 0) {
            if (random.nextBoolean()) solve();
            else emit(new Operation.Called(VmapMethod.values()[random.nextInt(VmapMethod.values().length)]), found(dtype(ALL), shape()));
            return;
        }
        var generators = List.copyOf(RandomCalls.generators().values());
        var call = generators.get(random.nextInt(generators.size())).next(this);
        emit(new Operation.Bind(call.primitive()), call.operands());
    }

    private void solve() {
        var dtype = dtype(MATRIX);
        int n = length(1);
        int matrix = wellConditioned(dtype, Shape.of(n, n));
        emit(new Operation.Solved(random.nextInt(4) > 0), matrix, found(dtype, Shape.of(n, length(1))));
    }

    /// A computation along the axis.
    private void collective() {
        int n = samples.getFirst().length;
        var dtype = dtype(NUMBERS);
        var shape = shape();
        int place = random.nextInt(shape.rank() + 1);
        switch (random.nextInt(8)) {
            case 0 -> emit(new Psum(axis), found(dtype, shape));
            case 1 -> emit(new Pmax(axis), found(dtype, shape));
            case 2 -> emit(new Pmin(axis), found(dtype, shape));
            case 3 -> emit(new Ppermute(axis, sources(n)), found(dtype, shape));
            case 4 -> emit(new AllGather(axis, n, place), found(dtype, shape));
            case 5 -> emit(new ReduceScatter(axis, n, place), found(dtype, shape.insert(place, n)));
            case 6 -> emit(new AllToAll(axis, n, place, random.nextInt(shape.rank() + 1)), found(dtype, shape.insert(place, n)));
            default -> emit(new AxisIndex(axis));
        }
    }

    /// Each place gets the value of another one, or none.
    private Axes sources(int n) {
        var sources = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(sources, random);
        return Axes.of(sources.stream().mapToInt(i -> random.nextInt(5) == 0 ? -1 : i).toArray());
    }

    /// @return the first result
    private int emit(Operation operation, int... operands) {
        var results = operation.together(samples(operands));
        var resultTypes = List.of(AbstractValue.of(results[0]));
        steps.add(new Step(operation, IntStream.of(operands).boxed().toList(), resultTypes));
        types.addAll(resultTypes);
        samples.addAll(columns(results));
        return types.size() - results[0].length;
    }

    private int emit(Primitive primitive, int... operands) {
        return emit(new Operation.Bind(primitive), operands);
    }

    private int emit(Array constant) {
        return emit(new Operation.Constant(constant));
    }

    private RandomProgram finish(List<Integer> outputs) {
        return new RandomProgram(inputs, steps, outputs).withoutDeadSteps();
    }

    /// One to three of the last values, of a whole program also most of those that nothing else reads.
    private List<Integer> someOutputs(Predicate<AbstractValue> which) {
        var candidates = new ArrayList<>(IntStream.range(0, types.size()).filter(i -> which.test(types.get(i))).boxed().toList());
        Collections.reverse(candidates);
        if (candidates.isEmpty()) return List.of();
        var outputs = new ArrayList<Integer>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) outputs.add(candidates.get(random.nextInt(Math.min(6, candidates.size()))));
        if (depth > 0) return outputs;
        var read = steps.stream().flatMap(step -> step.operands().stream()).collect(Collectors.toSet());
        candidates.stream().filter(value -> !read.contains(value) && random.nextInt(4) > 0).forEach(outputs::add);
        return outputs;
    }

    /// A value of each type.
    private List<Integer> outputs(List<AbstractValue> wanted) {
        return wanted.stream().map(type -> operand(type.dtype(), type.shape(), Domain.of(-1.5, 1.5))).toList();
    }

    // ---- operands ----

    @Override
    public Random random() {
        return random;
    }

    @Override
    public DType dtype(List<DType> choices) {
        var floating = choices.stream().filter(floats::contains).toList();
        if (!floating.isEmpty() && random.nextInt(4) > 0) return floating.get(random.nextInt(floating.size()));
        var allowed = choices.stream().filter(dtype -> !dtype.isInexact() || floats.contains(dtype.real())).toList();
        return allowed.get(random.nextInt(allowed.size()));
    }

    /// That of some value, more often than not.
    @Override
    public Shape shape(int leastRank, int leastLength) {
        var fitting = types.stream().map(AbstractValue::shape)
                .filter(shape -> shape.rank() >= leastRank && shape.rank() <= 4 && shape.size() <= 64 && IntStream.of(shape.toArray()).allMatch(n -> n >= leastLength)).toList();
        return fitting.isEmpty() || random.nextInt(4) == 0 ? Operands.super.shape(leastRank, leastLength) : fitting.get(random.nextInt(fitting.size()));
    }

    @Override
    public int constant(DType dtype, Shape shape, Domain domain) {
        return emit(MadeUp.elements(random, dtype, shape, domain));
    }

    @Override
    public int operand(DType dtype, Shape shape, Domain domain) {
        return switch (domain.kind()) {
            case UNIQUE, WHOLE -> constant(dtype, shape, domain);
            case DISTINCT -> found(dtype, shape);
            case PLAIN -> domain.equals(Domain.ANY) || dtype.isBool() ? found(dtype, shape) : bounded(found(dtype, shape), domain.clamp(dtype, domain.low()), domain.clamp(dtype, domain.high()));
            case WELL_CONDITIONED -> wellConditioned(dtype, shape);
            case POSITIVE_DEFINITE -> {
                int x = wellConditioned(dtype, shape);
                var batch = Axes.range(shape.rank() - 2);
                yield emit(new DotGeneral(Axes.of(shape.rank() - 1), Axes.of(shape.rank() - 1), batch, batch), x, x);
            }
        };
    }

    private int wellConditioned(DType dtype, Shape shape) {
        return emit(new Add(), bounded(found(dtype, shape), -0.1, 0.1), constant(dtype, shape, Domain.WELL_CONDITIONED));
    }

    private int bounded(int x, double low, double high) {
        var dtype = types.get(x).dtype();
        if (dtype.isComplex()) return emit(new Complex(), bounded(emit(new Real(), x), low, high), emit(new Imag(), x));
        if (dtype.isFloating()) {
            int scaled = emit(new Mul(), emit(new Tanh(), x), emit(Array.scalar(dtype, (high - low) / 2)));
            return emit(new Add(), scaled, emit(Array.scalar(dtype, (high + low) / 2)));
        }
        int magnitude = dtype.isUnsigned() ? x : emit(new Abs(), x);
        return emit(new Add(), emit(new Rem(), magnitude, emit(Array.scalar(dtype, (long) (high - low) + 1))), emit(Array.scalar(dtype, (long) low)));
    }

    /// A value of this type: one that is there, or one made to fit.
    private int found(DType dtype, Shape shape) {
        var type = new AbstractValue(dtype, shape);
        var there = IntStream.range(0, types.size()).filter(i -> types.get(i).equals(type)).toArray();
        if (there.length > 0 && random.nextInt(5) > 0) return there[random.nextInt(there.length)];
        if (dtype.isComplex() && random.nextBoolean()) return emit(new Complex(), found(dtype.real(), shape), found(dtype.real(), shape));
        var convertible = IntStream.range(0, types.size()).filter(i -> !types.get(i).shape().isEmpty() && types.get(i).dtype().isInexact() == dtype.isInexact()).toArray();
        if (convertible.length == 0 || shape.isEmpty() || random.nextInt(12) == 0) return constant(dtype, shape, Domain.ANY);
        return reshaped(converted(convertible[random.nextInt(convertible.length)], dtype), shape);
    }

    private int converted(int x, DType dtype) {
        if (types.get(x).dtype() == dtype) return x;
        if (types.get(x).dtype().isComplex() && dtype.isFloating()) return converted(emit(random.nextBoolean() ? new Real() : new Imag(), x), dtype);
        if (dtype.isBool()) return emit(new Gt(), x, emit(Array.scalar(types.get(x).dtype(), 0)));
        return emit(new ConvertElementType(dtype), x);
    }

    private int reshaped(int x, Shape shape) {
        var from = types.get(x).shape();
        if (from.equals(shape)) return x;
        if (from.size() == 1) return emit(new BroadcastInDim(shape, Axes.of()), emit(new Reshape(Shape.scalar()), x));
        int flat = emit(new Reshape(Shape.of(from.size())), x);
        if (from.size() < shape.size()) {
            int copies = Math.ceilDiv(shape.size(), from.size());
            var repeated = new int[copies];
            Arrays.fill(repeated, flat);
            flat = emit(new Concatenate(0), repeated);
        }
        if (types.get(flat).shape().size() > shape.size()) flat = emit(new Slice(Axes.of(0), Axes.of(shape.size()), Axes.of(1)), flat);
        return emit(new Reshape(shape), flat);
    }

    // ---- programs inside ----

    private void block() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> wrapped();
            case 3 -> choice();
            case 4 -> scanned();
            case 5 -> looped();
            case 6, 7, 8, 9 -> mapped();
            case 10 -> tangents();
            default -> gradient();
        }
    }

    private int[] someValues(int least, Predicate<AbstractValue> which) {
        var candidates = IntStream.range(0, types.size()).filter(i -> types.get(i).shape().size() <= 32 && which.test(types.get(i))).toArray();
        if (candidates.length == 0) return new int[0];
        return IntStream.range(0, least + random.nextInt(3)).map(_ -> candidates[random.nextInt(candidates.length)]).toArray();
    }

    /// What each example has of these values.
    private Array[][] samples(int... values) {
        return IntStream.range(0, samples.getFirst().length).mapToObj(k -> IntStream.of(values).mapToObj(i -> samples.get(i)[k]).toArray(Array[]::new)).toArray(Array[][]::new);
    }

    private ProgramBuilder inside(String axis, Array[]... examples) {
        var builder = new ProgramBuilder(random, floats, depth + 1, axis, examples);
        builder.write(1 + random.nextInt(6));
        return builder;
    }

    private static boolean isFloating(AbstractValue type) {
        return type.dtype().isFloating();
    }

    private void wrapped() {
        var by = Operation.Wrapping.values()[random.nextInt(Operation.Wrapping.values().length)];
        boolean custom = by == Operation.Wrapping.CUSTOM_JVP || by == Operation.Wrapping.CUSTOM_VJP;
        Predicate<AbstractValue> which = custom ? ProgramBuilder::isFloating : _ -> true;
        var operands = someValues(1, which);
        if (operands.length == 0) return;
        var builder = inside(axis, samples(operands));
        var outputs = builder.someOutputs(which);
        var body = builder.finish(outputs);
        // the value of a custom vjp that is differentiated twice is computed in forward mode
        if (custom && !body.hasForwardMode() || by == Operation.Wrapping.CUSTOM_VJP && !body.hasReverseMode()) return;
        emit(new Operation.Wrapped(by, body, custom ? 0 : random.nextInt(operands.length)), operands);
    }

    private void choice() {
        boolean two = random.nextBoolean();
        int index = two ? found(DType.BOOL, Shape.scalar()) : bounded(found(DType.INT32, Shape.scalar()), -1, 3);
        var operands = someValues(1, _ -> true);
        if (operands.length == 0) return;
        var first = inside(axis, samples(operands));
        var branches = new ArrayList<>(List.of(first.finish(first.someOutputs(_ -> true))));
        while (branches.size() < (two ? 2 : 3)) {
            var next = inside(axis, samples(operands));
            branches.add(next.finish(next.outputs(branches.getFirst().outputTypes())));
        }
        emit(new Operation.Choice(branches, random.nextInt(operands.length)), join(new int[] {index}, operands));
    }

    private void scanned() {
        int length = random.nextInt(4);
        var fixed = someValues(1, _ -> true);
        if (fixed.length == 0) return;
        int captured = random.nextInt(fixed.length);
        int carry = fixed.length - captured;
        var xs = IntStream.range(0, 1 + random.nextInt(2)).map(_ -> {
            var shape = Operands.super.shape(0, 1);
            return found(dtype(ALL), shape.insert(0, length));
        }).toArray();
        var slices = Arrays.stream(samples(xs)).map(example -> Arrays.stream(example).map(x -> length == 0
                ? MadeUp.elements(random, x.dtype(), x.shape().remove(0), Domain.ANY) : Laws.row(x, 0)).toArray(Array[]::new)).toArray(Array[][]::new);
        var before = samples(fixed);
        var builder = inside(axis, IntStream.range(0, slices.length).mapToObj(k -> Masks.concatenate(before[k], slices[k])).toArray(Array[][]::new));
        var outputs = new ArrayList<>(builder.outputs(IntStream.range(captured, fixed.length).mapToObj(i -> types.get(fixed[i])).toList()));
        if (length > 0) outputs.addAll(builder.someOutputs(_ -> true));
        emit(new Operation.Scanned(builder.finish(outputs), length, random.nextBoolean(), 1 + random.nextInt(3), captured, carry), join(fixed, xs));
    }

    private void looped() {
        int rounds = bounded(found(DType.INT32, Shape.scalar()), 0, 3);
        var operands = someValues(1, _ -> true);
        if (operands.length == 0) return;
        int captured = random.nextInt(operands.length);
        var builder = inside("", samples(operands));
        var carry = IntStream.range(captured, operands.length).mapToObj(i -> types.get(operands[i])).toList();
        var by = Operation.Loop.values()[random.nextInt(Operation.Loop.values().length)];
        emit(new Operation.Looped(by, builder.finish(builder.outputs(carry)), 1 + random.nextInt(4), 1 + random.nextInt(3), captured), join(new int[] {rounds}, operands));
    }

    private void mapped() {
        var operands = someValues(1, type -> type.shape().rank() > 0 && type.shape().size() > 0);
        if (operands.length == 0) return;
        int captured = random.nextInt(operands.length);
        int first = operands[captured];
        int axis = random.nextInt(types.get(first).shape().rank());
        int size = types.get(first).shape().dim(axis);
        var axes = new ArrayList<Integer>(Collections.singletonList(axis));
        for (int i = captured + 1; i < operands.length; i++) {
            var shape = types.get(operands[i]).shape();
            var fitting = IntStream.range(0, shape.rank()).filter(k -> shape.dim(k) == size).toArray();
            axes.add(fitting.length > 0 && random.nextInt(4) > 0 ? (Integer) fitting[random.nextInt(fitting.length)] : null);
        }
        // along a named axis examples see each other; along any other each row is alone, with the rows of outer examples
        boolean named = random.nextInt(3) > 0;
        var outer = samples(operands);
        var examples = named ? IntStream.range(0, size).mapToObj(k -> row(outer[0], captured, axes, k)).toArray(Array[][]::new)
                : Arrays.stream(outer).map(example -> row(example, captured, axes, 0)).toArray(Array[][]::new);
        var name = named ? AXES.get(depth) : "";
        var builder = inside(named ? name : this.axis, examples);
        if (named) {
            builder.collective();
            builder.write(builder.steps.size() + random.nextInt(4));
        }
        var body = builder.finish(builder.someOutputs(_ -> true));
        int rank = body.outputTypes().stream().mapToInt(type -> type.shape().rank()).min().orElseThrow();
        emit(new Operation.Mapped(body, axes, random.nextInt(-1, rank + 1), size, name, captured), operands);
    }

    private static Array[] row(Array[] operands, int captured, List<Integer> axes, int k) {
        return IntStream.range(0, operands.length).mapToObj(i -> i < captured || axes.get(i - captured) == null ? operands[i]
                : Laws.row(operands[i], axes.get(i - captured), k)).toArray(Array[]::new);
    }

    private void tangents() {
        var operands = someValues(1, type -> !type.dtype().isComplex());
        if (operands.length == 0) return;
        int captured = random.nextInt(operands.length);
        var builder = inside("", samples(operands));
        var body = builder.finish(builder.someOutputs(ProgramBuilder::isFloating));
        if (body.outputs().isEmpty() || !body.hasForwardMode() || tooLarge(body)) return;
        var tangents = IntStream.range(captured, operands.length).filter(i -> isFloating(types.get(operands[i])))
                .map(i -> operand(types.get(operands[i]).dtype(), types.get(operands[i]).shape(), Domain.ANY)).toArray();
        emit(new Operation.Tangents(body, captured), join(operands, tangents));
    }

    private void gradient() {
        var operands = someValues(1, ProgramBuilder::isFloating);
        if (operands.length == 0) return;
        var builder = inside("", samples(operands));
        var body = builder.finish(builder.someOutputs(ProgramBuilder::isFloating));
        if (body.outputs().isEmpty() || !body.hasReverseMode() || tooLarge(body)) return;
        emit(new Operation.Gradient(body, random.nextInt(operands.length)), operands);
    }

    /// Whether the definition of its derivative, element by element, would take too long.
    private static boolean tooLarge(RandomProgram body) {
        return body.outputTypes().stream().anyMatch(type -> type.shape().size() > 32) || body.steps().stream().anyMatch(step -> step.operation() instanceof Operation.Tangents
                || step.operation() instanceof Operation.Gradient);
    }

    private static int[] join(int[] one, int[] other) {
        return IntStream.concat(IntStream.of(one), IntStream.of(other)).toArray();
    }
}
