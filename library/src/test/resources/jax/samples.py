"""Writes samples.json: samples of jax.random by JAX 0.10.2, float32 but for what ends in 64."""
import json
import jax
import jax.numpy as jnp
import numpy as np
from jax import random as r

KEY = r.PRNGKey(7)
ALPHA = jnp.array([0.05, 0.4, 1.0, 2.5, 30.0], jnp.float32)
COVARIANCE = jnp.array([[2.0, 0.5, 0.1], [0.5, 1.0, 0.2], [0.1, 0.2, 0.7]], jnp.float32)
MEAN = jnp.array([1.0, -2.0, 0.5], jnp.float32)

CASES = {
    "cauchy": lambda: r.cauchy(KEY, (3, 4)),
    "gamma": lambda: r.gamma(KEY, ALPHA, (4, 5)),
    "gamma scalar": lambda: r.gamma(KEY, 2.5, (7,)),
    "gamma gradient": lambda: jax.grad(lambda a: r.gamma(KEY, a, (4, 5)).sum())(ALPHA),
    "loggamma": lambda: r.loggamma(KEY, ALPHA, (4, 5)),
    "loggamma gradient": lambda: jax.grad(lambda a: r.loggamma(KEY, a, (4, 5)).sum())(ALPHA),
    "beta": lambda: r.beta(KEY, ALPHA, 0.7, (2, 5)),
    "chisquare": lambda: r.chisquare(KEY, 3.0, (6,)),
    "f": lambda: r.f(KEY, 3.0, 5.0, (6,)),
    "t": lambda: r.t(KEY, 4.0, (6,)),
    "pareto": lambda: r.pareto(KEY, ALPHA),
    "lognormal": lambda: r.lognormal(KEY, 0.5, (6,)),
    "rayleigh": lambda: r.rayleigh(KEY, 2.0, (6,)),
    "weibull_min": lambda: r.weibull_min(KEY, 2.0, 1.5, (6,)),
    "wald": lambda: r.wald(KEY, 1.5, (6,)),
    "triangular": lambda: r.triangular(KEY, -1.0, 0.5, 2.0, (6,)),
    "maxwell": lambda: r.maxwell(KEY, (6,)),
    "double_sided_maxwell": lambda: r.double_sided_maxwell(KEY, 1.0, 2.0, (6,)),
    "generalized_normal": lambda: r.generalized_normal(KEY, 1.5, (6,)),
    "ball": lambda: r.ball(KEY, 3, 1.5, (4,)),
    "dirichlet": lambda: r.dirichlet(KEY, ALPHA, (3,)),
    "multivariate_normal": lambda: r.multivariate_normal(KEY, MEAN, COVARIANCE, (4,)),
    "orthogonal": lambda: r.orthogonal(KEY, 3, (2,)),
    "orthogonal wide": lambda: r.orthogonal(KEY, 2, (2,), m=4),
    "rademacher": lambda: r.rademacher(KEY, (9,)),
    "geometric": lambda: r.geometric(KEY, jnp.array([0.1, 0.5, 0.9], jnp.float32), (4, 3)),
    "poisson": lambda: r.poisson(KEY, jnp.array([0.0, 0.5, 3.0, 9.9, 10.0, 50.0, 1e4], jnp.float32), (4, 7)),
    "binomial": lambda: r.binomial(KEY, jnp.array([5.0, 20.0, 100.0, 1000.0, 7.0], jnp.float32), jnp.array([0.3, 0.5, 0.9, 0.25, 0.0], jnp.float32), (4, 5)),
    "binomial undefined": lambda: r.binomial(KEY, jnp.array([-1.0, 5.0, jnp.inf], jnp.float32), jnp.array([0.3, -0.1, 0.5], jnp.float32)),
    "multinomial": lambda: r.multinomial(KEY, 20.0, jnp.array([[0.1, 0.2, 0.7], [0.5, 0.0, 0.5]], jnp.float32)),
    "logistic": lambda: r.logistic(KEY, (6,)),
    "bernoulli high": lambda: r.bernoulli(KEY, jnp.float32(0.3), (20,), mode="high"),
    "gumbel high": lambda: r.gumbel(KEY, (6,), mode="high"),
    "gumbel highest": lambda: r.gumbel(KEY, (6,), mode="highest"),
}


def numbers(x):
    return [float(v) if np.isfinite(v) else str(float(v)).replace("inf", "Infinity").replace("nan", "NaN") for v in np.asarray(x, np.float64).ravel()]


cases = [{"name": name, "shape": list(np.shape(x := sample())), "dtype": str(x.dtype), "value": numbers(x)} for name, sample in CASES.items()]
jax.config.update("jax_enable_x64", True)
for name, sample in {
    "gamma 64": lambda: r.gamma(r.PRNGKey(7), ALPHA.astype(jnp.float64), (4, 5), jnp.float64),
    "t 64": lambda: r.t(r.PRNGKey(7), 4.0, (6,), jnp.float64),
}.items():
    x = sample()
    cases.append({"name": name, "shape": list(x.shape), "dtype": str(x.dtype), "value": numbers(x)})
with open(__file__.replace(".py", ".json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
