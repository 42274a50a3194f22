package dev.solstice.io;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.State;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/// Goes through a model and gives each layer its weights under the names, and in the layouts, of another library.
abstract class LayerWeights {
    private final NamedWeights weights;
    private final UnaryOperator<String> rename;
    private final SequencedMap<KeyPath, Object> edits = new LinkedHashMap<>();
    private Optional<State> state = Optional.empty();

    LayerWeights(Map<String, Array> weights, UnaryOperator<String> rename) {
        this.weights = new NamedWeights(weights);
        this.rename = rename;
    }

    /// A model like `model` with the weights.
    ///
    /// @param what the weights are called in an error
    /// @param remedy what to do if they do not fit
    final <M> M into(M model, String what, String remedy) {
        visit(model, KeyPath.ROOT, "");
        for (var edit : edits.entrySet()) model = Tree.at(model, edit.getKey(), edit.getValue());
        weights.requireAllUsed(what, remedy);
        return model;
    }

    /// As [#into(Object,String,String)], with the averages of batch normalisations in the state.
    final <M> State.WithState<M> into(State.WithState<M> made, String what, String remedy) {
        state = Optional.of(made.state().copy());
        M model = into(made.model(), what, remedy);
        return new State.WithState<>(model, state.orElseThrow());
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

    /// Puts the averages of a batch normalisation into the state; they are left out where there is none.
    final void statistics(BatchNorm norm, String mean, String variance, Place at) {
        if (state.isEmpty()) {
            at.ignore(mean);
            at.ignore(variance);
            return;
        }
        var like = Array.scalar(0f);
        var statistics = new BatchNorm.Statistics(at.get(mean, like, norm.inputSize()), at.get(variance, like, norm.inputSize()));
        state = state.map(before -> norm.withStatistics(statistics, before));
    }

    /// The two biases of a GRU, each of three gates, as ours has them: one sum for two gates, and the hidden one of the third apart.
    static void biases(Array input, Array hidden, GRUCell cell, Place at) {
        int size = cell.hiddenSize();
        var gates = Lax.sliceInDim(input, 0, 2 * size, 0).add(Lax.sliceInDim(hidden, 0, 2 * size, 0));
        at.set("bias", Lax.concatenate(0, gates, Lax.sliceInDim(input, 2 * size, 3 * size, 0)));
        at.set("biasN", Lax.sliceInDim(hidden, 2 * size, 3 * size, 0));
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
}
