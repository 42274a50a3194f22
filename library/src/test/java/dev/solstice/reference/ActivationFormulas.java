package dev.solstice.reference;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.nn.Activations;
import dev.solstice.numpy.Reductions;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Activations and their relatives by the names that the reference data gives them.
final class ActivationFormulas {
    private ActivationFormulas() {}

    /// A formula with one result.
    private interface Single {
        Array apply(Params p, Array x);
    }

    static Map<String, Formula> formulas() {
        var all = new HashMap<String, Single>();
        unary(all, "nn.relu", Activations::relu);
        unary(all, "nn.relu6", Activations::relu6);
        unary(all, "nn.selu", Activations::selu);
        unary(all, "nn.silu", Activations::silu);
        unary(all, "nn.mish", Activations::mish);
        unary(all, "nn.softplus", Activations::softplus);
        unary(all, "nn.soft_sign", Activations::softSign);
        unary(all, "nn.log_sigmoid", Activations::logSigmoid);
        unary(all, "nn.hard_tanh", Activations::hardTanh);
        unary(all, "nn.hard_sigmoid", Activations::hardSigmoid);
        unary(all, "nn.hard_swish", Activations::hardSwish);
        all.put("nn.celu", (p, x) -> Activations.celu(x, p.real("alpha", 1)));
        all.put("nn.squareplus", (p, x) -> Activations.squareplus(x, p.real("b", 4)));
        all.put("nn.glu", (p, x) -> Activations.glu(x, p.integer("axis", -1)));
        all.put("nn.standardize", (p, x) -> Activations.standardize(x, p.integers("axis", -1), p.real("epsilon", 1e-5)));
        all.put("nn.elu", (p, x) -> Activations.elu(x, p.real("alpha", 1)));
        all.put("nn.leaky_relu", (p, x) -> Activations.leakyRelu(x, p.real("negative_slope", 0.01)));
        all.put("nn.gelu", (p, x) -> p.truth("approximate", true) ? Activations.gelu(x) : Activations.geluExact(x));
        all.put("nn.softmax", (p, x) -> Activations.softmax(x, p.integers("axis", -1)));
        all.put("f64_softmax", (p, x) -> Activations.softmax(x, p.integers("axis", -1)));
        all.put("nn.log_softmax", (p, x) -> Activations.logSoftmax(x, p.integers("axis", -1)));
        all.put("scipy.special.logsumexp_all", (_, x) -> Activations.logsumexp(x));
        all.put("f64_logsumexp", (_, x) -> Activations.logsumexp(x));
        all.put("scipy.special.logsumexp_axis", (p, x) -> Activations.logsumexp(x, p.integers("axis")));
        all.put("scipy.special.logsumexp", (p, x) -> {
            var sum = Activations.logsumexp(x, p.integers("axis", new int[0]));
            return p.truth("keepdims", false) ? sum.reshape(Reductions.max(x, p.integers("axis", new int[0]), true).shape()) : sum;
        });
        all.put("nn.one_hot", (p, x) -> Activations.oneHot(x, p.integer("num_classes"), p.integer("axis", -1), p.dtype("dtype", DType.FLOAT32)));
        var formulas = new HashMap<String, Formula>();
        all.forEach((op, single) -> formulas.put(op, (p, x) -> new Array[] {single.apply(p, x[0])}));
        return formulas;
    }

    private static void unary(Map<String, Single> all, String op, UnaryOperator<Array> f) {
        all.put(op, (_, x) -> f.apply(x));
    }
}
