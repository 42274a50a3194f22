/// Numbers in n dimensions as a view needs them: read in blocks, summarised, drawn.
///
/// Knows nothing of trees or HTML; [dev.solstice.render.tensor.Tensors] is the one place that knows the library's arrays.
package dev.solstice.render.tensor;
