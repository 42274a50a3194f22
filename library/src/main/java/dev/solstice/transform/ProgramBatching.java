package dev.solstice.transform;

import static dev.solstice.transform.Batching.NOT_MAPPED;
import static dev.solstice.transform.Batching.materialise;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Batching.Batched;
import dev.solstice.transform.Batching.BatchedProgram;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How primitives that call programs do a whole batch at once: by the batched programs. See [BatchingRule].
final class ProgramBatching {
    private ProgramBatching() {}

    static Batched apply(HigherOrder primitive, Array[] x, int[] axes, MappedAxis batch) {
        return switch (primitive) {
            case Primitive.Jit(var name, var jaxpr) -> {
                var program = Batching.program(jaxpr, axes, batch);
                yield new Batched(JitCall.bind(name, program.jaxpr(), x), program.outAxes());
            }
            case Checkpoint(var jaxpr, var policy) -> {
                var program = Batching.program(jaxpr, axes, batch);
                yield new Batched(new Checkpoint(Closing.program(program.jaxpr()), policy)
                        .bind(Masks.concatenate(Closing.consts(program.jaxpr()), x)), program.outAxes());
            }
            case Cond cond when axes[0] == NOT_MAPPED -> cond(cond, x, axes, batch);
            case Cond cond -> everyBranch(cond, x, axes, batch);
            case While loop -> loop(loop, x, axes, batch);
            case Scan scan -> scan(scan, x, axes, batch);
            case CustomJvp custom -> customJvp(custom, x, axes, batch);
            case CustomVjp custom -> customVjp(custom, x, axes, batch);
            case Callback callback -> callback(callback, x, axes, batch.size());
            case CustomLinear custom -> customLinear(custom, x, axes, batch);
            case LinearSolve solve -> linearSolve(solve, x, axes, batch);
        };
    }

    private static boolean[] mapped(int[] axes) {
        var out = new boolean[axes.length];
        for (int i = 0; i < out.length; i++) out[i] = axes[i] != NOT_MAPPED;
        return out;
    }

    private static int[] axes(boolean[] mapped) {
        return IntStream.range(0, mapped.length).map(i -> mapped[i] ? 0 : NOT_MAPPED).toArray();
    }

    private static boolean[] all(int n) {
        return Masks.not(new boolean[n]);
    }

    private static Batched cond(Cond cond, Array[] x, int[] axes, MappedAxis batch) {
        var operandAxes = Arrays.copyOfRange(axes, 1, axes.length);
        var out = new boolean[cond.branches().getFirst().outputs().size()];
        for (var branch : cond.branches()) out = Masks.or(out, mapped(Batching.program(branch, operandAxes, batch).outAxes()));
        var forced = out;
        var closed = Closing.branches(cond.branches().stream().map(branch -> Batching.program(branch, operandAxes, batch, forced).jaxpr()).toList());
        return new Batched(new Cond(closed.programs()).bind(Masks.concatenate(new Array[] {x[0]}, closed.consts(),
                Arrays.copyOfRange(x, 1, x.length))), axes(forced));
    }

    /// If the examples take different branches, all are computed and each example chooses. So that the derivative of an operand
    /// has no part in branches that were not taken, where it may be NaN, it enters them as a constant. (JAX issue 1052.)
    private static Batched everyBranch(Cond cond, Array[] x, int[] axes, MappedAxis batch) {
        var index = x[0];
        int last = cond.branches().size() - 1;
        var operandAxes = Arrays.copyOfRange(axes, 1, axes.length);
        Array[] chosen = null;
        for (int k = 0; k <= last; k++) {
            var branch = cond.branches().get(k);
            var taken = k == 0 ? index.le(k) : k == last ? index.ge(k) : index.eq(k);
            var operands = Arrays.copyOfRange(x, 1, x.length);
            for (int i = 0; i < operands.length; i++) operands[i] = entering(operands[i], operandAxes[i], taken);
            var program = Batching.program(branch, operandAxes, batch, all(branch.outputs().size()));
            var out = JitCall.bind("branch", program.jaxpr(), operands);
            chosen = chosen == null ? out : choose(taken, chosen, out);
        }
        return new Batched(chosen, new int[chosen.length]);
    }

