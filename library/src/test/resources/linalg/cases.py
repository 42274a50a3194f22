"""Writes index.json and tensors.safetensors beside this file: linear algebra of JAX 0.10.2 in the format of the reference cases.

Run with a Python that has jax and numpy. Results do not depend on the signs that LAPACK chooses for vectors.
"""
import json
import math
import pathlib
import struct
import zlib

import jax
import jax.numpy as jnp
import jax.scipy.linalg as sla
import numpy as np
from jax import lax

HERE = pathlib.Path(__file__).parent
cases, tensors = [], {}


def rng(name):
    return np.random.default_rng(zlib.crc32(name.encode()))


def general(r, *shape):
    return r.uniform(-1, 1, shape)


def well(r, *shape):
    """Singular values and diagonal apart from each other and from 0."""
    m, n = shape[-2:]
    return 0.3 * r.uniform(-1, 1, shape) + np.eye(m, n) * (1 + np.arange(max(m, n))[:m, None])


def definite(r, *shape):
    x = well(r, *shape)
    return x @ np.swapaxes(x, -1, -2) + 0.5 * np.eye(shape[-1])


def least(a, b):
    x, residuals, rank, s = jnp.linalg.lstsq(a, b)
    return x, residuals, rank.astype(jnp.int32), s


def case(op, function, *makers, params=None, x64=True, jvp=True, vmap=True, differentiable=None, of_outputs=None, rtol=None, atol=None, label=""):
    id = op + "/" + label + ("" if x64 else "_f32")
    assert id not in [c["id"] for c in cases], id
    r = rng(id)
    dtype = np.float64 if x64 else np.float32
    cast = lambda x: x.astype(dtype) if np.issubdtype(np.asarray(x).dtype, np.floating) else np.asarray(x).astype(np.int32)
    make = lambda: [cast(m(r) if callable(m) else np.asarray(m)) for m in makers]
    with jax.enable_x64(x64):
        outs = lambda *x: (lambda y: tuple(y) if isinstance(y, (tuple, list)) else (y,))(function(*x))
        x = make()
        y = jax.jit(outs)(*x)
        checks = {"forward": {"inputs": [f"x{i}" for i in range(len(x))], "expected": [f"y{i}" for i in range(len(y))]}}
        t = {f"x{i}": v for i, v in enumerate(x)} | {f"y{i}": v for i, v in enumerate(y)}
        diff = [i for i, v in enumerate(x) if v.dtype == dtype] if differentiable is None else differentiable
        of = [i for i, v in enumerate(y) if v.dtype == dtype] if of_outputs is None else of_outputs
        if jvp and diff and of:
            def f(*args):
                full = list(x)
                for i, a in zip(diff, args):
                    full[i] = a
                out = outs(*full)
                return tuple(out[i] for i in of)
            primals = tuple(jnp.asarray(x[i]) for i in diff)
            dx = tuple(general(r, *x[i].shape).astype(dtype) for i in diff)
            dy = jax.jit(lambda p, d: jax.jvp(f, p, d)[1])(primals, dx)
            ct = tuple(general(r, *np.shape(y[i])).astype(dtype) for i in of)
            grads = jax.jit(lambda p, c: jax.vjp(f, *p)[1](c))(primals, ct)
            t |= {f"t{i}": v for i, v in zip(diff, dx)} | {f"jvp{i}": v for i, v in zip(of, dy)}
            t |= {f"ct{i}": v for i, v in zip(of, ct)} | {f"grad{i}": v for i, v in zip(diff, grads)}
            checks["jvp"] = {"differentiable": diff, "of_outputs": of, "tangents": [f"t{i}" for i in diff], "expected": [f"jvp{i}" for i in of]}
            checks["vjp"] = {"differentiable": diff, "of_outputs": of, "cotangents": [f"ct{i}" for i in of], "expected": [f"grad{i}" for i in diff]}
        if vmap and x:
            for v, axis in enumerate((0, -1)):
                others = make()
                mapped = [True] * len(x) if v == 0 else [i == 0 for i in range(len(x))]
                in_axes = [(0 if axis == 0 else x[i].ndim) if mapped[i] else None for i in range(len(x))]
                batch = [np.stack([a, b], in_axes[i]) if mapped[i] else a for i, (a, b) in enumerate(zip(x, others))]
                out = jax.jit(jax.vmap(outs, tuple(in_axes)))(*map(jnp.asarray, batch))
                names = [f"v{v}.x{i}" if mapped[i] else f"x{i}" for i in range(len(x))]
                checks[f"v{v}"] = {"in_axes": in_axes, "out_axes": 0, "inputs": names, "expected": [f"v{v}.y{i}" for i in range(len(out))]}
                t |= {f"v{v}.x{i}": batch[i] for i in range(len(x)) if mapped[i]} | {f"v{v}.y{i}": o for i, o in enumerate(out)}
    cases.append({"id": id, "op": op, "params": params or {}, "checks": checks,
                  "rtol": rtol or (1e-9 if x64 else 2e-4), "atol": atol or (1e-10 if x64 else 2e-4)})
    for name, value in t.items():
        tensors[id + "/" + name] = np.asarray(value)


