package dev.solstice.io;

import dev.solstice.core.Array;
import dev.solstice.nn.AvgPool1d;
import dev.solstice.nn.AvgPool2d;
import dev.solstice.nn.AvgPool3d;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.MaxPool1d;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.MaxPool3d;
import dev.solstice.nn.Parametrized;
import dev.solstice.nn.Pool;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.nn.State;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Equinox writes for a tree, in its order: the twin of a record is a module with the same fields in the same
/// order, but some fields that are metadata here are leaves there, and some leaves there have no place here.
final class EquinoxLayout {
    /// What may be one array of an `.eqx` file.
    sealed interface Entry permits Leaf, Constant {}

    /// An array, a number or truth value, which is what the entry becomes; or another leaf, of which there is no entry by default.
    record Leaf(KeyPath path, Object value, boolean isStatic) implements Entry {}

    /// A leaf in Python alone: what it always is.
    record Constant(String name, Object value) implements Entry {}

    private static final Map<Class<?>, Set<String>> LEAVES = Map.of(
            Dropout.class, Set.of("p", "inference"), BatchNorm.class, Set.of("inference"), SpectralNorm.class, Set.of("inference"),
            Pool.class, Set.of("start"));

    private static final Constant NO_MAXIMUM = new Constant("init", Double.NEGATIVE_INFINITY);
    private static final Constant NO_SUM = new Constant("init", 0L);
    private static final Map<Class<?>, Constant> CONSTANTS = Map.of(
            MaxPool1d.class, NO_MAXIMUM, MaxPool2d.class, NO_MAXIMUM, MaxPool3d.class, NO_MAXIMUM,
            AvgPool1d.class, NO_SUM, AvgPool2d.class, NO_SUM, AvgPool3d.class, NO_SUM);

    private final List<Entry> entries = new ArrayList<>();
    private final Map<KeyPath, PathLeaf> inPlace = new HashMap<>();

    private EquinoxLayout() {}

    static List<Entry> of(Object tree) {
        var layout = new EquinoxLayout();
        layout.add(tree, KeyPath.ROOT);
        return layout.entries;
    }

    private void add(Object value, KeyPath path) {
        if (value == null) {
            var parameter = inPlace.get(path);
            if (parameter != null) add(parameter.value(), parameter.path());
            return;
        }
        if (value instanceof Parametrized<?> parametrized) {
            // There the parameter is where its value is used.
            parametrized.inPlace().forEach((place, parameter) ->
                    inPlace.put(path.append(place), new PathLeaf(path.append(parameter.path()), parameter.value())));
            add(parametrized.tree(), path.append(new KeyPath.Field("tree")));
            return;
        }
        if (Tree.isLeaf(value)) {
            entries.add(new Leaf(path, value, false));
            return;
        }
        if (CONSTANTS.containsKey(value.getClass())) entries.add(CONSTANTS.get(value.getClass()));
        if (value instanceof State state) {
            // A state is no dict: its order is the model's.
            var values = Tree.components(state).getFirst();
            for (var child : Tree.components(values.value())) add(child.value(), path.append(values.key()).append(child.key()));
            return;
        }
        for (var child : inPythonsOrder(value)) {
            var at = path.append(child.key());
            if (!child.isStatic()) {
                add(child.value(), at);
            } else if (child.key() instanceof KeyPath.Field(String name) && isLeafInPython(value.getClass(), name)) {
                entries.add(new Leaf(at, child.value(), true));
            }
        }
    }

    // JAX sorts the keys of a dict, whatever the order of insertion.
    private static List<Child> inPythonsOrder(Object node) {
        var children = Tree.components(node);
        if (!(node instanceof Map<?, ?> map) || !map.keySet().stream().allMatch(String.class::isInstance)) return children;
        return children.stream().sorted(Comparator.comparing(child -> (String) ((KeyPath.MapKey) child.key()).key())).toList();
    }

    private static boolean isLeafInPython(Class<?> type, String component) {
        if (LEAVES.getOrDefault(type, Set.of()).contains(component)) return true;
        return type.isRecord() && Arrays.stream(type.getRecordComponents())
                .anyMatch(declared -> declared.getName().equals(component) && declared.isAnnotationPresent(EquinoxLeaf.class));
    }
}
