"""Makes optax_steps.json: where optax gets in eight steps on a small problem, and what its losses are.

Run with jax 0.10.2 and optax 0.2.8.
"""

import json
import warnings

import jax
import jax.numpy as jnp
import numpy as np
import optax

warnings.simplefilter("ignore")
rng = np.random.default_rng(0)
X = rng.normal(size=(5, 3)).astype("float32")
Y = rng.normal(size=(5, 4)).astype("float32")
START = {"b": np.array([0.3, -0.2, 0.1, 0.5], "float32"), "w": rng.normal(size=(3, 4)).astype("float32")}


def loss(p):
    return jnp.mean((X @ p["w"] + p["b"] - Y) ** 2)


def steps(optimiser, slow=False):
    p = jax.tree.map(jnp.asarray, START)
    if slow:
        p = optax.LookaheadParams.init_synced(p)
    state = optimiser.init(p)
    for _ in range(8):
        fast = p.fast if slow else p
        value, grad = jax.value_and_grad(loss)(fast)
        if isinstance(optimiser, optax.GradientTransformationExtraArgs):
            updates, state = optimiser.update(grad, state, p, value=value, grad=grad, value_fn=loss)
        else:
            updates, state = optimiser.update(grad, state, p)
        p = optax.apply_updates(p, updates)
    p = p.fast if slow else p
    return {name: np.asarray(x).ravel().tolist() for name, x in p.items()}


matrix = lambda p: jax.tree.map(lambda x: x.ndim > 1, p)
sgd = lambda: optax.sgd(0.1)
OPTIMISERS = {
    "radam": optax.radam(0.1),
    "radam threshold 2": optax.radam(0.1, b2=0.99, threshold=2.0),
    "radam nesterov": optax.radam(0.1, b2=0.99, threshold=2.0, nesterov=True),
    "nadamw": optax.nadamw(0.1, weight_decay=0.1, mask=matrix),
    "adamaxw": optax.adamaxw(0.1, weight_decay=0.1),
    "adan": optax.adan(0.1, weight_decay=0.01),
    "yogi": optax.yogi(0.1),
    "novograd": optax.novograd(0.1, weight_decay=0.01),
    "adafactor": optax.adafactor(0.1),
    "adafactor factored": optax.adafactor(0.1, min_dim_size_to_factor=2),
    "fromage": optax.fromage(0.1),
    "lars": optax.lars(1.0, weight_decay=0.01, trust_ratio_mask=matrix),
    "noisySgd": optax.noisy_sgd(0.1, key=jax.random.key(7)),
    "signSgd": optax.sign_sgd(0.05),
    "signum": optax.signum(0.05),
    "optimisticGradientDescent": optax.optimistic_gradient_descent(0.1),
    "optimisticAdam": optax.optimistic_adam_v2(0.05),
    "polyakSgd": optax.polyak_sgd(1.0),
    "sm3": optax.sm3(0.1),
    "lbfgs": optax.lbfgs(),
    "lbfgs memory 2": optax.lbfgs(memory_size=2),
    "lbfgs kept rate": optax.lbfgs(linesearch=optax.scale_by_zoom_linesearch(15, initial_guess_strategy="keep")),
    "backtracking": optax.chain(optax.sgd(1.0), optax.scale_by_backtracking_linesearch(15)),
    "distanceOverGradients": optax.chain(optax.scale_by_distance_over_gradients(reps_rel=0.1), optax.scale(-1.0)),
    "clipByBlockRms": optax.chain(optax.clip_by_block_rms(0.1), sgd()),
    "adaptiveGradClip": optax.chain(optax.adaptive_grad_clip(0.05), sgd()),
    "paramBlockNorm": optax.chain(optax.scale_by_param_block_norm(), sgd()),
    "normalizeByUpdateNorm": optax.chain(optax.normalize_by_update_norm(0.5), sgd()),
    "centralize": optax.chain(optax.centralize(), sgd()),
    "keepParamsNonnegative": optax.chain(sgd(), optax.keep_params_nonnegative()),
    "applyEvery": optax.chain(sgd(), optax.apply_every(3)),
    "applyIfFinite": optax.apply_if_finite(optax.adam(0.1), 3),
    "conditionallyTransform": optax.chain(optax.conditionally_transform(optax.scale(2.0), lambda s: s % 2 == 0), sgd()),
    "conditionallyMask": optax.conditionally_mask(sgd(), lambda s: s % 2 == 0),
    "freeze": optax.chain(sgd(), optax.freeze(matrix(START))),
    "selectiveTransform": optax.selective_transform(sgd(), freeze_mask={"b": True, "w": False}),
    "lookahead": optax.lookahead(optax.adam(0.1), 3, 0.5),
    "zeroNans": optax.chain(optax.zero_nans(), sgd()),
}

