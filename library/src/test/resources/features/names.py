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
