/// From a traced program to the rows of a view: equations with their costs and the user's lines, programs inside of them.
///
/// Uses [dev.solstice.core] and [dev.solstice.render.model]; knows no HTML.
package dev.solstice.render.program;