    private static Array entering(Array operand, int axis, Array taken) {
        if (axis == NOT_MAPPED || operand instanceof ConcreteArray || !operand.dtype().isInexact()) return operand;
        var mask = new BroadcastInDim(operand.shape(), Axes.of(axis)).apply(taken);
        return new SelectN().apply(mask, new StopGradient().apply(operand), operand);
    }

    /// Example by example, along axis 0.
    private static Array[] choose(Array which, Array[] onFalse, Array[] onTrue) {
        var out = new Array[onFalse.length];
        for (int i = 0; i < out.length; i++) {
            var mask = new BroadcastInDim(onTrue[i].shape(), Axes.of(0)).apply(which);
            out[i] = new SelectN().apply(mask, onFalse[i], onTrue[i]);
        }
        return out;
    }

    private record Carried(boolean[] mapped, BatchedProgram program) {}

    /// Finds which carried values differ between examples: those that start so or become so.
    private static Carried carrying(Jaxpr body, int[] consts, boolean[] carry, int[] rest, MappedAxis batch) {
        while (true) {
            var program = Batching.program(body, concatenate(consts, axes(carry), rest), batch, Arrays.copyOf(carry, body.outputs().size()));
            var grown = Masks.or(carry, Arrays.copyOf(mapped(program.outAxes()), carry.length));
            if (Arrays.equals(grown, carry)) return new Carried(carry, program);
            carry = grown;
        }
    }

