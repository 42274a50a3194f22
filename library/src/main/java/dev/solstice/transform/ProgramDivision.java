package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Inlining;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.PartialEvaluation.Halves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How a primitive that calls programs divides into what can be computed from its known operands, and the rest.
///
/// @param known           takes the known operands; gives the known results, then residuals
/// @param knownOperands   which operands those are (perhaps fewer than are known)
/// @param knownOut        which results are known
/// @param unknown         gives the other results (a loop, all results)
/// @param unknownOperands what it takes: operand `i`, or residual `~i` if negative
record ProgramDivision(Primitive known, boolean[] knownOperands, boolean[] knownOut, Primitive unknown, Axes unknownOperands) {
    private record Key(Primitive primitive, List<Boolean> known) {}

    /// Empty for a primitive that is applied to tangents as a whole.
    static Optional<ProgramDivision> of(Primitive primitive, boolean[] known) {
        return switch (primitive) {
            case Primitive.Jit jit -> Optional.of(jit(jit, known));
            case Checkpoint checkpoint -> memoised(checkpoint.jaxpr(), checkpoint, known, () -> checkpoint(checkpoint, known));
            case Cond cond -> memoised(cond.branches().getFirst(), cond, known, () -> cond(cond, known));
            case While loop -> memoised(loop.body(), loop, known, () -> loop(loop, known));
            case Scan scan -> memoised(scan.body(), scan, known, () -> scan(scan, known));
            default -> Optional.empty();
        };
    }

    private static Optional<ProgramDivision> memoised(Jaxpr program, Primitive primitive, boolean[] known, Supplier<ProgramDivision> divide) {
        return Optional.of(program.derived(new Key(primitive, Masks.list(known)), divide));
    }

    /// Of what the unknown half gives, the results that are not known.
    <T> List<T> unknownResults(List<T> given) {
        return given.size() == knownOut.length ? Masks.select(given, Masks.not(knownOut)) : given;
    }

    private static ProgramDivision jit(Primitive.Jit jit, boolean[] known) {
        var halves = PartialEvaluation.split(jit.jaxpr(), known);
        return new ProgramDivision(new Primitive.Jit(jit.name(), halves.known()), known, halves.knownOut(),
                new Primitive.Jit(jit.name(), halves.unknown()),
                residuals(residualCount(halves)).plus(Masks.positions(Masks.not(known))));
    }

    /// The references `~0, ~1, ...`.
    private static Axes residuals(int n) {
        return Axes.range(n).map(i -> ~i);
    }

    private static int residualCount(Halves halves) {
        return halves.known().outputs().size() - Masks.count(halves.knownOut());
    }

    /// Keeps as residuals what the policy saves; the rest computes everything else again.
    private static ProgramDivision checkpoint(Checkpoint checkpoint, boolean[] known) {
        var jaxpr = Inlining.apply(checkpoint.jaxpr()); // so that the policy is asked about what a jit inside computes
        var saved = saved(jaxpr, known, checkpoint.policy());
        var saving = new Jaxpr(jaxpr.constvars(), jaxpr.consts(), jaxpr.invars(), jaxpr.equations(), join(jaxpr.outputs(), saved));
        var halves = PartialEvaluation.split(saving, known);
        var knownOut = Arrays.copyOf(halves.knownOut(), jaxpr.outputs().size());
        var knownProgram = halves.known().choosing(Axes.range(Masks.count(known)), Axes.range(Masks.count(knownOut) + saved.size()));
        var rest = new Jaxpr(List.of(), List.of(), join(saved, jaxpr.invars()),
                jaxpr.equations().stream().filter(equation -> equation.outputs().stream().noneMatch(saved::contains)).toList(),
                Masks.select(jaxpr.outputs(), Masks.not(knownOut)));
        return new ProgramDivision(new Primitive.Jit("checkpoint", knownProgram), known, knownOut,
                new Checkpoint(rest.withoutDeadCode(), checkpoint.policy()), residuals(saved.size()).plus(Axes.range(known.length)));
    }

    /// What the policy saves of what the known operands determine and the rest may need.
    private static List<Var> saved(Jaxpr jaxpr, boolean[] known, CheckpointPolicy policy) {
        var unknown = new HashSet<Atom>(Masks.select(jaxpr.invars(), Masks.not(known)));
        var saved = new ArrayList<Var>();
        var needed = new HashSet<Atom>(jaxpr.outputs());
        for (var equation : jaxpr.equations()) {
            needed.addAll(equation.inputs());
            if (equation.inputs().stream().anyMatch(unknown::contains)) unknown.addAll(equation.outputs());
            else if (policy.saves(equation.primitive())) saved.addAll(equation.outputs());
        }
        saved.retainAll(needed);
        return saved;
    }

    private static <T> List<T> join(List<? extends T> one, List<? extends T> other) {
        return Stream.<T>concat(one.stream(), other.stream()).toList();
    }

