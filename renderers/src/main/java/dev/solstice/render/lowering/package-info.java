/// How views look: rows and cells as HTML and as text.
///
/// Uses [dev.solstice.render.model] and [dev.solstice.render.html]; sees no user's values, only their views.
package dev.solstice.render.lowering;