    private static int[] concatenate(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static Array[] materialiseCarry(Array[] x, int[] axes, int from, boolean[] mapped, MappedAxis batch) {
        var out = new Array[mapped.length];
        Arrays.setAll(out, i -> mapped[i] ? materialise(x[from + i], axes[from + i], 0, batch.size()) : x[from + i]);
        return out;
    }

    private static Batched scan(Scan scan, Array[] x, int[] axes, MappedAxis batch) {
        int consts = scan.consts();
        int fixed = consts + scan.carry();
        var slices = Arrays.copyOfRange(x, fixed, x.length);
        var sliceAxes = Arrays.copyOfRange(axes, fixed, axes.length);
        for (int i = 0; i < slices.length; i++) {
            if (sliceAxes[i] == NOT_MAPPED) continue;
            slices[i] = slices[i].moveAxis(sliceAxes[i], 1); // axis 0 is the scan's
            sliceAxes[i] = 0;
        }
        var carried = carrying(scan.body(), Arrays.copyOf(axes, consts), mapped(Arrays.copyOfRange(axes, consts, fixed)), sliceAxes, batch);
        var program = carried.program().jaxpr();
        var closed = Closing.consts(program);
        var batched = new Scan(Closing.program(program), scan.length(), scan.reverse(), closed.length + consts, scan.carry());
        var out = batched.bind(Masks.concatenate(closed, Arrays.copyOf(x, consts), materialiseCarry(x, axes, consts, carried.mapped(), batch), slices));
        var outAxes = carried.program().outAxes().clone();
        for (int i = scan.carry(); i < outAxes.length; i++) if (outAxes[i] != NOT_MAPPED) outAxes[i] = 1;
        return new Batched(out, outAxes);
    }

    private static Batched loop(While loop, Array[] x, int[] axes, MappedAxis batch) {
        int start = loop.conditionConsts();
        int fixed = start + loop.bodyConsts();
        var conditionAxes = Arrays.copyOf(axes, start);
        var bodyAxes = Arrays.copyOfRange(axes, start, fixed);
        var carry = mapped(Arrays.copyOfRange(axes, fixed, axes.length));
        var carried = carrying(loop.body(), bodyAxes, carry, new int[0], batch);
        var condition = Batching.program(loop.condition(), concatenate(conditionAxes, axes(carried.mapped())), batch);
        boolean together = condition.outAxes()[0] == NOT_MAPPED;
        if (!together) {
            carried = carrying(loop.body(), bodyAxes, all(carry.length), new int[0], batch);
            condition = Batching.program(loop.condition(), concatenate(conditionAxes, axes(carried.mapped())), batch);
        }
        var test = new Part(condition.jaxpr(), Arrays.copyOf(x, start));
        var step = new Part(carried.program().jaxpr(), Arrays.copyOfRange(x, start, fixed));
        var values = materialiseCarry(x, axes, fixed, carried.mapped(), batch);
        var out = together
                ? new While(test.program(), test.operands().length, step.program(), step.operands().length)
                        .bind(Masks.concatenate(test.operands(), step.operands(), values))
                : untilAllAreDone(test, step, values);
        return new Batched(out, axes(carried.mapped()));
    }

    /// A program and what its leading inputs are, its own constants included.
    private record Part(Jaxpr program, Array[] operands) {
        Part(Jaxpr program, Array[] operands) {
            this.program = Closing.program(program);
            this.operands = Masks.concatenate(Closing.consts(program), operands);
        }
    }

    private record Key(Jaxpr condition) {}

    /// Goes on while any example does; those that are done keep their values.
    private static Array[] untilAllAreDone(Part test, Part step, Array[] values) {
        int n = test.operands().length;
        int m = step.operands().length;
        var any = test.program().derived("any", () -> Staging.trace(
                in -> new Array[] {new ReduceOr(Axes.of(0)).apply(test.program().evaluate(in)[0])}, types(test.program())));
        var types = Arrays.copyOf(types(test.program()), n + m + values.length);
        System.arraycopy(types(step.program()), 0, types, n, m + values.length);
        var guarded = step.program().derived(new Key(test.program()), () -> Staging.trace(in -> {
            var carry = Arrays.copyOfRange(in, n + m, in.length);
            var going = test.program().evaluate(Masks.concatenate(Arrays.copyOf(in, n), carry))[0];
            return choose(going, carry, step.program().evaluate(Arrays.copyOfRange(in, n, in.length)));
        }, types));
        return new While(any, n, guarded, n + m).bind(Masks.concatenate(test.operands(), test.operands(), step.operands(), values));
    }

    private static AbstractValue[] types(Jaxpr program) {
        return program.invars().stream().map(Var::type).toArray(AbstractValue[]::new);
    }

    private static Batched customJvp(CustomJvp custom, Array[] x, int[] axes, MappedAxis batch) {
        int n = custom.jaxpr().outputs().size();
        var program = Batching.program(custom.jaxpr(), axes, batch, all(n)).jaxpr();
        Pushforward rule = (primals, tangents) -> {
            var nonzero = Zeros.nonNull(tangents);
            var tangentAxes = IntStream.range(0, axes.length).filter(i -> nonzero[i]).map(i -> axes[i]).toArray();
            var out = Batching.vmap(in -> {
                var dual = custom.rule().apply(Arrays.copyOf(in, axes.length), Masks.spread(Arrays.copyOfRange(in, axes.length, in.length), nonzero));
                for (int i = n; i < dual.length; i++) dual[i] = Zeros.instantiate(dual[i], dual[i - n]);
                return dual;
            }, new Batched(Masks.concatenate(primals, Masks.select(tangents, nonzero)), concatenate(axes, tangentAxes)), batch);
            return inFront(out, batch);
        };
        requireClosed(program);
        return new Batched(new CustomJvp(program, rule).bind(x), new int[n]);
    }

    private static Batched customVjp(CustomVjp custom, Array[] x, int[] axes, MappedAxis batch) {
        int n = custom.jaxpr().outputs().size();
        var program = Batching.program(custom.jaxpr(), axes, batch, all(n)).jaxpr();
        requireClosed(program);
        var batched = new CustomVjp(program,
                primals -> inFront(Batching.vmap(custom.forward(), new Batched(primals, axes), batch), batch),
                (residuals, cotangents) -> pullback(custom.backward(), residuals, new int[residuals.length], cotangents, axes, batch));
        return new Batched(batched.bind(x), new int[n]);
    }

    private static Batched customLinear(CustomLinear custom, Array[] x, int[] axes, MappedAxis batch) {
        int n = custom.residuals();
        var residualAxes = Arrays.copyOf(axes, n);
        var tangentAxes = Arrays.copyOfRange(axes, n, axes.length);
        Pullback pullback = (residuals, cotangents) -> pullback(custom.backward(), residuals, residualAxes, cotangents, tangentAxes, batch);
        List<AbstractValue> results = custom.results().stream().map(type -> type.withShape(type.shape().insert(0, batch.size()))).toList();
        return new Batched(new CustomLinear(pullback, n, results).bind(x), new int[results.size()]);
    }

    /// Every example has its own vector, whatever constants they share.
    private static Batched linearSolve(LinearSolve solve, Array[] x, int[] axes, MappedAxis batch) {
        int n = solve.consts();
        var operands = x.clone();
        var operandAxes = axes.clone();
        for (int i = n; i < x.length; i++) {
            operands[i] = materialise(x[i], axes[i], 0, batch.size());
            operandAxes[i] = 0;
        }
        var closed = Closing.branches(Stream.concat(Stream.of(solve.matvec(), solve.solve()), solve.transposeSolve().stream())
                .map(program -> Batching.program(program, operandAxes, batch, all(x.length - n)).jaxpr()).toList());
        var programs = closed.programs();
        var batched = new LinearSolve(programs.get(0), programs.get(1), programs.stream().skip(2).findFirst(), closed.consts().length + n);
        return new Batched(batched.bind(Masks.concatenate(closed.consts(), operands)), new int[x.length - n]);
    }

    private static Batched callback(Callback callback, Array[] x, int[] axes, int size) {
        var function = callback.function();
        var method = callback.vmapMethod();
        var results = callback.results().stream().map(type -> type.withShape(type.shape().insert(0, size))).toList();
        var operands = new Array[x.length];
        for (int i = 0; i < x.length; i++) {
            boolean shared = axes[i] == NOT_MAPPED;
            operands[i] = switch (method) {
                case SEQUENTIAL -> shared ? x[i] : x[i].moveAxis(axes[i], 0);
                case EXPAND_DIMS -> shared ? x[i].expandDims(0) : x[i].moveAxis(axes[i], 0);
                case BROADCAST_ALL -> materialise(x[i], axes[i], 0, size);
            };
        }
        UnaryOperator<Array[]> all = method == VmapMethod.SEQUENTIAL ? in -> oneByOne(function, in, mapped(axes), results, size) : function;
        return new Batched(new Callback(callback.effect(), all, results, method).bind(operands), new int[results.size()]);
    }

    private static Array[] oneByOne(UnaryOperator<Array[]> function, Array[] operands, boolean[] mapped, List<AbstractValue> results, int size) {
        var rows = new Array[results.size()][size];
        for (int k = 0; k < size; k++) {
            var example = operands.clone();
            for (int i = 0; i < example.length; i++) if (mapped[i]) example[i] = example[i].get(k);
            var out = function.apply(example);
            for (int i = 0; i < rows.length; i++) rows[i][k] = out[i].expandDims(0);
        }
        var stacked = new Array[rows.length];
        Arrays.setAll(stacked, i -> size == 0 ? Zeros.like(results.get(i)) : new Concatenate(0).apply(rows[i]));
        return stacked;
    }

    /// The rule for each example; what all examples share gets the sum of their cotangents.
    private static Array[] pullback(Pullback rule, Array[] residuals, int[] residualAxes, Array[] cotangents, int[] operandAxes, MappedAxis batch) {
        var nonzero = Zeros.nonNull(cotangents);
        var missing = new boolean[1][];
        var in = Masks.concatenate(residuals, Masks.select(cotangents, nonzero));
        var out = Batching.vmap(all -> {
            var gradients = rule.apply(Arrays.copyOf(all, residuals.length), Masks.spread(Arrays.copyOfRange(all, residuals.length, all.length), nonzero));
            missing[0] = Masks.not(Zeros.nonNull(gradients));
            return Masks.select(gradients, Zeros.nonNull(gradients));
        }, new Batched(in, concatenate(residualAxes, new int[Masks.count(nonzero)])), batch);
        var stacked = Masks.spread(inFront(out, batch), Masks.not(missing[0]));
        for (int i = 0; i < stacked.length; i++) {
            if (stacked[i] == null) continue;
            stacked[i] = operandAxes[i] == NOT_MAPPED ? stacked[i].sum(0) : stacked[i].moveAxis(0, operandAxes[i]);
        }
        return stacked;
    }

    private static Array[] inFront(Batched batched, MappedAxis batch) {
        var out = new Array[batched.values().length];
        Arrays.setAll(out, i -> materialise(batched.values()[i], batched.axes()[i], 0, batch.size()));
        return out;
    }

    private static void requireClosed(Jaxpr program) {
        if (!program.consts().isEmpty()) throw new AssertionError("a batched program closes over " + program.consts().size() + " arrays");
    }
}
