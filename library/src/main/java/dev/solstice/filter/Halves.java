package dev.solstice.filter;

import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;

import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;

/// Any tree as a tree of arrays: what is no array is part of the structure, where it is compared by value.
/// This is what lets `jit` and `vmap` take and return values of every kind.
record Halves(Object arrays, @Static Tree<Object> statics) {
    static Halves of(Object tree) {
        var parts = partition(tree, Filter.isArray());
        return new Halves(parts.kept(), Tree.flatten(parts.rest()));
    }

    Halves with(Object otherArrays) {
        return new Halves(otherArrays, statics);
    }

    Object whole() {
        return combine(arrays, statics.unflatten());
    }
}
