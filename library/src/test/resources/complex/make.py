"""Writes cases.json: what JAX 0.10.2 makes of complex numbers and Fourier transforms (CPU, 64-bit types enabled)."""
import json
import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
random = np.random.default_rng(7)
cases = []


def array(x):
    x = np.asarray(x)
    parts = {"dtype": str(x.dtype), "shape": list(x.shape), "re": numbers(np.real(x))}
    if np.iscomplexobj(x):
        parts["im"] = numbers(np.imag(x))
    return parts


def numbers(x):
    """The shortest decimals that are these numbers."""
    return [float(str(v)) if v.dtype == np.float32 else v.item() for v in x.ravel()]


def case(function, expected, *operands, **params):
    expected = expected if isinstance(expected, (list, tuple)) else [expected]
    cases.append({"function": function, "params": params, "operands": [array(x) for x in operands], "expected": [array(y) for y in expected]})


def complexes(*shape, dtype=np.complex64):
    return (random.normal(size=shape) + 1j * random.normal(size=shape)).astype(dtype)


# All quadrants, both axes on both sides of the branch cuts, small and large numbers.
grid = [complex(a, b) for a in (-3.25, -1.0, -1e-3, 0.0, 0.75) for b in (-2.0, -1e-4, -0.0, 0.0, 1.0, 40.0)]
some = np.array(grid, np.complex64)
unary = {"exp": jnp.exp, "expm1": jnp.expm1, "log": jnp.log, "log1p": jnp.log1p, "sqrt": jnp.sqrt, "rsqrt": jax.lax.rsqrt, "sin": jnp.sin,
         "cos": jnp.cos, "tan": jnp.tan, "sinh": jnp.sinh, "cosh": jnp.cosh, "tanh": jnp.tanh, "logistic": jax.nn.sigmoid, "abs": jnp.abs,
         "sign": jnp.sign, "neg": jnp.negative, "conj": jnp.conj, "real": jnp.real, "imag": jnp.imag, "angle": jnp.angle,
         "square": jnp.square, "reciprocal": jnp.reciprocal, "round": jnp.round, "isnan": jnp.isnan, "iscomplex": jnp.iscomplex,
         "exp2": jnp.exp2}
for name, f in unary.items():
    # JAX's own float32 formulas overflow or cancel at some of these points: what is right is its result in complex128.
    with np.errstate(all="ignore"):
        wide = np.asarray(f(some.astype(np.complex128)))
    keep = np.isfinite(wide) if wide.dtype != bool else np.full(wide.shape, True)
    if name in ("log", "reciprocal", "rsqrt"):
        keep &= some != 0
    if name == "sqrt":  # XLA takes -1 - 0i for -1 + 0i, other than C and NumPy do
        keep &= ~np.signbit(some.imag) | (some.imag != 0)
    case(name, np.asarray(f(some.astype(np.complex128)))[keep], some.astype(np.complex128)[keep])
    x = complexes(7)
    case(name, f(x), x)

binary = {"add": jnp.add, "subtract": jnp.subtract, "multiply": jnp.multiply, "divide": jnp.divide, "power": jnp.power, "equal": jnp.equal,
          "notEqual": jnp.not_equal, "maximum": jnp.maximum, "minimum": jnp.minimum, "matmul": jnp.matmul}
for name, f in binary.items():
    x, y = complexes(4, 4), complexes(4, 4)
    y[0] = x[0]
    case(name, f(x, y), x, y)
    real = random.normal(size=(4, 4)).astype(np.float32)
    case(name, f(x, real), x, real)
case("divide", jnp.divide(jnp.array([1 + 1j, 1, 0]), jnp.array([1e300 + 1e300j, 2, 3j])), np.array([1 + 1j, 1, 0]), np.array([1e300 + 1e300j, 2, 3j]))

x = complexes(3, 4)
for name, f in {"sum": jnp.sum, "prod": jnp.prod, "mean": jnp.mean, "var": jnp.var, "std": jnp.std, "max": jnp.max, "min": jnp.min}.items():
    case(name, f(x), x)
case("cumsum", jnp.cumsum(x, 1), x)
case("norm", jnp.linalg.norm(x), x)
case("cov", jnp.cov(x), x)

