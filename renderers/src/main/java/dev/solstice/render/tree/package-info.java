/// From any value to the rows of a view: walk it once, group equal siblings, spend the opening budget, fill the columns.
///
/// Uses [dev.solstice.tree], [dev.solstice.render.model] and [dev.solstice.render.tensor]; knows no HTML.
package dev.solstice.render.tree;
