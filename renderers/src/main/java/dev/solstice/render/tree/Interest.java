package dev.solstice.render.tree;

import dev.solstice.render.model.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What a view opens on whatever its size: the first warnings of a tree, the few things that differ from another.
final class Interest {
    /// More would fill the view with one diverged model's every leaf; the roll-ups count them all.
    private static final int MOST = 8;

    private final Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Predicate<Node> dull;

    private Interest(Predicate<Node> dull) {
        this.dull = dull;
    }

    static Interest inWarnings(Node root) {
        var interest = new Interest(_ -> false);
        interest.addWarnings(root);
        return interest;
    }

    /// Where only a few leaves differ, they are all shown; where many do, the largest subtrees come first as ever.
    static Interest inChanges(Node root, Comparison comparison) {
        var interest = new Interest(node -> comparison.at(node).kind() == Change.SAME);
        var changes = comparison.at(root);
        if (changes.leaves() - changes.same() <= MOST) interest.add(root, node -> comparison.at(node).kind() != Change.SAME);
        interest.addWarnings(root);
        return interest;
    }

    /// Whether the node leads to something of interest.
    boolean contains(Node node) {
        return nodes.contains(node);
    }

    /// Whether the node can stay closed however large it is.
    boolean isDull(Node node) {
        return dull.test(node);
    }

    private void addWarnings(Node root) {
        add(root, node -> node.warnings() > 0);
    }

    /// The first [#MOST] that are wanted, and what leads to them.
    void add(Node root, Predicate<Node> wanted) {
        add(root, wanted, new ArrayList<>());
    }

    private void add(Node node, Predicate<Node> wanted, List<Node> found) {
        if (!wanted.test(node) || found.size() >= MOST) return;
        nodes.add(node);
        if (node instanceof Node.Branch branch) branch.children().forEach(child -> add(child, wanted, found));
        else found.add(node);
    }
}
