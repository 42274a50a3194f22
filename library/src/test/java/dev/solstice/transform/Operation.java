package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Primitive;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.ScanOptions;
import dev.solstice.lax.Solves;
import dev.solstice.numpy.Linalg;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A step of a [RandomProgram]: a primitive, or a transformed program. Where there are `captured` operands, they come first
/// and the transformed function closes over them.
sealed interface Operation {
    /// By the library.
    Array[] run(Array[] x);

    /// By definition, on concrete arrays.
    default Array[] reference(Array[] x) {
        return together(new Array[][] {x})[0];
    }

    /// [#reference] for all examples of a named axis at once, along which this may compute. Each operation defines one of
    /// the two.
    default Array[][] together(Array[][] examples) {
        return each(examples, this::reference);
    }

    String label();

    default List<RandomProgram> bodies() {
        return List.of();
    }

    /// How many operands the programs close over, and where they begin.
    default int captured() {
        return 0;
    }

    default int firstCaptured() {
        return 0;
    }

    /// The same of other programs.
    default Operation with(List<RandomProgram> bodies, int captured) {
        return this;
    }

    default boolean hasForwardMode() {
        return bodies().stream().allMatch(RandomProgram::hasForwardMode);
    }

    default boolean hasReverseMode() {
        return bodies().stream().allMatch(RandomProgram::hasReverseMode);
    }

    /// Whether reverse-mode derivatives have some themselves.
    default boolean hasSecondReverseMode() {
        return bodies().stream().allMatch(RandomProgram::hasSecondReverseMode);
    }

    default boolean hasMeasurableDerivatives() {
        return bodies().stream().allMatch(RandomProgram::hasMeasurableDerivatives);
    }

    private static UnaryOperator<Array[]> closing(UnaryOperator<Array[]> f, Array[] x, int captured) {
        var closed = Arrays.copyOf(x, captured);
        return rest -> f.apply(Masks.concatenate(closed, rest));
    }

    private static Fn1<List<Array>, List<Array>> ofLists(UnaryOperator<Array[]> f) {
        return x -> List.of(f.apply(x.toArray(Array[]::new)));
    }

    private static Array[][] each(Array[][] examples, UnaryOperator<Array[]> f) {
        return Arrays.stream(examples).map(f).toArray(Array[][]::new);
    }

    private static Array[] rest(Array[] x, int from) {
        return Arrays.copyOfRange(x, from, x.length);
    }

    private static Array[] arrays(List<Array> list) {
        return list.toArray(Array[]::new);
    }

    private static Array[] floating(Array[] x) {
        return Arrays.stream(x).filter(array -> array.dtype().isFloating()).toArray(Array[]::new);
    }

