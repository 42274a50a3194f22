package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Elementwise operations run tile by tile: a tile of each input is loaded, all steps are applied to tiles that stay
/// in the cache, and the outputs' tiles are stored. One operation is a program of one step; a compiled program
/// chains many, so that values between them never reach memory.
///
/// Immutable once built; one program may run in several threads.
public final class TileProgram {
    /// How an input's elements follow from the position in the output.
    public sealed interface Access {
        /// Element for element.
        record Dense() implements Access {}

        /// One element for all positions.
        record Scalar() implements Access {}

        /// Read through strides: a broadcast, transposed, sliced or reversed operand that is never materialised.
        record Strided(StridedView view) implements Access {}
    }

    private record Input(int register, DType dtype, Access access) {}

    private record Output(int register, DType dtype) {}

    @FunctionalInterface
    interface Step {
        void run(Object[] registers, int count);
    }

    private final Lane[] lanes;
    private final Input[] inputs;
    private final Output[] outputs;
    private final Step[] steps;

    private TileProgram(Builder builder) {
        lanes = builder.dtypes.stream().map(Lane::of).toArray(Lane[]::new);
        inputs = builder.inputs.toArray(Input[]::new);
        outputs = builder.outputs.toArray(Output[]::new);
        steps = builder.steps.toArray(Step[]::new);
    }

    /// Collects registers and steps.
    public static final class Builder {
        private final List<DType> dtypes = new ArrayList<>();
        private final List<Input> inputs = new ArrayList<>();
        private final List<Output> outputs = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();

        /// A register that is loaded from the next input.
        public int input(DType dtype, Access access) {
            int register = register(dtype);
            inputs.add(new Input(register, dtype, access));
            return register;
        }

        /// Stores a register to the next output.
        public void output(int register) {
            outputs.add(new Output(register, dtypes.get(register)));
        }

        public DType dtype(int register) {
            return dtypes.get(register);
        }

        /// How many registers and steps there are, which is what a tile costs.
        public int size() {
            return dtypes.size();
        }

        int register(DType dtype) {
            dtypes.add(dtype);
            return dtypes.size() - 1;
        }

        void step(Step step) {
            steps.add(step);
        }

        public TileProgram build() {
            return new TileProgram(this);
        }
    }

    /// Runs the program over `size` elements. An output may be the memory of a dense input.
    ///
    /// @throws CancelledException if the thread is interrupted
    public void run(MemorySegment[] from, MemorySegment[] to, int size) {
        int length = Math.min(size, Tiles.LENGTH);
        Object[] registers = Scratch.borrow(lanes, length);
        try {
            run(from, to, size, registers);
        } finally {
            Scratch.giveBack(lanes, registers, length);
        }
    }

    private void run(MemorySegment[] from, MemorySegment[] to, int size, Object[] registers) {
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].access instanceof Access.Scalar && size > 0) {
                Object tile = registers[inputs[i].register];
                Tiles.load(from[i], inputs[i].dtype, 0, tile, 0, 1);
                Tiles.spread(tile, 0, Math.min(size, Tiles.LENGTH));
            }
        }
        for (long base = 0; base < size; base += Tiles.LENGTH) {
            int count = (int) Math.min(Tiles.LENGTH, size - base);
            for (int i = 0; i < inputs.length; i++) {
                Input input = inputs[i];
                switch (input.access) {
                    case Access.Dense() -> Tiles.load(from[i], input.dtype, base, registers[input.register], 0, count);
                    case Access.Strided(StridedView view) -> view.load(from[i], input.dtype, base, registers[input.register], count);
                    case Access.Scalar() -> {}
                }
            }
            for (Step step : steps) {
                step.run(registers, count);
            }
            for (int i = 0; i < outputs.length; i++) {
                Tiles.store(registers[outputs[i].register], to[i], outputs[i].dtype, base, count);
            }
            if ((base & 0xF_FFFF) == 0) {
                CancelledException.check();
            }
        }
    }
}