    /// All branches know the same results; the residuals of each are zeros in the others.
    private static ProgramDivision cond(Cond cond, boolean[] known) {
        var operands = Arrays.copyOfRange(known, 1, known.length);
        var unknownOut = new boolean[cond.branches().getFirst().outputs().size()];
        for (var branch : cond.branches()) unknownOut = Masks.or(unknownOut, Masks.not(PartialEvaluation.split(branch, operands).knownOut()));
        var forced = unknownOut;
        var halves = cond.branches().stream().map(branch -> PartialEvaluation.split(branch, operands, forced)).toList();
        var residualTypes = new ArrayList<AbstractValue>();
        var starts = new ArrayList<Integer>();
        int n = forced.length - Masks.count(forced);
        for (var half : halves) {
            starts.add(residualTypes.size());
            half.known().outputs().stream().skip(n).map(Atom::type).forEach(residualTypes::add);
        }
        var knownBranches = new ArrayList<Jaxpr>();
        var unknownBranches = new ArrayList<Jaxpr>();
        for (int k = 0; k < halves.size(); k++) {
            var half = halves.get(k);
            int from = starts.get(k);
            int to = from + residualCount(half);
            knownBranches.add(Staging.trace(x -> {
                var out = half.known().evaluate(x);
                return Masks.concatenate(Arrays.copyOf(out, n), zeros(residualTypes.subList(0, from)),
                        Arrays.copyOfRange(out, n, out.length), zeros(residualTypes.subList(to, residualTypes.size())));
            }, types(half.known())));
            var unknownTypes = new ArrayList<>(residualTypes);
            half.unknown().invars().stream().skip(to - from).map(Var::type).forEach(unknownTypes::add);
            unknownBranches.add(Staging.trace(x -> half.unknown().evaluate(Masks.concatenate(
                    Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(x, residualTypes.size(), x.length))), unknownTypes.toArray(AbstractValue[]::new)));
        }
        var unknownOperands = Axes.of(0).plus(residuals(residualTypes.size())).plus(Masks.positions(Masks.not(known)));
        return new ProgramDivision(new Cond(knownBranches), known, Masks.not(forced), new Cond(unknownBranches), unknownOperands);
    }

    private static Array[] zeros(List<AbstractValue> types) {
        return types.stream().map(Zeros::like).toArray(Array[]::new);
    }

    private static AbstractValue[] types(Jaxpr program) {
        return program.invars().stream().map(Var::type).toArray(AbstractValue[]::new);
    }

    /// Which carried values stay known, and the body split accordingly.
    private record Carried(boolean[] known, Halves halves) {}

    private static Carried carried(Jaxpr body, boolean[] consts, boolean[] carry, boolean[] rest) {
        while (true) {
            var forced = Arrays.copyOf(Masks.not(carry), body.outputs().size());
            var halves = PartialEvaluation.split(body, Masks.concatenate(consts, carry, rest), forced);
            var shrunk = Masks.not(Masks.or(Masks.not(carry), Masks.not(Arrays.copyOf(halves.knownOut(), carry.length))));
            if (Arrays.equals(shrunk, carry)) return new Carried(carry, halves);
            carry = shrunk;
        }
    }

    /// The known loop stacks its residuals for the other, which reads those that do not change as constants.
    private static ProgramDivision scan(Scan scan, boolean[] known) {
        int fixed = scan.consts() + scan.carry();
        var consts = Arrays.copyOf(known, scan.consts());
        var slices = Arrays.copyOfRange(known, fixed, known.length);
        var carried = carried(scan.body(), consts, Arrays.copyOfRange(known, scan.consts(), fixed), slices);
        var carry = carried.known();
        var halves = carried.halves();
        var operands = Masks.concatenate(consts, carry, slices);
        int knownResults = Masks.count(halves.knownOut());
        int residuals = residualCount(halves);
        var constVars = scan.body().invars().subList(0, scan.consts());
        var residualVars = halves.known().outputs().subList(knownResults, knownResults + residuals);
        var invariant = IntStream.range(0, residuals).filter(i -> constVars.contains(residualVars.get(i))).toArray();
        var changing = Axes.of(invariant).complement(residuals);
        var knownBody = halves.known().choosing(Axes.range(Masks.count(operands)), Axes.range(knownResults).plus(changing.map(i -> knownResults + i)));
        var knownScan = new Scan(knownBody, scan.length(), scan.reverse(), Masks.count(consts), Masks.count(carry));
        int unknownConsts = Masks.count(Masks.not(consts));
        int unknownCarry = Masks.count(Masks.not(carry));
        int inputs = halves.unknown().invars().size();
        var order = Axes.of(invariant).plus(Axes.range(residuals, residuals + unknownConsts + unknownCarry)).plus(changing)
                .plus(Axes.range(residuals + unknownConsts + unknownCarry, inputs));
        var unknownBody = halves.unknown().choosing(order, Axes.range(halves.unknown().outputs().size()));
        var unknownScan = new Scan(unknownBody, scan.length(), scan.reverse(), invariant.length + unknownConsts, unknownCarry);
        var rest = Masks.positions(Masks.not(operands));
        var unknownOperands = Axes.of(invariant).map(i -> constVars.indexOf(residualVars.get(i)))
                .plus(Axes.of(rest.stream().limit(unknownConsts + unknownCarry).toArray()))
                .plus(residuals(changing.size()))
                .plus(Axes.of(rest.stream().skip(unknownConsts + unknownCarry).toArray()));
        return new ProgramDivision(knownScan, operands, halves.knownOut(), unknownScan, unknownOperands);
    }

    /// The rest runs the whole loop again: how often is known only to the loop.
    private static ProgramDivision loop(While loop, boolean[] known) {
        int start = loop.conditionConsts();
        int fixed = start + loop.bodyConsts();
        var consts = Arrays.copyOfRange(known, start, fixed);
        var carried = carried(loop.body(), consts, Arrays.copyOfRange(known, fixed, known.length), new boolean[0]);
        var carry = carried.known();
        var conditionInputs = Axes.range(start).plus(Masks.positions(carry).map(i -> start + i));
        var body = carried.halves().known().choosing(Axes.range(Masks.count(consts) + Masks.count(carry)), Axes.range(Masks.count(carry)));
        var knownLoop = new While(loop.condition().choosing(conditionInputs, Axes.of(0)), start, body, Masks.count(consts));
        var conditionKnown = new boolean[start];
        Arrays.fill(conditionKnown, true);
        return new ProgramDivision(knownLoop, Masks.concatenate(conditionKnown, consts, carry), carry, loop, Axes.range(known.length));
    }
}
