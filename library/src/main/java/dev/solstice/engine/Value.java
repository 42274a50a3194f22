package dev.solstice.engine;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.engine.host.StridedView;

/// One value of a program that is being planned: an input, a constant or the result of an operation.
final class Value {
    static final int NOWHERE = -1;

    final AbstractValue type;
    /// The value whose memory this one has: itself, but for reshapes and their like.
    final Value root;
    /// Number of the program's input, or -1.
    final int input;
    /// The elements, if they are known.
    final ConcreteArray constant;

    /// If this is a strided view: what it is a view of, and how; and itself computed, if something needs that.
    Value viewed;
    Primitive viewedBy;
    StridedView view;
    Value materialised;
    /// The group that computes it; -1 for inputs and constants.
    int group = -1;

    // Of roots only:
    int lastUse = -1;
    boolean isOutput;
    boolean leavesGroup;
    /// Number in the running program's table of memory.
    int memory = NOWHERE;
    /// Place in the slab of intermediate values.
    long offset = NOWHERE;

    private Value(AbstractValue type, Value root, int input, ConcreteArray constant) {
        this.type = type;
        this.root = root == null ? this : root;
        this.input = input;
        this.constant = constant;
    }

    static Value input(AbstractValue type, int number) {
        return new Value(type, null, number, null);
    }

    static Value constant(ConcreteArray array) {
        return new Value(array.abstractValue(), null, NOWHERE, array);
    }

    static Value computed(AbstractValue type) {
        return new Value(type, null, NOWHERE, null);
    }

    /// The same memory under another type.
    static Value alias(AbstractValue type, Value of) {
        return new Value(type, of.root, NOWHERE, null);
    }

    int size() {
        return type.shape().size();
    }

    long bytes() {
        return (long) size() * type.dtype().byteSize();
    }

    boolean isComputed() {
        return root.input < 0 && root.constant == null;
    }

    boolean isView() {
        return view != null;
    }

    /// The root of what must be in memory for this value to be read.
    Value source() {
        return isView() ? viewed.root : root;
    }

    /// The first group after which this value can be read.
    int availableAfter() {
        return isView() ? viewed.availableAfter() : root.group;
    }
}
