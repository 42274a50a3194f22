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
    "adafactor with momentum and decay": optax.adafactor(0.1, momentum=0.9, weight_decay_rate=0.01, weight_decay_mask=matrix, decay_offset=-3),
    "adafactor with absolute rate": optax.adafactor(0.01, multiply_by_parameter_scale=False, clipping_threshold=None),
    "flatten": optax.flatten(optax.lamb(0.1)),
    "flatten clipByBlockRms": optax.chain(optax.flatten(optax.clip_by_block_rms(0.1)), sgd()),
    "partition": optax.partition({"matrix": optax.adam(0.1), "vector": optax.sgd(0.2, momentum=0.9)}, {"b": "vector", "w": "matrix"}),
    "named chain": optax.named_chain(("clip", optax.clip(0.3)), ("adam", optax.adam(0.1))),
    "multiSteps 3": optax.MultiSteps(optax.adam(0.1), 3).gradient_transformation(),
    "multiSteps sum": optax.MultiSteps(optax.adam(0.1), 2, use_grad_mean=False).gradient_transformation(),
    "multiSteps schedule": optax.MultiSteps(optax.sgd(0.1), lambda step: step + 1).gradient_transformation(),
    "multiSteps skip": optax.MultiSteps(
        optax.sgd(0.1), 2, should_skip_update_fn=lambda u, s, p: optax.skip_large_updates(u, s, p, 3.0)).gradient_transformation(),
    "decay schedule": optax.chain(
        optax.scale_by_adam(), optax.add_decayed_weights(optax.linear_schedule(0.2, 0.0, 4)), optax.scale(-0.1)),
    "injectHyperparams": optax.inject_hyperparams(optax.sgd)(learning_rate=optax.linear_schedule(0.2, 0.05, 5)),
    "monitor": optax.chain(optax.monitor({"norm": optax.global_norm}), sgd()),
    "amsgrad as in the paper": optax.amsgrad(0.1, bias_correction_mu=False, bias_correction_nu=False),
    "adabelief nesterov": optax.adabelief(0.1, nesterov=True),
    "rmsprop unbiased": optax.rmsprop(0.1, eps_in_sqrt=False, bias_correction=True),
    "rmsprop centred unbiased": optax.rmsprop(0.1, eps=1e-2, centered=True, bias_correction=True),
    "rmsprop centred": optax.rmsprop(0.1, eps_in_sqrt=False, centered=True),
    "lion smooth": optax.chain(optax.scale_by_lion(mode="smooth", smooth_beta=3.0), optax.scale(-0.1)),
    "lion refined": optax.chain(optax.scale_by_lion(mode="refined"), optax.scale(-0.1)),
    "novograd root": optax.novograd(0.1, eps_root=0.1),
    "yogi root": optax.chain(optax.scale_by_yogi(eps_root=0.1), optax.scale(-0.1)),
    "lookahead reset": optax.lookahead(optax.adam(0.1), 3, 0.5, reset_state=True),
    "backtracking with tolerance": optax.chain(optax.sgd(1.0), optax.scale_by_backtracking_linesearch(15, atol=0.1, rtol=0.05)),
    "adaptiveGradClip by axes": optax.chain(optax.adaptive_grad_clip(0.05, axis=-1), sgd()),
    "adamw settings": optax.adamw(0.1, b1=0.8, b2=0.95, weight_decay=0.1, nesterov=True, mask=matrix),
    "lamb settings": optax.lamb(0.1, b1=0.8, b2=0.95, eps_root=0.01, weight_decay=0.1),
    "lbfgs fixed": optax.chain(optax.scale_by_lbfgs(memory_size=3, scale_init_precond=False), optax.scale(-0.1)),
    "lbfgs masked": optax.chain(optax.masked(optax.lbfgs(), {"b": True, "w": True})),
}

# ---- given gradients, in other dtypes ----

more = np.random.default_rng(1)
GRADIENTS = [{"b": more.normal(size=4).astype("float32"), "w": more.normal(size=(3, 4)).astype("float32")} for _ in range(5)]
DTYPES = {"bfloat16": jnp.bfloat16, "float16": jnp.float16, "complex64": jnp.complex64}


def in_dtype(tree, dtype):
    """Real numbers as they are, complex ones with the reversed numbers as imaginary parts."""
    imaginary = lambda x: x + 1j * x.ravel()[::-1].reshape(x.shape) if dtype == jnp.complex64 else x
    return jax.tree.map(lambda x: jnp.asarray(imaginary(x), dtype), tree)


def given(optimiser, dtype):
    p = in_dtype(START, dtype)
    state = optimiser.init(p)
    for gradient in GRADIENTS:
        updates, state = optimiser.update(in_dtype(gradient, dtype), state, p)
        p = optax.apply_updates(p, updates)
    parts = lambda x: [np.real(x), np.imag(x)] if dtype == jnp.complex64 else [np.asarray(x, "float32")]
    return {name: np.concatenate([part.ravel() for part in parts(np.asarray(x))]).astype("float64").tolist() for name, x in p.items()}


