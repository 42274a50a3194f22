/// Models in files: safetensors checkpoints, state dicts, NumPy's `.npy` and `.npz`, Equinox's `.eqx`,
/// and weights of PyTorch and Keras by their names.
///
/// Builds on `nn`, whose layers it fills; no other room uses it.
package dev.solstice.io;
