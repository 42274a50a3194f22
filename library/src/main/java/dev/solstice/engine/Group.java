package dev.solstice.engine;

import dev.solstice.core.Primitive;
import dev.solstice.engine.host.Elementwise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Operations that are executed together: one kernel, or any number of elementwise operations over as many elements.
final class Group {
    /// More registers than this would push each other out of the cache.
    private static final int MOST_OPERATIONS = 40;

    record Operation(Primitive primitive, List<Value> inputs, List<Value> outputs) {}

    final int index;
    final boolean elementwise;
    final int size;
    final List<Operation> operations = new ArrayList<>();

    Group(int index, Operation first) {
        this.index = index;
        this.elementwise = Elementwise.covers(first.primitive);
        this.size = elementwise ? first.outputs.getFirst().size() : 0;
        add(first);
    }

    void add(Operation operation) {
        operations.add(operation);
        for (Value output : operation.outputs) output.group = index;
    }

    /// Whether an elementwise operation may join: as many elements, and what it reads of this group it can read from a
    /// register, without the detour through memory that a view or another dtype needs.
    boolean accepts(Operation operation) {
        return elementwise && size == operation.outputs.getFirst().size() && operations.size() < MOST_OPERATIONS
                && operation.inputs.stream().allMatch(in -> in.availableAfter() < index || in.availableAfter() == index && isRegister(in));
    }

    private boolean isRegister(Value value) {
        return !value.isView() && value.type.dtype() == value.root.type.dtype() && value.size() == size;
    }

    boolean computes(Value value) {
        return value.root.group == index && !value.isView();
    }

    boolean reads(Value value) {
        return operations.stream().anyMatch(operation -> operation.inputs.contains(value));
    }

    /// What the group reads from memory, each once.
    Set<Value> inputs() {
        Set<Value> inputs = new LinkedHashSet<>();
        for (Operation operation : operations) {
            for (Value in : operation.inputs) {
                if (!elementwise || !computes(in)) inputs.add(in);
            }
        }
        return inputs;
    }

    List<Value> outputs() {
        return operations.stream().flatMap(operation -> operation.outputs.stream()).toList();
    }
}
