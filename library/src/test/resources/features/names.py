"""Writes the names of JAX that FEATURES.md has a row for, one file a module: python names.py (with jax 0.10.2)."""
import importlib
import types
import warnings

MODULES = """jax jax.lax jax.numpy jax.nn jax.nn.initializers jax.random jax.numpy.linalg jax.numpy.fft
jax.scipy.special jax.scipy.linalg""".split()

warnings.simplefilter("error", DeprecationWarning)


def there(module, name):
    """Public, not deprecated, neither a module nor one of the primitive objects `*_p`."""
    if name.startswith("_") or name.endswith("_p"):
        return False
    try:
        return not isinstance(getattr(module, name), types.ModuleType)
    except (DeprecationWarning, AttributeError):
        return False


for path in MODULES:
    module = importlib.import_module(path)
    with open(path + ".txt", "w") as file:
        file.writelines(name + "\n" for name in dir(module) if there(module, name))

# What optax makes: its states and types are records of their own here.
import optax  # noqa: E402

TYPES = """ApplyEvery GradientTransformation GradientTransformationExtraArgs LookaheadParams MaskOrFn MaskedNode OptState Params
ScalarOrSchedule Schedule ShouldSkipUpdateFunction TransformInitFn TransformUpdateExtraArgsFn TransformUpdateFn Updates
WrappedSchedule ZoomLinesearchInfo""".split()
names = {name for module in (optax, optax.losses) for name in dir(module) if there(module, name)}
with open("optax.txt", "w") as file:
    file.writelines(name + "\n" for name in sorted(names) if name not in TYPES and not name.endswith("State"))
