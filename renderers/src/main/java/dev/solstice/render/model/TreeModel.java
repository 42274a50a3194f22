package dev.solstice.render.model;

/// A whole tree view, ready to be lowered.
///
/// @param counts      the legend: computed from all leaves, whether their rows are included or not
/// @param notIncluded leaves below rows that are not included
public record TreeModel(Row root, Counts counts, long notIncluded) {}
