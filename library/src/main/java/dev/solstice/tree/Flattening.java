package dev.solstice.tree;

import java.util.List;
import java.util.function.Predicate;

/// Takes trees apart. This is on the way of every call of a transformed function.
final class Flattening {

    private Flattening() {}

    static TreeDef of(Object tree, List<Object> leaves) {
        try {
            return flatten(tree, leaves);
        } catch (StackOverflowError tooDeep) {
            throw endless(tree);
        }
    }

    static TreeDef of(Object tree, Predicate<Object> isLeaf, List<Object> leaves) {
        try {
            return flatten(tree, isLeaf, leaves);
        } catch (StackOverflowError tooDeep) {
            throw endless(tree);
        }
    }

    private static TreeDef flatten(Object node, List<Object> leaves) {
        if (node == null) {
            return TreeDef.EMPTY;
        }
        NodeType type = NodeTypes.of(node);
        if (type == null) {
            leaves.add(node);
            return TreeDef.LEAF;
        }
        Object[] nodes = type.children(node);
        Object metadata = type.metadata(node);
        var children = new TreeDef[nodes.length];
        for (int i = 0; i < children.length; i++) {
            try {
                children[i] = flatten(nodes[i], leaves);
            } catch (TreeException inside) {
                throw inside.under(type.key(metadata, i));
            }
        }
        return TreeDef.node(type, metadata, children);
    }

    private static TreeDef flatten(Object node, Predicate<Object> isLeaf, List<Object> leaves) {
        if (isLeaf.test(node)) {
            leaves.add(node);
            return TreeDef.LEAF;
        }
        NodeType type = node == null ? null : NodeTypes.of(node);
        if (type == null) {
            return flatten(node, leaves);
        }
        Object[] nodes = type.children(node);
        Object metadata = type.metadata(node);
        var children = new TreeDef[nodes.length];
        for (int i = 0; i < children.length; i++) {
            try {
                children[i] = flatten(nodes[i], isLeaf, leaves);
            } catch (TreeException inside) {
                throw inside.under(type.key(metadata, i));
            }
        }
        return TreeDef.node(type, metadata, children);
    }

    private static TreeException endless(Object tree) {
        try {
            Sharing.check(tree);
        } catch (TreeException cycle) {
            return cycle;
        } catch (StackOverflowError deep) {
            // no cycle within reach
        }
        return new TreeException("the tree is too deep", null, "at most some thousand levels", null,
                "keep many equal layers in one record with stacked arrays and scan over them");
    }
}
