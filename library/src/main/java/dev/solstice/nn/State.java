package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.Child;
import dev.solstice.tree.Flatten;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// What a model's stateful layers remember, apart from the model: running averages, counters.
///
/// ```java
/// var made = makeWithState(() -> Sequential.of(Linear.of(2, 2, k0), SpectralNorm.of(Linear.of(2, 2, k1), key)));
/// var result = made.model().apply(Array.of(1f, 2f), made.state());
/// var next = made.model().apply(Array.of(3f, 4f), result.state());   // not made.state(): that one is used up
/// ```
///
/// A state is a tree of arrays and goes through all transformations. [#set] and [#update] give a new one and use up the
/// old one, so that nobody goes on with it by mistake; [#copy] keeps one on purpose.
///
/// Source: `equinox.nn.State`, `equinox.nn.make_with_state`, `equinox.nn.delete_init_state`.
public final class State implements TreeNode {
    private SequencedMap<String, Object> values;

    private State(Map<String, Object> values) {
        this.values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// A model and its state.
    public record WithState<M>(M model, State state) {}

    /// The model that `make` makes, and the state in which its layers begin.
    public static <M> WithState<M> makeWithState(Supplier<M> make) {
        var model = make.get();
        var indices = indices(model);
        for (var index : indices.entrySet()) {
            if (index.getValue().marker() == null) model = Tree.at(model, index.getKey(), new StateIndex<>(index.getKey().toString(), index.getValue().init()));
        }
        var values = new LinkedHashMap<String, Object>();
        for (var index : indices(model).values()) {
            if (index.init() == null) {
                throw Mistake.of("the state of " + index.marker() + " has been taken out of this model before: "
                        + "make a new model in makeWithState(() -> ...), or go on with the state of the first time");
            }
            values.put(index.marker(), index.init());
        }
        return new WithState<>(deleteInitState(model), new State(values));
    }

    /// `model` without the values with which its states begin.
    public static <M> M deleteInitState(M model) {
        for (var index : indices(model).entrySet()) model = Tree.at(model, index.getKey(), new StateIndex<>(index.getValue().marker(), null));
        return model;
    }

    /// What the layer with this index remembers.
    ///
    /// @throws IllegalStateException if this state is used up
    /// @throws IllegalArgumentException if it is the state of another model
    @SuppressWarnings("unchecked") // set checks that the structure of the value never changes
    public <T> T get(StateIndex<T> index) {
        return (T) at(index);
    }

    /// A state in which the layer with this index remembers `value`. This one is used up.
    ///
    /// @throws IllegalStateException if this state is used up already
    /// @throws IllegalArgumentException if it is the state of another model, or the value differs from the one before in
    ///     structure, shape or dtype
    public <T> State set(StateIndex<T> index, T value) {
        var old = at(index);
        if (!haveSameShapes(old, value)) {
            throw Mistake.of("the state of " + index.marker() + " was " + Tree.format(old) + " and would become " + Tree.format(value)
                    + ": structure, shapes and dtypes of a state stay what they are. Reshape or convert the new value");
        }
        var changed = new LinkedHashMap<>(values);
        changed.put(index.marker(), value);
        return replacedBy(changed);
    }

    /// The state of a part of the model alone.
    ///
    /// @throws IllegalStateException if this state is used up
    public State substate(Object part) {
        var some = new LinkedHashMap<String, Object>();
        for (var index : indices(part).values()) some.put(index.marker(), at(index));
        return new State(some);
    }

    /// This state with the values of `substate`. This one is used up.
    ///
    /// @throws IllegalStateException if this state or the other one is used up
    /// @throws IllegalArgumentException if `substate` knows layers that this one does not
    public State update(State substate) {
        var changed = new LinkedHashMap<>(values());
        for (var entry : substate.values().entrySet()) {
            if (changed.replace(entry.getKey(), entry.getValue()) == null) {
                throw Mistake.of("there is no state of " + entry.getKey() + " to update: there are " + changed.keySet()
                        + ". Update the state that substate(...) took it of");
            }
        }
        return replacedBy(changed);
    }

    /// An equal state that lives on when this one is used up.
    ///
    /// @throws IllegalStateException if this state is used up
    public State copy() {
        return new State(values());
    }

    /// What each layer remembers, by its marker, in the model's order.
    ///
    /// @throws IllegalStateException if this state is used up
    public SequencedMap<String, Object> values() {
        if (values == null) {
            throw new IllegalStateException("""
                    this state is used up: a newer one took its place. Probably the code is like
                        var a = layer.apply(x, state);
                        var b = layer.apply(x, state);     // should be a.state()
                    To go on from an old state on purpose, keep a state.copy().""");
        }
        return values;
    }

    private State replacedBy(Map<String, Object> changed) {
        values = null;
        return new State(changed);
    }

    private Object at(StateIndex<?> index) {
        var value = index.marker() == null ? null : values().get(index.marker());
        if (value == null) {
            throw Mistake.of(index.marker() == null
                    ? "this layer has no state yet: make the model in makeWithState(() -> ...)"
                    : "this is the state of another model: it has none of " + index.marker() + ", but " + values().keySet()
                            + ". Take the state that makeWithState gave with this model");
        }
        return value;
    }

    static boolean haveSameShapes(Object a, Object b) {
        return Tree.structure(a).equals(Tree.structure(b)) && types(a).equals(types(b));
    }

    private static List<Object> types(Object value) {
        return Tree.leaves(value).stream().map(leaf -> leaf instanceof Array array ? array.abstractValue() : leaf.getClass()).toList();
    }

    private static SequencedMap<KeyPath, StateIndex<?>> indices(Object model) {
        var found = new LinkedHashMap<KeyPath, StateIndex<?>>();
        collect(model, KeyPath.ROOT, found);
        return found;
    }

    private static void collect(Object node, KeyPath path, Map<KeyPath, StateIndex<?>> found) {
        if (node instanceof StateIndex<?> index) {
            found.put(path, index);
        } else {
            for (Child child : Tree.children(node)) collect(child.value(), path.append(child.key()), found);
        }
    }

    @Override
    public Flatten<State> flattening() {
        return new Flatten<>() {
            @Override
            public List<?> children(State state) {
                return List.of(state.values());
            }

            @Override
            @SuppressWarnings("unchecked") // the only child is the map
            public State unflatten(Object metadata, List<?> children) {
                return new State((Map<String, Object>) children.getFirst());
            }

            @Override
            public String childName(Object metadata, int index) {
                return "values";
            }
        };
    }

    @Override
    public String toString() {
        return values == null ? "State(used up)" : Tree.format(this);
    }
}
