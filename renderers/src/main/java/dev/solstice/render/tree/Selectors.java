package dev.solstice.render.tree;

import dev.solstice.render.model.Plain;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.KeyPath.Key;
import java.util.List;
import java.util.stream.Collectors;

/// Paths as Java that compiles in a notebook: `m -> m.layers().get(1).weight()`, with a cast wherever the static type is
/// not enough for the next step.
public final class Selectors {
    private Selectors() {}

    /// @throws dev.solstice.tree.TreeException if the tree has no such place
    public static String of(Object tree, KeyPath path) {
        var java = new StringBuilder("m");
        Object value = tree;
        Declared declared = Declared.root(tree);
        for (Key key : path.entries()) {
            String cast = declared.cast(value);
            if (!cast.isEmpty()) java.insert(0, "((" + cast + ") ").append(')');
            java.append(key);
            Object child = new KeyPath(List.of(key)).get(value);
            declared = declared.child(value, key);
            value = child;
        }
        return "m -> " + Plain.visible(java.toString());
    }

    /// A call that replaces what is at these places; the replacements are for the user to fill in.
    public static String treeAt(Object tree, List<KeyPath> paths) {
        String selectors = paths.stream().map(path -> of(tree, path)).collect(Collectors.joining(", "));
        String replacements = paths.stream().map(_ -> "…").collect(Collectors.joining(", "));
        return paths.size() == 1 ? "Tree.at(model, " + selectors + ", …)"
                : "Tree.at(model, List.of(" + selectors + "), List.of(" + replacements + "))";
    }
}
