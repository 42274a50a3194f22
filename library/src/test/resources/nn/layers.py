"""Layers of Equinox 0.13.8 with options that the cases in ../reference/nn lack, in the same format.

Writes index.json and tensors.safetensors beside this file.
"""

import json
import re
import struct
from pathlib import Path

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from equinox import nn

HERE = Path(__file__).parent
ACTIVATIONS = {
    "relu": jax.nn.relu, "tanh": jnp.tanh, "silu": jax.nn.silu, "gelu": jax.nn.gelu, "leaky_relu": jax.nn.leaky_relu,
    "elu": jax.nn.elu, "identity": lambda x: x, "sigmoid": jax.nn.sigmoid, "soft_sign": jax.nn.soft_sign,
    "softplus": jax.nn.softplus,
}
OPERATIONS = {"jax.lax.add": jax.lax.add, "jax.numpy.max": jnp.max}

rng = np.random.default_rng(0)
tensors, cases = {}, []


def normal(*shape):
    return jnp.asarray(rng.normal(size=shape).astype(np.float32))


def hashable(value):
    return tuple(map(hashable, value)) if isinstance(value, list) else value


def named(tree):
    leaves = jax.tree_util.tree_leaves_with_path(eqx.filter(tree, eqx.is_inexact_array))
    return {re.sub(r"\[(\d+)\]", r".\1", jax.tree_util.keystr(path)).strip("."): leaf for path, leaf in leaves}


def add(name, op, params, xs, make=None, call=None, apply=lambda layer, *xs: layer(*xs)):
    """`make` is by default the constructor called `op` with the parameters and a key."""
    key = jax.random.PRNGKey(len(cases))
    arguments = {k: OPERATIONS.get(v, v) if isinstance(v, str) else hashable(v) for k, v in params.items()}
    if "activation" in arguments:
        arguments["activation"] = ACTIVATIONS[arguments["activation"]]
    if "Pool" not in op and op != "GroupNorm":
        arguments["key"] = key
    layer = make(key) if make else getattr(nn, op)(**arguments)
    gradient, gradient_of_xs = eqx.filter_grad(lambda both: jnp.sum(apply(both[0], *both[1]) ** 2))((layer, tuple(xs)))
    expected = {f"param.{k}": v for k, v in named(layer).items()}
    expected["out0"] = apply(layer, *xs)
    expected |= {f"grad.{k}": v for k, v in named(gradient).items()}
    expected |= {f"grad_x{i}": v for i, v in enumerate(gradient_of_xs)}
    inputs = {"key": key} | {f"x{i}": x for i, x in enumerate(xs)}
    for k, v in (inputs | expected).items():
        tensors[f"{name}/{k}"] = np.asarray(v)
    case = {"id": name, "op": f"equinox.nn.{op}", "params": params, "inputs": list(inputs), "expected": list(expected),
            "rtol": 1e-4, "atol": 1e-4, "init_rtol": 1e-5, "init_atol": 1e-6, "replaced": False, "leaves": list(named(layer))}
    cases.append(case | ({"call": call} if call else {}))


for activation in ACTIVATIONS:
    sizes = {"in_size": 3, "out_size": 2, "width_size": 4, "depth": 3}
    add(f"mlp_{activation}", "MLP", sizes | {"activation": activation, "scan": True}, [normal(3)])
add("mlp_scan_of_nothing", "MLP", {"in_size": 3, "out_size": "scalar", "width_size": 4, "depth": 1, "scan": True, "use_bias": False}, [normal(3)])
for mode in ("ZEROS", "REFLECT", "REPLICATE", "CIRCULAR"):
    for padding in ("SAME", "same_lower", 2, [[1, 2]]):
        add(f"conv1d_{mode}_{padding}", "Conv1d",
            {"in_channels": 4, "out_channels": 2, "kernel_size": 3, "stride": 2, "padding": padding, "dilation": 2, "groups": 2,
             "padding_mode": mode, "use_bias": False}, [normal(4, 9)])
