/// Models in files: safetensors checkpoints, state dicts, NumPy's `.npy` and `.npz`, Equinox's `.eqx`.
package dev.solstice.io;
