"""Writes cases.json: what jax.numpy and jax.nn give, and their gradients. python cases.py (with jax 0.10.2, 64-bit types off)."""
import json
import zlib

import jax
import jax.numpy as jnp
import numpy as np

cases = []
NAN, INF = np.nan, np.inf


def arrays(name):
    """Makes reproducible arrays; the name is the seed."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))

    class Make:
        def f(self, *shape, dtype="float32"):
            return np.round(rng.normal(size=shape), 2).astype(dtype)

        def positive(self, *shape):
            return np.round(rng.uniform(0.1, 3, size=shape), 2).astype("float32")

        def unit(self, *shape):
            return np.round(rng.uniform(-0.9, 0.9, size=shape), 2).astype("float32")

        def i(self, *shape, low=-9, high=10, dtype="int32"):
            return rng.integers(low, high, size=shape).astype(dtype)

        def b(self, *shape):
            return rng.random(size=shape) < 0.5

        def holes(self, *shape):
            x = self.f(*shape)
            x[rng.random(size=shape) < 0.3] = NAN
            return x

    return Make()


def number(x):
    x = x.item()
    return str(x) if isinstance(x, float) and not np.isfinite(x) else x


def tensor(x):
    x = np.asarray(x)
    wide = x.astype("float32") if x.dtype == jnp.bfloat16 else x
    return {"dtype": str(x.dtype), "shape": list(x.shape), "data": [number(v) for v in wide.ravel()]}


def results(value):
    return [jnp.asarray(leaf) for leaf in jax.tree.leaves(value)]


def weights(x):
    return (jnp.arange(x.size) * 7 % 11 - 5).reshape(x.shape).astype(x.dtype) / 4


def case(name, function, *variants, grad=False, reads=False, rtol=1e-5):
    """A function and the operands that it is called with; `reads`: not under jit."""
    entry = {"name": name, "reads": reads, "rtol": rtol, "calls": []}
    for operands in variants:
        given = [jnp.asarray(x) for x in operands]
        out = results(function(*given))
        call = {"operands": [tensor(x) for x in given], "results": [tensor(x) for x in out]}
        floating = [k for k, x in enumerate(given) if x.dtype == jnp.float32]
        if grad and floating:
            def loss(*values):
                operands = list(given)
                for k, v in zip(floating, values):
                    operands[k] = v
                return sum(jnp.sum(r * weights(r)) for r in results(function(*operands)) if jnp.issubdtype(r.dtype, jnp.floating))
            call["gradients"] = [tensor(g) for g in jax.grad(loss, argnums=tuple(range(len(floating))))(*[given[k] for k in floating])]
        entry["calls"].append(call)
    cases.append(entry)


# ---- elementwise ----

SPECIAL = np.array([0.0, -0.0, 1, -1, 0.5, -0.5, 2.5, -2.5, 1e-30, 1e30, INF, -INF, NAN], "float32")

for name in "abs fabs floor ceil rint trunc sign negative positive square degrees radians isnan isfinite isinf isneginf isposinf nan_to_num signbit".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (SPECIAL,), (a.f(2, 3),), (a.i(3),), (a.f(0, 2),), (a.f(dtype="float16"),), (a.i(4, low=0, dtype="uint8"),))
for name in "exp expm1 sin cos tan arctan tanh exp2 cosh sinh arcsinh cbrt sinc".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.f(2, 3),), (a.i(3, low=-3, high=4),), (a.f(2, 0),), (a.f(),), (a.f(3, dtype="float16"),), grad=True, rtol=2e-5 if name != "tan" else 1e-4)
for name in "log log1p sqrt log2 log10 reciprocal".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.positive(2, 3),), (a.i(3, low=1),), (np.array([0.0, INF, NAN, -2], "float32"),), (a.f(0),), grad=False)
for name in "log log1p sqrt log2 log10 reciprocal".split():
    case(name + " slope", getattr(jnp, name), (arrays(name).positive(5),), grad=True)
for name in "arcsin arccos arctanh".split():
    case(name, getattr(jnp, name), (arrays(name).unit(2, 3),), (arrays(name).unit(),), grad=True)
case("arccosh", jnp.arccosh, (arrays("arccosh").positive(4) + 1.2,), grad=True)
for name in "floor ceil trunc round".split():
    case(name + " slope", getattr(jnp, name), (arrays(name).f(4),), grad=True)
for decimals in (-1, 0, 2):
    a = arrays("round")
    case(f"round {decimals}", lambda x: jnp.round(x, decimals), (a.f(5) * 20,), (np.array([0.5, 1.5, 2.5, -0.5], "float32"),))
case("logical_not", jnp.logical_not, (arrays("not").i(4, low=0, high=2),), (arrays("not").b(2, 2),), (np.array([0, NAN, 2], "float32"),))

for name in "add subtract multiply maximum minimum divide hypot logaddexp logaddexp2 arctan2 fmax fmin copysign".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.f(2, 3), a.f(3)), (a.f(2, 1), a.i(3, low=1)), (a.i(2, low=1), a.i(2, low=1)), (a.f(0, 3), a.f(3)),
         (a.f(3, dtype="float16"), a.f(3)), (np.array([NAN, 1, NAN, INF], "float32"), np.array([1, NAN, NAN, 2], "float32")))
    case(name + " slope", getattr(jnp, name), (a.f(2, 3), a.f(3)), (a.f(2, 1), a.f(1, 2)), grad=True, rtol=2e-5)
for name in "mod remainder fmod floor_divide heaviside".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.f(2, 3) * 3, a.f(3) + 3), (a.i(6), a.i(6, low=1)), (-a.positive(4), -a.positive(4)))
case("divmod", jnp.divmod, (arrays("d").f(5) * 4, arrays("d2").positive(5)), (arrays("d").i(5), arrays("d2").i(5, low=1)))
case("heaviside at 0", jnp.heaviside, (np.array([-1, 0, 2, NAN], "float32"), np.float32(0.5)), (np.array([-1, 0, 3], "int32"), np.int32(1)))
case("power", jnp.power, (arrays("p").positive(2, 3), arrays("q").f(3)), (arrays("p").i(4), arrays("q").i(4, low=0, high=4)), grad=True, rtol=5e-5)
case("float_power", jnp.float_power, (arrays("p").positive(3), arrays("q").f(3)), (arrays("p").i(3, low=1), arrays("q").i(3, low=0, high=3)), rtol=5e-5)
case("gcd", jnp.gcd, (arrays("g").i(3, 4, low=-60, high=60), arrays("h").i(4, low=-60, high=60)), (np.array([0, 0, 7]), np.array([0, 5, 0])))
case("lcm", jnp.lcm, (arrays("g").i(3, 4, low=-60, high=60), arrays("h").i(4, low=-60, high=60)), (np.array([0, 0, 7]), np.array([0, 5, 0])))
case("clip", lambda x: jnp.clip(x, -0.5, 0.5), (arrays("clip").f(2, 4),), grad=True)
case("where", lambda c, x, y: jnp.where(c, x, y), (arrays("w").b(3), arrays("w").f(2, 3), arrays("w").f()), grad=True)
for name in "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.i(3, 4, low=0, high=3), a.i(4, low=0, high=3)), (a.f(3), np.array([0, NAN, 1], "float32")))
case("isclose", jnp.isclose, (np.array([1, 1, NAN, INF, INF, 0], "float32"), np.array([1.000001, 1.1, NAN, INF, -INF, 1e-9], "float32")),
     (arrays("c").i(4, low=0, high=2), arrays("e").i(4, low=0, high=2)))
case("isclose nan", lambda x, y: jnp.isclose(x, y, equal_nan=True), (np.array([1, NAN], "float32"), np.array([NAN, NAN], "float32")))
case("array_equal", jnp.array_equal, (np.arange(3), np.arange(3)), (np.arange(3), np.arange(4)), (np.arange(3), np.arange(3).reshape(1, 3)))
case("array_equiv", jnp.array_equiv, (np.arange(3), np.arange(3).reshape(1, 3)), (np.zeros((2, 3)), np.zeros(3)))
case("nan_to_num values", lambda x: jnp.nan_to_num(x, nan=7, posinf=8, neginf=9), (SPECIAL,), grad=True)

# ---- floating point and bits ----

case("nextafter", jnp.nextafter, (np.array([0, 1, -1, 1e30, INF], "float32"), np.array([1, 0, 0, INF, 0], "float32")))
case("spacing", jnp.spacing, (np.array([1, -1, 0.1, 1e30, 1024], "float32"),))
case("modf", jnp.modf, (arrays("modf").f(6) * 5,), (arrays("modf").i(3),))
case("ldexp", jnp.ldexp, (arrays("l").f(5), arrays("l").i(5)), (arrays("l").f(2, 1), arrays("l").i(3)), grad=True)
case("frexp", jnp.frexp, (np.array([0, 1, -1, 0.3, 1e30, 1e-30, INF, NAN, 8], "float32"),), (arrays("f").f(2, 3),))
for name in "bitwise_and bitwise_or bitwise_xor".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.i(2, 3), a.i(3)), (a.b(4), a.b(4)), (a.i(3, low=0, high=200, dtype="uint8"), a.i(3, low=0, high=200, dtype="uint8")))
case("bitwise_not", jnp.bitwise_not, (arrays("n").i(4),), (arrays("n").b(4),), (arrays("n").i(4, low=0, dtype="uint8"),))
case("left_shift", jnp.left_shift, (arrays("s").i(4), arrays("s").i(4, low=0, high=40)), (arrays("s").i(3, low=0, dtype="uint8"), np.array([1, 2, 3], "uint8")))
case("right_shift", jnp.right_shift, (arrays("s").i(4, low=-99), arrays("s").i(4, low=0, high=5)), (arrays("s").i(3, low=0, high=255, dtype="uint8"), np.array([1, 2, 3], "uint8")))
case("bitwise_count", jnp.bitwise_count, (arrays("c").i(6, low=-999, high=999),), (arrays("c").i(6, low=0, high=255, dtype="uint8"),))
case("packbits", jnp.packbits, (arrays("pb").i(16, low=0, high=2),), (arrays("pb").b(11),))
case("packbits axis", lambda x: jnp.packbits(x, axis=0, bitorder="little"), (arrays("pb").i(9, 2, low=0, high=2),))
case("unpackbits axis", lambda x: jnp.unpackbits(x, axis=-1), (arrays("ub").i(2, 3, low=0, high=256, dtype="uint8"),))

# ---- reductions ----

for name in "sum prod max min mean any all var std median".split():
    a = arrays(name)
    f = getattr(jnp, name)
    smooth = name not in ("any", "all")
    case(name, f, (a.f(2, 3),), (a.i(4),), (a.f(),), (a.f(3, dtype="float16"),) if name not in ("var", "std") else (a.f(3),), (a.b(5),) if name not in ("var", "std", "median") else (a.f(1),), grad=smooth)
    case(name + " axis", lambda x: f(x, axis=-1), (a.f(2, 3),), (a.i(2, 3),), (a.f(0, 3),), grad=smooth)
    case(name + " axes keepdims", lambda x: f(x, axis=(0, 2), keepdims=True), (a.f(2, 3, 2),), grad=smooth)
for name in "sum prod mean any all var std".split():
    a = arrays(name)
    case(name + " where", lambda x, m: getattr(jnp, name)(x, axis=1, where=m), (a.f(2, 4), np.array([True, False, True, True])), grad=name not in ("any", "all"))
for name in "sum prod max min".split():
    case(name + " initial", lambda x: getattr(jnp, name)(x, axis=0, initial=2), (arrays(name).f(3, 2),), (arrays(name).f(0, 2),))
for name in "max min".split():
    case(name + " where initial", lambda x, m: getattr(jnp, name)(x, axis=1, initial=0, where=m), (arrays(name).f(2, 4), np.array([True, False, True, True])), grad=True)
case("sum dtype", lambda x: jnp.sum(x, dtype="float16"), (arrays("sd").i(4),))
for name in "var std".split():
    case(name + " ddof", lambda x: getattr(jnp, name)(x, axis=0, ddof=1), (arrays(name).f(4, 3),), grad=True)
for name in "nansum nanprod nanmax nanmin nanmean nanvar nanstd nanmedian".split():
    a = arrays(name)
    f = getattr(jnp, name)
    case(name, f, (a.holes(3, 4),), (a.i(4),), (np.array([NAN, NAN], "float32"),))
    case(name + " axis keepdims", lambda x: f(x, axis=0, keepdims=True), (a.holes(4, 5),), (np.array([[1, NAN], [2, NAN]], "float32"),))
    case(name + " slope", f, (np.array([1, NAN, 3, -2], "float32"),), grad=name not in ("nanmax", "nanmin", "nanmedian"))
for name in "argmax argmin nanargmax nanargmin".split():
    a = arrays(name)
    case(name, getattr(jnp, name), (a.f(2, 3),), (a.i(6, low=0, high=3),), (np.array([1, NAN, 3, -2], "float32"),))
    case(name + " axis", lambda x: getattr(jnp, name)(x, axis=1), (a.f(3, 4),), (np.array([[1, NAN, 0], [5, 6, 6]], "float32"),))
for name in "cumsum cumprod nancumsum nancumprod".split():
    a = arrays(name)
    case(name, lambda x: getattr(jnp, name)(x, axis=-1), (a.f(2, 4),), (a.i(5, low=1, high=4),), (np.array([1, 2, NAN, 3], "float32"),), (a.f(2, 0),))
    case(name + " slope", lambda x: getattr(jnp, name)(x, axis=0), (a.f(4, 2),), grad=True)
case("cumulative_sum", lambda x: jnp.cumulative_sum(x, axis=1, include_initial=True), (arrays("cs").f(2, 3),), (arrays("cs").i(2, 3),), grad=True)
case("cumulative_prod", lambda x: jnp.cumulative_prod(x, axis=0, include_initial=True), (arrays("cp").f(3, 2),), grad=True)
case("count_nonzero", jnp.count_nonzero, (arrays("cn").i(3, 4, low=0, high=2),), (arrays("cn").b(5),))
case("count_nonzero axis", lambda x: jnp.count_nonzero(x, axis=0), (arrays("cn").i(3, 4, low=0, high=2),))
case("ptp", lambda x: jnp.ptp(x, axis=1), (arrays("ptp").f(3, 4),), (arrays("ptp").i(3, 4),), grad=True)

# ---- statistics ----

for method in "linear lower higher nearest midpoint".split():
    case("quantile " + method, lambda x: jnp.quantile(x, 0.3, axis=0, method=method), (arrays("q").f(5, 2),), (arrays("q").i(4, 2),))
case("quantile vector", lambda x, q: jnp.quantile(x, q, axis=1), (arrays("q").f(2, 6), np.array([0, 0.25, 0.9, 1], "float32")), (np.array([[1, NAN, 2], [3, 4, 5]], "float32"), np.array([0.5], "float32")))
case("quantile slope", lambda x: jnp.quantile(x, 0.3), (arrays("q").f(6),), grad=True)
case("percentile", lambda x: jnp.percentile(x, 40), (arrays("pc").f(3, 4),))
case("nanquantile", lambda x: jnp.nanquantile(x, 0.7, axis=0), (arrays("nq").holes(5, 3),), (np.array([[NAN], [NAN]], "float32"),))
case("nanpercentile", lambda x: jnp.nanpercentile(x, 25, axis=1, keepdims=True), (arrays("np").holes(2, 6),))
case("average", lambda x, w: jnp.average(x, weights=w), (arrays("av").f(2, 3), arrays("av").positive(2, 3)), grad=True)
case("average axis", lambda x, w: jnp.average(x, axis=0, weights=w), (arrays("av").f(3, 2), arrays("av").positive(3)), (arrays("av").i(3, 2), arrays("av").i(3, low=1)), grad=True)
case("cov", jnp.cov, (arrays("cov").f(3, 5),), (arrays("cov").f(6),), (arrays("cov").i(2, 4),), grad=True, rtol=1e-4)
case("cov of two", lambda x, y: jnp.cov(x, y), (arrays("cov").f(5), arrays("cov2").f(5)), rtol=1e-4)
case("cov ddof", lambda x: jnp.cov(x, ddof=0), (arrays("cov").f(3, 5),), rtol=1e-4)
case("corrcoef", jnp.corrcoef, (arrays("cc").f(3, 5),), rtol=1e-4)
case("corrcoef of two", jnp.corrcoef, (arrays("cc").f(5), arrays("cc2").f(5)), rtol=1e-4)
case("histogram", lambda x: jnp.histogram(x, bins=4), (arrays("hi").f(20),), (np.full(3, 2, "float32"),), (arrays("hi").i(9),))
case("histogram range", lambda x: jnp.histogram(x, bins=5, range=(-1, 1)), (arrays("hi").f(20),))
case("histogram edges weights", lambda x, e, w: jnp.histogram(x, bins=e, weights=w), (arrays("hi").f(10), np.array([-1, 0, 0.5, 2], "float32"), arrays("hi").positive(10)))
case("histogram_bin_edges", lambda x: jnp.histogram_bin_edges(x, bins=3), (arrays("hi").f(20),))
case("histogram2d", lambda x, y: jnp.histogram2d(x, y, bins=(3, 2)), (arrays("h2").f(20), arrays("h3").f(20)))
case("histogramdd", lambda x: jnp.histogramdd(x, bins=[3, 2, 2]), (arrays("h2").f(20, 3),))
case("bincount", jnp.bincount, (arrays("bc").i(9, low=0, high=5),), reads=True)
case("bincount length", lambda x: jnp.bincount(x, length=4), (arrays("bc").i(9, low=0, high=6),))
case("bincount weights", lambda x, w: jnp.bincount(x, weights=w, length=5), (arrays("bc").i(9, low=0, high=5), arrays("bc").f(9)), grad=True)
case("digitize", jnp.digitize, (arrays("dg").f(2, 4), np.array([-1, 0, 0.5, 1], "float32")), (np.array([0, 1, 2], "float32"), np.array([2, 1, 0], "float32")))
case("digitize right", lambda x, b: jnp.digitize(x, b, right=True), (np.array([0, 1, 2, 3], "float32"), np.array([0, 1, 2], "float32")), (np.array([0, 1, 2], "float32"), np.array([2, 1, 0], "float32")))

# ---- creation ----

for name, f in {"arange": lambda: jnp.arange(5), "arange step": lambda: jnp.arange(7, 0, -3), "arange floats": lambda: jnp.arange(0.5, 3, 0.75), "linspace": lambda: jnp.linspace(-1, 3, 7),
                "linspace open": lambda: jnp.linspace(0, 1, 4, endpoint=False), "logspace": lambda: jnp.logspace(0, 2, 5), "logspace base": lambda: jnp.logspace(0, 3, 4, base=2.0),
                "geomspace": lambda: jnp.geomspace(1, 256, 9), "geomspace negative": lambda: jnp.geomspace(-1, -100, 3), "eye": lambda: jnp.eye(3), "eye k": lambda: jnp.eye(2, 4, 1), "identity": lambda: jnp.identity(2),
                "tri": lambda: jnp.tri(3, 4, 1), "indices": lambda: jnp.indices((2, 3)), "mgrid": lambda: jnp.mgrid[0:3, 1:9:4], "ogrid": lambda: list(jnp.ogrid[0:3, 1:9:4]), "zeros": lambda: jnp.zeros((2, 0)),
                "ones": lambda: jnp.ones(3), "full": lambda: jnp.full((2, 2), 7), "fromfunction": lambda: jnp.fromfunction(lambda i, j: 10 * i + j, (2, 3), dtype=int), "fromstring": lambda: jnp.fromstring("1, 2.5, -3", sep=","),
                "bartlett": lambda: jnp.bartlett(7), "blackman": lambda: jnp.blackman(6), "hamming": lambda: jnp.hamming(5), "hanning": lambda: jnp.hanning(8), "kaiser": lambda: jnp.kaiser(9, 8.6), "hanning 1": lambda: jnp.hanning(1),
                "diag_indices": lambda: jnp.diag_indices(3, 2), "tril_indices": lambda: jnp.tril_indices(3, 1, 4), "triu_indices": lambda: jnp.triu_indices(3, 1, 4), "mask_indices": lambda: jnp.mask_indices(3, jnp.triu)}.items():
    case(name, f, (), reads=True)
case("linspace arrays", lambda x, y: jnp.linspace(x, y, 4), (arrays("ls").f(2), arrays("ls2").f(2)), grad=True)
case("zeros_like", jnp.zeros_like, (arrays("zl").i(2, 3),))
case("ones_like", jnp.ones_like, (arrays("zl").f(2),))
case("full_like", lambda x: jnp.full_like(x, 3), (arrays("zl").f(2),))
case("meshgrid", lambda x, y: jnp.meshgrid(x, y), (np.arange(3), np.arange(2)))
case("meshgrid ij", lambda x, y: jnp.meshgrid(x, y, indexing="ij"), (arrays("mg").f(3), arrays("mg").f(2)), grad=True)
case("diagflat", lambda x: jnp.diagflat(x, 1), (arrays("df").f(2, 2),), grad=True)
case("vander", lambda x: jnp.vander(x, 4), (arrays("vd").f(3),), (arrays("vd").i(3),), grad=True)
case("vander increasing", lambda x: jnp.vander(x, 3, increasing=True), (arrays("vd").f(3),))
case("ix_", lambda x, y: jnp.ix_(x, y), (np.array([2, 0]), np.array([1, 3, 0])))

# ---- manipulation ----

a = arrays("manipulation")
case("stack", lambda x, y: jnp.stack([x, y], -1), (a.f(2, 3), a.f(2, 3)), (a.f(2), a.i(2)), grad=True)
case("concatenate", lambda x, y: jnp.concatenate([x, y], 1), (a.f(2, 3), a.f(2, 1)), grad=True)
for name, pair in {"hstack": (a.f(2, 3), a.f(2, 2)), "vstack": (a.f(3), a.f(2, 3)), "dstack": (a.f(2, 3), a.f(2, 3)), "column_stack": (a.f(3), a.f(3, 2)), "append": (a.f(2, 2), a.f(3))}.items():
    case(name, (lambda x, y: jnp.append(x, y)) if name == "append" else (lambda x, y, g=getattr(jnp, name): g([x, y])), pair, grad=True)
case("hstack vectors", lambda x, y: jnp.hstack([x, y]), (a.f(3), a.f(2)), (a.f(), a.f()))
case("dstack vectors", lambda x, y: jnp.dstack([x, y]), (a.f(3), a.f(3)))
case("append axis", lambda x, y: jnp.append(x, y, 1), (a.f(2, 2), a.f(2, 1)))
case("block", lambda x, y, z: jnp.block([[x, y], [z]]), (a.f(2, 2), a.f(2, 1), a.f(1, 3)), grad=True)
case("block row", lambda x, y: jnp.block([x, y]), (a.f(2), a.f(3)), (a.f(2, 2), a.f(2, 1)))
case("split", lambda x: jnp.split(x, 3, 1), (a.f(2, 6),), grad=True)
case("split at", lambda x: jnp.split(x, [1, 4], 0), (a.f(5, 2),))
case("array_split", lambda x: jnp.array_split(x, 3), (a.f(7),), (a.f(2, 2),))
case("hsplit", lambda x: jnp.hsplit(x, 2), (a.f(2, 4),), (a.f(4),))
case("vsplit", lambda x: jnp.vsplit(x, 2), (a.f(4, 2),))
case("dsplit", lambda x: jnp.dsplit(x, 2), (a.f(1, 2, 4),))
case("unstack", lambda x: jnp.unstack(x, axis=1), (a.f(2, 3),))
for name in "atleast_1d atleast_2d atleast_3d".split():
    case(name, getattr(jnp, name), (a.f(),), (a.f(2),), (a.f(2, 3),), (a.f(1, 2, 3),))
case("broadcast_arrays", lambda x, y: jnp.broadcast_arrays(x, y), (a.f(2, 1), a.f(3)), grad=True)
case("reshape", lambda x: jnp.reshape(x, (3, -1)), (a.f(2, 6),))
case("ravel", jnp.ravel, (a.f(2, 3),), (a.f(),))
case("transpose", jnp.transpose, (a.f(2, 3, 4),))
case("swapaxes", lambda x: jnp.swapaxes(x, 0, -1), (a.f(2, 3, 4),), grad=True)
case("moveaxis", lambda x: jnp.moveaxis(x, (0, 1), (-1, 0)), (a.f(2, 3, 4),), grad=True)
case("rollaxis", lambda x: jnp.rollaxis(x, 2, 0), (a.f(2, 3, 4),))
case("matrix_transpose", jnp.matrix_transpose, (a.f(2, 3, 4),))
case("tile", lambda x: jnp.tile(x, (2, 1, 2)), (a.f(2, 3),), (a.f(2),), grad=True)
case("repeat", lambda x: jnp.repeat(x, 2, 1), (a.f(2, 3),), grad=True)
case("repeat counts", lambda x: jnp.repeat(x, jnp.array([1, 0, 2]), axis=0, total_repeat_length=3), (a.f(3, 2),), grad=True)
case("roll", lambda x: jnp.roll(x, -1, 1), (a.f(2, 3),), grad=True)
case("roll flat", lambda x: jnp.roll(x, 2), (a.f(2, 3),))
case("roll axes", lambda x: jnp.roll(x, (1, -1), (0, 1)), (a.f(2, 3),))
for name in "flip fliplr flipud rot90 tril triu trace".split():
    case(name, getattr(jnp, name), (a.f(2, 3),), (a.i(3, 3),), grad=True)
case("rot90 3", lambda x: jnp.rot90(x, 3, (1, 2)), (a.f(2, 2, 3),))
case("rot90 2", lambda x: jnp.rot90(x, 2), (a.f(2, 3),))
case("tril k", lambda x: jnp.tril(x, -1), (a.f(2, 3, 3),))
case("triu k", lambda x: jnp.triu(x, 1), (a.f(3, 4),))
case("diag", jnp.diag, (a.f(3),), (a.f(3, 2),), grad=True)
case("diag k", lambda x: jnp.diag(x, -1), (a.f(3),), (a.f(3, 3),), grad=True)
case("diagonal", lambda x: jnp.diagonal(x, 1), (a.f(3, 4),), (a.f(2, 3, 2),), grad=True)
case("diagonal axes", lambda x: jnp.diagonal(x, 0, 1, 2), (a.f(2, 3, 3),))
case("trace axes", lambda x: jnp.trace(x, 1, 1, 2), (a.f(2, 3, 3),), grad=True)
case("delete", lambda x: jnp.delete(x, np.array([0, -1]), 1), (a.f(2, 4),), grad=True)
case("delete one", lambda x: jnp.delete(x, 1, 0), (a.f(3),))
case("insert", lambda x: jnp.insert(x, 1, 9, 1), (a.f(2, 3),), (a.i(2, 3),))
case("insert row", lambda x, v: jnp.insert(x, 2, v, 0), (a.f(2, 3), a.f(3)))
case("resize", lambda x: jnp.resize(x, (3, 3)), (a.f(4),), (a.f(2, 7),), grad=True)
case("trim_zeros", jnp.trim_zeros, (np.array([0, 0, 1, 0, 2, 0]),), (np.zeros(3),), reads=True)
for mode in "constant edge reflect symmetric wrap".split():
    case("pad " + mode, lambda x: jnp.pad(x, ((1, 2), (0, 1)), mode), (a.f(3, 3),), grad=True)
case("pad value", lambda x: jnp.pad(x, ((1, 2),), constant_values=7), (a.f(3),), (a.i(2),))
case("squeeze", jnp.squeeze, (a.f(1, 3, 1),))
case("expand_dims", lambda x: jnp.expand_dims(x, 1), (a.f(2, 3),))
case("broadcast_to", lambda x: jnp.broadcast_to(x, (2, 3)), (a.f(3),), (a.f(2, 1),), grad=True)

# ---- products ----

a = arrays("products")
case("matmul", jnp.matmul, (a.f(2, 3), a.f(3, 4)), (a.f(3), a.f(3)), (a.f(2, 2, 3), a.f(3)), (a.f(3), a.f(2, 3, 2)), (a.i(2, 2), a.i(2, 2)), (a.f(2, 0), a.f(0, 3)), grad=True)
case("dot", jnp.dot, (a.f(2, 3), a.f(3)), (a.f(), a.f(3)), (a.f(2, 3), a.f(2, 3, 2)), grad=True)
case("vdot", jnp.vdot, (a.f(2, 3), a.f(2, 3)), grad=True)
case("inner", jnp.inner, (a.f(2, 3), a.f(4, 3)), (a.f(3), a.f(3)), (a.f(), a.f(2)), grad=True)
case("outer", jnp.outer, (a.f(2), a.f(3)), (a.f(2, 2), a.f(2)), grad=True)
case("vecdot", jnp.vecdot, (a.f(2, 3), a.f(3)), (a.f(3), a.f(3)), grad=True)
case("vecdot axis", lambda x, y: jnp.vecdot(x, y, axis=0), (a.f(3, 2), a.f(3, 2)))
case("matvec", jnp.matvec, (a.f(2, 3), a.f(3)), (a.f(2, 3), a.f(4, 3)), grad=True)
case("vecmat", jnp.vecmat, (a.f(2), a.f(2, 3)), (a.f(4, 2), a.f(2, 3)), grad=True)
case("tensordot", lambda x, y: jnp.tensordot(x, y, 2), (a.f(2, 3, 4), a.f(3, 4, 2)), grad=True)
case("tensordot axes", lambda x, y: jnp.tensordot(x, y, ((0,), (1,))), (a.f(2, 3), a.f(4, 2)))
case("einsum", lambda x, y: jnp.einsum("ij,jk->ki", x, y), (a.f(2, 3), a.f(3, 4)), grad=True)
case("kron", jnp.kron, (a.f(2, 2), a.f(1, 3)), (a.f(2), a.f(2, 2)), grad=True)
case("cross", jnp.cross, (a.f(2, 3), a.f(3)), (a.f(3), a.f(3)), grad=True)
for mode in "full same valid".split():
    case("convolve " + mode, lambda x, y: jnp.convolve(x, y, mode), (a.f(5), a.f(3)), (a.f(2), a.f(4)), grad=True)
    case("correlate " + mode, lambda x, y: jnp.correlate(x, y, mode), (a.f(5), a.f(3)), (a.f(2), a.f(4)), (a.f(4), a.f(4)), (a.f(6), a.f(2)), grad=True)

# ---- polynomials, calculus ----

a = arrays("polynomials")
case("poly", jnp.poly, (a.f(3),), (a.i(3),), grad=True)
for name in "polyadd polysub polymul".split():
    case(name, getattr(jnp, name), (a.f(3), a.f(2)), (a.f(2), a.f(4)), grad=True)
case("polydiv", jnp.polydiv, (a.f(5), a.f(2)), (a.f(2), a.f(3)), rtol=1e-4)
case("polyder", jnp.polyder, (a.f(4),), (a.i(4),), grad=True)
case("polyder 2", lambda p: jnp.polyder(p, 2), (a.f(4),))
case("polyint", jnp.polyint, (a.f(3),), grad=True)
case("polyint 2", lambda p: jnp.polyint(p, 2), (a.f(3),))
case("polyval", jnp.polyval, (a.f(3), a.f(2, 2)), grad=True)
case("diff", lambda x: jnp.diff(x, 2, 0), (a.f(4, 2),), (a.i(5),), grad=True)
case("diff last", jnp.diff, (a.f(2, 3),))
case("ediff1d", jnp.ediff1d, (a.f(2, 3),))
case("gradient", jnp.gradient, (a.f(4, 3),), grad=True)
case("gradient vector", lambda x: jnp.gradient(x, 0.5), (a.f(5),), (a.f(2),))
case("gradient coordinates", lambda x, h: jnp.gradient(x, h, axis=0), (a.f(5, 2), np.array([0, 1, 1.5, 3, 5], "float32")), rtol=1e-4)
case("trapezoid", jnp.trapezoid, (a.f(4),), (a.f(2, 3),), grad=True)
case("trapezoid dx", lambda y: jnp.trapezoid(y, dx=0.5, axis=0), (a.f(4, 2),))
case("trapezoid x", lambda y, x: jnp.trapezoid(y, x), (a.f(2, 4), np.array([0, 1, 3, 4], "float32")), grad=True)
case("interp", jnp.interp, (np.array([-1, 0, 0.5, 1, 2.2, 9], "float32"), np.array([0, 1, 2, 3], "float32"), a.f(4)), (a.f(2, 2), np.array([-1, 0, 2], "float32"), a.f(3)), grad=False)
case("interp slope", jnp.interp, (np.array([-1, 0.5, 2.2, 9], "float32"), np.array([0, 1, 2, 3], "float32"), a.f(4)), grad=True)
case("unwrap", jnp.unwrap, (a.f(6) * 5,), (a.f(2, 5) * 9,), rtol=1e-4)
case("unwrap period", lambda x: jnp.unwrap(x, period=4, axis=0), (np.array([0, 3, 5, 1, 9], "float32"),), rtol=1e-4)

# ---- sorting, selection, sets ----

a = arrays("selection")
case("sort", jnp.sort, (a.f(2, 4),), (a.i(5),), (np.array([2, NAN, 1], "float32"),), (a.f(0),), grad=True)
case("sort descending", lambda x: jnp.sort(x, 0, descending=True), (a.f(4, 2),), (np.array([2, NAN, 1], "float32"),))
case("argsort", jnp.argsort, (a.f(2, 4),), (a.i(8, low=0, high=3),), (np.array([2, NAN, 1], "float32"),))
case("argsort descending", lambda x: jnp.argsort(x, descending=True), (a.f(2, 4),), (a.i(8, low=0, high=3),))
case("partition at", lambda x: jnp.partition(x, 2)[..., 2], (a.f(2, 5),))
case("argpartition at", lambda x: jnp.argpartition(x, 2)[..., 2], (a.f(2, 5),))
case("lexsort", lambda x, y: jnp.lexsort((x, y)), (a.i(8), a.i(8, low=0, high=3)), (a.f(2, 5), a.i(2, 5, low=0, high=2)))
case("searchsorted", jnp.searchsorted, (np.array([0, 1, 1, 2, 5]), a.i(2, 3)), (np.array([0, 1, 2], "float32"), np.float32(1)))
case("searchsorted right", lambda x, v: jnp.searchsorted(x, v, side="right"), (np.array([0, 1, 1, 2, 5]), a.i(2, 3)))
case("take", lambda x, i: jnp.take(x, i, axis=1), (a.f(2, 4), np.array([[0, -1], [3, 9]])), (a.i(2, 4), np.array(2)))
case("take flat", jnp.take, (a.f(2, 3), np.array([5, 0])), grad=True)
case("take wrap", lambda x, i: jnp.take(x, i, axis=0, mode="wrap"), (a.f(3, 2), np.array([4, -1])))
case("take_along_axis", lambda x, i: jnp.take_along_axis(x, i, 1), (a.f(2, 4), np.array([[0, 3], [2, -1]])), grad=True)
case("choose", lambda i, x, y: jnp.choose(i, [x, y]), (np.array([0, 1, 1]), a.f(3), a.f(2, 3)), grad=True)
case("compress", lambda c, x: jnp.compress(c, x, axis=1), (np.array([True, False, True]), a.f(2, 3)), reads=True)
case("extract", jnp.extract, (a.b(2, 3), a.f(2, 3)), reads=True)
case("select", lambda c, d, x, y: jnp.select([c, d], [x, y], 7), (a.b(4), a.b(4), a.f(4), a.f(4)), grad=True)
case("piecewise", lambda x: jnp.piecewise(x, [x < 0, x > 1], [lambda v: -v, lambda v: v * v, lambda v: v + 1]), (a.f(3, 2),), grad=True)
case("nonzero", jnp.nonzero, (a.i(3, 4, low=0, high=2),), (a.b(4),), reads=True)
case("nonzero size", lambda x: jnp.nonzero(x, size=4, fill_value=-1), (a.i(3, 4, low=0, high=2),), (np.array([0, 1, 0]),), (np.zeros((2, 2), "int32"),))
case("argwhere", jnp.argwhere, (a.i(3, 2, low=0, high=2),), (np.array(1),), reads=True)
case("argwhere size", lambda x: jnp.argwhere(x, size=3, fill_value=0), (a.i(3, 2, low=0, high=2),))
case("flatnonzero", jnp.flatnonzero, (a.i(3, 2, low=0, high=2),), reads=True)
case("put_along_axis", lambda x, i, v: jnp.put_along_axis(x, i, v, axis=1, inplace=False), (a.f(2, 4), np.array([[0], [2]]), np.float32(9)), grad=True)
case("put", lambda x, i, v: jnp.put(x, i, v, inplace=False), (a.f(2, 3), np.array([0, 5]), np.array([7, 8], "float32")), (a.f(2, 3), np.array([0, 5, 2]), np.array([7], "float32")))
case("place", lambda x, m, v: jnp.place(x, m, v, inplace=False), (a.f(2, 3), np.array([[True, False, True], [True, True, False]]), np.array([7, 8, 9], "float32")))
case("fill_diagonal", lambda x: jnp.fill_diagonal(x, 7, inplace=False), (a.f(3, 4),), (a.f(2, 2, 2),), grad=True)
case("ravel_multi_index", lambda i, j: jnp.ravel_multi_index((i, j), (3, 4), mode="clip"), (np.array([0, 2, 5]), np.array([3, -1, 2])))
case("unravel_index", lambda i: jnp.unravel_index(i, (3, 4)), (np.array([[0, 11], [5, -1]]),))
case("diag_indices_from", jnp.diag_indices_from, (a.f(2, 2, 2),))
case("tril_indices_from", jnp.tril_indices_from, (a.f(3, 2),), reads=True)
case("triu_indices_from", jnp.triu_indices_from, (a.f(2, 3),), reads=True)
case("unique", jnp.unique, (a.i(3, 4, low=0, high=4),), (np.array([2, NAN, 1, NAN], "float32"),), (np.zeros(0, "float32"),), reads=True)
case("unique size", lambda x: jnp.unique(x, size=4), (a.i(9, low=0, high=3),), (a.i(9, low=0, high=9),))
case("unique fill", lambda x: jnp.unique(x, size=5, fill_value=-1), (a.i(9, low=0, high=3),))
case("unique_all", lambda x: tuple(jnp.unique_all(x)), (a.i(3, 3, low=0, high=4),), reads=True)
case("unique_inverse", lambda x: tuple(jnp.unique_inverse(x)), (a.i(6, low=0, high=4),), reads=True)
case("unique_counts", lambda x: tuple(jnp.unique_counts(x)), (a.i(6, low=0, high=4),), reads=True)
case("unique_values", jnp.unique_values, (a.i(6, low=0, high=4),), reads=True)
for name in "union1d intersect1d setdiff1d setxor1d".split():
    case(name, getattr(jnp, name), (a.i(6, low=0, high=6), a.i(2, 3, low=0, high=6)), (a.f(3), a.f(2)), reads=True)
case("union1d size", lambda x, y: jnp.union1d(x, y, size=9), (a.i(4, low=0, high=6), a.i(4, low=0, high=6)))
case("isin", jnp.isin, (a.i(2, 4, low=0, high=6), a.i(3, low=0, high=6)), (a.f(2), np.zeros(0, "float32")))

# ---- functional ----

a = arrays("functional")
case("apply_along_axis", lambda x: jnp.apply_along_axis(lambda v: v[:2] * v.sum(), 1, x), (a.f(2, 3, 2),), grad=True)
case("apply_along_axis to scalars", lambda x: jnp.apply_along_axis(jnp.sum, 0, x), (a.f(3, 2),))
case("apply_over_axes", lambda x: jnp.apply_over_axes(jnp.sum, x, (0, 2)), (a.f(2, 3, 2),))
case("vectorize", lambda x, y: jnp.vectorize(lambda v, w: jnp.dot(v, w), signature="(n),(n)->()")(x, y), (a.f(2, 3), a.f(3)), (a.f(4, 1, 2), a.f(3, 2)), grad=True)
case("vectorize scalars", lambda x: jnp.vectorize(lambda v: v * v)(x), (a.f(2, 3),), (a.f(),))

# ---- jax.nn ----

nn = jax.nn
for name in "relu relu6 sigmoid softplus log_sigmoid silu elu leaky_relu selu soft_sign mish celu hard_tanh hard_sigmoid hard_swish squareplus glu standardize softmax log_softmax logsumexp sparse_plus sparse_sigmoid gelu tanh identity logmeanexp".split():
    a = arrays(name)
    ties = np.array([[-6, -3, -1, 0, 1, 3]], "float32")
    case("nn " + name, getattr(nn, name), (a.f(2, 4),), (a.f(2, 2) * 9,), (a.f(2, 4, dtype="float16"),), grad=True, rtol=2e-5)
case("nn relu at 0", nn.relu, (np.array([0, -1, 2], "float32"),), (np.array([0, -2, 3]),), grad=True)
case("nn log1mexp", nn.log1mexp, (np.array([0.1, 0.5, 1, 5, 20], "float32"),), (np.array([0.01, 0.693, 0.694], "float32"),), grad=True, rtol=1e-4)
case("nn gelu exact", lambda x: nn.gelu(x, approximate=False), (arrays("gelu").f(5),), grad=True)
case("nn softmax axis where", lambda x, m: nn.softmax(x, axis=0, where=m), (arrays("sm").f(3, 2), np.array([[True], [False], [True]])), grad=True)
case("nn log_softmax axis", lambda x: nn.log_softmax(x, axis=0), (arrays("sm").f(3, 2),), (np.array([[1e30], [-1e30]], "float32"),))
case("nn logsumexp axis", lambda x: nn.logsumexp(x, axis=0), (arrays("sm").f(3, 2),), (np.full((2, 1), -INF, "float32"),))
case("nn logsumexp weights", lambda x, b: nn.logsumexp(x, axis=1, b=b), (arrays("sm").f(3, 4), arrays("sm").positive(4)), grad=True)
case("nn logmeanexp axis", lambda x: nn.logmeanexp(x, axis=1), (arrays("sm").f(3, 2),))
case("nn one_hot", lambda x: nn.one_hot(x, 4), (np.array([[0, 3], [-1, 4]]),))
case("nn one_hot axis", lambda x: nn.one_hot(x, 3, axis=0), (np.array([0, 2]),))
a = arrays("attention")
case("nn attention", nn.dot_product_attention, (a.f(2, 3, 2, 4), a.f(2, 5, 2, 4), a.f(2, 5, 2, 4)), (a.f(3, 4, 4), a.f(5, 2, 4), a.f(5, 2, 4)), grad=True, rtol=1e-4)
case("nn attention causal", lambda q, k, v: nn.dot_product_attention(q, k, v, is_causal=True), (a.f(1, 4, 2, 3), a.f(1, 4, 2, 3), a.f(1, 4, 2, 3)), rtol=1e-4)
case("nn attention bias mask", lambda q, k, v, b, m: nn.dot_product_attention(q, k, v, bias=b, mask=m, scale=0.3), (a.f(1, 2, 2, 3), a.f(1, 4, 2, 3), a.f(1, 4, 2, 3), a.f(1, 2, 2, 4), np.array([[[[True, True, False, True]]]])), rtol=1e-4)

case("polyfit", lambda x, y: jnp.polyfit(x, y, 2), (np.array([0, 1, 2, 3, 5], "float32"), arrays("pf").f(5)), (np.array([0, 1, 2, 3], "float32"), arrays("pf").f(4, 2)), rtol=1e-4)

# ---- indexing ----

a = arrays("indexing")
i0, i1 = np.array([0, -1, 1]), np.array([[1], [-2]])
case("get slices", lambda x: x[1:3, ..., None, ::-1], (a.f(4, 2, 3),), grad=True)
case("get slice and array", lambda x, i: x[:, i, 1:], (a.f(2, 3, 4), i0), grad=True)
case("get apart", lambda x, i: x[i, :, i], (a.f(3, 2, 3), i0))
case("get new axis between", lambda x, i: x[i, None, i], (a.f(3, 3), i0))
case("get broadcast", lambda x, i, j: x[..., i, j], (a.f(2, 3, 3), i0, i1), grad=True)
case("get number and array", lambda x, i: x[1, :, i], (a.f(2, 3, 4), i0))
case("get mask", lambda x, m: x[m], (a.f(2, 3), np.array([[True, False, True], [False, False, True]])), (a.f(2, 3), np.array([False, True])), reads=True)
case("get mask and slice", lambda x, m: x[:, m, ::2], (a.f(2, 3, 4), np.array([True, False, True])), reads=True)
case("get far away", lambda x, i: x[i], (a.f(3), np.array([5, -7, 1])))
case("at clip", lambda x, i: x.at[i].set(9, mode="clip"), (a.f(3), np.array([5, -7])))
case("at fill", lambda x, i: x.at[i].get(mode="fill", fill_value=-1), (a.f(3), np.array([5, -7, -1])), (a.i(3), np.array([5, -7, -1])))
case("at drop", lambda x, i: x.at[i].set(9), (a.f(3), np.array([5, -7, -1])))
case("at sub", lambda x, i, v: x.at[i].subtract(v), (a.f(3, 2), np.array([0, 0, 2]), a.f(3, 2)), grad=True)
case("at div", lambda x, i, v: x.at[i].divide(v), (a.f(3), np.array([0, 2]), a.positive(2)))
case("at pow", lambda x, i: x.at[i].power(2), (a.f(3), np.array([0, 2])))
case("at apply", lambda x: x.at[1:].apply(jnp.exp), (a.f(3),))
case("at mul min max", lambda x, i, v: (x.at[i].mul(v), x.at[i].min(v), x.at[i].max(v)), (a.f(3), np.array([0, 0, 2]), a.f(3)))
case("at set strided", lambda x: x.at[::2, -1].set(7), (a.f(4, 2),), grad=True)

# ---- jax.nn.initializers ----

init = jax.nn.initializers
for name in "lecun_normal lecun_uniform he_normal he_uniform kaiming_normal kaiming_uniform glorot_normal glorot_uniform xavier_normal xavier_uniform orthogonal delta_orthogonal".split():
    shapes = [(3, 2, 4)] if name == "delta_orthogonal" else [(3, 4), (4, 3), (2, 2, 3)]
    case("init " + name, lambda: [getattr(init, name)()(jax.random.key(7), s) for s in shapes], (), rtol=1e-5)
case("init plain", lambda: [f(jax.random.key(7), (2, 3)) for f in (init.zeros, init.ones, init.constant(2.5), init.uniform(0.3), init.normal(0.2), init.truncated_normal(0.5), init.truncated_normal(2.0, lower=-1.0, upper=3.0))], ())
case("init variance scaling", lambda: [init.variance_scaling(2.0, m, d, in_axis=0, out_axis=2)(jax.random.key(7), (2, 2, 3)) for m in ("fan_out", "fan_geo_avg") for d in ("normal", "uniform")], ())

with open("cases.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases) + "\n]\n")
print(len(cases), "functions,", sum(len(entry["calls"]) for entry in cases), "calls")
