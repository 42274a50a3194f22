package dev.solstice.engine.mxnet;

import dev.solstice.array.Buffer;
import dev.solstice.core.ConcreteArray;
import java.util.LinkedHashMap;
import java.util.Map;

/// One of MXNet's operators with its attributes.
///
/// @param order       which operand is the operator's first input, second input, ...; null for the order they come in
/// @param overwritten the input that the operator uses as its own scratch memory, so that it is given a copy; or -1
record Operator(String name, Map<String, String> attributes, int[] order, int overwritten) {
    /// An operator that takes its operands as they are.
    ///
    /// @param attributes alternating names and values
    static Operator of(String name, Object... attributes) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) map.put((String) attributes[i], attributes[i + 1].toString());
        return new Operator(name, map, null, -1);
    }

    Operator reordered(int... operands) {
        return new Operator(name, attributes, operands, overwritten);
    }

    Operator overwriting(int input) {
        return new Operator(name, attributes, order, input);
    }

    ConcreteArray[] inputs(ConcreteArray[] operands) {
        if (order == null && overwritten < 0) return operands;
        ConcreteArray[] inputs = new ConcreteArray[operands.length];
        for (int i = 0; i < inputs.length; i++) {
            ConcreteArray input = operands[order == null ? i : order[i]];
            inputs[i] = i == overwritten ? copy(input) : input;
        }
        return inputs;
    }

    private static ConcreteArray copy(ConcreteArray array) {
        Buffer buffer = Buffer.allocate(array.segment().byteSize());
        buffer.segment().copyFrom(array.segment());
        return new ConcreteArray(buffer, array.dtype(), array.shape());
    }
}
