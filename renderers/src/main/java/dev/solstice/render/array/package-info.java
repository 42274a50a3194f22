/// What a single array looks like: a line of facts, its values, a heatmap.
///
/// Uses [dev.solstice.render.tensor] and [dev.solstice.render.lowering].
package dev.solstice.render.array;
