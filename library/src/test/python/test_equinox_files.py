"""Models go from Python's Equinox to Java and back: same leaves, same outputs, same step of training."""

import subprocess
from pathlib import Path

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.random as jr
import numpy as np
import optax
import pytest
from solstice_java import java

LEARNING_RATE = 0.1


class Mlp(eqx.Module):
    mlp: eqx.nn.MLP

    def __init__(self, key):
        self.mlp = eqx.nn.MLP(3, 2, 8, 2, activation=jnp.tanh, key=key)

    def __call__(self, x, state, key):
        return self.mlp(x), state


class Cnn(eqx.Module):
    conv: eqx.nn.Conv2d
    norm: eqx.nn.BatchNorm
    pool: eqx.nn.MaxPool2d
    linear: eqx.nn.Linear

    def __init__(self, key):
        conv, linear = jr.split(key)
        self.conv = eqx.nn.Conv2d(1, 4, 3, key=conv)
        self.norm = eqx.nn.BatchNorm(4, "batch", mode="batch")
        self.pool = eqx.nn.MaxPool2d(2, 2)
        self.linear = eqx.nn.Linear(36, 3, key=linear)

    def __call__(self, x, state, key):
        x, state = self.norm(self.conv(x), state)
        return self.linear(self.pool(jax.nn.relu(x)).reshape(-1)), state


class Gru(eqx.Module):
    cell: eqx.nn.GRUCell
    linear: eqx.nn.Linear

    def __init__(self, key):
        cell, linear = jr.split(key)
        self.cell = eqx.nn.GRUCell(3, 5, key=cell)
        self.linear = eqx.nn.Linear(5, 1, key=linear)

    def __call__(self, x, state, key):
        hidden, _ = jax.lax.scan(lambda h, row: (self.cell(row, h), None), jnp.zeros(5), x)
        return self.linear(hidden), state


class Transformer(eqx.Module):
    embedding: eqx.nn.Embedding
    norm1: eqx.nn.LayerNorm
    attention: eqx.nn.MultiheadAttention
    dropout: eqx.nn.Dropout
    norm2: eqx.nn.LayerNorm
    mlp: eqx.nn.MLP
    head: eqx.nn.Linear

    def __init__(self, key):
        embedding, attention, mlp, head = jr.split(key, 4)
        self.embedding = eqx.nn.Embedding(11, 8, key=embedding)
        self.norm1 = eqx.nn.LayerNorm(8)
        self.attention = eqx.nn.MultiheadAttention(2, 8, key=attention)
        self.dropout = eqx.nn.Dropout(0.1)
        self.norm2 = eqx.nn.LayerNorm(8)
        self.mlp = eqx.nn.MLP(8, 8, 16, 1, activation=jax.nn.gelu, key=mlp)
        self.head = eqx.nn.Linear(8, 11, key=head)

    def __call__(self, tokens, state, key):
        x = jax.vmap(self.embedding)(tokens)
        rows = jax.vmap(self.norm1)(x)
        causal = jnp.tril(jnp.ones((len(tokens), len(tokens)), bool))
        x = x + self.dropout(self.attention(rows, rows, rows, causal), key=key)
        x = x + jax.vmap(self.mlp)(jax.vmap(self.norm2)(x))
        return jax.vmap(self.head)(x), state


class UNet(eqx.Module):
    down: eqx.nn.Conv2d
    norm: eqx.nn.GroupNorm
    pool: eqx.nn.AvgPool2d
    middle: eqx.nn.Conv2d
    up: eqx.nn.ConvTranspose2d
    out: eqx.nn.Conv2d

    def __init__(self, key):
        down, middle, up, out = jr.split(key, 4)
        self.down = eqx.nn.Conv2d(1, 4, 3, padding=1, key=down)
        self.norm = eqx.nn.GroupNorm(2, 4)
        self.pool = eqx.nn.AvgPool2d(2, 2)
        self.middle = eqx.nn.Conv2d(4, 4, 3, padding=1, key=middle)
        self.up = eqx.nn.ConvTranspose2d(4, 4, 2, stride=2, key=up)
        self.out = eqx.nn.Conv2d(8, 1, 3, padding=1, key=out)

    def __call__(self, x, state, key):
        high = jax.nn.relu(self.norm(self.down(x)))
        low = jax.nn.relu(self.middle(self.pool(high)))
        return self.out(jnp.concatenate([self.up(low), high])), state


def normal(*shape):
    return lambda key: jr.normal(key, shape)


# The model, its inputs, the shape of its targets.
ARCHITECTURES = {
    "mlp": (Mlp, normal(5, 3), (5, 2)),
    "cnn": (Cnn, normal(6, 1, 8, 8), (6, 3)),
    "gru": (Gru, normal(4, 7, 3), (4, 1)),
    "transformer": (Transformer, lambda key: jr.randint(key, (3, 6), 0, 11), (3, 6, 11)),
    "unet": (UNet, normal(2, 1, 8, 8), (2, 1, 8, 8)),
}


def batched(model, x, state, key):
    call = jax.vmap(model, in_axes=(0, None, 0), out_axes=(0, None), axis_name="batch")
    return call(x, state, jr.split(key, len(x)))


@eqx.filter_jit
def step(model, state, x, y, key):
    @eqx.filter_value_and_grad(has_aux=True)
    def loss(model):
        outputs, after = batched(model, x, state, key)
        return jnp.mean((outputs - y) ** 2), after

    (_, after), gradient = loss(model)
    optimiser = optax.sgd(LEARNING_RATE)
    updates, _ = optimiser.update(gradient, optimiser.init(eqx.filter(model, eqx.is_inexact_array)))
    return eqx.apply_updates(model, updates), after


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory):
    """The folder in which Java has answered to what Python saved, and what Python made of it."""
    folder = tmp_path_factory.mktemp("equinox")
    expected = {}
    for number, (name, (make, inputs, targets)) in enumerate(ARCHITECTURES.items()):
        here = folder / name
        here.mkdir()
        model_key, x_key, y_key, key = jr.split(jr.PRNGKey(number), 4)
        model, state = eqx.nn.make_with_state(make)(model_key)
        x, y = inputs(x_key), jr.normal(y_key, targets)
        eqx.tree_serialise_leaves(here / "python.eqx", (model, state))
        for file, array in {"x": x, "y": y, "key": key}.items():
            jnp.save(here / f"{file}.npy", array)
        outputs, _ = batched(eqx.nn.inference_mode(model), x, state, key)
        expected[name] = (model, state, outputs, step(model, state, x, y, key))
    subprocess.run(java("dev.solstice.io.EquinoxExchange", folder, *ARCHITECTURES), check=True)
    return folder, expected


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_outputs_agree(exchanged, name):
    folder, expected = exchanged
    np.testing.assert_allclose(np.load(folder / name / "outputs.npy"), expected[name][2], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_java_writes_is_what_python_wrote_byte_for_byte(exchanged, name):
    folder, _ = exchanged
    assert (folder / name / "again.eqx").read_bytes() == (folder / name / "python.eqx").read_bytes()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_step_of_training_agrees(exchanged, name):
    folder, expected = exchanged
    model, state, _, trained = expected[name]
    loaded = eqx.tree_deserialise_leaves(folder / name / "java.eqx", (model, state))
    ours, theirs = (jax.tree_util.tree_leaves(eqx.filter(tree, eqx.is_array)) for tree in (loaded, trained))
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6)
