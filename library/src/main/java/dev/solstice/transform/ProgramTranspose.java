package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How cotangents flow back through primitives that call programs. See [TransposeRule].
final class ProgramTranspose {
    private ProgramTranspose() {}

    static Array[] apply(HigherOrder primitive, Array[] ct, Array[] x, AbstractValue[] types) {
        return switch (primitive) {
            case Primitive.Jit(var name, var jaxpr) -> Transpose.bind(name, jaxpr, x, ct);
            case Checkpoint(var jaxpr, _) -> Transpose.bind("checkpoint", jaxpr, fenced(x), ct);
            case Cond cond -> cond(cond, ct, x);
            case Scan scan -> scan(scan, ct, x, types);
            case CustomLinear custom -> customLinear(custom, ct, x);
            case LinearSolve solve -> linearSolve(solve, ct, x, types);
            case While _ -> throw Mistake.unsupported("""
                    whileLoop has no reverse-mode derivative, because how often it runs is not known beforehand.
                    Use boundedWhileLoop or checkpointedWhileLoop, scan or foriLoop with a fixed number of steps, or forward mode (jvp, jacfwd).""");
            case CustomJvp _, CustomVjp _, Callback _ -> throw new AssertionError("replaced by its derivative before it is transposed");
        };
    }

    /// What is computed again must not be merged with the first time by a later pass: that would keep it in memory.
    private static Array[] fenced(Array[] x) {
        var given = Zeros.nonNull(x);
        return Masks.spread(new OptimizationBarrier().bind(Masks.select(x, given)), given);
    }

    private static Array[] cond(Cond cond, Array[] ct, Array[] x) {
        var operands = Arrays.copyOfRange(x, 1, x.length);
        var given = Zeros.nonNull(operands);
        var transposed = Closing.branches(cond.branches().stream().map(branch -> Transpose.program(branch, Masks.not(given), Zeros.nonNull(ct))).toList());
        var out = new Cond(transposed.programs()).bind(Masks.concatenate(new Array[] {x[0]}, transposed.consts(),
                Masks.select(operands, given), Masks.select(ct, Zeros.nonNull(ct))));
        return Masks.concatenate(new Array[1], Masks.spread(out, Masks.not(given)));
    }

    private record Key(Scan scan, List<Boolean> given, List<Boolean> nonzero) {}

    /// A scan in the other direction, which carries the cotangents of the carry and sums up those of the constants.
    /// A carry that starts with a given value starts with zero, since all of this is linear: its cotangent is unused.
    private static Array[] scan(Scan scan, Array[] ct, Array[] x, AbstractValue[] types) {
        int fixed = scan.consts() + scan.carry();
        var given = Zeros.nonNull(x);
        var constGiven = Arrays.copyOf(given, scan.consts());
        var sliceGiven = Arrays.copyOfRange(given, fixed, given.length);
        var carryCotangents = Arrays.copyOf(ct, scan.carry());
        for (int i = 0; i < scan.carry(); i++) carryCotangents[i] = Zeros.instantiate(carryCotangents[i], types[scan.consts() + i]);
        var stackedCotangents = Arrays.copyOfRange(ct, scan.carry(), ct.length);
        var nonzero = Zeros.nonNull(stackedCotangents);
        var body = scan.body().derived(new Key(scan, Masks.list(given), Masks.list(nonzero)), () -> body(scan, given, nonzero));
        var closed = Closing.consts(body);
        int linearConsts = Masks.count(Masks.not(constGiven));
        var sums = Masks.select(Arrays.stream(types).limit(scan.consts()).map(Zeros::like).toArray(Array[]::new), Masks.not(constGiven));
        var out = new Scan(Closing.program(body), scan.length(), !scan.reverse(), closed.length + Masks.count(constGiven), linearConsts + scan.carry())
                .bind(Masks.concatenate(closed, Masks.select(Arrays.copyOf(x, scan.consts()), constGiven), sums, carryCotangents,
                        Masks.select(Arrays.copyOfRange(x, fixed, x.length), sliceGiven), Masks.select(stackedCotangents, nonzero)));
        int carried = linearConsts + scan.carry();
        return Masks.concatenate(Masks.spread(Arrays.copyOf(out, linearConsts), Masks.not(constGiven)),
                Arrays.copyOfRange(out, linearConsts, carried),
                Masks.spread(Arrays.copyOfRange(out, carried, out.length), Masks.not(sliceGiven)));
    }

