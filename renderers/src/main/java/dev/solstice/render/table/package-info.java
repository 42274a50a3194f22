/// Arrow tables as tables.
///
/// Uses Arrow's vectors and [dev.solstice.render.lowering].
package dev.solstice.render.table;
