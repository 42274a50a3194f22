package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Primitive;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A step of a [RandomProgram]: a primitive, or a transformed program. Where there are `captured` operands, they come first
/// and the transformed function closes over them.
sealed interface Operation {
    /// By the library.
    Array[] run(Array[] x);

    /// By definition, on concrete arrays.
    Array[] reference(Array[] x);

    String label();

    default List<RandomProgram> bodies() {
        return List.of();
    }

    /// The same of other programs with the same types.
    default Operation withBodies(List<RandomProgram> bodies) {
        return this;
    }

    default boolean hasForwardMode() {
        return bodies().stream().allMatch(RandomProgram::hasForwardMode);
    }

    default boolean hasReverseMode() {
        return bodies().stream().allMatch(RandomProgram::hasReverseMode);
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
            return "constant " + value;
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
        public Array[] reference(Array[] x) {
            return body.reference(x);
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation withBodies(List<RandomProgram> bodies) {
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

        @Override
        public Array[] reference(Array[] x) {
            int index = Math.clamp(x[0].toLongArray()[0], 0, branches.size() - 1);
            return branches.get(index).reference(rest(x, 1));
        }

        @Override
        public List<RandomProgram> bodies() {
            return branches;
        }

        @Override
        public Operation withBodies(List<RandomProgram> bodies) {
            return new Choice(bodies, captured);
        }

        @Override
        public String label() {
            return "switch[captured=" + captured + "]";
        }
    }

    /// `(captured..., carry..., xs...)`.
    record Scanned(RandomProgram body, int length, boolean reverse, int captured, int carry) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var f = closing(body::run, x, captured);
            Fn2<List<Array>, List<Array>, Carried<List<Array>, List<Array>>> step = (state, slices) -> {
                var out = f.apply(Masks.concatenate(arrays(state), arrays(slices)));
                return new Carried<>(List.of(Arrays.copyOf(out, carry)), List.of(rest(out, carry)));
            };
            var initial = List.of(Arrays.copyOfRange(x, captured, captured + carry));
            var xs = List.of(rest(x, captured + carry));
            var out = reverse ? ControlFlow.reverseScan(step, initial, xs) : ControlFlow.scan(step, initial, xs);
            return Masks.concatenate(arrays(out.carry()), arrays(out.y()));
        }

        @Override
        public Array[] reference(Array[] x) {
            var closed = Arrays.copyOf(x, captured);
            var state = Arrays.copyOfRange(x, captured, captured + carry);
            var ys = new Array[body.outputs().size() - carry][length];
            for (int i = 0; i < length; i++) {
                int k = reverse ? length - 1 - i : i;
                var slices = Arrays.stream(rest(x, captured + carry)).map(array -> Laws.row(array, k)).toArray(Array[]::new);
                var out = body.reference(Masks.concatenate(closed, state, slices));
                state = Arrays.copyOf(out, carry);
                for (int j = 0; j < ys.length; j++) ys[j][k] = out[carry + j];
            }
            return Masks.concatenate(state, Arrays.stream(ys).map(rows -> Laws.stack(0, rows)).toArray(Array[]::new));
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation withBodies(List<RandomProgram> bodies) {
            return new Scanned(bodies.getFirst(), length, reverse, captured, carry);
        }

        @Override
        public String label() {
            return "scan[length=%d reverse=%s captured=%d carry=%d]".formatted(length, reverse, captured, carry);
        }
    }

    /// `(rounds, captured..., carry...)`: the body, so many times.
    record Looped(RandomProgram body, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var f = closing(body::run, rest(x, 1), captured);
            var initial = new ArrayList<Array>(List.of(Array.scalar(0)));
            initial.addAll(List.of(rest(x, 1 + captured)));
            var out = ControlFlow.whileLoop(state -> state.getFirst().lt(x[0]), (List<Array> state) -> {
                var next = new ArrayList<Array>(List.of(state.getFirst().add(1)));
                next.addAll(List.of(f.apply(rest(arrays(state), 1))));
                return next;
            }, (List<Array>) initial);
            return rest(arrays(out), 1);
        }

        @Override
        public Array[] reference(Array[] x) {
            var f = closing(body::reference, rest(x, 1), captured);
            var state = rest(x, 1 + captured);
            for (int i = 0; i < x[0].intItem(); i++) state = f.apply(state);
            return state;
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation withBodies(List<RandomProgram> bodies) {
            return new Looped(bodies.getFirst(), captured);
        }

        @Override
        public boolean hasReverseMode() {
            return false;
        }

        @Override
        public String label() {
            return "while[captured=" + captured + "]";
        }
    }

    /// Mapped along an axis of each operand, or none (null).
    record Mapped(RandomProgram body, List<Integer> inAxes, int outAxis, int size, int captured) implements Operation {
        @Override
        public Array[] run(Array[] x) {
            var axes = MapAxes.in(new ArrayList<Object>(inAxes)).out(outAxis).size(size);
            return arrays(Vmap.vmap(ofLists(closing(body::run, x, captured)), axes).apply(List.of(rest(x, captured))));
        }

        @Override
        public Array[] reference(Array[] x) {
            var closed = Arrays.copyOf(x, captured);
            var rest = rest(x, captured);
            var rows = IntStream.range(0, size).mapToObj(k -> body.reference(Masks.concatenate(closed, IntStream.range(0, rest.length)
                    .mapToObj(i -> inAxes.get(i) == null ? rest[i] : Laws.row(rest[i], inAxes.get(i), k)).toArray(Array[]::new)))).toList();
            return IntStream.range(0, body.outputs().size()).mapToObj(i -> {
                var examples = rows.stream().map(row -> row[i]).toArray(Array[]::new);
                return Laws.stack(outAxis < 0 ? examples[0].rank() + 1 + outAxis : outAxis, examples);
            }).toArray(Array[]::new);
        }

        @Override
        public List<RandomProgram> bodies() {
            return List.of(body);
        }

        @Override
        public Operation withBodies(List<RandomProgram> bodies) {
            return new Mapped(bodies.getFirst(), inAxes, outAxis, size, captured);
        }

        @Override
        public String label() {
            return "vmap[in_axes=%s out_axis=%d size=%d captured=%d]".formatted(inAxes, outAxis, size, captured);
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
        public Operation withBodies(List<RandomProgram> bodies) {
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
        public Operation withBodies(List<RandomProgram> bodies) {
            return new Gradient(bodies.getFirst(), captured);
        }

        /// The custom reverse rules are used up, and what is left are ordinary functions; but not where a rule is for what
        /// is closed over.
        @Override
        public boolean hasForwardMode() {
            return captured == 0 || body.hasForwardMode();
        }

        @Override
        public String label() {
            return "grad[captured=" + captured + "]";
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
