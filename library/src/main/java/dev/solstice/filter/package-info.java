/// The paper's second idea, thin: partition a tree by a [dev.solstice.filter.Filter], transform one half, combine.
///
/// Every filtered transformation here is the transformation of the same name in `transform` between a partition
/// and a combine, and nothing else.
package dev.solstice.filter;
