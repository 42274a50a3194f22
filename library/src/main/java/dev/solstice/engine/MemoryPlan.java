package dev.solstice.engine;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Primitive;
import dev.solstice.engine.host.Elementwise;
import dev.solstice.engine.host.TileProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides where every value of a program lies: inputs and constants where they are, results in buffers of their own,
/// and everything between in one slab whose parts are reused.
final class MemoryPlan {
    private final List<Group> groups;
    private final List<Value> inputs;
    private final List<Value> outputs;
    private final List<Value> memory = new ArrayList<>();
    private final Slab slab = new Slab();

    private MemoryPlan(List<Group> groups, List<Value> inputs, List<Value> outputs) {
        this.groups = groups;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    static Program program(List<Group> groups, List<Value> inputs, List<Value> outputs) {
        var plan = new MemoryPlan(groups, inputs, outputs);
        plan.findUses();
        plan.place();
        List<Program.Step> steps = groups.stream().map(plan::step).toList();
        return new Program(inputs, outputs, plan.memory, steps, plan.slab.size());
    }

    private void findUses() {
        inputs.forEach(this::giveMemory);
        for (Group group : groups) {
            for (Value in : group.inputs()) {
                Value source = in.source();
                source.lastUse = group.index;
                source.leavesGroup = true;
                if (!source.isComputed()) giveMemory(source);
            }
            if (!group.elementwise) group.outputs().forEach(value -> value.leavesGroup = true);
        }
        for (Value output : outputs) {
            output.root.isOutput = true;
            output.root.leavesGroup = true;
            giveMemory(output.root);
        }
    }

    private void giveMemory(Value root) {
        if (root.memory == Value.NOWHERE) {
            root.memory = memory.size();
            memory.add(root);
        }
    }

    private void place() {
        for (Group group : groups) {
            List<Value> dying = group.inputs().stream().map(Value::source).distinct()
                    .filter(source -> source.offset >= 0 && source.lastUse == group.index).toList();
            List<Value> reused = new ArrayList<>();
            for (Value output : group.outputs()) {
                if (!output.leavesGroup) continue;
                giveMemory(output);
                if (output.isOutput) continue;
                Value inPlace = dying.stream().filter(source -> !reused.contains(source) && canOverwrite(group, source, output))
                        .findFirst().orElse(null);
                if (inPlace != null) {
                    reused.add(inPlace);
                    output.offset = inPlace.offset;
                } else {
                    output.offset = slab.allocate(output.bytes());
                }
            }
            for (Value source : dying) {
                if (!reused.contains(source)) slab.free(source.offset, source.bytes());
            }
            for (Value output : group.outputs()) {
                if (output.offset >= 0 && output.lastUse < 0) slab.free(output.offset, output.bytes()); // nobody reads it
            }
        }
    }

    /// Whether a group may write a result over an operand that it is the last to read.
    private static boolean canOverwrite(Group group, Value source, Value output) {
        if (source.bytes() != output.bytes()) return false;
        if (group.elementwise) {
            // Tile by tile, an operand is read before the same positions of a result are written.
            return source.type.dtype().byteSize() == output.type.dtype().byteSize()
                    && group.inputs().stream().filter(in -> in.source() == source).noneMatch(Value::isView);
        }
        Group.Operation operation = group.operations.getFirst();
        boolean updates = switch (operation.primitive()) {
            case Primitive.DynamicUpdateSlice _, Primitive.Scatter _, Primitive.ScatterAdd _,
                 Primitive.ScatterMul _, Primitive.ScatterMin _, Primitive.ScatterMax _ -> true;
            default -> false;
        };
        return updates && operation.inputs().getFirst().root == source
                && operation.inputs().stream().skip(1).noneMatch(in -> in.root == source);
    }

    private Program.Step step(Group group) {
        if (!group.elementwise) {
            Group.Operation operation = group.operations.getFirst();
            var from = new Program.Places(memoryOf(operation.inputs()), typesOf(operation.inputs()));
            var to = new Program.Places(memoryOf(operation.outputs()), typesOf(operation.outputs()));
            return operation.primitive() instanceof Primitive.HigherOrder loop
                    ? new Program.Call(loop, from, to) : new Program.Kernel(operation.primitive(), from, to);
        }
        return fused(group);
    }

    private static Program.Step fused(Group group) {
        var builder = new TileProgram.Builder();
        Map<Object, Integer> registers = new HashMap<>();
        List<Integer> from = new ArrayList<>();
        List<Integer> to = new ArrayList<>();
        for (Value in : group.inputs()) {
            registers.computeIfAbsent(key(in), _ -> {
                from.add(in.source().memory);
                return builder.input(in.type.dtype(), access(in, group.size));
            });
        }
        for (Group.Operation operation : group.operations) {
            int[] operands = operation.inputs().stream().mapToInt(in -> registers.get(key(in))).toArray();
            registers.put(key(operation.outputs().getFirst()), Elementwise.emit(builder, operation.primitive(), operands));
        }
        for (Value output : group.outputs()) {
            if (!output.leavesGroup) continue;
            to.add(output.memory);
            builder.output(registers.get(key(output)));
        }
        return new Program.Fused(builder.build(), toArray(from), toArray(to), group.size);
    }

    /// Reshapes of one value share its register; a bitcast of it and every view have their own.
    private static Object key(Value value) {
        return value.isView() || value.type.dtype() != value.root.type.dtype() ? value : value.root;
    }

    private static TileProgram.Access access(Value value, int size) {
        if (value.isView()) {
            return value.view.isUniform() ? new TileProgram.Access.Scalar() : new TileProgram.Access.Strided(value.view);
        }
        return value.size() == size ? new TileProgram.Access.Dense() : new TileProgram.Access.Scalar();
    }

    private static int[] memoryOf(List<Value> values) {
        return values.stream().mapToInt(value -> value.root.memory).toArray();
    }

    private static AbstractValue[] typesOf(List<Value> values) {
        return values.stream().map(value -> value.type).toArray(AbstractValue[]::new);
    }

    private static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