def cases_of_decompositions():
    for shape in [(1, 1), (0, 0), (4, 4), (2, 3, 3)]:
        s = "x".join(map(str, shape))
        case("cholesky", jnp.linalg.cholesky, lambda r: definite(r, *shape), label=s)
        case("eigvalsh", jnp.linalg.eigvalsh, lambda r: well(r, *shape), label=s)
        case("eigh_abs", lambda a: (jnp.linalg.eigh(a)[0], abs(jnp.linalg.eigh(a)[1])), lambda r: well(r, *shape), label=s)
        case("inv", jnp.linalg.inv, lambda r: well(r, *shape), label=s)
        case("det", jnp.linalg.det, lambda r: well(r, *shape), label=s, jvp=0 not in shape, vmap=0 not in shape)
        case("slogdet", jnp.linalg.slogdet, lambda r: -well(r, *shape), label=s, jvp=0 not in shape, vmap=0 not in shape)
    case("cholesky", lambda a: jnp.linalg.cholesky(a, upper=True), lambda r: definite(r, 3, 3), params={"upper": True}, label="upper")
    case("cholesky", jnp.linalg.cholesky, [[1.0, 2.0], [2.0, 1.0]], jvp=False, vmap=False, label="indefinite")
    for shape in [(3, 3), (2, 4, 2), (2, 4), (3, 0)]:
        s = "x".join(map(str, shape))
        empty = 0 in shape
        case("lu", lax.linalg.lu, lambda r: well(r, *shape)[..., ::-1, :].copy(), of_outputs=[0], jvp=not empty, label=s)
        for mode in ["reduced", "complete"]:
            case("qr", lambda a: tuple(jnp.linalg.qr(a, mode)), lambda r: well(r, *shape), params={"mode": mode}, jvp=not empty, label=mode + s)
        case("svdvals", jnp.linalg.svdvals, lambda r: well(r, *shape), label=s, jvp=not empty)
        case("svd_abs", lambda a: (lambda u, s, v: (abs(u), s, abs(v)))(*jnp.linalg.svd(a, full_matrices=False)), lambda r: well(r, *shape), label=s, jvp=not empty)
        case("pinv", jnp.linalg.pinv, lambda r: well(r, *shape), label=s, jvp=not empty, vmap=not empty)
    case("qr", lambda a: tuple(jnp.linalg.qr(a, "raw")), lambda r: well(r, 2, 4, 3), params={"mode": "raw"}, jvp=False, label="raw")
    case("qr", lambda a: tuple(jnp.linalg.qr(a, "raw")), lambda r: well(r, 3, 4), params={"mode": "raw"}, jvp=False, label="rawwide")
    case("svd_full_abs", lambda a: (lambda u, s, v: (abs(u[:, :3]), s, abs(v[:3])))(*jnp.linalg.svd(a)), lambda r: well(r, 3, 3), label="square")
    case("svd_full_abs", lambda a: (lambda u, s, v: (abs(u[:, :2]), s, abs(v[:2])))(*jnp.linalg.svd(a)), lambda r: well(r, 4, 2), jvp=False, label="tall")
    repeated = np.diag([2.0, 2.0, 2.0, 5.0])
    sums = lambda w: jnp.stack([w.sum(), (w**2).sum(), (w**3).sum()])
    case("eigvalsh_sums", lambda a: sums(jnp.linalg.eigvalsh(a)), repeated, label="repeated")
    case("svdvals_sums", lambda a: sums(jnp.linalg.svdvals(a)), repeated, label="repeated")
    case("svdvals_sums", lambda a: sums(jnp.linalg.svdvals(a)), [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], jvp=False, label="rank1")
    for uplo in "LU":
        case("eigh_triangle", lambda a: (lambda e: (e[0], abs(e[1])))(jnp.linalg.eigh(a, UPLO=uplo, symmetrize_input=False)),
             lambda r: well(r, 2, 3, 3), jvp=False, params={"uplo": uplo}, label=uplo)
    for shape in [(3, 3), (4, 3), (3, 4)]:
        case("scipy_lu", sla.lu, lambda r: well(r, *shape)[::-1].copy(), of_outputs=[1, 2], label="x".join(map(str, shape)))
    case("polar", lambda a: sla.polar(a, method="svd"), lambda r: well(r, 4, 3), label="tall")
    case("eigh_tridiagonal", lambda d, e: sla.eigh_tridiagonal(d, e, eigvals_only=True), lambda r: general(r, 5), lambda r: general(r, 4),
         jvp=False, vmap=False, rtol=1e-7, atol=1e-7)


