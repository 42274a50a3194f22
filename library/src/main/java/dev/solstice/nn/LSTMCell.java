package dev.solstice.nn;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;

/// One step of a long short-term memory.
///
/// Takes an input `[inputSize]` and a [Memory], gives the next memory.
///
/// ```java
/// var cell = LSTMCell.of(3, 8, key);
/// Array sequence = Random.normal(key, 10, 3);
/// var memory = cell.start();
/// for (int i = 0; i < 10; i++) memory = cell.apply(sequence.get(i), memory);
/// ```
///
/// Gates in the order input, forget, cell, output. Source: `equinox.nn.LSTMCell`; S. Hochreiter, J. Schmidhuber,
/// Neural Computation 9, 1997.
///
/// @param weightIh `[4 hiddenSize, inputSize]`
/// @param weightHh `[4 hiddenSize, hiddenSize]`
/// @param bias `[4 hiddenSize]`; null without one
public record LSTMCell(Array weightIh, Array weightHh, Array bias, int inputSize, int hiddenSize, boolean useBias) {
    /// What is carried from step to step, both `[hiddenSize]`.
    public record Memory(Array hidden, Array cell) {}

    public static LSTMCell of(int inputSize, int hiddenSize, Key key) {
        return of(inputSize, hiddenSize, true, key);
    }

    public static LSTMCell of(int inputSize, int hiddenSize, boolean useBias, Key key) {
        return of(inputSize, hiddenSize, useBias, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static LSTMCell of(int inputSize, int hiddenSize, Start start) {
        return of(inputSize, hiddenSize, true, start);
    }

    public static LSTMCell of(int inputSize, int hiddenSize, boolean useBias, Start start) {
        var starts = start.split(3);
        double limit = Math.sqrt(1.0 / hiddenSize);
        return new LSTMCell(
                starts[0].weight(Shape.of(4 * hiddenSize, inputSize), limit),
                starts[1].weight(Shape.of(4 * hiddenSize, hiddenSize), limit),
                useBias ? starts[2].bias(Shape.of(4 * hiddenSize), limit) : null,
                inputSize, hiddenSize, useBias);
    }

    /// A memory of zeros.
    public Memory start() {
        var zeros = Array.full(Shape.of(hiddenSize), weightHh.dtype(), 0);
        return new Memory(zeros, zeros);
    }

    /// @throws IllegalArgumentException if a shape does not fit, because of a batch axis for example
    public Memory apply(Array input, Memory memory) {
        ShapeMismatch.require("LSTMCell", Shape.of(inputSize), input);
        ShapeMismatch.require("LSTMCell's hidden state", Shape.of(hiddenSize), memory.hidden());
        var gates = weightIh.matmul(input).add(weightHh.matmul(memory.hidden()));
        if (bias != null) gates = gates.add(bias);
        var in = Lax.logistic(gate(gates, 0));
        var forget = Lax.logistic(gate(gates, 1));
        var candidate = Lax.tanh(gate(gates, 2));
        var out = Lax.logistic(gate(gates, 3));
        var cell = forget.mul(memory.cell()).add(in.mul(candidate));
        return new Memory(out.mul(Lax.tanh(cell)), cell);
    }

    private Array gate(Array gates, int i) {
        return Lax.sliceInDim(gates, i * hiddenSize, (i + 1) * hiddenSize, 0);
    }
}