# Gradients of real functions, by JAX's convention.
z, w = complexes(3), complexes(3)
losses = {"squares": lambda z, w: jnp.sum(jnp.abs(z * w) ** 2), "sizes": lambda z, w: jnp.sum(jnp.abs(z + jnp.exp(w))),
          "parts": lambda z, w: jnp.sum(jnp.real(z) * jnp.imag(w) - jnp.imag(jnp.sin(z))), "conjugates": lambda z, w: jnp.real(jnp.sum(jnp.conj(z) * z / w)),
          "joined": lambda z, w: jnp.sum(jnp.abs(jax.lax.complex(jnp.real(w), jnp.imag(z)) ** 3) ** 2), "spectrum": lambda z, w: jnp.sum(jnp.abs(jnp.fft.fft(z * w))),
          "power": lambda z, w: jnp.sum(jnp.real(z ** w))}
for name, f in losses.items():
    case("grad:" + name, list(jax.grad(f, (0, 1))(z, w)), z, w)
for name, f in {"mul": lambda z: z * z, "conj": jnp.conj, "abs": jnp.abs, "sqrt": jnp.sqrt, "fft": jnp.fft.fft, "real": jnp.real}.items():
    ct = np.asarray(complexes(3))
    out, pull = jax.vjp(f, z)
    ct = ct if jnp.iscomplexobj(out) else ct.real
    case("vjp:" + name, list(pull(ct)), z, ct)

# Transforms.
for n in (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 24, 37, 74):
    x = complexes(n, dtype=np.complex128)
    for name in ("fft", "ifft"):
        case(name, getattr(jnp.fft, name)(x), x)
    real = random.normal(size=n)
    case("rfft", jnp.fft.rfft(real), real)
    half = complexes(n // 2 + 1, dtype=np.complex128)
    case("irfft", jnp.fft.irfft(half, n), half, n=n, axis=-1)
x, real = complexes(3, 4, 2), random.normal(size=(3, 4, 2)).astype(np.float32)
for norm in ("backward", "ortho", "forward"):
    for n, axis in ((3, 1), (4, 0), (2, 2)):
        for name in ("fft", "ifft", "irfft", "hfft"):
            case(name, getattr(jnp.fft, name)(x, n, axis, norm), x, n=n, axis=axis, norm=norm)
        for name in ("rfft", "ihfft"):
            case(name, getattr(jnp.fft, name)(real, n, axis, norm), real, n=n, axis=axis, norm=norm)
    for s, axes in (((3, 4), (0, 2)), ((2, 3), (2, 1)), ((2, 5, 2), (0, 1, 2))):
        for name in ("fftn", "ifftn", "irfftn"):
            case(name, getattr(jnp.fft, name)(x, s, axes, norm), x, s=s, axes=axes, norm=norm)
        case("rfftn", jnp.fft.rfftn(real, s, axes, norm), real, s=s, axes=axes, norm=norm)
for name in ("fftn", "ifftn", "irfftn", "fft2", "ifft2", "irfft2", "irfft", "hfft", "fftshift", "ifftshift"):
    case(name, getattr(jnp.fft, name)(x), x)
for name in ("rfftn", "rfft2", "fft", "ihfft"):
    case(name, getattr(jnp.fft, name)(real), real)
for n in (1, 4, 5, 8):
    case("fftfreq", jnp.fft.fftfreq(n, 0.5, dtype=jnp.float32), n=n, d=0.5)
    case("rfftfreq", jnp.fft.rfftfreq(n, 0.5, dtype=jnp.float32), n=n, d=0.5)
case("fft", jnp.fft.fft(jnp.arange(6, dtype=jnp.int32)), np.arange(6, dtype=np.int32))

for n in (5, 8):
    real, half = random.normal(size=(2, n)).astype(np.float32), complexes(2, n // 2 + 1)
    ct = complexes(2, n // 2 + 1)
    case("vjp:rfft", list(jax.vjp(jnp.fft.rfft, real)[1](ct)), real, ct)
    ct = random.normal(size=(2, n)).astype(np.float32)
    case("vjp:irfft", list(jax.vjp(lambda h: jnp.fft.irfft(h, n), half)[1](ct)), half, ct, n=n)

with open("cases.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
