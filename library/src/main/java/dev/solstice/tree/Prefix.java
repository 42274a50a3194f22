package dev.solstice.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A tree that says one thing about whole subtrees of another one.
final class Prefix {

    private Prefix() {}

    static List<Object> broadcast(Object prefix, Object tree, Predicate<Object> isLeaf) {
        Tree<?> flat = prefix instanceof Tree<?> already ? already : Tree.flatten(prefix, node -> node instanceof Tree || isLeaf.test(node));
        List<Object> subtrees = flat.treedef().flattenUpTo(tree);
        var spread = new ArrayList<Object>();
        for (int i = 0; i < subtrees.size(); i++) {
            if (flat.leaves().get(i) instanceof Tree<?> inside) {
                spread.addAll(broadcast(inside, subtrees.get(i), isLeaf, flat.treedef().paths().get(i)));
                continue;
            }
            for (int n = Tree.structure(subtrees.get(i)).leafCount(); n > 0; n--) {
                spread.add(flat.leaves().get(i));
            }
        }
        return spread;
    }

    private static List<Object> broadcast(Tree<?> prefix, Object tree, Predicate<Object> isLeaf, KeyPath at) {
        try {
            return broadcast(prefix, tree, isLeaf);
        } catch (TreeException inside) {
            throw inside.under(at);
        }
    }
}
