package dev.solstice.render.tree;

import dev.solstice.render.model.Change;

/// What differs at and below a node, added up over leaves.
///
/// @param kind      [Change#SAME] if nothing differs below; for a leaf, how it does
/// @param note      what to say of a leaf besides its numbers: `f32[4]→f32[8]`
/// @param metadata  static fields that differ, which are no leaves
/// @param largest   the largest absolute difference of an element
/// @param squares   the sum of the squared differences of the arrays that are in both trees
/// @param reference the sum of the squares of those arrays in the first tree
/// @param bothNan   elements that are NaN in both trees, which count as equal
record Changes(Change kind, String note, long same, long changed, long added, long removed,
        long metadata, double largest, double squares, double reference, long bothNan) {

    static final Changes NONE = new Changes(Change.SAME, "", 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Changes same(long leaves) {
        return new Changes(Change.SAME, "", leaves, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Of fields that are no leaves.
    static Changes ofMetadata(String note) {
        return new Changes(Change.CHANGED, note, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    static Changes of(Change kind, String note, long leaves) {
        return switch (kind) {
            case SAME -> same(leaves);
            case CHANGED, RETYPED -> new Changes(kind, note, 0, leaves, 0, 0, 0, 0, 0, 0, 0);
            case ADDED -> new Changes(kind, note, 0, 0, leaves, 0, 0, 0, 0, 0, 0);
            case REMOVED -> new Changes(kind, note, 0, 0, 0, leaves, 0, 0, 0, 0, 0);
        };
    }

    /// Of several siblings.
    Changes plus(Changes other) {
        return new Changes(kind == Change.SAME && other.kind == Change.SAME ? Change.SAME : Change.CHANGED, "",
                same + other.same, changed + other.changed, added + other.added, removed + other.removed, metadata + other.metadata,
                Math.max(largest, other.largest), squares + other.squares, reference + other.reference, bothNan + other.bothNan);
    }

    long leaves() {
        return same + changed + added + removed;
    }

    /// How large the difference is, compared with what was there.
    double relative() {
        return Math.sqrt(squares / reference);
    }
}