z = rng.normal(size=(4, 3)).astype("float32")
t = rng.normal(size=(4, 3)).astype("float32")
labels = np.array([0, 2, 1, 1])
hot = np.asarray(jax.nn.one_hot(labels, 3))
signs = np.where(t > 0, 1.0, -1.0).astype("float32")
bits = (t > 0).astype("float32")
logits = rng.normal(size=(2, 6, 5)).astype("float32")
logit_paddings = np.array([[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1]], "float32")
words = np.array([[1, 2, 2], [3, 1, 0]])
word_paddings = np.array([[0, 0, 0], [0, 0, 1]], "float32")
masks = rng.normal(size=(2, 4, 4, 3)).astype("float32")
mask_targets = np.asarray(jax.nn.one_hot(rng.integers(0, 3, size=(2, 4, 4)), 3))
LOSSES = {
    "hingeLoss": optax.losses.hinge_loss(z, signs),
    "perceptronLoss": optax.losses.perceptron_loss(z, signs),
    "sparsemaxLoss": optax.losses.sparsemax_loss(z, bits),
    "multiclassHingeLoss": optax.losses.multiclass_hinge_loss(z, labels),
    "multiclassPerceptronLoss": optax.losses.multiclass_perceptron_loss(z, labels),
    "multiclassSparsemaxLoss": optax.losses.multiclass_sparsemax_loss(z, labels),
    "polyLossCrossEntropy": optax.losses.poly_loss_cross_entropy(z, hot),
    "klDivergence": optax.losses.kl_divergence(jax.nn.log_softmax(z), jax.nn.softmax(t)),
    "klDivergenceWithLogTargets": optax.losses.kl_divergence_with_log_targets(jax.nn.log_softmax(z), jax.nn.log_softmax(t)),
    "generalizedKlDivergence": optax.losses.generalized_kl_divergence(z, jnp.exp(t)),
    "safeSoftmaxCrossEntropy": optax.losses.safe_softmax_cross_entropy(z, hot),
    "sigmoidFocalLoss": optax.losses.sigmoid_focal_loss(z, bits, alpha=0.25),
    "cosineDistance": optax.losses.cosine_distance(z, t),
    "ctcLoss": optax.losses.ctc_loss(logits, logit_paddings, words, word_paddings),
    "rankingSoftmaxLoss": optax.losses.ranking_softmax_loss(z, bits),
    "diceLoss": optax.losses.dice_loss(masks, mask_targets),
    "multiclassGeneralizedDiceLoss": optax.losses.multiclass_generalized_dice_loss(masks, mask_targets),
    "binaryDiceLoss": optax.losses.binary_dice_loss(masks[..., 0], mask_targets[..., 0]),
    "ntxent": optax.losses.ntxent(z, np.array([0, 0, 1, 1])),
    "tripletMarginLoss": optax.losses.triplet_margin_loss(z, t, z[::-1]),
}
SCHEDULES = {
    "linearOnecycle": optax.linear_onecycle_schedule(20, 1.0),
    "sgdr": optax.sgdr_schedule([
        dict(init_value=0.0, peak_value=1.0, decay_steps=8, warmup_steps=2, end_value=0.1),
        dict(init_value=0.1, peak_value=0.5, decay_steps=10, warmup_steps=3, end_value=0.0),
    ]),
}

listed = lambda x: np.asarray(x, "float64").ravel().tolist()
data = {
    "x": listed(X), "y": listed(Y), "start": {k: listed(v) for k, v in START.items()},
    "steps": {name: steps(o, name == "lookahead") for name, o in OPTIMISERS.items()},
    "z": listed(z), "t": listed(t), "logits": listed(logits), "masks": listed(masks), "maskTargets": listed(mask_targets),
    "losses": {name: listed(v) for name, v in LOSSES.items()},
    "schedules": {name: [float(s(i)) for i in range(20)] for name, s in SCHEDULES.items()},
}
with open("optax_steps.json", "w") as f:
    json.dump(data, f)
