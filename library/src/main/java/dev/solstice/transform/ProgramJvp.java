package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Jvp.Dual;
import dev.solstice.transform.Jvp.JvpProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How primitives that call programs carry tangents along: by the derivatives of the programs.
final class ProgramJvp {
    private ProgramJvp() {}

    static Dual apply(HigherOrder primitive, Array[] x, Array[] t) {
        return switch (primitive) {
            case Primitive.Jit(var name, var jaxpr) -> call(jaxpr, x, t, (program, operands) -> JitCall.bind(name, program, operands));
            case Checkpoint(var jaxpr, var policy) -> call(jaxpr, x, t, (program, operands) ->
                    new Checkpoint(Closing.program(program), policy).bind(Masks.concatenate(Closing.consts(program), operands)));
            case Cond cond -> cond(cond, x, t);
            case While loop -> loop(loop, x, t);
            case Scan scan -> scan(scan, x, t);
            case CustomJvp(var jaxpr, var rule) -> dual(rule.apply(x, t), jaxpr.outputs().size());
            case CustomVjp custom -> customVjp(custom, x, t);
            case LinearSolve solve -> linearSolve(solve, x, t);
            case Callback callback when callback.effect() == Effect.DEBUG -> new Dual(callback.bind(x), new Array[callback.results().size()]);
            case Callback _ -> throw Mistake.unsupported("""
                    a callback has no derivative, because what its Java function does is not known.
                    Give the function that calls it a derivative with customJvp or customVjp, or pass it stopGradient(x).""");
            case CustomLinear _ -> throw CustomLinear.notTransposed();
        };
    }

    @FunctionalInterface
    private interface Caller {
        Array[] bind(Jaxpr program, Array[] operands);
    }

    private static Dual call(Jaxpr jaxpr, Array[] x, Array[] t, Caller caller) {
        var nonzero = Zeros.nonNull(t);
        var program = Jvp.program(jaxpr, nonzero);
        return dual(caller.bind(program.jaxpr(), Masks.concatenate(x, Masks.select(t, nonzero))), program.nonzeroOut());
    }

    private static Dual dual(Array[] out, int n) {
        return new Dual(Arrays.copyOf(out, n), Arrays.copyOfRange(out, n, out.length));
    }

    private static Dual dual(Array[] out, boolean[] nonzero) {
        int n = nonzero.length;
        return new Dual(Arrays.copyOf(out, n), Masks.spread(Arrays.copyOfRange(out, n, out.length), nonzero));
    }

    private static Dual cond(Cond cond, Array[] x, Array[] t) {
        var operands = Arrays.copyOfRange(x, 1, x.length);
        var tangents = Arrays.copyOfRange(t, 1, t.length);
        var nonzero = Zeros.nonNull(tangents);
        var out = new boolean[cond.branches().getFirst().outputs().size()];
        for (var branch : cond.branches()) out = Masks.or(out, Jvp.program(branch, nonzero).nonzeroOut());
        var forced = out;
        var programs = cond.branches().stream().map(branch -> Jvp.program(branch, nonzero, forced).jaxpr()).toList();
        var closed = Closing.branches(programs);
        return dual(new Cond(closed.programs()).bind(Masks.concatenate(new Array[] {x[0]}, closed.consts(), operands,
                Masks.select(tangents, nonzero))), forced);
    }

    /// Finds which carried values have tangents: those that start with one or get one on the way.
    private static JvpProgram carrying(Jaxpr body, boolean[] consts, boolean[] carry, boolean[] rest) {
        int outputs = body.outputs().size();
        while (true) {
            var program = Jvp.program(body, Masks.concatenate(consts, carry, rest), Arrays.copyOf(carry, outputs));
            var grown = Masks.or(carry, Arrays.copyOf(program.nonzeroOut(), carry.length));
            if (Arrays.equals(grown, carry)) return program;
            carry = grown;
        }
    }

    private static Dual scan(Scan scan, Array[] x, Array[] t) {
        int consts = scan.consts();
        int carry = scan.carry();
        int fixed = consts + carry;
        var nonzero = Zeros.nonNull(t);
        var constMask = Arrays.copyOf(nonzero, consts);
        var sliceMask = Arrays.copyOfRange(nonzero, fixed, nonzero.length);
        var program = carrying(scan.body(), constMask, Arrays.copyOfRange(nonzero, consts, fixed), sliceMask);
        var carryMask = Arrays.copyOf(program.nonzeroOut(), carry);
        var body = Closing.program(program.jaxpr());
        int closed = Closing.consts(program.jaxpr()).length;
        int primals = closed + x.length;
        int constTangents = Masks.count(constMask);
        int carryTangents = Masks.count(carryMask);
        int results = program.nonzeroOut().length;
        var inputs = Axes.range(closed + consts).plus(Axes.range(primals, primals + constTangents))
                .plus(Axes.range(closed + consts, closed + fixed)).plus(Axes.range(primals + constTangents, primals + constTangents + carryTangents))
                .plus(Axes.range(closed + fixed, primals)).plus(Axes.range(primals + constTangents + carryTangents, body.invars().size()));
        var outputs = Axes.range(carry).plus(Axes.range(results, results + carryTangents))
                .plus(Axes.range(carry, results)).plus(Axes.range(results + carryTangents, body.outputs().size()));
        var doubled = new Scan(body.choosing(inputs, outputs), scan.length(), scan.reverse(), closed + consts + constTangents, carry + carryTangents);
        var carryTangentValues = instantiate(Arrays.copyOfRange(t, consts, fixed), Arrays.copyOfRange(x, consts, fixed), carryMask);
        var out = doubled.bind(Masks.concatenate(Closing.consts(program.jaxpr()),
                Arrays.copyOf(x, consts), Masks.select(Arrays.copyOf(t, consts), constMask),
                Arrays.copyOfRange(x, consts, fixed), carryTangentValues,
                Arrays.copyOfRange(x, fixed, x.length), Masks.select(Arrays.copyOfRange(t, fixed, t.length), sliceMask)));
        var ordered = new Array[out.length];
        for (int i = 0; i < out.length; i++) ordered[outputs.get(i)] = out[i];
        return dual(ordered, program.nonzeroOut());
    }

