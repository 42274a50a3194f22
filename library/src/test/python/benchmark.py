"""The same tasks in Java and in JAX, one after the other in one run: the fastest call of each, and how they compare.

Usage: benchmark.py [TASK...]. Each task is measured twice on both sides, alternately, so that what else the machine does
meets both; the fastest counts. Times include waiting for the result.
"""

import os
import subprocess
import sys
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.random as jr
import optax
from jax import lax
from solstice_java import java

WARM_UP = MEASURE = 1.5
ROUNDS = 2
TASKS = {}


def task(f):
    TASKS[f.__name__] = f
    return f


def normal(seed, *shape):
    return jr.normal(jr.PRNGKey(seed), shape)


def labels(n):
    return jr.randint(jr.PRNGKey(3), (n,), 0, 10)


@task
def eager_add_1k():
    x, y = normal(0, 1000), normal(1, 1000)
    return lambda: x + y


@task
def jit_dispatch_scalar():
    f, x = jax.jit(lambda x: x + 1), jnp.float32(1)
    return lambda: f(x)


@task
def matmul_1024():
    f, a, b = jax.jit(jnp.matmul), normal(0, 1024, 1024), normal(1, 1024, 1024)
    return lambda: f(a, b)


@task
def elementwise_chain_100x100k():
    def chain(x, y):
        for k in range(100):
            x = x + y if k % 2 == 0 else jnp.tanh(x)
        return x

    f, x, y = jax.jit(chain), normal(0, 100_000), normal(1, 100_000)
    return lambda: f(x, y)


@task
def softmax_64x1000():
    f, x = jax.jit(jax.nn.softmax), normal(0, 64, 1000)
    return lambda: f(x)


@task
def layernorm_512x512():
    def norm(x, g, b):
        centred = x - jnp.mean(x, -1, keepdims=True)
        variance = jnp.mean(centred**2, -1, keepdims=True)
        return centred * lax.rsqrt(variance + 1e-5) * g + b

    f, x, g, b = jax.jit(norm), normal(0, 512, 512), normal(1, 512), normal(2, 512)
    return lambda: f(x, g, b)


def cross_entropy(model, x, y):
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(jax.vmap(model)(x), y))


def training(model, x, y):
    optimiser = optax.adam(1e-3)

    @eqx.filter_jit
    def step(model, state, x, y):
        loss, gradients = eqx.filter_value_and_grad(cross_entropy)(model, x, y)
        updates, state = optimiser.update(gradients, state, model)
        return eqx.apply_updates(model, updates), state, loss

    now = [model, optimiser.init(eqx.filter(model, eqx.is_inexact_array)), None]

    def call():
        now[:] = step(now[0], now[1], x, y)
        return now

    return call


@task
def mlp_train_step():
    return training(eqx.nn.MLP(784, 10, 256, 2, key=jr.PRNGKey(0)), normal(0, 64, 784), labels(64))


class Cnn(eqx.Module):
    first: eqx.nn.Conv2d
    second: eqx.nn.Conv2d
    head: eqx.nn.Linear

    def __init__(self, key):
        a, b, c = jr.split(key, 3)
        self.first, self.second = eqx.nn.Conv2d(1, 16, 3, key=a), eqx.nn.Conv2d(16, 32, 3, key=b)
        self.head = eqx.nn.Linear(800, 10, key=c)

    def __call__(self, image):
        pool = eqx.nn.MaxPool2d(2, 2)
        x = pool(jax.nn.relu(self.first(image)))
        x = pool(jax.nn.relu(self.second(x)))
        return self.head(x.reshape(-1))


@task
def cnn_train_step():
    return training(Cnn(jr.PRNGKey(0)), normal(0, 32, 1, 28, 28), labels(32))


@task
def per_example_grads():
    @eqx.filter_jit
    def f(model, x, y):
        def gradient(x, y):
            return eqx.filter_grad(lambda m: (m(x)[0] - y) ** 2)(model)

        return jax.vmap(gradient)(x, y)

    model, x, y = eqx.nn.MLP(32, 1, 64, 2, key=jr.PRNGKey(0)), normal(0, 128, 32), normal(1, 128)
    return lambda: f(model, x, y)


def fastest(call):
    """Microseconds of the fastest of many calls; short ones in blocks, since a clock takes time to read."""
    calls, began = 0, time.perf_counter()
    while calls < 3 or time.perf_counter() - began < WARM_UP:
        jax.block_until_ready(call())
        calls += 1
    block = min(max(int(20e-6 * calls / WARM_UP), 1), 100)
    best, start = float("inf"), time.perf_counter()
    while time.perf_counter() - start < MEASURE:
        begin = time.perf_counter()
        for _ in range(block):
            jax.block_until_ready(call())
        best = min(best, time.perf_counter() - begin)
    return best * 1e6 / block


def main(names):
    unknown = [name for name in names if name not in TASKS]
    if unknown:
        sys.exit(f"no task {', '.join(unknown)}; there are {', '.join(TASKS)}")
    print(f"{'task':<28}{'Solstice, us':>14}{'JAX, us':>14}{'ratio':>9}", flush=True)
    with subprocess.Popen(java("dev.solstice.Benchmark"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as other:
        for name in names or TASKS:
            ours = theirs = float("inf")
            for _ in range(ROUNDS):
                print(name, file=other.stdin, flush=True)
                answer = other.stdout.readline().split()
                if not answer:
                    sys.exit(f"the Java side has stopped at {name}")
                ours = min(ours, float(answer[1]))
                theirs = min(theirs, fastest(TASKS[name]()))
            print(f"{name:<28}{ours:>14.2f}{theirs:>14.2f}{ours / theirs:>9.2f}", flush=True)
        other.stdin.close()


if __name__ == "__main__":
    main(sys.argv[1:])
