/// Views of trees, arrays, programs, tables and charts, and the choice of a view for a value.
///
/// The module's front door; uses all of its other packages. Knows no Jupyter.
package dev.solstice.render;
