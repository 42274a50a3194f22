package dev.solstice.nn;

import dev.solstice.core.Array;

/// The [Activations] that need nothing but their operand, as values that a model can hold: a tree shows `relu`, not
/// the address of a lambda, and two models with the same one have the same structure.
///
/// ```java
/// MLP.of(2, 1, 64, 2, key).withActivation(Activation.TANH)
/// ```
public enum Activation implements Layer {
    RELU("relu", Activations::relu),
    RELU6("relu6", Activations::relu6),
    SIGMOID("sigmoid", Activations::sigmoid),
    TANH("tanh", Activations::tanh),
    SOFTPLUS("softplus", Activations::softplus),
    LOG_SIGMOID("logSigmoid", Activations::logSigmoid),
    SILU("silu", Activations::silu),
    GELU("gelu", Activations::gelu),
    GELU_EXACT("geluExact", Activations::geluExact),
    ELU("elu", Activations::elu),
    SELU("selu", Activations::selu),
    LEAKY_RELU("leakyRelu", Activations::leakyRelu),
    SOFT_SIGN("softSign", Activations::softSign),
    MISH("mish", Activations::mish),
    CELU("celu", Activations::celu),
    HARD_TANH("hardTanh", Activations::hardTanh),
    HARD_SIGMOID("hardSigmoid", Activations::hardSigmoid),
    HARD_SWISH("hardSwish", Activations::hardSwish),
    SQUAREPLUS("squareplus", Activations::squareplus),
    SOFTMAX("softmax", Activations::softmax),
    LOG_SOFTMAX("logSoftmax", Activations::logSoftmax),
    IDENTITY("identity", x -> x);

    private final String functionName;
    private final Layer function;

    Activation(String functionName, Layer function) {
        this.functionName = functionName;
        this.function = function;
    }

    @Override
    public Array apply(Array x) {
        return function.apply(x);
    }

    /// The function's name: `relu`.
    @Override
    public String toString() {
        return functionName;
    }
}
