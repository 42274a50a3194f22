package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Looks for nodes that are in a tree twice. A tree is no graph: a transformation would make two of the one.
final class Sharing {

    private final Map<Object, KeyPath> seen = new IdentityHashMap<>();
    private final Map<Object, KeyPath> above = new IdentityHashMap<>();
    private final List<Key> path = new ArrayList<>();

    private Sharing() {}

    static void check(Object tree) {
        new Sharing().visit(tree);
    }

    /// @return whether there is a leaf inside; a node without any may be anywhere, it is as good as a constant
    private boolean visit(Object node) {
        NodeType type = node == null ? null : NodeTypes.of(node);
        if (type == null) {
            return node != null;
        }
        if (above.containsKey(node)) {
            throw new TreeException("the node contains itself", here(), "a tree", "the same "
                    + type.typeName() + " as at " + place(above.get(node)), "build it without the cycle", null);
        }
        if (seen.containsKey(node)) {
            throw new TreeException("the node is in the tree twice", here(), "each node once",
                    "the same " + type.typeName() + " as at " + place(seen.get(node)),
                    "share it explicitly (nn.Shared), or build two: a transformed tree would have two independent copies",
                    null);
        }
        above.put(node, here());
        boolean hasLeaves = visitChildren(node, type);
        above.remove(node);
        if (hasLeaves) {
            seen.put(node, here());
        }
        return hasLeaves;
    }

    private boolean visitChildren(Object node, NodeType type) {
        Object[] children = type.children(node);
        Object metadata = type.metadata(node);
        boolean hasLeaves = false;
        for (int i = 0; i < children.length; i++) {
            path.add(type.key(metadata, i));
            hasLeaves |= visit(children[i]);
            path.removeLast();
        }
        return hasLeaves;
    }

    private KeyPath here() {
        return new KeyPath(path);
    }

    private static String place(KeyPath path) {
        return path.entries().isEmpty() ? "the root" : path.toString();
    }
}