    record Bind(Primitive primitive) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            return primitive.bind(x);
        }

        @Override
        public Array[] reference(Array[] x) {
            return run(x);
        }

        @Override
        public Array[][] together(Array[][] examples) {
            return primitive instanceof Primitive.Collective collective ? AcrossExamples.apply(collective, examples) : each(examples, this::run);
        }

        @Override
        public boolean hasMeasurableDerivatives() {
            return !(primitive instanceof Primitive.StopGradient || primitive instanceof Primitive.BitcastConvertType);
        }

        @Override
        public String label() {
            return primitive.toString();
        }
    }

    record Constant(Array value) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            return new Array[] {value};
        }

        @Override
        public Array[] reference(Array[] x) {
            return run(x);
        }

        @Override
        public String label() {
            return "constant " + value.toString().replaceAll("\\s+", " ");
        }
    }

    enum Wrapping { JIT, CHECKPOINT, CHECKPOINT_SAVING_ALL, CHECKPOINT_SAVING_DOTS, CUSTOM_JVP, CUSTOM_VJP }

    /// A transformation that changes how a function is computed or differentiated, not what it gives.
    record Wrapped(Wrapping by, RandomProgram body, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var f = closing(body::run, x, captured);
            Fn1<List<Array>, List<Array>> wrapped = switch (by) {
                case JIT -> Jit.jit(ofLists(f));
                case CHECKPOINT -> Checkpoints.checkpoint(ofLists(f));
                case CHECKPOINT_SAVING_ALL -> Checkpoints.checkpoint(ofLists(f), CheckpointPolicy.everythingSaveable());
                case CHECKPOINT_SAVING_DOTS -> Checkpoints.checkpoint(ofLists(f), CheckpointPolicy.dotsSaveable());
                case CUSTOM_JVP -> Custom.customJvp(ofLists(f), (primals, tangents) -> {
                    var out = Laws.pushforward(f, arrays(tangents)).apply(arrays(primals));
                    return new ValueAndTangent<>(List.of(f.apply(arrays(primals))), List.of(out));
                });
                case CUSTOM_VJP -> Custom.customVjp(ofLists(f), primals -> new ValueAndResiduals<>(List.of(f.apply(arrays(primals))), primals),
                        (primals, cotangents) -> {
                            var gradients = Linearize.linearize(f, arrays(primals)).pullback(arrays(cotangents));
                            for (int i = 0; i < gradients.length; i++) gradients[i] = Zeros.instantiate(gradients[i], primals.get(i));
                            return List.of(gradients);
                        });
            };
            return arrays(wrapped.apply(List.of(rest(x, captured))));
        }

        @Override
        public Array[][] together(Array[][] examples) {
            return body.together(examples);
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Wrapped(by, bodies.getFirst(), captured);
        }

        @Override
        public boolean hasForwardMode() {
            return by != Wrapping.CUSTOM_VJP && body.hasForwardMode();
        }

        @Override
        public String label() {
            return by.name().toLowerCase() + "[captured=" + captured + "]";
        }
    }

    /// `(index, captured..., x...)`: a boolean chooses between two branches, an integer among several.
    record Choice(List<RandomProgram> branches, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var rest = rest(x, 1);
            var functions = branches.stream().map(branch -> ofLists(closing(branch::run, rest, captured))).toList();
            var operands = List.of(rest(rest, captured));
            return arrays(x[0].dtype().isBool() ? ControlFlow.cond(x[0], functions.get(1), functions.get(0), operands)
                    : ControlFlow.switchCase(x[0], functions, operands));
        }

        /// All branches for several examples, as each may have to give a value to others; else the one.
        @Override
        public Array[][] together(Array[][] examples) {
            var operands = each(examples, x -> rest(x, 1));
            var index = Arrays.stream(examples).mapToInt(x -> Math.clamp(x[0].toLongArray()[0], 0, branches.size() - 1)).toArray();
            if (examples.length == 1) return branches.get(index[0]).together(operands);
            var all = branches.stream().map(branch -> branch.together(operands)).toList();
            return IntStream.range(0, examples.length).mapToObj(k -> all.get(index[k])[k]).toArray(Array[][]::new);
        }

        @Override
        public int firstCaptured() {
            return 1;
        }

        @Override
        public List<RandomProgram> bodies() {
            return branches;
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Choice(bodies, captured);
        }

        @Override
        public String label() {
            return "switch[captured=" + captured + "]";
        }
    }

    /// `(captured..., carry..., xs...)`.
    record Scanned(RandomProgram body, int length, boolean reverse, int unroll, int captured, int carry) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var f = closing(body::run, x, captured);
            Fn2<List<Array>, List<Array>, Carried<List<Array>, List<Array>>> step = (state, slices) -> {
                var out = f.apply(Masks.concatenate(arrays(state), arrays(slices)));
                return new Carried<>(List.of(Arrays.copyOf(out, carry)), List.of(rest(out, carry)));
            };
            var initial = List.of(Arrays.copyOfRange(x, captured, captured + carry));
            var xs = List.of(rest(x, captured + carry));
            var options = ScanOptions.DEFAULT.withUnroll(unroll);
            var out = ControlFlow.scan(step, initial, xs, reverse ? options.reversed() : options);
            return Masks.concatenate(arrays(out.carry()), arrays(out.y()));
        }

        @Override
        public Array[][] together(Array[][] examples) {
            var closed = each(examples, x -> Arrays.copyOf(x, captured));
            var states = each(examples, x -> Arrays.copyOfRange(x, captured, captured + carry));
            var ys = new Array[examples.length][body.outputs().size() - carry][length];
            for (int i = 0; i < length; i++) {
                int k = reverse ? length - 1 - i : i;
                var slices = each(examples, x -> Arrays.stream(rest(x, captured + carry)).map(array -> Laws.row(array, k)).toArray(Array[]::new));
                var before = states;
                var out = body.together(perExample(examples, e -> Masks.concatenate(closed[e], before[e], slices[e])));
                states = each(out, results -> Arrays.copyOf(results, carry));
                for (int e = 0; e < out.length; e++) for (int j = 0; j < ys[e].length; j++) ys[e][j][k] = out[e][carry + j];
            }
            var last = states;
            return perExample(examples, e -> Masks.concatenate(last[e], Arrays.stream(ys[e]).map(rows -> Laws.stack(0, rows)).toArray(Array[]::new)));
        }

        private static Array[][] perExample(Array[][] examples, IntFunction<Array[]> f) {
            return IntStream.range(0, examples.length).mapToObj(f).toArray(Array[][]::new);
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Scanned(bodies.getFirst(), length, reverse, unroll, captured, carry);
        }

        @Override
        public String label() {
            return "scan[length=%d reverse=%s unroll=%d captured=%d carry=%d]".formatted(length, reverse, unroll, captured, carry);
        }
    }

    enum Loop { WHILE, BOUNDED_WHILE, CHECKPOINTED_WHILE }

    /// `(rounds, captured..., carry...)`: the body, so many times, but at most `most`.
    ///
    /// @param checkpoints how many states a checkpointed loop keeps
    record Looped(Loop by, RandomProgram body, int most, int checkpoints, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var f = closing(body::run, rest(x, 1), captured);
            var initial = new ArrayList<Array>(List.of(Array.scalar(0)));
            initial.addAll(List.of(rest(x, 1 + captured)));
            Fn1<List<Array>, Array> condition = state -> state.getFirst().lt(by == Loop.WHILE ? new Primitive.Min().apply(x[0], Array.scalar(most)) : x[0]);
            Fn1<List<Array>, List<Array>> step = state -> {
                var next = new ArrayList<Array>(List.of(state.getFirst().add(1)));
                next.addAll(List.of(f.apply(rest(arrays(state), 1))));
                return next;
            };
            var out = switch (by) {
                case WHILE -> ControlFlow.whileLoop(condition, step, (List<Array>) initial);
                case BOUNDED_WHILE -> ControlFlow.boundedWhileLoop(condition, step, (List<Array>) initial, most);
                case CHECKPOINTED_WHILE -> ControlFlow.checkpointedWhileLoop(condition, step, (List<Array>) initial, checkpoints, most);
            };
            return rest(arrays(out), 1);
        }

        @Override
        public Array[] reference(Array[] x) {
            var f = closing(body::reference, rest(x, 1), captured);
            var state = rest(x, 1 + captured);
            for (int i = 0; i < Math.min(most, x[0].intItem()); i++) state = f.apply(state);
            return state;
        }

        @Override
        public int firstCaptured() {
            return 1;
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Looped(by, bodies.getFirst(), most, checkpoints, captured);
        }

        @Override
        public boolean hasForwardMode() {
            return by != Loop.CHECKPOINTED_WHILE && body.hasForwardMode();
        }

        @Override
        public boolean hasReverseMode() {
            return by != Loop.WHILE && body.hasReverseMode();
        }

        /// The way back of a checkpointed loop is a while loop.
        @Override
        public boolean hasSecondReverseMode() {
            return by == Loop.BOUNDED_WHILE && body.hasSecondReverseMode();
        }

        @Override
        public String label() {
            return by.name().toLowerCase() + "[most=%d checkpoints=%d captured=%d]".formatted(most, checkpoints, captured);
        }
    }

    /// Mapped along an axis of each operand, or none (null).
    ///
    /// @param name of the axis, along which the body may compute; empty if it has none
    record Mapped(RandomProgram body, List<Integer> inAxes, int outAxis, int size, String name, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var axes = MapAxes.in(new ArrayList<Object>(inAxes)).out(outAxis).size(size);
            return arrays(Vmap.vmap(ofLists(closing(body::run, x, captured)), name.isEmpty() ? axes : axes.name(name)).apply(List.of(rest(x, captured))));
        }

        @Override
        public Array[] reference(Array[] x) {
            return stacked(name.isEmpty() ? each(rows(x), body::reference) : body.together(rows(x)));
        }

        /// The examples of an outer axis, row by row of this one.
        @Override
        public Array[][] together(Array[][] examples) {
            if (!name.isEmpty()) return Operation.super.together(examples);
            var rows = Arrays.stream(examples).map(this::rows).toList();
            var out = IntStream.range(0, size).mapToObj(k -> body.together(rows.stream().map(row -> row[k]).toArray(Array[][]::new))).toList();
            return IntStream.range(0, examples.length).mapToObj(e -> stacked(out.stream().map(row -> row[e]).toArray(Array[][]::new))).toArray(Array[][]::new);
        }

        private Array[][] rows(Array[] x) {
            return IntStream.range(0, size).mapToObj(k -> IntStream.range(0, x.length)
                    .mapToObj(i -> i < captured || inAxes.get(i - captured) == null ? x[i] : Laws.row(x[i], inAxes.get(i - captured), k))
                    .toArray(Array[]::new)).toArray(Array[][]::new);
        }

        private Array[] stacked(Array[][] rows) {
            return IntStream.range(0, body.outputs().size()).mapToObj(i -> {
                var examples = Arrays.stream(rows).map(row -> row[i]).toArray(Array[]::new);
                return Laws.stack(outAxis < 0 ? examples[0].rank() + 1 + outAxis : outAxis, examples);
            }).toArray(Array[]::new);
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Mapped(bodies.getFirst(), inAxes, outAxis, size, name, captured);
        }

        @Override
        public String label() {
            return "vmap[in_axes=%s out_axis=%d size=%d %scaptured=%d]".formatted(inAxes, outAxis, size, name.isEmpty() ? "" : "name=" + name + " ", captured);
        }
    }

    /// `(captured..., x..., a tangent for each floating x) -> the tangents of the floating results`.
    record Tangents(RandomProgram body, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            return floating(Laws.pushforward(closing(body::run, x, captured), tangents(x)).apply(primals(x)));
        }

        private Array[] primals(Array[] x) {
            return Arrays.copyOfRange(x, captured, body.inputs().size());
        }

        private Array[] tangents(Array[] x) {
            var primals = primals(x);
            var out = new Array[primals.length];
            int next = body.inputs().size();
            for (int i = 0; i < out.length; i++) if (primals[i].dtype().isFloating()) out[i] = x[next++];
            return out;
        }

        /// Element by element of the results, by reverse mode.
        @Override
        public Array[] reference(Array[] x) {
            var f = closing(body::reference, x, captured);
            var tangents = tangents(x);
            var linearized = Linearize.linearize(f, primals(x));
            return floating(IntStream.range(0, linearized.outputs().length).mapToObj(i -> {
                var y = linearized.outputs()[i];
                return !y.dtype().isFloating() ? y : elements(y, basis -> {
                    var cotangents = new Array[linearized.outputs().length];
                    cotangents[i] = basis;
                    return dot(linearized.pullback(cotangents), tangents);
                });
            }).toArray(Array[]::new));
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Tangents(bodies.getFirst(), captured);
        }

        @Override
        public String label() {
            return "jvp[captured=" + captured + "]";
        }
    }

    /// `(captured..., x...) -> the gradient of the sum of all floating results by each floating x`.
    record Gradient(RandomProgram body, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            return floating(Laws.gradient(closing(body::run, x, captured)).apply(rest(x, captured)));
        }

        /// Element by element of the operands, by forward mode.
        @Override
        public Array[] reference(Array[] x) {
            var f = closing(body::reference, x, captured);
            var primals = rest(x, captured);
            return floating(IntStream.range(0, primals.length).mapToObj(i -> !primals[i].dtype().isFloating() ? primals[i] : elements(primals[i], basis -> {
                var tangents = new Array[primals.length];
                tangents[i] = basis;
                var sum = Array.scalar(DType.FLOAT64, 0);
                for (var y : floating(Laws.pushforward(f, tangents).apply(primals))) sum = sum.add(y.sum().astype(DType.FLOAT64));
                return sum;
            })).toArray(Array[]::new));
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation with(List<RandomProgram> bodies, int captured) {
            return new Gradient(bodies.getFirst(), captured);
        }

        /// The custom reverse rules are used up, and what is left are ordinary functions; but not where a rule is for what
        /// is closed over.
        @Override
        public boolean hasForwardMode() {
            return captured == 0 || body.hasForwardMode();
        }

        @Override
        public boolean hasReverseMode() {
            return body.hasReverseMode() && body.hasSecondReverseMode();
        }

        @Override
        public String label() {
            return "grad[captured=" + captured + "]";
        }
    }

    /// `(matrix, b) -> x`, where `matrix x = b`.
    ///
    /// @param transposable whether it is told how to solve with the transposed matrix
    record Solved(boolean transposable) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            Fn1<Array, Array> matvec = v -> x[0].matmul(v);
            Fn2<Fn1<Array, Array>, Array, Array> solve = (_, b) -> Linalg.solve(x[0], b);
            return new Array[] {transposable ? Solves.customLinearSolve(matvec, x[1], solve, (_, b) -> Linalg.solve(x[0].moveAxis(0, 1), b))
                    : Solves.customLinearSolve(matvec, x[1], solve)};
        }

        @Override
        public Array[] reference(Array[] x) {
            var qr = new Primitive.Qr(false).bind(x[0]);
            return new Primitive.TriangularSolve(true, false, false, false).bind(qr[1], qr[0].moveAxis(0, 1).matmul(x[1]));
        }

        @Override
        public boolean hasReverseMode() {
            return transposable;
        }

        @Override
        public String label() {
            return "custom_linear_solve[transposable=" + transposable + "]";
        }
    }

    /// A Java function: of floating-point numbers the sine, with a derivative of its own; of others the complement.
    record Called(Primitive.VmapMethod method) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            if (!x[0].dtype().isFloating()) return new Array[] {Callbacks.pureCallback((Array v) -> new Primitive.Not().apply(v), x[0], x[0], method)};
            return new Array[] {sine(x[0])};
        }

        private Array sine(Array x) {
            Fn1<Array, Array> called = v -> Callbacks.pureCallback((Array known) -> Array.of(known.shape(),
                    Arrays.stream(known.toDoubleArray()).map(Math::sin).toArray()).astype(known.dtype()), v, v, method);
            return Custom.customJvp(called, (v, tangent) -> new ValueAndTangent<>(sine(v), new Primitive.Cos().apply(v).mul(tangent))).apply(x);
        }

        @Override
        public Array[] reference(Array[] x) {
            return (x[0].dtype().isFloating() ? new Primitive.Sin() : new Primitive.Not()).bind(x);
        }

        @Override
        public String label() {
            return "pure_callback[vmap_method=" + method + "]";
        }
    }

    /// An array like `x`, whose element `k` is a function of the array that is 1 at `k`, else 0.
    private static Array elements(Array x, UnaryOperator<Array> element) {
        if (x.size() == 0) return x;
        var all = IntStream.range(0, x.size()).mapToObj(k -> {
            var basis = new double[x.size()];
            basis[k] = 1;
            return element.apply(Array.of(x.shape(), basis).astype(x.dtype()));
        }).toArray(Array[]::new);
        return Laws.stack(0, all).reshape(x.shape()).astype(x.dtype());
    }

    private static Array dot(Array[] x, Array[] y) {
        var sum = Array.scalar(DType.FLOAT64, 0);
        for (int i = 0; i < x.length; i++) if (x[i] != null && y[i] != null) sum = sum.add(x[i].mul(y[i]).sum().astype(DType.FLOAT64));
        return sum;
    }
}
