"""Writes special.json: values and derivatives of jax.lax and jax.scipy.special in float64, by JAX 0.10.2."""
import json
import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy import special as s

POSITIVE = [0.05, 0.3, 0.5, 1.0, 1.7, 2.0, 3.2, 7.9, 8.0, 12.5, 40.0, 120.0]
SIGNED = [-30.5, -7.3, -2.5, -1.0, -0.4, -1e-3, 1e-3, 0.3, 0.999, 1.0, 2.2, 5.5, 9.0, 60.0]
UNIT = [1e-12, 0.01, 0.13, 0.2, 0.5, 0.7, 0.87, 0.95, 0.999999]
A = [0.2, 0.7, 1.0, 2.5, 6.0, 15.0, 40.0]
X = [0.1, 0.9, 1.0, 2.0, 5.5, 16.0, 38.0]


def pairs(a, b):
    a, b = np.meshgrid(a, b, indexing="ij")
    return [a.ravel().tolist(), b.ravel().tolist()]


def with_specials(x):
    return x + [0.0, float("nan"), float("inf"), float("-inf")]


# name: (function, operands, by which of them it is differentiated)
CASES = {
    "lax.lgamma": (lax.lgamma, [SIGNED + [float("nan"), float("inf"), 1e5, 171.0]], [0]),
    # JAX's trigamma loses digits below 0
    "lax.digamma": (lax.digamma, [[x for x in SIGNED if x > -1] + [1e5]], [0]),
    "lax.polygamma": (lax.polygamma, pairs([0.0, 1.0, 2.0, 5.0], POSITIVE + [-0.5, -2.3]), [1]),
    "lax.zeta": (lax.zeta, pairs([1.1, 2.0, 3.5, 9.0], POSITIVE), []),
    "lax.igamma": (lax.igamma, pairs(A, X), [0, 1]),
    "lax.igammac": (lax.igammac, pairs(A, X), [0, 1]),
    "lax.random_gamma_grad": (lax.random_gamma_grad, pairs(A, X), []),
    "lax.betainc": (lax.betainc, [[0.5, 1.0, 2.0, 30.0, 0.1, 5.0], [0.5, 3.0, 2.0, 12.0, 4.0, 5.0], [0.1, 0.9, 0.5, 0.7, 0.01, 0.99]], [2]),
    "lax.bessel_i0e": (lax.bessel_i0e, [SIGNED + [0.0]], [0]),
    "lax.bessel_i1e": (lax.bessel_i1e, [SIGNED + [0.0]], [0]),
    "lax.cbrt": (lax.cbrt, [SIGNED], [0]),
    "lax.exp2": (lax.exp2, [SIGNED], [0]),
    "lax.sinh": (lax.sinh, [SIGNED], [0]),
    "lax.cosh": (lax.cosh, [SIGNED], [0]),
    "lax.asinh": (lax.asinh, [with_specials(SIGNED) + [1e300, -1e-300]], [0]),
    "lax.acosh": (lax.acosh, [[1.0000001, 1.5, 3.0, 1e5, 1e200, 0.5]], [0]),
    "lax.atanh": (lax.atanh, [[-0.999, -0.3, 1e-9, 0.5, 0.99999, 1.0, 2.0]], []),
    "lax.reduce_precision": (lambda x: lax.reduce_precision(x, 5, 3), [SIGNED + [1e5, 1e-7, 65535.0, 2.0 ** -14]], []),
    "special.bessel_jn": (lambda x: s.bessel_jn(x, v=3), [[0.5, 1.0, 3.3, 10.0]], []),
    "special.beta": (s.beta, pairs([0.5, 2.0, 10.0, -0.5], [0.3, 4.0, 20.0]), []),
    "special.betaln": (s.betaln, pairs([0.5, 2.0, 10.0], [0.3, 4.0, 20.0, 1e6]), [0, 1]),
    "special.boxcox": (s.boxcox, pairs(POSITIVE, [0.0, 0.5, -1.0]), [0]),
    "special.boxcox1p": (s.boxcox1p, pairs(POSITIVE, [0.0, 0.5, -1.0]), [0]),
    "special.comb": (s.comb, pairs([5.0, 10.0, 0.0], [0.0, 2.0, 5.0, 7.0]), []),
    "special.dawsn": (s.dawsn, [SIGNED], [0]),
    "special.entr": (s.entr, [SIGNED + [0.0]], []),
    "special.erfcx": (s.erfcx, [[-5.0, -1.0, 0.3, 2.0, 20.0, 26.0, 27.0, 100.0]], [0]),
    "special.exp1": (s.exp1, [POSITIVE], [0]),
    "special.expi": (s.expi, [[x for x in SIGNED if x != 0] + POSITIVE], [0]),
    "special.expn": (lambda n, x: s.expn(n.astype(int), x), pairs([0.0, 1.0, 2.0, 5.0], POSITIVE), []),
    "special.factorial": (s.factorial, [[0.0, 1.0, 5.0, 20.0, 2.5, -1.0]], []),
    "special.fresnel": (lambda x: jnp.stack(s.fresnel(x)), [SIGNED], []),
    "special.gamma": (s.gamma, [[x for x in SIGNED if x != -1.0]], [0]),
    "special.gammasgn": (s.gammasgn, [SIGNED + [0.0, -0.0, float("nan")]], []),
    "special.hyp1f1": (s.hyp1f1, [[1.2, 0.5, 2.0, 3.0, 0.0, -2.0, 1.5], [2.3, 1.5, 2.0, 4.0, 3.0, 1.5, 2.5], [0.7, -3.0, 1.5, 9.0, 3.0, 1.0, 120.0]], [0, 1, 2]),
    "special.hyp2f1": (s.hyp2f1, [[1.2, 0.5, 2.0, -3.0, 0.5, 1.0, 0.4, 3.0], [2.3, 1.5, 2.0, 2.0, 0.5, 1.0, 1.2, 2.5],
                                  [3.1, 2.5, 5.0, 1.5, 2.0, 2.0, 1.6, 1.2], [0.3, -0.6, 0.5, 0.7, 1.0, 0.95, 0.97, 0.4]], []),
    "special.i0": (s.i0, [SIGNED], [0]),
    "special.i1": (s.i1, [SIGNED], [0]),
    "special.kl_div": (s.kl_div, pairs([0.0, 0.4, 3.0], [0.0, 0.7, 2.0]), []),
    "special.log_ndtr": (s.log_ndtr, [[-30.0, -5.0, -0.2, 0.0, 1.0, 7.0]], [0]),
    "special.loggamma": (s.loggamma, [POSITIVE + [-0.5]], []),
    "special.logit": (s.logit, [UNIT], [0]),
    "special.multigammaln": (lambda a: s.multigammaln(a, 3), [[1.5, 2.0, 10.0]], [0]),
    "special.ndtri": (s.ndtri, [UNIT + [0.0, 1.0, 1e-30]], [0]),
    "special.owens_t": (s.owens_t, pairs([-1.5, 0.0, 0.3, 2.0], [-3.0, -1.0, 0.0, 0.4, 1.0, 2.5]), [0, 1]),
    "special.poch": (s.poch, pairs([0.5, 2.0, 7.0], [0.0, 0.5, 3.0]), [0, 1]),
    "special.rel_entr": (s.rel_entr, pairs([0.0, 0.4, 3.0], [0.0, 0.7, 2.0]), []),
    "special.sici": (lambda x: jnp.stack(s.sici(x)), [SIGNED + [0.0, 7.0, 1e10, float("inf")]], []),
    "special.spence": (s.spence, [POSITIVE + [0.0, -1.0]], []),
    "special.xlog1py": (s.xlog1py, pairs([0.0, 0.5, -2.0], [-1.0, 0.0, 3.0]), []),
    "special.xlogy": (s.xlogy, pairs([0.0, 0.5, -2.0], [0.0, 1.0, 3.0, float("nan")]), []),
}


def number(x):
    return float(x) if np.isfinite(x) else str(float(x)).replace("inf", "Infinity").replace("nan", "NaN")


def numbers(x):
    return [number(v) for v in np.asarray(x, dtype=np.float64).ravel()]


cases = []
for name, (function, operands, by) in CASES.items():
    arrays = [jnp.asarray(x, dtype=jnp.float64) for x in operands]
    case = {"name": name, "operands": [numbers(x) for x in operands], "value": numbers(function(*arrays)), "slopes": {}}
    for i in by:
        case["slopes"][str(i)] = numbers(jax.grad(lambda *a: function(*a).sum(), argnums=i)(*arrays))
    cases.append(case)
with open(__file__.replace(".py", ".json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
