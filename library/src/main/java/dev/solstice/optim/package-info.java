/// Optimisers as composable transformations of gradients, and schedules of learning rates; after optax.
///
/// They work on whole models: what is no floating array is left alone. May use everything below `filter` and
/// `filter` itself; knows nothing of `nn`.
package dev.solstice.optim;
