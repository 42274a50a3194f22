/// What a view says, before it is decided how: rows of typed cells, the parts of a partition, counts.
///
/// Immutable values. Uses [dev.solstice.tree] for paths; knows no HTML and no arrays' insides.
package dev.solstice.render.model;