def cases_of_solves():
    for left in (True, False):
        for flags in range(8):
            lower, transpose, unit = (bool(flags & b) for b in (1, 2, 4))
            params = {"left_side": left, "lower": lower, "transpose_a": transpose, "unit_diagonal": unit}
            case("triangular_solve", lambda a, b: lax.linalg.triangular_solve(a, b, **params), lambda r: well(r, 3, 3),
                 lambda r: general(r, *((3, 2) if left else (2, 3))), params=params, label=f"{left}{flags}")
    params = {"left_side": True, "lower": True, "transpose_a": False, "unit_diagonal": False}
    case("triangular_solve", lambda a, b: lax.linalg.triangular_solve(a, b, **params), lambda r: well(r, 2, 3, 3), lambda r: general(r, 2, 3, 1),
         params=params, label="batch")
    case("triangular_solve", lambda a, b: lax.linalg.triangular_solve(a, b, **params), lambda r: well(r, 3, 3), lambda r: general(r, 3),
         params=params, label="vector")
    for a, b in [((3, 3), (3,)), ((1, 1), (1, 2)), ((3, 3), (2, 3, 2)), ((2, 3, 3), (3,)), ((0, 0), (0,)), ((3, 3), (3, 0))]:
        s = f"{a}{b}".replace(" ", "")
        case("solve", jnp.linalg.solve, lambda r: well(r, *a), lambda r: general(r, *b), label=s, jvp=0 not in a + b, vmap=0 not in a + b)
    case("solve", jnp.linalg.solve, lambda r: well(r, 4, 4), lambda r: general(r, 4, 3), x64=False, label="4x4")
    case("solve_pos", lambda a, b: sla.solve(a, b, assume_a="pos"), lambda r: definite(r, 3, 3), lambda r: general(r, 3, 2), label="3x3")
    for lower in (True, False):
        p = {"lower": lower}
        case("cho_solve", lambda a, b: sla.cho_solve(sla.cho_factor((a + a.mT) / 2, lower=lower), b), lambda r: definite(r, 3, 3), lambda r: general(r, 3), params=p, label=f"{lower}")
        case("cho_solve", lambda a, b: sla.cho_solve(sla.cho_factor((a + a.mT) / 2, lower=lower), b), lambda r: definite(r, 2, 3, 3), lambda r: general(r, 2, 3, 2), params=p, label=f"{lower}batch")
    for trans in (0, 1):
        for b in [(4,), (4, 2)]:
            case("lu_solve", lambda a, b: sla.lu_solve(sla.lu_factor(a), b, trans=trans), lambda r: well(r, 4, 4)[::-1].copy(), lambda r: general(r, *b),
                 params={"trans": trans}, label=f"{trans}{len(b)}")
    for shape in [(5, 3), (3, 5), (3, 3)]:
        for b in [(shape[0],)]:
            case("lstsq", least, lambda r: well(r, *shape), lambda r: general(r, *b), label=f"{shape}{len(b)}".replace(" ", ""))
    case("lstsq", least, [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], lambda r: general(r, 3), jvp=False, vmap=False, label="deficient")
    case("tensorsolve", jnp.linalg.tensorsolve, lambda r: well(r, 6, 6).reshape(2, 3, 6), lambda r: general(r, 2, 3))
    case("tensorinv", lambda a: jnp.linalg.tensorinv(a, ind=1), lambda r: well(r, 6, 6).reshape(6, 2, 3), params={"ind": 1})
    case("tridiagonal_solve", lax.linalg.tridiagonal_solve, lambda r: general(r, 5), lambda r: 4 + general(r, 5), lambda r: general(r, 5), lambda r: general(r, 5, 2),
         jvp=False, label="5")
    case("tridiagonal_solve", lax.linalg.tridiagonal_solve, lambda r: general(r, 2, 4), lambda r: 4 + general(r, 2, 4), lambda r: general(r, 2, 4), lambda r: general(r, 2, 4, 1),
         jvp=False, label="batch")


