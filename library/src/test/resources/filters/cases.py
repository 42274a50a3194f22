"""Odd trees through Equinox 0.13.8, in the format of the cases in ../reference/filters.

Writes index.json and an empty tensors.safetensors beside this file.
"""

import dataclasses
import json
import math
import struct
from pathlib import Path

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

HERE = Path(__file__).parent
PREDICATES = ("is_array", "is_inexact_array", "is_array_like", "is_inexact_array_like")
NAMES = {getattr(eqx, name): {"kind": "predicate", "name": name} for name in PREDICATES} | {
    jnp.tanh: {"kind": "function", "name": "tanh"}, jax.nn.relu: {"kind": "function", "name": "relu"}}
cases = []


class Pair(eqx.Module):
    left: object
    right: object


class Triple(eqx.Module):
    a: object
    b: object
    c: object


class Empty(eqx.Module):
    pass


def number(x):
    return x if not isinstance(x, float) or math.isfinite(x) else "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def tree(x):
    match x:
        case None:
            return {"kind": "none"}
        case list() | tuple():
            return {"kind": type(x).__name__, "items": [tree(y) for y in x]}
        case dict():
            return {"kind": "dict", "entries": {k: tree(v) for k, v in x.items()}}
        case eqx.Module():
            return {"kind": "record", "type": type(x).__name__, "fields": [[f.name, tree(getattr(x, f.name))] for f in dataclasses.fields(x)]}
        case bool() | int() | float() | str():
            return {"kind": type(x).__name__, "value": number(x)}
        case jax.Array():
            return {"kind": "array", "dtype": str(x.dtype), "shape": list(x.shape), "values": [number(v) for v in np.asarray(x).ravel().tolist()]}
        case _:
            return NAMES[x]


def add(op, params, call, result=lambda x: {"tree": tree(x)}):
    try:
        result = result(call())
    except Exception as error:
        result = {"error": {"type": type(error).__name__, "reason": str(error).strip().split("\n")[0][:120]}}
    cases.append({"id": f"{op}_{len(cases)}", "op": op, "function": op, "params": params, "inputs": [], "expected": [], "rtol": 0, "atol": 0,
                  "result": result})


def go(x, path):
    for step in path:
        (kind, at), = step.items()
        x = getattr(x, at) if kind == "field" else x[at]
    return x


def at(x, paths, replacements, is_leaf=False):
    more = {"is_leaf": lambda y: y is None} if is_leaf else {}
    add("equinox.tree_at", {"tree": tree(x), "where": paths, "replacements": [tree(r) for r in replacements]} | ({"is_leaf": "x is none"} if is_leaf else {}),
        lambda: eqx.tree_at(lambda y: [go(y, path) for path in paths], x, replacements, **more))


def equal(a, b, **rules):
    add("equinox.tree_equal", {"trees": [tree(a), tree(b)]} | rules, lambda: eqx.tree_equal(a, b, **rules), lambda same: {"value": bool(same)})


def mapped(text, f, *trees):
    add("jax.tree.map", {"trees": [tree(x) for x in trees], "fn": text}, lambda: jax.tree.map(f, *trees))


