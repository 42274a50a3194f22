"""Writes folds.json: results of jax.lax functions about shapes, windows and positions, and their gradients, by JAX 0.10.2."""
import json
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

INF = np.inf


def x(*shape):
    """Numbers without much order, some of them equal."""
    return ((jnp.arange(np.prod(shape)) * 7 % 13 - 5) / 2).astype(jnp.float32).reshape(shape)


def i(*shape):
    return (jnp.arange(np.prod(shape)) * 5 % 11 - 3).astype(jnp.int32).reshape(shape)


rows = lax.GatherDimensionNumbers(offset_dims=(1,), collapsed_slice_dims=(0,), start_index_map=(0,))
scatter = lax.ScatterDimensionNumbers(update_window_dims=(1,), inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,))
at = jnp.array([[1], [4], [1], [9], [0]], jnp.int32)

CASES = {
    "reduce_window min": (lambda a: lax.reduce_window(a, INF, lax.min, (2, 3), (1, 2), "SAME"), [x(5, 6)]),
    "reduce_window max dilated": (lambda a: lax.reduce_window(a, -INF, lax.max, (2, 2), (1, 2), ((1, 0), (0, 2)), (1, 2), (2, 3)), [x(5, 6)]),
    "reduce_window add dilated": (lambda a: lax.reduce_window(a, 0.0, lax.add, (2, 2), (2, 1), ((1, 0), (0, 2)), (2, 1), (1, 2)), [x(5, 6)]),
    "reduce_window mul": (lambda a: lax.reduce_window(a, 1.0, lax.mul, (2, 2), (1, 2), "VALID"), [x(4, 5)]),
    "reduce_window min integers": (lambda a: lax.reduce_window(a, np.int32(2 ** 31 - 1), lax.min, (2, 3), (1, 2), "SAME"), [i(5, 6)]),
    # the identity: JAX counts another init twice in the derivative
    "reduce": (lambda a: lax.reduce(a, np.float32(0), lambda p, q: p + q + 0.5 * p * q, (0, 2)), [x(2, 3, 5) / 8]),
    "reduce max": (lambda a: lax.reduce(a, np.float32(1), lax.max, (1,)), [x(3, 5)]),
    "reduce_xor": (lambda a: lax.reduce_xor(a, (1,)), [i(3, 5)]),
    "cumlogsumexp": (lambda a: lax.cumlogsumexp(a, 1, reverse=True), [x(3, 5)]),
    "sort by two": (lambda a, b: lax.sort((lax.round(a), b), num_keys=2)[1], [x(12), i(12)]),
    "top_k": (lambda a: lax.top_k(a, 2, axis=0)[0], [x(5, 3)]),
    "approx_min_k": (lambda a: lax.approx_min_k(a, 3)[0], [x(2, 7)]),
    "round": (lambda a: lax.round(a), [x(13)]),
    "mulhi": (lambda a: lax.mulhi(a * 123456789, a * 987654321), [i(11)]),
    "collapse": (lambda a: lax.collapse(a, 1, 3), [x(2, 3, 2, 2)]),
    "tile": (lambda a: lax.tile(a, (2, 3)), [x(2, 3)]),
    "split": (lambda a: lax.split(a, (1, 3, 2), 1)[1], [x(2, 6)]),
    "unstack": (lambda a: lax.unstack(a, 1)[2], [x(2, 3, 2)]),
    "dot": (lambda a, b: lax.dot(a, b), [x(3, 4), x(4, 2)]),
    "batch_matmul": (lambda a, b: lax.batch_matmul(a, b), [x(2, 3, 4), x(2, 4, 2)]),
    "ragged_dot": (lambda a, b: lax.ragged_dot(a, b, jnp.array([2, 0, 3], jnp.int32)), [x(6, 4), x(3, 4, 2)]),
    "conv_general_dilated_patches": (lambda a: lax.conv_general_dilated_patches(a, (2, 3), (1, 2), ((0, 1), (1, 0))), [x(2, 3, 4, 5)]),
    "conv_general_dilated_local": (lambda a, b: lax.conv_general_dilated_local(a, b, (1, 2), "VALID", (2, 3)), [x(2, 3, 4, 5), x(2, 18, 3, 2)]),
    "dynamic_index_in_dim": (lambda a: lax.dynamic_index_in_dim(a, -2, 1, False), [x(3, 4)]),
    "dynamic_slice_in_dim": (lambda a: lax.dynamic_slice_in_dim(a, 3, 2, 1), [x(3, 4)]),
    "dynamic_update_index_in_dim": (lambda a, b: lax.dynamic_update_index_in_dim(a, b, 2, 1), [x(3, 4), x(3)]),
    "dynamic_update_slice_in_dim": (lambda a, b: lax.dynamic_update_slice_in_dim(a, b, 1, 0), [x(3, 4), x(2, 4)]),
    "index_take": (lambda a: lax.index_take(a, jnp.array([[0, 2, -1], [1, 1, 0]]), (0, 2)), [x(3, 2, 2)]),
    "gather filled": (lambda a: lax.gather(a, at, rows, (1, 3), mode="fill", fill_value=7), [x(6, 3)]),
    "scatter_mul": (lambda a: lax.scatter_mul(a, at, x(5, 3), scatter), [x(6, 3)]),
    "scatter_min": (lambda a, b: lax.scatter_min(a, at, b, scatter), [x(6, 3), x(5, 3)]),
    "scatter_max": (lambda a, b: lax.scatter_max(a, at, b, scatter), [x(6, 3), x(5, 3)]),
    "scatter_sub": (lambda a, b: lax.scatter_sub(a, at, b, scatter), [x(6, 3), x(5, 3)]),
    "scatter_apply": (lambda a: lax.scatter_apply(a, at[1:], lambda e: jnp.sin(e), scatter, update_shape=(4, 3)), [x(6, 3)]),
}


def numbers(v):
    return [float(e) if np.isfinite(e) else str(float(e)).replace("inf", "Infinity").replace("nan", "NaN") for e in np.asarray(v, np.float64).ravel()]


cases = []
for name, (f, operands) in CASES.items():
    value = f(*operands)
    case = {"name": name, "operands": [[list(o.shape), str(o.dtype), numbers(o)] for o in operands], "shape": list(value.shape), "value": numbers(value)}
    if name != "scatter_apply" and all(o.dtype == jnp.float32 for o in operands) and value.dtype == jnp.float32:
        try:
            weights = jnp.cos(jnp.arange(value.size, dtype=jnp.float32)).reshape(value.shape)
            case["gradients"] = [numbers(g) for g in jax.grad(lambda *o: (f(*o) * weights).sum(), tuple(range(len(operands))))(*operands)]
        except (NotImplementedError, ValueError) as error:
            print(name, "has no gradient in JAX:", str(error)[:80])
    cases.append(case)
with open(__file__.replace(".py", ".json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