def cases_of_values():
    singular = np.array([[1.0, 2, 3, 4], [2, 4, 6, 8], [0, 1, 0, 1], [1, 0, 1, 1]])
    case("det", jnp.linalg.det, singular, label="singular")
    case("det", jnp.linalg.det, np.outer([1.0, 2, 3, 4], [1.0, 1, 2, 1]), label="rank1")
    case("slogdet", jnp.linalg.slogdet, np.zeros((3, 3)), jvp=False, label="zero")
    case("inv", jnp.linalg.inv, np.zeros((2, 2)), jvp=False, vmap=False, label="singular")
    case("pinv", jnp.linalg.pinv, [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], jvp=False, label="rank1")
    for n in (-3, 0, 5):
        case("matrix_power", lambda a: jnp.linalg.matrix_power(a, n), lambda r: well(r, 2, 3, 3), params={"n": n}, label=str(n))
    for shape in [(4, 3), (2, 3, 3), (3,)]:
        case("matrix_rank", jnp.linalg.matrix_rank, lambda r: general(r, *shape), label="x".join(map(str, shape)), x64=False)
    case("matrix_rank", jnp.linalg.matrix_rank, singular, label="singular", x64=False)
    for p in (None, 2, -2, 1, -1, math.inf, -math.inf, "fro", "nuc"):
        case("cond", lambda a: jnp.linalg.cond(a, p), lambda r: well(r, 2, 3, 3), params={"p": p}, label=str(p))
    for order in (1, -1, 2, -2, math.inf, -math.inf, "fro", "nuc"):
        case("matrix_norm", lambda a: jnp.linalg.matrix_norm(a, ord=order), lambda r: general(r, 2, 3, 4), params={"ord": order}, label=str(order))
        if not isinstance(order, str):
            for axis in [(2, 0)]:
                for keep in (True, False):
                    case("norm", lambda a: jnp.linalg.norm(a, order, axis, keep), lambda r: general(r, 2, 3, 4), jvp=False, vmap=False,
                         params={"ord": order, "axis": axis, "keepdims": keep}, label=f"{order}{axis}{keep}".replace(" ", ""))
    for order in (0, 1, 2, 3, 0.5, math.inf, -math.inf):
        for axis in (-1,):
            case("norm", lambda a: jnp.linalg.norm(a, order, axis), lambda r: general(r, 2, 4), params={"ord": order, "axis": axis, "keepdims": False}, label=f"{order}{axis}")
        case("vector_norm", lambda a: jnp.linalg.vector_norm(a, ord=order), lambda r: general(r, 2, 4), params={"ord": order}, label=str(order))
    for shapes in [((3,), (3, 4), (4,)), ((2, 9), (9, 3), (3, 8), (8, 1))]:
        case("multi_dot", lambda *x: jnp.linalg.multi_dot(x), *[lambda r, s=s: general(r, *s) for s in shapes], label=str(shapes).replace(" ", ""), vmap=False)
    case("vecdot", lambda x, y: jnp.linalg.vecdot(x, y), lambda r: general(r, 2, 1, 4), lambda r: general(r, 3, 4))
    for offset in (0, 1, -2):
        case("trace", lambda x: (jnp.linalg.trace(x, offset=offset), jnp.linalg.diagonal(x, offset=offset)), lambda r: general(r, 2, 3, 4), params={"offset": offset}, label=str(offset))
    for x64 in (True, False):
        for scale in (0, 0.1, 1, 20):
            case("expm", sla.expm, lambda r: scale * general(r, 3, 3), label=str(scale), x64=x64, rtol=None if x64 else 1e-3, atol=None if x64 else 1e-3 * max(1, math.exp(1.5 * scale)))
    case("expm", sla.expm, lambda r: np.array([0.1, 1, 10])[:, None, None] * general(r, 3, 2, 2), label="batch")
    case("expm", sla.expm, np.full((2, 2), 1e6), label="large", jvp=False, vmap=False)
    case("expm_frechet", sla.expm_frechet, lambda r: general(r, 3, 3), lambda r: general(r, 3, 3), vmap=False)


