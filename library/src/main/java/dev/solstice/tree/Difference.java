package dev.solstice.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The first place where one structure differs from another.
///
/// @param path where
/// @param expected what the first structure has there
/// @param got what the second one has there
/// @param remedy what may be wrong, or null if there is no more to say
public record Difference(KeyPath path, String expected, String got, String remedy) {

    /// Longer structures are cut in messages: the place is what matters.
    private static final Format BRIEF = Format.DEFAULT.withWidth(Integer.MAX_VALUE).withLimit(8);

    /// As an error.
    TreeException exception(String what) {
        return new TreeException(what, path, expected, got, remedy);
    }

    /// A tree that does not have the structure that is expected at this place.
    static TreeException mismatch(TreeDef expected, Object got) {
        TreeDef actual = Tree.structure(got);
        return find(expected, actual, KeyPath.ROOT).exception("two trees have different structures");
    }

    static Optional<Difference> first(TreeDef expected, TreeDef got) {
        return expected.equals(got) ? Optional.empty() : Optional.of(find(expected, got, KeyPath.ROOT));
    }

    private static Difference find(TreeDef expected, TreeDef got, KeyPath path) {
        if (expected.type() == null || expected.type() != got.type()) {
            return kinds(expected, got, path);
        }
        if (expected.type() == MapType.INSTANCE && !Metadata.same(expected.metadata(), got.metadata())) {
            return keys(expected, got, path);
        }
        if (expected.childCount() != got.childCount()) {
            return new Difference(path, children(expected), children(got), null);
        }
        // A node before what is inside it: below, a prefix may differ from what it is a prefix of.
        if (!Metadata.same(expected.metadata(), got.metadata())) {
            return metadata(expected, got, path);
        }
        int child = 0;
        while (expected.child(child).equals(got.child(child))) {
            child++;
        }
        return find(expected.child(child), got.child(child), path.append(expected.key(child)));
    }

    private static Difference kinds(TreeDef expected, TreeDef got, KeyPath path) {
        if (expected.type() instanceof RecordType left && got.type() instanceof RecordType right
                && left.typeName().equals(right.typeName())) {
            return Redefinition.difference(left.type(), right.type(), path);
        }
        if (expected.type() instanceof CustomType left && got.type() instanceof CustomType right
                && left.type() == right.type()) {
            return new Difference(path, left.typeName(), right.typeName() + " as registered later",
                    left.typeName() + " was registered again; build the value again");
        }
        boolean hole = expected == TreeDef.EMPTY || got == TreeDef.EMPTY;
        return new Difference(path, brief(expected), brief(got),
                hole ? "null is a part of the structure: filter both trees in the same way" : null);
    }

    private static Difference keys(TreeDef expected, TreeDef got, KeyPath path) {
        var wanted = ((MapType.Keys) expected.metadata()).keys();
        var found = ((MapType.Keys) got.metadata()).keys();
        var missing = new ArrayList<Object>(wanted);
        missing.removeAll(found);
        var extra = new ArrayList<Object>(found);
        extra.removeAll(wanted);
        String expectedKeys = "a map with the keys " + wanted;
        if (missing.isEmpty() && extra.isEmpty()) {
            return new Difference(path, expectedKeys, "a map with the same keys, ordered by other rules: " + found,
                    "use the same kind of map on both sides");
        }
        String differing = (missing.isEmpty() ? "" : ", missing " + missing) + (extra.isEmpty() ? "" : ", unknown " + extra);
        return new Difference(path, expectedKeys, "keys " + found + differing, null);
    }

    private static Difference metadata(TreeDef expected, TreeDef got, KeyPath path) {
        List<NodeType.Part> left = expected.parts();
        List<NodeType.Part> right = got.parts();
        for (int i = 0; i < left.size(); i++) {
            if (!Metadata.same(left.get(i).value(), right.get(i).value())) {
                return metadata(left.get(i).value(), right.get(i).value(), path.append(left.get(i).key()));
            }
        }
        return metadata(expected.metadata(), got.metadata(), path);
    }

    private static Difference metadata(Object expected, Object got, KeyPath path) {
        String left = Format.plain(expected);
        String right = Format.plain(got);
        boolean looksEqual = left.equals(right);
        return new Difference(path, "metadata " + left, right + (looksEqual ? " (not equal, though it prints alike)" : ""),
                looksEqual ? "lambdas and objects without equals are equal only to themselves: keep the one object in a constant"
                        : null);
    }

    private static String children(TreeDef node) {
        return node.type().typeName() + " of " + node.childCount() + (node.childCount() == 1 ? " element" : " elements");
    }

    private static String brief(TreeDef treedef) {
        return treedef == TreeDef.LEAF ? "a leaf" : treedef == TreeDef.EMPTY ? "null"
                : BRIEF.structure(treedef, Collections.nCopies(treedef.leafCount(), "*"));
    }
}