ANY_DTYPE = {
    "sgd": lambda: optax.sgd(0.1),
    "momentum": lambda: optax.sgd(0.1, momentum=0.9),
    "nesterov": lambda: optax.sgd(0.1, momentum=0.9, nesterov=True),
    "adam": lambda: optax.adam(0.1),
    "adamw": lambda: optax.adamw(0.1, weight_decay=0.1),
    "nadam": lambda: optax.nadam(0.1),
    "adamax": lambda: optax.adamax(0.1),
    "amsgrad": lambda: optax.amsgrad(0.1),
    "adabelief": lambda: optax.adabelief(0.1),
    "lion": lambda: optax.lion(0.1),
    "lamb": lambda: optax.lamb(0.1),
    "rmsprop": lambda: optax.rmsprop(0.1),
    "adagrad": lambda: optax.adagrad(0.1),
    "adadelta": lambda: optax.adadelta(1.0),
    "radam": lambda: optax.radam(0.1, b2=0.99, threshold=2.0),
    "adan": lambda: optax.adan(0.1),
    "yogi": lambda: optax.yogi(0.1),
    "novograd": lambda: optax.novograd(0.1),
    "adafactor": lambda: optax.adafactor(0.1),
    "adafactor factored": lambda: optax.adafactor(0.1, min_dim_size_to_factor=2),
    "sm3": lambda: optax.sm3(0.1),
    "fromage": lambda: optax.fromage(0.1),
    "clipByGlobalNorm": lambda: optax.chain(optax.clip_by_global_norm(0.5), optax.sgd(0.1)),
    "clipByBlockRms": lambda: optax.chain(optax.clip_by_block_rms(0.1), optax.sgd(0.1)),
    "cosine": lambda: optax.adam(optax.cosine_decay_schedule(0.1, 4)),
    "ema": lambda: optax.chain(optax.ema(0.9), optax.sgd(0.1)),
    "multiSteps": lambda: optax.MultiSteps(optax.adam(0.1), 3).gradient_transformation(),
    "applyIfFinite": lambda: optax.apply_if_finite(optax.adam(0.1), 3),
    "decay schedule": lambda: optax.chain(optax.add_decayed_weights(optax.linear_schedule(0.2, 0.0, 4)), optax.sgd(0.1)),
}
# optax squares complex numbers in adadelta, drops their imaginary parts in MultiSteps, and does not take them in sm3.
NOT_COMPLEX = {"adadelta", "multiSteps", "sm3"}
MU_DTYPE = {
    "adam": lambda dtype: optax.adam(0.1, mu_dtype=dtype),
    "nadam": lambda dtype: optax.nadam(0.1, mu_dtype=dtype),
    "amsgrad": lambda dtype: optax.amsgrad(0.1, mu_dtype=dtype),
    "lion": lambda dtype: optax.lion(0.1, mu_dtype=dtype),
    "momentum": lambda dtype: optax.sgd(0.1, momentum=0.9, accumulator_dtype=dtype),
    "ema": lambda dtype: optax.chain(optax.ema(0.9, accumulator_dtype=dtype), optax.sgd(0.1)),
}


def all_given():
    out = {}
    for dtype_name, dtype in DTYPES.items():
        for name, make in ANY_DTYPE.items():
            if not (dtype == jnp.complex64 and name in NOT_COMPLEX):
                out[f"{name} {dtype_name}"] = given(make(), dtype)
    for name, make in MU_DTYPE.items():
        out[f"{name} bfloat16 in float32"] = given(make(jnp.float32), jnp.bfloat16)
        out[f"{name} float32 in bfloat16"] = given(make(jnp.bfloat16), jnp.float32)
    return out


def measured():
    norm = lambda u: optax.global_norm(u)
    optimiser = optax.chain(optax.monitor({
        "norm": norm, "mean": optax.measure_with_ema(norm, 0.9), "raw": optax.measure_with_ema(norm, 0.9, debias=False),
        "large": optax.measure_with_ema(lambda u: norm(u) > 4.0, 0.5)}), optax.sgd(0.1))
    p = jax.tree.map(jnp.asarray, START)
    state = optimiser.init(p)
    out = {"norm": [], "mean": [], "raw": [], "large": []}
    for gradient in GRADIENTS:
        _, state = optimiser.update(gradient, state, p)
        for name in out:
            out[name].append(float(optax.tree.get(state, name)))
    return out


def value_and_grad():
    """Where L-BFGS gets with what its line search knows."""
    optimiser = optax.lbfgs()
    look = optax.value_and_grad_from_state(loss)
    p = jax.tree.map(jnp.asarray, START)
    state = optimiser.init(p)
    for _ in range(4):
        value, grad = look(p, state=state)
        updates, state = optimiser.update(grad, state, p, value=value, grad=grad, value_fn=loss)
        p = optax.apply_updates(p, updates)
    value, grad = look(p, state=state)
    return {"value": float(value), "b": grad["b"].tolist()}


