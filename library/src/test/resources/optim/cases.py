"""Optimisers, schedules and losses of optax 0.2.8 with options that the cases in ../reference/optim lack, in the same format.

Writes index.json and tensors.safetensors beside this file.
"""

import json
import struct
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

HERE = Path(__file__).parent
rng = np.random.default_rng(0)
tensors, cases = {}, []


def normal(*shape):
    return rng.normal(size=shape).astype(np.float32)


def add(name, op, function, params, inputs, expected):
    for k, v in (inputs | expected).items():
        tensors[f"{name}/{k}"] = np.asarray(v)
    cases.append({"id": name, "op": f"optax.{op}", "function": function, "params": params, "inputs": list(inputs),
                  "expected": list(expected), "rtol": 1e-4, "atol": 1e-4})


def steps(name, function, params, optimiser):
    """Ten steps on the problem `quadratic`."""
    start = {"w": normal(3, 2), "b": normal(4), "s": normal()}
    data = {f"t{k}": normal(*v.shape) for k, v in start.items()} | {f"c{k}": np.exp(normal(*v.shape)) for k, v in start.items()}

    def loss(p):
        return 0.5 * sum(jnp.sum(data["c" + k] * (p[k] - data["t" + k]) ** 2) for k in ("w", "b", "s"))

    @jax.jit
    def step(p, state):
        value, grad = jax.value_and_grad(loss)(p)
        updates, state = optimiser.update(grad, state, p)
        return optax.apply_updates(p, updates), state, value, grad

    p, losses, ps, gs = start, [], [start], []
    state = optimiser.init(jax.tree.map(jnp.asarray, p))
    for _ in range(10):
        p, state, value, grad = step(p, state)
        losses.append(value), ps.append(p), gs.append(grad)
    op = function.split("(")[0].removeprefix("optax.")
    add(name, op, function, {"problem": "quadratic"} | params, {f"init.{k}": v for k, v in start.items()} | data,
        {"loss": np.stack(losses)} | {f"p.{k}": np.stack([q[k] for q in ps]) for k in start} | {f"g.{k}": np.stack([g[k] for g in gs]) for k in start})


def optimiser(op, **params):
    steps("_".join([op, *params]), f"optax.{op}(**params)", params, getattr(optax, op)(**params))


def schedule(op, index, **params):
    scales = {"boundaries_and_scales": {int(k): v for k, v in params["boundaries_and_scales"].items()}} if "boundaries_and_scales" in params else {}
    rate = getattr(optax, op)(**(params | scales))
    add(f"{op}_{index}", op, f"optax.{op}(**params) at steps 0..24", params, {}, {"values": np.array([rate(i) for i in range(25)], np.float32)})


def loss(name, op, xs, **params):
    f = lambda x: getattr(optax.losses, op)(x, *xs[1:], **params)
    inputs = {f"x{i}": x for i, x in enumerate(xs)}
    add(name, op, f"optax.{op}(...), grad_x0 = gradient of the sum of the result", params, inputs,
        {"y": f(xs[0]), "grad_x0": jax.grad(lambda x: jnp.sum(f(x)))(xs[0])})


optimiser("rmsprop", learning_rate=0.02, eps_in_sqrt=False, eps=1e-2)
optimiser("rmsprop", learning_rate=0.02, bias_correction=True)
optimiser("rmsprop", learning_rate=0.02, centered=True, eps_in_sqrt=False, eps=1e-2, initial_scale=0.5)
optimiser("amsgrad", learning_rate=0.05, bias_correction_mu=False)
optimiser("amsgrad", learning_rate=0.05, bias_correction_nu=False)
optimiser("adabelief", learning_rate=0.05, nesterov=True, eps=1e-3, eps_root=1e-3)
optimiser("novograd", learning_rate=0.05, eps_root=1e-3)
optimiser("adamw", learning_rate=0.05, b1=0.8, b2=0.95, eps=1e-4, weight_decay=0.2)
optimiser("lamb", learning_rate=0.05, b1=0.5, eps_root=1e-3, weight_decay=0.1)
steps("chain_yogi", "optax.chain(scale_by_yogi(b2, eps_root), scale(-0.05))", {"b2": 0.9, "eps_root": 1e-2, "step_size": -0.05},
      optax.chain(optax.scale_by_yogi(b2=0.9, eps_root=1e-2), optax.scale(-0.05)))
steps("chain_nested", "optax.chain(clip(delta), optax.chain(trace(decay=0.9, nesterov=True), scale_by_learning_rate(linear_schedule(...))))",
      {"delta": 0.5, "decay": 0.8, "nesterov": True, "init_value": 0.1, "end_value": 0.01, "transition_steps": 6},
      optax.chain(optax.clip(0.5), optax.chain(optax.trace(0.8, True), optax.scale_by_learning_rate(optax.linear_schedule(0.1, 0.01, 6)))))
steps("multi_steps_sum", "optax.MultiSteps(adam(0.1), every_k_schedule=3, use_grad_mean=False)", {"learning_rate": 0.1, "every_k": 3},
      optax.MultiSteps(optax.adam(0.1), 3, use_grad_mean=False).gradient_transformation())
schedule("warmup_cosine_decay_schedule", 0, init_value=0.0, peak_value=1.0, warmup_steps=4, decay_steps=12, end_value=0.1, exponent=2.0)
schedule("warmup_cosine_decay_schedule", 1, init_value=0.1, peak_value=1.0, warmup_steps=0, decay_steps=10)
schedule("warmup_exponential_decay_schedule", 0, init_value=0.0, peak_value=1.0, warmup_steps=3, transition_steps=4, decay_rate=0.5,
         transition_begin=2, staircase=True, end_value=0.1)
schedule("piecewise_constant_schedule", 0, init_value=0.8, boundaries_and_scales={"0": 0.5, "24": 0.5})
loss("cosine_of_short_vectors", "cosine_similarity", [normal(3, 4), normal(3, 4)], epsilon=2.0)
loss("cosine_along_the_first_axis", "cosine_distance", [normal(3, 4), normal(3, 4)], axis=0)

header, data = {}, b""
for name, array in tensors.items():
    header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
    data += np.ascontiguousarray(array).tobytes()
head = json.dumps(header).encode()
(HERE / "tensors.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + data)
(HERE / "index.json").write_text(json.dumps({"format": 1, "area": "optim", "cases": cases}, indent=1) + "\n")
