package dev.solstice.engine;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Optimisation;
import dev.solstice.core.Primitive;
import dev.solstice.engine.host.Elementwise;
import dev.solstice.engine.host.Structural;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a jaxpr into groups of operations and those into a [Program].
///
/// Inner programs are inlined; reshapes become other names for the same memory; broadcasts, transposes, slices and
/// reversals are not computed where only elementwise operations read them; elementwise operations of one size are
/// fused; memory of intermediate values is laid out once, reused as soon as they die.
final class Planner {
    private final List<Group> groups = new ArrayList<>();

    private Planner() {}

    static Program compile(Jaxpr jaxpr) {
        var planner = new Planner();
        List<Value> inputs = new ArrayList<>();
        for (Jaxpr.Var invar : jaxpr.invars()) inputs.add(Value.input(invar.type(), inputs.size()));
        List<Value> outputs = planner.inline(Optimisation.apply(jaxpr), inputs);
        return MemoryPlan.program(planner.groups, inputs, outputs.stream().map(planner::dense).toList());
    }

    private List<Value> inline(Jaxpr jaxpr, List<Value> inputs) {
        Map<Jaxpr.Atom, Value> values = new HashMap<>();
        for (int i = 0; i < jaxpr.constvars().size(); i++) values.put(jaxpr.constvars().get(i), constant(jaxpr.consts().get(i)));
        for (int i = 0; i < inputs.size(); i++) values.put(jaxpr.invars().get(i), inputs.get(i));
        for (Jaxpr.Equation equation : jaxpr.equations()) {
            List<Value> operands = equation.inputs().stream().map(atom -> value(atom, values)).toList();
            List<Value> results = inlined(equation.primitive())
                    .map(inner -> inline(Optimisation.apply(inner), operands)).orElseGet(() -> operation(equation, operands));
            for (int i = 0; i < results.size(); i++) values.put(equation.outputs().get(i), results.get(i));
        }
        return jaxpr.outputs().stream().map(atom -> value(atom, values)).toList();
    }

    /// The program that is run in the place of a primitive that only wraps one.
    private static Optional<Jaxpr> inlined(Primitive primitive) {
        return switch (primitive) {
            case Primitive.Jit(_, Jaxpr jaxpr) -> Optional.of(jaxpr);
            case Primitive.Checkpoint(Jaxpr jaxpr, _) -> Optional.of(jaxpr);
            case Primitive.CustomJvp(Jaxpr jaxpr, _) -> Optional.of(jaxpr);
            case Primitive.CustomVjp(Jaxpr jaxpr, _, _) -> Optional.of(jaxpr);
            case Primitive.LinearSolve(_, Jaxpr solve, _, _) -> Optional.of(solve);
            default -> Optional.empty();
        };
    }

    private static Value value(Jaxpr.Atom atom, Map<Jaxpr.Atom, Value> values) {
        return switch (atom) {
            case Jaxpr.Var variable -> values.get(variable);
            case Jaxpr.Literal(Array array) -> constant(array);
        };
    }

    private static Value constant(Array array) {
        return Value.constant((ConcreteArray) array);
    }

    private List<Value> operation(Jaxpr.Equation equation, List<Value> operands) {
        Primitive primitive = equation.primitive();
        if (!operands.isEmpty() && EngineEvaluator.keepsElements(primitive, operands.getFirst().type.dtype())) {
            return List.of(Value.alias(equation.outputs().getFirst().type(), dense(operands.getFirst())));
        }
        if (primitive instanceof Primitive.OptimizationBarrier) {
            return operands.stream().map(operand -> Value.alias(operand.type, dense(operand))).toList();
        }
        List<Value> results = equation.outputs().stream().map(variable -> Value.computed(variable.type())).toList();
        if (isView(primitive)) {
            Value operand = dense(operands.getFirst());
            Value result = results.getFirst();
            result.viewed = operand;
            result.viewedBy = primitive;
            result.view = Structural.view(primitive, operand.type.shape(), result.type.shape()).orElseThrow();
            return results;
        }
        schedule(new Group.Operation(primitive, operands, results));
        return results;
    }

    private static boolean isView(Primitive primitive) {
        return switch (primitive) {
            case Primitive.BroadcastInDim _, Primitive.Transpose _, Primitive.Slice _, Primitive.Rev _ -> true;
            default -> false;
        };
    }

    private void schedule(Group.Operation operation) {
        if (operation.primitive() instanceof Primitive.DotGeneral dot) {
            operation = withoutTransposes(dot, operation);
        }
        if (!Elementwise.covers(operation.primitive())) {
            List<Value> inputs = operation.inputs().stream().map(this::dense).toList();
            groups.add(new Group(groups.size(), new Group.Operation(operation.primitive(), inputs, operation.outputs())));
            return;
        }
        int earliest = operation.inputs().stream().mapToInt(Value::availableAfter).max().orElse(-1);
        for (int i = groups.size() - 1; i >= Math.max(0, earliest); i--) {
            Group group = groups.get(i);
            // Into the group that computes an operand, or a later one that reads the same memory anyway.
            if ((i == earliest || operation.inputs().stream().anyMatch(group::reads)) && group.accepts(operation)) {
                group.add(operation);
                return;
            }
        }
        groups.add(new Group(groups.size(), operation));
    }

    /// A matrix product reads transposed operands where they are: contracting another axis is free, a copy is not.
    private static Group.Operation withoutTransposes(Primitive.DotGeneral dot, Group.Operation operation) {
        Value left = operation.inputs().get(0);
        Value right = operation.inputs().get(1);
        if (transposition(left, dot.lhsBatch().plus(dot.lhsContracting())) instanceof Axes axes) {
            dot = new Primitive.DotGeneral(dot.lhsContracting().map(axes::get), dot.rhsContracting(), dot.lhsBatch().map(axes::get), dot.rhsBatch());
            left = left.viewed;
        }
        if (transposition(right, dot.rhsBatch().plus(dot.rhsContracting())) instanceof Axes axes) {
            dot = new Primitive.DotGeneral(dot.lhsContracting(), dot.rhsContracting().map(axes::get), dot.lhsBatch(), dot.rhsBatch().map(axes::get));
            right = right.viewed;
        }
        return new Group.Operation(dot, List.of(left, right), operation.outputs());
    }

    /// The permutation behind a transposed operand, if the axes that are not named keep their order under it; else null.
    private static Axes transposition(Value operand, Axes named) {
        if (!operand.isView() || !(operand.viewedBy instanceof Primitive.Transpose(Axes permutation))) return null;
        int[] free = named.complement(permutation.size()).map(permutation::get).toArray();
        for (int i = 1; i < free.length; i++) {
            if (free[i] < free[i - 1]) return null;
        }
        return permutation;
    }

    /// The value as one that lies in memory, which all but elementwise operations need.
    private Value dense(Value value) {
        if (!value.isView()) return value;
        if (value.materialised == null) {
            value.materialised = Value.computed(value.type);
            groups.add(new Group(groups.size(), new Group.Operation(value.viewedBy, List.of(value.viewed), List.of(value.materialised))));
        }
        return value.materialised;
    }
}