def cases_of_reflections():
    for shape, k in [((4, 3), 3), ((3, 3), 2), ((2, 5, 3), 3)]:
        case("householder_product", lax.linalg.householder_product, lambda r: general(r, *shape), lambda r: general(r, *shape[:-2], k), jvp=False, vmap=False, label=f"{shape}{k}".replace(" ", ""))
    for left in (True, False):
        for transpose in (True, False):
            case("ormqr", lambda a, t, c: lax.linalg.ormqr(a, t, c, left=left, transpose=transpose), lambda r: general(r, 4, 3), lambda r: general(r, 3),
                 lambda r: general(r, *((4, 2) if left else (2, 4))), params={"left": left, "transpose": transpose}, jvp=False, vmap=False, label=f"{left}{transpose}")
    case("cholesky_update", lax.linalg.cholesky_update, lambda r: np.triu(well(r, 4, 4)), lambda r: general(r, 4), jvp=False, vmap=False)
    case("symmetric_product", lambda a, c: lax.linalg.symmetric_product(a, c, alpha=2.0, beta=0.5, symmetrize_output=True), lambda r: general(r, 2, 3, 4),
         lambda r: (lambda x: x + np.swapaxes(x, -1, -2))(general(r, 2, 3, 3)), jvp=False, vmap=False)
    case("lu_pivots_to_permutation", lambda p: lax.linalg.lu_pivots_to_permutation(p, 5), np.array([[2, 2, 4], [0, 4, 2]]), params={"size": 5}, jvp=False)


def cases_of_patterns():
    V = lambda *s: (lambda r: general(r, *s))
    case("toeplitz", sla.toeplitz, V(4), V(3), label="rectangular")
    case("toeplitz", sla.toeplitz, V(2, 3), V(4), label="batch")
    case("toeplitz", lambda c: sla.toeplitz(c), V(3), label="symmetric")
    case("hankel", sla.hankel, V(4), V(3), label="rectangular")
    case("hankel", lambda c: sla.hankel(c), V(3), label="square")
    case("circulant", sla.circulant, V(2, 4))
    case("companion", sla.companion, lambda r: 2 + general(r, 2, 4))
    case("leslie", sla.leslie, V(4), V(3))
    case("fiedler", sla.fiedler, V(4))
    case("block_diag", sla.block_diag, V(2, 3), V(3), V(1, 1), V(2, 2))
    for mode in ("full", "same", "valid"):
        for n in (2, 5):
            case("convolution_matrix", lambda a: sla.convolution_matrix(a, n, mode), V(3), params={"n": n, "mode": mode}, label=f"{mode}{n}")
    for n in (1, 4):
        for op, f in [("hilbert", sla.hilbert), ("invhilbert", sla.invhilbert), ("hadamard", sla.hadamard)]:
            case(op, lambda: f(n), params={"n": n}, x64=False, label=str(n), rtol=1e-4)
        for full in (True, False):
            case("helmert", lambda: sla.helmert(n, full), params={"n": n, "full": full}, x64=False, label=f"{n}{full}", rtol=1e-5)
        for kind in ("symmetric", "lower", "upper"):
            case("pascal", lambda: sla.pascal(n, kind), params={"n": n, "kind": kind}, x64=False, label=f"{n}{kind}", rtol=1e-4)
            case("invpascal", lambda: sla.invpascal(n, kind), params={"n": n, "kind": kind}, x64=False, label=f"{n}{kind}", rtol=1e-4)


def number(value):
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return [number(v) for v in value] if isinstance(value, tuple) else value


def write():
    names = {"float32": "F32", "float64": "F64", "int32": "I32", "int64": "I64"}
    header, data = {}, b""
    for key, value in tensors.items():
        raw = np.ascontiguousarray(value).tobytes()
        header[key] = {"dtype": names[str(value.dtype)], "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    (HERE / "tensors.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    for c in cases:
        c["params"] = {k: number(v) for k, v in c["params"].items()}
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    (HERE / "index.json").write_text('{"cases": [\n' + lines + "\n]}\n")


for group in (cases_of_decompositions, cases_of_solves, cases_of_values, cases_of_reflections, cases_of_patterns):
    group()
write()
print(len(cases), "cases")
