package dev.solstice.io;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.Sequential;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/// Goes through a model and gives each layer its weights under the names, and in the layouts, of another library.
abstract class LayerWeights {
    private final NamedWeights weights;
    private final UnaryOperator<String> rename;
    private final SequencedMap<KeyPath, Object> edits = new LinkedHashMap<>();

    LayerWeights(NamedWeights weights, UnaryOperator<String> rename) {
        this.weights = weights;
        this.rename = rename;
    }

    /// Puts weights into a layer that this library knows.
    ///
    /// @return false if it does not know it, and its components are looked at
    abstract boolean put(Object layer, Place at);

    /// A layer's place in the model, and its name in the other library.
    final class Place {
        private final KeyPath path;
        private final String name;

        private Place(KeyPath path, String name) {
            this.path = path;
            this.name = name;
        }

        boolean has(String weight) {
            return weights.has(full(weight));
        }

        /// The weight called `weight`, of the shape that `lengths` say.
        Array get(String weight, Array like, int... lengths) {
            return weights.get(full(weight), Shape.of(lengths), like);
        }

        void ignore(String weight) {
            weights.ignore(full(weight));
        }

        void set(String component, Object value) {
            edits.put(path.append(new KeyPath.Field(component)), value);
        }

        private String full(String weight) {
            return name.isEmpty() ? weight : name + "." + weight;
        }
    }

    final <M> M into(M model) {
        visit(model, KeyPath.ROOT, "");
        for (var edit : edits.entrySet()) model = Tree.at(model, edit.getKey(), edit.getValue());
        return model;
    }

    private void visit(Object node, KeyPath path, String name) {
        var place = new Place(path, rename.apply(name));
        if (put(node, place)) return;
        for (Child child : Tree.children(node)) {
            var at = path.append(child.key());
            var childName = name(node, name, child.key());
            if (child.value() instanceof Array array) {
                edits.put(at, weights.get(rename.apply(childName), array.shape(), array));
            } else {
                visit(child.value(), at, childName);
            }
        }
    }

    // Other libraries number the layers of a sequence without a word between, and write names with underscores.
    private static String name(Object node, String name, KeyPath.Key key) {
        if (node instanceof Sequential) return name;
        var own = StateDict.name(new KeyPath(List.of(key))).replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return name.isEmpty() || own.isEmpty() ? name + own : name + "." + own;
    }

    static Map<String, Array> dotted(Map<String, Array> arrays) {
        var renamed = new LinkedHashMap<String, Array>();
        arrays.forEach((name, array) -> renamed.put(name.replaceFirst(":0$", "").replace('/', '.'), array));
        return renamed;
    }
}
