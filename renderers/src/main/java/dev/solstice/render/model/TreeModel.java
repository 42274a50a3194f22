package dev.solstice.render.model;

import java.util.List;

/// A whole tree view, ready to be lowered.
///
/// @param counts      the legend: computed from all leaves, whether their rows are included or not
/// @param headings    what the columns are, in their order; empty where a column explains itself
/// @param remarks     what else is to be said about the whole, each on a line of its own
/// @param later       leaves below rows that are made when they are opened
/// @param notIncluded leaves below rows that are not included at all
public record TreeModel(Row root, Counts counts, List<String> headings, List<String> remarks, long later, long notIncluded) {}