    /// `(given constants, sums, carry cotangents, given slices, y cotangents) -> (sums, carry cotangents, slice cotangents)`.
    private static Jaxpr body(Scan scan, boolean[] given, boolean[] nonzero) {
        int consts = scan.consts();
        int fixed = consts + scan.carry();
        var program = scan.body();
        var constGiven = Arrays.copyOf(given, consts);
        var sliceGiven = Arrays.copyOfRange(given, fixed, given.length);
        var constTypes = program.invars().subList(0, consts);
        var types = new ArrayList<Var>(Masks.select(constTypes, constGiven));
        types.addAll(Masks.select(constTypes, Masks.not(constGiven)));
        types.addAll(program.invars().subList(consts, fixed));
        types.addAll(Masks.select(program.invars().subList(fixed, given.length), sliceGiven));
        var inputs = new ArrayList<>(types.stream().map(Var::type).toList());
        Masks.select(program.outputs().subList(scan.carry(), program.outputs().size()), nonzero).forEach(y -> inputs.add(y.type()));
        int givenConsts = Masks.count(constGiven);
        int linearConsts = consts - givenConsts;
        int givenSlices = Masks.count(sliceGiven);
        return Staging.trace(in -> {
            int sums = givenConsts;
            int carry = sums + linearConsts;
            int slices = carry + scan.carry();
            int stacked = slices + givenSlices;
            var operands = Masks.concatenate(Masks.spread(Arrays.copyOf(in, givenConsts), constGiven), new Array[scan.carry()],
                    Masks.spread(Arrays.copyOfRange(in, slices, stacked), sliceGiven));
            var cotangents = Masks.concatenate(Arrays.copyOfRange(in, carry, slices), Masks.spread(Arrays.copyOfRange(in, stacked, in.length), nonzero));
            var out = Transpose.backward(program, operands, cotangents);
            for (int i = 0; i < out.length; i++) if (operands[i] == null) out[i] = Zeros.instantiate(out[i], program.invars().get(i).type());
            var more = Masks.select(Arrays.copyOf(out, consts), Masks.not(constGiven));
            for (int i = 0; i < more.length; i++) more[i] = in[sums + i].add(more[i]);
            return Masks.concatenate(more, Arrays.copyOfRange(out, consts, fixed),
                    Masks.select(Arrays.copyOfRange(out, fixed, out.length), Masks.not(sliceGiven)));
        }, inputs.toArray(AbstractValue[]::new));
    }

    private static Array[] linearSolve(LinearSolve solve, Array[] ct, Array[] x, AbstractValue[] types) {
        var transposeSolve = solve.transposeSolve().orElseThrow(() -> Mistake.unsupported(
                "customLinearSolve has a reverse-mode derivative only with transposeSolve: give it one (solve itself, if the map is symmetric)"));
        int n = solve.consts();
        var cotangents = ct.clone();
        for (int i = 0; i < ct.length; i++) cotangents[i] = Zeros.instantiate(ct[i], types[n + i]);
        var linear = new boolean[types.length];
        Arrays.fill(linear, n, linear.length, true);
        var matvec = Transpose.program(solve.matvec(), linear, Zeros.nonNull(cotangents));
        var closed = Closing.branches(List.of(matvec, transposeSolve, solve.solve()));
        var transposed = new LinearSolve(closed.programs().get(0), closed.programs().get(1),
                Optional.of(closed.programs().get(2)), closed.consts().length + n);
        return Masks.concatenate(new Array[n], transposed.bind(Masks.concatenate(closed.consts(), Arrays.copyOf(x, n), cotangents)));
    }

    private static Array[] customLinear(CustomLinear custom, Array[] ct, Array[] x) {
        var gradients = custom.backward().apply(Arrays.copyOf(x, custom.residuals()), ct);
        return Masks.concatenate(new Array[custom.residuals()], gradients);
    }
}