def matrices():
    a = more.normal(size=(6, 4)).astype("float32")
    s = (a.T @ a).astype("float32")
    b = more.normal(size=(6,)).astype("float32")
    bs = more.normal(size=(6, 2)).astype("float32")
    value, vector = optax.power_iteration(jnp.asarray(s))
    out = {"a": a, "s": s, "rhs": b, "rhss": bs, "eigenvalue": value, "eigenvector": vector,
           "few": optax.power_iteration(jnp.asarray(s), num_iters=3, error_tolerance=1e-6)[0],
           "nnls": optax.nnls(jnp.asarray(a), jnp.asarray(b), 200), "nnls matrix": optax.nnls(jnp.asarray(a), jnp.asarray(bs), 30),
           "nnls bound": optax.nnls(jnp.asarray(a), jnp.asarray(b), 20, L=50.0)}
    for p in (1, 2, 4, 8):
        root, error = optax.matrix_inverse_pth_root(jnp.asarray(s), p)
        out[f"root {p}"], out[f"error {p}"] = root, error
    out["root of one"] = optax.matrix_inverse_pth_root(jnp.asarray([[4.0]]), 2)[0]
    return {name: np.asarray(v, "float64").ravel().tolist() for name, v in out.items()}


def microbatches():
    f = lambda x: (x**2, jnp.sum(3 * x), jnp.mean(x, 0))
    x = jnp.asarray(X[:, :2].repeat(2, 0)[:8])
    kinds = optax.microbatching.AccumulationType
    strategy = (kinds.CONCAT, kinds.SUM, kinds.MEAN)
    whole = optax.microbatch(f, 0, 2, strategy)(x)
    running = optax.microbatch(f, 0, 2, (kinds.CONCAT, kinds.SUM, kinds.RUNNING_MEAN), num_real_microbatches=3)(x)
    axis = optax.microbatch(lambda x: jnp.sum(x**2, 1), 0, 4, kinds.SUM, in_axes=1)(x.T)
    return {"x": np.asarray(x, "float64").ravel().tolist(), **{
        f"{name} {i}": np.asarray(v, "float64").ravel().tolist()
        for name, results in (("whole", whole), ("running", running), ("axis", (axis,))) for i, v in enumerate(results)}}

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
items = np.array([[1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 1, 1]], bool)
forward = optax.losses.ctc_loss_with_forward_probs(
    logits, logit_paddings, np.array([[1, 3, 3], [3, 1, 2]]), word_paddings, blank_id=2)
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
    "fenchelYoung": optax.losses.make_fenchel_young_loss(jax.scipy.special.logsumexp)(z, hot),
    "rankingSoftmaxLossOfSome": optax.losses.ranking_softmax_loss(z, bits, where=items, weights=np.abs(t)),
    "rankingSoftmaxLosses": optax.losses.ranking_softmax_loss(z, bits, where=items, weights=np.abs(t), reduce_fn=None),
    "ctcLossBlank2": forward[0], "ctcLogBlank": forward[1], "ctcLogLabel": forward[2],
    "softmaxCrossEntropyOfSome": optax.losses.softmax_cross_entropy(z, hot, where=items),
    "softmaxCrossEntropyWithIntegerLabelsOfSome": optax.losses.softmax_cross_entropy_with_integer_labels(z, labels, where=items),
    "diceLosses": optax.losses.dice_loss(masks, mask_targets, alpha=0.3, beta=0.7, reduction="none"),
    "tripletMarginLossDegree4": optax.losses.triplet_margin_loss(z, t, z[::-1], norm_degree=4, margin=0.5, eps=1e-3),
    "tripletMarginLoss": optax.losses.triplet_margin_loss(z, t, z[::-1]),
}
SCHEDULES = {
    "linearOnecycle": optax.linear_onecycle_schedule(20, 1.0),
    "warmupExponentialDecay": optax.warmup_exponential_decay_schedule(0.0, 1.0, 4, 3, 0.5, 2, True, 0.2),
    "warmupCosineDecay": optax.warmup_cosine_decay_schedule(0.0, 1.0, 4, 15, 0.1, 2.0),
    "linear": optax.linear_schedule(1.0, 0.2, 7, 5),
    "sgdr": optax.sgdr_schedule([
        dict(init_value=0.0, peak_value=1.0, decay_steps=8, warmup_steps=2, end_value=0.1),
        dict(init_value=0.1, peak_value=0.5, decay_steps=10, warmup_steps=3, end_value=0.0),
    ]),
}

listed = lambda x: np.asarray(x, "float64").ravel().tolist()
data = {
    "x": listed(X), "y": listed(Y), "start": {k: listed(v) for k, v in START.items()},
    "steps": {name: steps(o, name.startswith("lookahead")) for name, o in OPTIMISERS.items()},
    "z": listed(z), "t": listed(t), "logits": listed(logits), "masks": listed(masks), "maskTargets": listed(mask_targets),
    "losses": {name: listed(v) for name, v in LOSSES.items()},
    "gradients": [{k: listed(v) for k, v in g.items()} for g in GRADIENTS],
    "given": all_given(), "measured": measured(), "valueAndGrad": value_and_grad(), "matrices": matrices(), "microbatches": microbatches(),
    "schedules": {name: [float(s(i)) for i in range(20)] for name, s in SCHEDULES.items()},
}
with open("optax_steps.json", "w") as f:
    json.dump(data, f)
