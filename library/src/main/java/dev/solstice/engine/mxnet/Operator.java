package dev.solstice.engine.mxnet;

import dev.solstice.core.ConcreteArray;
import java.util.LinkedHashMap;
import java.util.Map;

/// One of MXNet's operators with its attributes.
///
/// @param order which operand is the operator's first input, second input, ...
record Operator(String name, Map<String, String> attributes, int[] order) {
    /// An operator that takes its operands as they are.
    ///
    /// @param attributes alternating names and values
    static Operator of(String name, Object... attributes) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) map.put((String) attributes[i], attributes[i + 1].toString());
        return new Operator(name, map, null);
    }

    Operator reordered(int... operands) {
        return new Operator(name, attributes, operands);
    }

    ConcreteArray[] inputs(ConcreteArray[] operands) {
        if (order == null) return operands;
        ConcreteArray[] inputs = new ConcreteArray[order.length];
        for (int i = 0; i < order.length; i++) inputs[i] = operands[order[i]];
        return inputs;
    }
}
