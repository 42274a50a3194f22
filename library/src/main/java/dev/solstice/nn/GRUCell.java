package dev.solstice.nn;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;

/// One step of a gated recurrent unit.
///
/// Takes an input `[inputSize]` and a hidden state `[hiddenSize]`, gives the next hidden state.
///
/// ```java
/// var cell = GRUCell.of(3, 8, key);
/// Array sequence = Random.normal(key, 10, 3);
/// Array hidden = cell.start();
/// for (int i = 0; i < 10; i++) hidden = cell.apply(sequence.get(i), hidden);
/// ```
///
/// Gates in the order reset, update, new. Source: `equinox.nn.GRUCell`; K. Cho et al., arXiv 1406.1078.
///
/// @param weightIh `[3 hiddenSize, inputSize]`
/// @param weightHh `[3 hiddenSize, hiddenSize]`
/// @param bias `[3 hiddenSize]`, on the input side; null without one
/// @param biasN `[hiddenSize]`, on the hidden side of the new gate; null without one
public record GRUCell(Array weightIh, Array weightHh, Array bias, Array biasN, int inputSize, int hiddenSize, boolean useBias) {
    public static GRUCell of(int inputSize, int hiddenSize, Key key) {
        return of(inputSize, hiddenSize, true, key);
    }

    public static GRUCell of(int inputSize, int hiddenSize, boolean useBias, Key key) {
        return of(inputSize, hiddenSize, useBias, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static GRUCell of(int inputSize, int hiddenSize, Start start) {
        return of(inputSize, hiddenSize, true, start);
    }

    public static GRUCell of(int inputSize, int hiddenSize, boolean useBias, Start start) {
        var starts = start.split(4);
        double limit = Math.sqrt(1.0 / hiddenSize);
        return new GRUCell(
                starts[0].weight(Shape.of(3 * hiddenSize, inputSize), limit),
                starts[1].weight(Shape.of(3 * hiddenSize, hiddenSize), limit),
                useBias ? starts[2].bias(Shape.of(3 * hiddenSize), limit) : null,
                useBias ? starts[3].bias(Shape.of(hiddenSize), limit) : null,
                inputSize, hiddenSize, useBias);
    }

    /// A hidden state of zeros.
    public Array start() {
        return Array.full(Shape.of(hiddenSize), weightHh.dtype(), 0);
    }

    /// @throws IllegalArgumentException if a shape does not fit, because of a batch axis for example
    public Array apply(Array input, Array hidden) {
        ShapeMismatch.require("GRUCell", Shape.of(inputSize), input);
        ShapeMismatch.require("GRUCell's hidden state", Shape.of(hiddenSize), hidden);
        var fromInput = weightIh.matmul(input);
        if (bias != null) fromInput = fromInput.add(bias);
        var fromHidden = weightHh.matmul(hidden);
        var reset = Lax.logistic(gate(fromInput, 0).add(gate(fromHidden, 0)));
        var update = Lax.logistic(gate(fromInput, 1).add(gate(fromHidden, 1)));
        var newHidden = gate(fromHidden, 2);
        if (biasN != null) newHidden = newHidden.add(biasN);
        var fresh = Lax.tanh(gate(fromInput, 2).add(reset.mul(newHidden)));
        return fresh.add(update.mul(hidden.sub(fresh)));
    }

    private Array gate(Array gates, int i) {
        return Lax.sliceInDim(gates, i * hiddenSize, (i + 1) * hiddenSize, 0);
    }
}