array = lambda *values, dtype=jnp.float32: jnp.asarray(values, dtype)
TREES = [
    Triple(array(1.0), (2, {"x": array(3.0)}), None), [Empty(), 1, Pair(Empty(), None)], (jnp.tanh, jax.nn.relu, [jnp.tanh, None]),
    {"a": [], "b": (), "c": {}, "d": None, "e": [[], {}], "f": Pair(None, [])}, [1, 1, "a", "a", None, None, (), ()],
    {"z": 1, "a": {"y": array(1.0, 2.0)}, "A": 2, "10": 3, "9": 4}, (1, 2.5, True, "s", -1.5, math.inf), None,
    [array(1, dtype=jnp.int32), array(True, dtype=bool), jnp.zeros((0, 3)), jnp.ones(())],
]
for x in TREES:
    leaves = jax.tree_util.tree_leaves_with_path(x)
    add("jax.tree.flatten", {"tree": tree(x)}, lambda: leaves, lambda ls: {
        "leaves": [tree(leaf) for _, leaf in ls], "num_leaves": len(ls), "paths": [jax.tree_util.keystr(path) for path, _ in ls]})
    add("jax.tree.leaves", {"tree": tree(x)}, lambda: jax.tree.leaves(x), lambda ls: {"leaves": [tree(leaf) for leaf in ls]})
    add("equinox.partition", {"tree": tree(x), "filter_spec": tree(eqx.is_array_like)}, lambda: eqx.partition(x, eqx.is_array_like),
        lambda both: {"trees": [tree(y) for y in both]})
    add("equinox.tree_check", {"tree": tree(x)}, lambda: eqx.tree_check(x), lambda _: {})
    add("equinox.tree_flatten_one_level", {"tree": tree(x)}, lambda: eqx.tree_flatten_one_level(x)[0], lambda ys: {"trees": [tree(y) for y in ys]})
for name in PREDICATES:
    for x in (1, 2.0, True, "s", array(1.0), array(1, dtype=jnp.int32), jnp.tanh):
        add(f"equinox.{name}", {"tree": tree(x)}, lambda: getattr(eqx, name)(x), lambda truth: {"value": bool(truth)})
for spec in ([True], [True, None, None], Triple(True, None, False), (True, [False, False], True), 3):
    add("equinox.filter", {"tree": tree([1, None, 2]), "filter_spec": tree(spec)}, lambda: eqx.filter([1, None, 2], spec))
for trees in (([1, None, None], [None, 2, None], [3, 3, None]), (None, 1), ([(1, None)], [(None,)]), ([None], [[1, 2]]), ([None], [()])):
    add("equinox.combine", {"trees": [tree(x) for x in trees]}, lambda: eqx.combine(*trees))
at([1, 2, 3], [[{"index": -1}]], ["last"])
at(TREES[0], [[{"field": "b"}, {"index": 1}, {"key": "x"}], [{"field": "a"}]], [None, [1, (2,)]])
at(TREES[0], [[{"field": "d"}]], [1])
at(TREES[5], [[{"key": "missing"}]], [1])
at([None, 1, None], [[{"index": 2}]], [1])  # replaced here
at([None, 1, None], [[{"index": 2}]], [1], is_leaf=True)
at([1, 2], [[{"index": 0}], [{"index": 0}]], [3, 4])  # an error here
for a, b in ((array(1.0), array(1.05)), (1.0, 1.05), (array(1, 2, dtype=jnp.int32), array(1, 3, dtype=jnp.int32)), (array(math.inf), array(math.inf)),
             (array(1.0), array(math.inf)), (array(math.nan), array(math.nan)), (array(True, dtype=bool), array(False, dtype=bool))):
    equal(a, b, rtol=0.1, atol=1.0 if a is not None and not eqx.is_inexact_array(a) else 0.0)
equal(Empty(), Empty())
equal(Triple(1, 2, 3), Triple(1, 2.0, 3), typematch=True)
mapped("(u, v) -> u - v", lambda u, v: u - v, [5, array(3.0)], [3, array(1.0)])
mapped("(u, v, w) -> u * v * w", lambda u, v, w: u * v * w, [5], [3], [2.5])
mapped("x -> 2 x", lambda x: 2 * x, [1, (array(2.0), None)])
for model, updates in (([array(1.0), 2], [array(0.5), None]), (Pair(array(1.0), "x"), Pair(array(2.0), None)), ([1], [1, 2])):
    add("equinox.apply_updates", {"model": tree(model), "updates": tree(updates)}, lambda: eqx.apply_updates(model, updates))

(HERE / "tensors.safetensors").write_bytes(struct.pack("<Q", 8) + b"{}      ")
lines = ",\n".join(json.dumps(case) for case in cases)
(HERE / "index.json").write_text(f'{{"format": 1, "area": "filters", "cases": [\n{lines}\n]}}\n')