for padding in ("SAME", "SAME_LOWER"):
    for stride in (1, 2, 3):
        add(f"convtranspose2d_circular_{padding}_{stride}", "ConvTranspose2d",
            {"in_channels": 2, "out_channels": 3, "kernel_size": 3, "stride": stride, "padding": padding, "padding_mode": "CIRCULAR"},
            [normal(2, 5, 6)])
add("conv", "Conv", {"num_spatial_dims": 1, "in_channels": 2, "out_channels": 3, "kernel_size": 3}, [normal(2, 7)])
add("convtranspose", "ConvTranspose",
    {"num_spatial_dims": 2, "in_channels": 2, "out_channels": 3, "kernel_size": [3, 2], "stride": 2, "output_padding": 1, "dilation": [1, 2]},
    [normal(2, 4, 5)])
for axes, x in ((1, normal(2, 9)), (2, normal(2, 7, 8)), (3, normal(1, 5, 6, 7))):
    for kind in ("Avg", "Max"):
        add(f"{kind}_{axes}_ceil", f"{kind}Pool{axes}d", {"kernel_size": 3, "stride": 2, "padding": 1, "use_ceil": True}, [x])
        add(f"{kind}_{axes}_each", f"{kind}Pool{axes}d",
            {"kernel_size": [3, 2, 2][:axes], "stride": [2, 1, 3][:axes], "padding": [[1, 0], [0, 1], [1, 1]][:axes]}, [x])
add("pool", "Pool", {"num_spatial_dims": 1, "kernel_size": 3, "stride": 1, "init": 0, "operation": "jax.lax.add"}, [normal(2, 6)])
add("adaptive_pool", "AdaptivePool", {"num_spatial_dims": 1, "target_shape": 3, "operation": "jax.numpy.max"}, [normal(2, 7)])
add("sequential_nested", "Sequential",
    {"keys": "(a, b) = split(key)",
     "layers": [["WeightNorm", ["Linear", 7, 5], {"axis": None}], ["LayerNorm", [5]], ["Sequential", [["Lambda", "tanh"], ["MLP", 5, 2, 4, 1]]]]},
    [normal(7)], make=lambda key: nn.Sequential([
        nn.WeightNorm(nn.Linear(7, 5, key=jax.random.split(key)[0]), axis=None), nn.LayerNorm((5,)),
        nn.Sequential([nn.Lambda(jnp.tanh), nn.MLP(5, 2, 4, 1, key=jax.random.split(key)[1])])]))
add("attention_to_others", "MultiheadAttention", {"num_heads": 2, "query_size": 4, "use_output_bias": True},
    [normal(3, 4), normal(5, 4), normal(5, 4)], call="layer(x0, x1, x2)")
add("prelu_default", "PReLU", {}, [normal(3)], make=lambda key: nn.PReLU())
add("groupnorm_eps", "GroupNorm", {"groups": 2, "channels": 4, "eps": 1e-3}, [normal(4, 3, 2)])
add("weightnorm_conv", "WeightNorm", {"layer": ["Conv2d", 2, 3, 3]}, [normal(2, 5, 5)], make=lambda key: nn.WeightNorm(nn.Conv2d(2, 3, 3, key=key)))
add("linear_mapped_twice", "Linear", {"in_features": 3, "out_features": 2}, [normal(2, 4, 3)],
    call="jax.vmap(jax.vmap(layer))(x0)", apply=lambda layer, x: jax.vmap(jax.vmap(layer))(x))

header, data = {}, b""
for name, array in tensors.items():
    dtype = {"float32": "F32", "uint32": "U32"}[str(array.dtype)]
    header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
    data += np.ascontiguousarray(array).tobytes()
head = json.dumps(header).encode()
(HERE / "tensors.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + data)
(HERE / "index.json").write_text(json.dumps({"format": 1, "area": "nn", "cases": cases}, indent=1) + "\n")
