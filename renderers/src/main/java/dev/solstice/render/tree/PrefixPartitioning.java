package dev.solstice.render.tree;

import dev.solstice.filter.Filter;
import dev.solstice.render.model.Part;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.KeyPath.Key;
import dev.solstice.tree.Tree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A partition by a tree of booleans and filters whose structure begins the model's. Where the structures differ,
/// nothing is selected and a row says so: one wants to see both, not an exception.
final class PrefixPartitioning implements Partitioning {
    private final Map<KeyPath, Object> specs = new HashMap<>();
    private final Map<KeyPath, Set<Key>> inside = new LinkedHashMap<>();

    PrefixPartitioning(Object prefix) {
        Tree<?> flat = prefix instanceof Tree<?> tree ? tree : Tree.flatten(prefix, node -> node instanceof Boolean || node instanceof Filter);
        List<KeyPath> paths = flat.treedef().paths();
        for (int i = 0; i < paths.size(); i++) {
            specs.put(paths.get(i), flat.leaves().get(i));
            KeyPath above = KeyPath.ROOT;
            for (Key key : paths.get(i).entries()) {
                inside.computeIfAbsent(above, _ -> new LinkedHashSet<>()).add(key);
                above = above.append(key);
            }
        }
    }

    @Override
    public List<Part> parts() {
        return SELECTION;
    }

    @Override
    public Part partOf(KeyPath path, Object leaf) {
        boolean selected = switch (specAbove(path)) {
            case Boolean chosen -> chosen;
            case Filter filter -> filter.test(path, leaf);
            case null, default -> false;
        };
        return Partitioning.selected(selected, leaf);
    }

    @Override
    public Optional<Remark> remark(KeyPath path, Object container) {
        if (specs.get(path) instanceof Boolean chosen) {
            return Optional.of(new Remark((chosen ? Part.TRAINABLE : Part.FROZEN).glyph() + " by prefix", false));
        }
        Set<Key> expected = inside.get(path);
        if (expected == null) return Optional.empty();
        Set<Key> found = Tree.children(container).stream().filter(child -> child.value() != null).map(Child::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (expected.equals(found)) return Optional.empty();
        return Optional.of(new Remark("the filter's prefix tree has %s, %s has %s: nothing below is selected by what does not match"
                .formatted(keys(expected), Values.typeName(container), keys(found)), true));
    }

    /// What the prefix says about a place: the entry there or above.
    private Object specAbove(KeyPath path) {
        KeyPath at = KeyPath.ROOT;
        Object spec = specs.get(at);
        for (Key key : path.entries()) {
            if (spec != null) break;
            at = at.append(key);
            spec = specs.get(at);
        }
        return spec;
    }

    private static String keys(Set<Key> keys) {
        String first = keys.stream().limit(4).map(Key::toString).collect(Collectors.joining(" "));
        return keys.isEmpty() ? "nothing" : keys.size() > 4 ? first + " … (" + keys.size() + ")" : first;
    }
}
