package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;

import dev.solstice.core.Array;
import dev.solstice.nn.Losses;
import dev.solstice.numpy.Manipulation;
import dev.solstice.optim.Updates;
import dev.solstice.transform.Fn1;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A loss of given inputs, and the gradient of its sum by the first.
final class LossCases {
    private LossCases() {}

    /// The loss of some inputs with the parameters of a case.
    @FunctionalInterface
    private interface Loss {
        Array of(List<Array> inputs, Params p);
    }

    @FunctionalInterface
    private interface Pairwise {
        Array of(Array predictions, Array targets);
    }

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        losses().forEach((name, loss) -> operations.put("optax." + name, given -> run(given, loss)));
        return operations;
    }

    private static Map<String, Loss> losses() {
        var losses = new HashMap<String, Loss>();
        losses.put("squared_error", errors(Losses::squaredError));
        losses.put("l2_loss", errors(Losses::l2Loss));
        losses.put("log_cosh", errors(Losses::logCosh));
        losses.put("huber_loss", (x, p) -> Losses.huberLoss(x.get(0), targets(x), p.real("delta", 1)));
        losses.put("sigmoid_binary_cross_entropy", of(Losses::sigmoidBinaryCrossEntropy));
        losses.put("hinge_loss", of(Losses::hingeLoss));
        losses.put("perceptron_loss", of(Losses::perceptronLoss));
        losses.put("sparsemax_loss", of(Losses::sparsemaxLoss));
        losses.put("multiclass_hinge_loss", of(Losses::multiclassHingeLoss));
        losses.put("multiclass_perceptron_loss", of(Losses::multiclassPerceptronLoss));
        losses.put("multiclass_sparsemax_loss", of(Losses::multiclassSparsemaxLoss));
        losses.put("ranking_softmax_loss", of(Losses::rankingSoftmaxLoss));
        losses.put("safe_softmax_cross_entropy", of(Losses::safeSoftmaxCrossEntropy));
        losses.put("softmax_cross_entropy", alongAxis(Losses::softmaxCrossEntropy));
        losses.put("softmax_cross_entropy_with_integer_labels", (x, p) -> Losses.softmaxCrossEntropyWithIntegerLabels(last(x.get(0), p), x.get(1)));
        losses.put("kl_divergence", alongAxis(Losses::klDivergence));
        losses.put("kl_divergence_with_log_targets", alongAxis(Losses::klDivergenceWithLogTargets));
        losses.put("convex_kl_divergence", alongAxis(Losses::generalizedKlDivergence));
        losses.put("generalized_kl_divergence", alongAxis(Losses::generalizedKlDivergence));
        losses.put("cosine_similarity", (x, p) -> Losses.cosineSimilarity(last(x.get(0), p), last(x.get(1), p), p.real("epsilon", 0)));
        losses.put("cosine_distance", (x, p) -> Losses.cosineDistance(last(x.get(0), p), last(x.get(1), p), p.real("epsilon", 0)));
        losses.put("smooth_labels", (x, p) -> Manipulation.moveaxis(Losses.smoothLabels(last(x.get(0), p), p.real("alpha")), -1, p.integer("axis", -1)));
        losses.put("poly_loss_cross_entropy", (x, p) -> Losses.polyLossCrossEntropy(last(x.get(0), p), last(x.get(1), p), p.real("epsilon", 2)));
        losses.put("sigmoid_focal_loss", (x, p) -> p.has("alpha")
                ? Losses.sigmoidFocalLoss(x.get(0), x.get(1), p.real("gamma", 2), p.real("alpha"))
                : Losses.sigmoidFocalLoss(x.get(0), x.get(1), p.real("gamma", 2)));
        losses.put("dice_loss", (x, p) -> Losses.diceLoss(x.get(0), x.get(1), p.real("smooth", 1)));
        losses.put("binary_dice_loss", (x, p) -> Losses.binaryDiceLoss(x.get(0), x.get(1), p.real("smooth", 1)));
        losses.put("multiclass_generalized_dice_loss", (x, p) -> Losses.multiclassGeneralizedDiceLoss(x.get(0), x.get(1), p.real("smooth", 1)));
        losses.put("triplet_margin_loss", (x, p) -> Losses.tripletMarginLoss(x.get(0), x.get(1), x.get(2), p.real("margin", 1)));
        losses.put("ntxent", (x, p) -> Losses.ntxent(x.get(0), x.get(1), p.real("temperature", 0.07)));
        losses.put("global_norm", (x, _) -> Updates.globalNorm(x));
        losses.put("incremental_update", (x, p) -> Updates.incrementalUpdate(x.get(0), x.get(1), p.real("step_size")));
        losses.put("ctc_loss", (x, _) -> Losses.ctcLoss(x.get(0), x.get(1), x.get(2), x.get(3)));
        return losses;
    }

    private static Loss of(Pairwise loss) {
        return (x, _) -> loss.of(x.get(0), x.get(1));
    }

    /// A loss of an error, whose targets are 0 if they are left out.
    private static Loss errors(Pairwise loss) {
        return (x, _) -> loss.of(x.get(0), targets(x));
    }

    private static Array targets(List<Array> x) {
        return x.size() > 1 ? x.get(1) : Array.full(x.get(0).shape(), x.get(0).dtype(), 0);
    }

    /// A loss of distributions along the parameter `axis`: here they are along the last one.
    private static Loss alongAxis(Pairwise loss) {
        return (x, p) -> loss.of(last(x.get(0), p), last(x.get(1), p));
    }

    private static Array last(Array x, Params p) {
        return Manipulation.moveaxis(x, p.integer("axis", -1), -1);
    }

    private static void run(ReferenceCase given, Loss loss) {
        var inputs = given.sequence("x");
        Fn1<Array, Array> ofFirst = x -> {
            var all = new ArrayList<>(inputs);
            all.set(0, x);
            return loss.of(all, given.params());
        };
        given.expect("y", given.mode(ofFirst).apply(inputs.getFirst()));
        given.expect("grad_x0", given.mode(filterValueAndGrad((Array x) -> ofFirst.apply(x).sum())).apply(inputs.getFirst()).grad());
    }
}
