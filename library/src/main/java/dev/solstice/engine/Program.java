package dev.solstice.engine;

import dev.solstice.array.Buffer;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.engine.host.TileProgram;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A compiled program: steps over a table of memory. Immutable, so that it may run in several threads at once.
///
/// A run allocates one block for everything between inputs and results, and gives it back at the end.
final class Program {
    /// One group of operations.
    sealed interface Step {
        void run(Engine engine, Buffer[] memory);
    }

    /// Where arrays are in the table of memory, and what they are.
    record Places(int[] memory, AbstractValue[] types) {
        ConcreteArray[] arrays(Buffer[] table) {
            var arrays = new ConcreteArray[memory.length];
            for (int i = 0; i < arrays.length; i++) arrays[i] = new ConcreteArray(table[memory[i]], types[i].dtype(), types[i].shape());
            return arrays;
        }
    }

    /// One operation by the engine.
    record Kernel(Primitive primitive, Places from, Places to) implements Step {
        @Override
        public void run(Engine engine, Buffer[] memory) {
            engine.execute(primitive, from.arrays(memory), to.arrays(memory));
        }
    }

    /// A loop or a choice between programs.
    record Call(Primitive.HigherOrder primitive, Places from, Places to) implements Step {
        @Override
        public void run(Engine engine, Buffer[] memory) {
            var results = ControlFlow.run(primitive, from.arrays(memory));
            var targets = to.arrays(memory);
            for (int i = 0; i < results.length; i++) targets[i].segment().copyFrom(((ConcreteArray) results[i]).segment());
        }
    }

    /// Elementwise operations in one pass over memory.
    record Fused(TileProgram tiles, int[] from, int[] to, int size) implements Step {
        @Override
        public void run(Engine engine, Buffer[] memory) {
            tiles.run(segments(memory, from), segments(memory, to), size);
        }

        private static MemorySegment[] segments(Buffer[] memory, int[] places) {
            var segments = new MemorySegment[places.length];
            for (int i = 0; i < segments.length; i++) segments[i] = memory[places[i]].segment();
            return segments;
        }
    }

    private final Value[] inputs;
    private final Value[] outputs;
    private final Value[] places;
    private final Step[] steps;
    private final long slabBytes;

    Program(List<Value> inputs, List<Value> outputs, List<Value> places, List<Step> steps, long slabBytes) {
        this.inputs = inputs.toArray(Value[]::new);
        this.outputs = outputs.toArray(Value[]::new);
        this.places = places.toArray(Value[]::new);
        this.steps = steps.toArray(Step[]::new);
        this.slabBytes = slabBytes;
    }

    Array[] run(Array[] operands) {
        check(operands);
        Engine engine = Engine.current();
        Buffer slab = slabBytes == 0 ? null : Buffer.allocate(slabBytes);
        try {
            Buffer[] memory = memory(operands, slab == null ? null : slab.segment());
            for (Step step : steps) {
                CancelledException.check();
                step.run(engine, memory);
            }
            return results(operands, memory);
        } finally {
            if (slab != null) slab.release();
        }
    }

    private void check(Array[] operands) {
        if (operands.length != inputs.length) {
            throw new IllegalArgumentException("a program of " + inputs.length + " inputs was given " + operands.length);
        }
        for (int i = 0; i < operands.length; i++) {
            if (!operands[i].abstractValue().equals(inputs[i].type)) {
                throw new IllegalArgumentException("input " + i + " of a program for " + inputs[i].type + " was given " + operands[i].abstractValue());
            }
        }
    }

    private Buffer[] memory(Array[] operands, MemorySegment slab) {
        Buffer[] memory = new Buffer[places.length];
        for (int i = 0; i < places.length; i++) {
            Value place = places[i];
            if (place.input >= 0) {
                memory[i] = ((ConcreteArray) operands[place.input]).buffer();
            } else if (place.constant != null) {
                memory[i] = place.constant.buffer();
            } else if (place.isOutput) {
                memory[i] = Buffer.allocate(place.bytes());
            } else {
                memory[i] = Buffer.of(slab.asSlice(place.offset, place.bytes()));
            }
        }
        return memory;
    }

    private Array[] results(Array[] operands, Buffer[] memory) {
        Array[] results = new Array[outputs.length];
        for (int i = 0; i < results.length; i++) {
            Value output = outputs[i];
            if (output.input >= 0) {
                results[i] = operands[output.input];
            } else if (output.constant != null) {
                results[i] = output.constant;
            } else {
                results[i] = new ConcreteArray(memory[output.root.memory], output.type.dtype(), output.type.shape());
            }
        }
        return results;
    }

    /// Steps and memory, for a look at what was fused.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("program of " + steps.length + " steps, " + slabBytes + " bytes between\n");
        for (Step step : steps) {
            switch (step) {
                case Kernel kernel -> text.append("  ").append(kernel.primitive.label()).append('\n');
                case Call call -> text.append("  ").append(call.primitive.label()).append('\n');
                case Fused fused -> text.append("  fused over ").append(fused.size).append(" elements\n");
            }
        }
        return text.toString();
    }
}
