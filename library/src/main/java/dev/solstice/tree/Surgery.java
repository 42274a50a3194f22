package dev.solstice.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Puts something else at some places of a tree; everything that is not above these places is kept as it is.
final class Surgery {

    private Surgery() {}

    /// @param path where
    /// @param change from what is there to what shall be there
    record Edit(KeyPath path, UnaryOperator<Object> change) {}

    static Object apply(Object tree, List<Edit> edits) {
        for (int i = 0; i < edits.size(); i++) {
            for (int j = 0; j < i; j++) {
                separate(edits.get(j).path(), edits.get(i).path());
            }
        }
        return edits.isEmpty() ? tree : inside(tree, edits, 0);
    }

    private static void separate(KeyPath first, KeyPath second) {
        if (first.equals(second)) {
            throw new TreeException("the same place is named twice", first, "each place once", null,
                    "drop one of the two");
        }
        if (first.isPrefixOf(second) || second.isPrefixOf(first)) {
            boolean inOrder = first.isPrefixOf(second);
            throw new TreeException("one place is inside of another one", inOrder ? second : first,
                    "places that do not overlap", "also " + place(inOrder ? first : second),
                    "replace the outer one by a tree that has the inner change already");
        }
    }

    private static String place(KeyPath path) {
        return path.entries().isEmpty() ? "the root" : path.toString();
    }

    private static Object inside(Object node, List<Edit> edits, int depth) {
        if (edits.getFirst().path().entries().size() == depth) {
            return edits.getFirst().change().apply(node);
        }
        NodeType type = node == null ? null : NodeTypes.of(node);
        if (type == null) {
            throw Nodes.missing(node, edits.getFirst().path(), depth);
        }
        Object[] children = type.children(node);
        Object metadata = type.metadata(node);
        for (var step : bySteps(node, type.parts(metadata, children.length), edits, depth).entrySet()) {
            NodeType.Part part = step.getKey();
            if (part.isStatic()) {
                metadata = type.withStatic(metadata, part.index(), inMetadata(part.value(), step.getValue(), depth + 1));
            } else {
                children[part.index()] = inside(children[part.index()], step.getValue(), depth + 1);
            }
        }
        return rebuild(type, metadata, children, new KeyPath(edits.getFirst().path().entries().subList(0, depth)));
    }

    private static Object inMetadata(Object value, List<Edit> edits, int depth) {
        KeyPath path = edits.getFirst().path();
        if (path.entries().size() > depth) {
            throw new TreeException("metadata is one value and has no places inside", path, null, Nodes.describe(value),
                    "replace the whole component");
        }
        return edits.getFirst().change().apply(value);
    }

    private static Object rebuild(NodeType type, Object metadata, Object[] children, KeyPath path) {
        try {
            return type.rebuild(metadata, children);
        } catch (TreeException misfit) {
            throw misfit.under(path);
        }
    }

    private static Map<NodeType.Part, List<Edit>> bySteps(Object node, List<NodeType.Part> parts, List<Edit> edits, int depth) {
        var groups = new LinkedHashMap<NodeType.Part, List<Edit>>();
        for (Edit edit : edits) {
            KeyPath.Key key = edit.path().entries().get(depth);
            NodeType.Part part = Nodes.find(parts, NodeType.Part::key, key)
                    .orElseThrow(() -> Nodes.missing(node, edit.path(), depth));
            groups.computeIfAbsent(part, first -> new ArrayList<>()).add(edit);
        }
        return groups;
    }
}
