package dev.solstice.render.tree;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// The nodes that lead to the first warnings of a tree, so that a view opens on them.
final class Warned {
    /// More would fill the view with one diverged model's every leaf; the roll-ups count them all.
    private static final int MOST = 8;

    private final Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private int found;

    private Warned() {}

    static Set<Node> of(Node root) {
        var warned = new Warned();
        warned.visit(root);
        return warned.nodes;
    }

    private void visit(Node node) {
        if (node.warnings() == 0 || found >= MOST) return;
        nodes.add(node);
        if (node instanceof Node.Branch branch) branch.children().forEach(this::visit);
        else found++;
    }
}
