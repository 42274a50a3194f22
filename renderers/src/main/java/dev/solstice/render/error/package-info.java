/// From an exception to the rows of a view: what was wrong, where, what was expected and found, what to do.
///
/// Uses [dev.solstice.render.model]; knows neither trees nor HTML.
package dev.solstice.render.error;
