/// Layers of neural networks: plain records that implement [dev.solstice.nn.Layer], initialised exactly as
/// Equinox does from the same key, and the functions between them.
///
/// A layer takes one example; a batch is `filterVmap`'s job. May use everything below `filter` and `filter`
/// itself; `optim` and `nn` do not know each other.
package dev.solstice.nn;
