package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The structure of a tree: everything but its leaves.
///
/// Two structures are equal if their nodes have the same kinds (records: the same class, by identity), the same number of
/// children, the same map keys and equal metadata, and nulls in the same places. So a structure is the static half of the
/// key of a compiled program.
///
/// ```java
/// TreeDef treedef = Tree.structure(model);
/// treedef.unflatten(Tree.leaves(model));     // a model like this one
/// treedef.paths();                           // where its leaves are
/// ```
public final class TreeDef {

    /// The structure of a leaf.
    public static final TreeDef LEAF = new TreeDef(null, null, new TreeDef[0], 1);

    /// The structure of null: a subtree without leaves.
    public static final TreeDef EMPTY = new TreeDef(null, null, new TreeDef[0], 0);

    private final NodeType type;
    private final Object metadata;
    private final TreeDef[] children;
    private final int leafCount;
    // Computed when first asked for; racing threads compute the same.
    private int hash;
    private List<KeyPath> paths;

    private TreeDef(NodeType type, Object metadata, TreeDef[] children, int leafCount) {
        this.type = type;
        this.metadata = metadata;
        this.children = children;
        this.leafCount = leafCount;
    }

    /// Takes over the array.
    static TreeDef node(NodeType type, Object metadata, TreeDef[] children) {
        int leafCount = 0;
        for (TreeDef child : children) {
            leafCount += child.leafCount;
        }
        return new TreeDef(type, metadata, children, leafCount);
    }

    NodeType type() {
        return type;
    }

    Object metadata() {
        return metadata;
    }

    TreeDef child(int index) {
        return children[index];
    }

    int childCount() {
        return children.length;
    }

    Key key(int child) {
        return type.key(metadata, child);
    }

    List<NodeType.Part> parts() {
        return type.parts(metadata, children.length);
    }

    /// How many leaves a tree of this structure has.
    public int leafCount() {
        return leafCount;
    }

    /// Whether this is the structure of a single leaf.
    public boolean isLeaf() {
        return this == LEAF;
    }

    /// The structures directly inside; none for a leaf and for null.
    public List<TreeDef> children() {
        return Collections.unmodifiableList(Arrays.asList(children));
    }

    /// A tree of this structure with these leaves, in order. A null leaf leaves a hole; a leaf may be a whole subtree.
    ///
    /// @throws TreeException if the number of leaves is wrong, if a record component or array cannot hold its leaf, or if a
    ///     constructor throws
    public Object unflatten(List<?> leaves) {
        return unflatten(leaves.toArray());
    }

    Object unflatten(Object[] leaves) {
        if (leaves.length != leafCount) {
            throw new TreeException("the number of leaves is wrong", null, leafCount + " for the structure " + this,
                    String.valueOf(leaves.length), null);
        }
        return unflatten(leaves, 0);
    }

    private Object unflatten(Object[] leaves, int from) {
        if (type == null) {
            return this == LEAF ? leaves[from] : null;
        }
        Object[] nodes = new Object[children.length];
        int next = from;
        for (int i = 0; i < nodes.length; i++) {
            try {
                nodes[i] = children[i].unflatten(leaves, next);
            } catch (TreeException inside) {
                throw inside.under(key(i));
            }
            next += children[i].leafCount;
        }
        return type.rebuild(metadata, nodes);
    }

    /// This structure with leaves of any one type: masks, axes, shapes.
    public <T> Tree<T> with(List<T> leaves) {
        return new Tree<>(this, leaves);
    }

    /// Where the leaves are, in order.
    public List<KeyPath> paths() {
        List<KeyPath> known = paths;
        if (known == null) {
            var found = new ArrayList<KeyPath>(leafCount);
            collectPaths(new ArrayList<>(), found);
            known = Collections.unmodifiableList(found);
            paths = known;
        }
        return known;
    }

    private void collectPaths(List<Key> above, List<KeyPath> found) {
        if (this == LEAF) {
            found.add(new KeyPath(above));
        }
        for (int i = 0; i < children.length; i++) {
            above.add(key(i));
            children[i].collectPaths(above, found);
            above.removeLast();
        }
    }

    /// What stands in `tree` at each leaf of this structure, which so is a prefix of the structure of `tree`.
    ///
    /// A leaf here matches anything, null only null, any list a list of the same length, any map a map with the same keys.
    ///
    /// ```java
    /// Tree.structure(List.of(0, 0)).flattenUpTo(List.of("a", List.of("b", "c")));   // ["a", ["b", "c"]]
    /// ```
    ///
    /// @param tree a tree, or a [Tree] with exactly this structure
    /// @throws TreeException naming the first place that does not match
    public List<Object> flattenUpTo(Object tree) {
        if (tree instanceof Tree<?> flat && equals(flat.treedef())) {
            return new ArrayList<>(flat.leaves());
        }
        var subtrees = new ArrayList<Object>(leafCount);
        flattenUpTo(tree, subtrees);
        return subtrees;
    }

    private void flattenUpTo(Object tree, List<Object> subtrees) {
        if (this == LEAF) {
            subtrees.add(tree);
            return;
        }
        Object[] nodes = childrenLikeThis(tree);
        if (nodes == null) {
            throw Difference.mismatch(this, tree);
        }
        for (int i = 0; i < nodes.length; i++) {
            try {
                children[i].flattenUpTo(nodes[i], subtrees);
            } catch (TreeException inside) {
                throw inside.under(key(i));
            }
        }
    }

    private Object[] childrenLikeThis(Object tree) {
        if (this == EMPTY) {
            return tree == null ? new Object[0] : null;
        }
        return tree != null && NodeTypes.of(tree) == type ? type.childrenAs(metadata, children.length, tree) : null;
    }

    /// The first place where another structure differs from this one, or empty if they are equal.
    ///
    /// @param got the other structure; this one is the expected one
    public Optional<Difference> differenceFrom(TreeDef got) {
        return Difference.first(this, got);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof TreeDef treedef && sameAs(treedef);
    }

    private boolean sameAs(TreeDef other) {
        if (type == null || type != other.type || leafCount != other.leafCount || children.length != other.children.length) {
            return this == other;
        }
        for (int i = 0; i < children.length; i++) {
            if (!children[i].sameAs(other.children[i])) {
                return false;
            }
        }
        return Metadata.same(metadata, other.metadata);
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = this == LEAF ? 1 : this == EMPTY ? 2 : 31 * System.identityHashCode(type) + Metadata.hash(metadata);
            for (TreeDef child : children) {
                known = 31 * known + child.hashCode();
            }
            hash = known;
        }
        return known;
    }

    /// The structure as [Tree#format] prints it, with `*` for each leaf.
    @Override
    public String toString() {
        return Format.DEFAULT.structure(this, Collections.nCopies(leafCount, "*"));
    }
}
