package dev.solstice.render.tree;

import dev.solstice.render.tensor.Tensors;
import dev.solstice.tree.Tree;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Whether there is an array in a value. Stops at the first one, at values that throw, and after a bounded effort:
/// the kernel asks this of every result.
public final class ArraySearch {
    private static final int MOST_NODES = 20_000;

    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private ArraySearch() {}

    public static boolean finds(Object value) {
        try {
            return new ArraySearch().search(value, 0);
        } catch (RuntimeException e) {
            return false; // a value that cannot be read as a tree is shown as a kernel shows any object
        }
    }

    private boolean search(Object value, int depth) {
        if (value == null || depth > Walk.DEEPEST || visited.size() > MOST_NODES) return false;
        if (Tensors.of(value).isPresent()) return true;
        if (Tree.isLeaf(value) || !visited.add(value)) return false;
        return Tree.children(value).stream().anyMatch(child -> search(child.value(), depth + 1));
    }
}