    private static Array[] instantiate(Array[] tangents, Array[] primals, boolean[] mask) {
        var out = new Array[tangents.length];
        Arrays.setAll(out, i -> Zeros.instantiate(tangents[i], primals[i]));
        return Masks.select(out, mask);
    }

    private static Dual loop(While loop, Array[] x, Array[] t) {
        int start = loop.conditionConsts();
        int fixed = start + loop.bodyConsts();
        var constMask = Zeros.nonNull(Arrays.copyOfRange(t, start, fixed));
        var program = carrying(loop.body(), constMask, Zeros.nonNull(Arrays.copyOfRange(t, fixed, t.length)), new boolean[0]);
        var carryMask = program.nonzeroOut();
        var body = Closing.program(program.jaxpr());
        int closed = Closing.consts(program.jaxpr()).length;
        int primals = closed + x.length - start;
        int constTangents = Masks.count(constMask);
        var inputs = Axes.range(closed + loop.bodyConsts()).plus(Axes.range(primals, primals + constTangents))
                .plus(Axes.range(closed + loop.bodyConsts(), primals)).plus(Axes.range(primals + constTangents, body.invars().size()));
        var tangents = instantiate(Arrays.copyOfRange(t, fixed, t.length), Arrays.copyOfRange(x, fixed, x.length), carryMask);
        var condition = ignoring(loop.condition(), Arrays.stream(tangents).map(Array::abstractValue).toList());
        var doubled = new While(condition, start, body.choosing(inputs, Axes.range(body.outputs().size())), closed + loop.bodyConsts() + constTangents);
        return dual(doubled.bind(Masks.concatenate(Arrays.copyOf(x, start), Closing.consts(program.jaxpr()), Arrays.copyOfRange(x, start, fixed),
                Masks.select(Arrays.copyOfRange(t, start, fixed), constMask), Arrays.copyOfRange(x, fixed, x.length), tangents)), carryMask);
    }

    private record Ignoring(List<AbstractValue> types) {}

    /// The program with further inputs that it does not look at.
    private static Jaxpr ignoring(Jaxpr program, List<AbstractValue> types) {
        return program.derived(new Ignoring(types), () -> {
            var invars = new ArrayList<>(program.invars());
            types.forEach(type -> invars.add(new Var(type)));
            return new Jaxpr(program.constvars(), program.consts(), invars, program.equations(), program.outputs());
        });
    }

    private static Dual customVjp(CustomVjp custom, Array[] x, Array[] t) {
        int n = custom.jaxpr().outputs().size();
        var computed = custom.forward().apply(x);
        var results = Arrays.copyOf(computed, n);
        var residuals = Arrays.copyOfRange(computed, n, computed.length);
        var floatIn = floating(x);
        var floatOut = floating(results);
        Pullback pullback = (saved, cotangents) -> Masks.select(custom.backward().apply(saved, Masks.spread(cotangents, floatOut)), floatIn);
        var types = Arrays.stream(Masks.select(results, floatOut)).map(Array::abstractValue).toList();
        var tangents = instantiate(t, x, floatIn);
        var out = new CustomLinear(pullback, residuals.length, types).bind(Masks.concatenate(residuals, tangents));
        return new Dual(results, Masks.spread(out, floatOut));
    }

    /// From `A x = b`: `A dx = db - dA x`.
    private static Dual linearSolve(LinearSolve solve, Array[] x, Array[] t) {
        int n = solve.consts();
        var consts = Arrays.copyOf(x, n);
        var y = solve.bind(x);
        var right = Arrays.copyOfRange(t, n, t.length);
        var constTangents = Arrays.copyOf(t, n);
        if (!Zeros.allNull(constTangents)) {
            var change = Jvp.jvp(solve.matvec()::evaluate, Masks.concatenate(consts, y), Masks.concatenate(constTangents, new Array[y.length])).tangents();
            for (int i = 0; i < y.length; i++) if (change[i] != null) right[i] = Zeros.add(right[i], change[i].neg());
        }
        if (Zeros.allNull(right)) return new Dual(y, right);
        for (int i = 0; i < y.length; i++) right[i] = Zeros.instantiate(right[i], y[i]);
        return new Dual(y, solve.bind(Masks.concatenate(consts, right)));
    }

    private static boolean[] floating(Array[] arrays) {
        var out = new boolean[arrays.length];
        for (int i = 0; i < out.length; i++) out[i] = arrays[i].dtype().isInexact();
        return out;
    }
}
