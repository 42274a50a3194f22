package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.filter.Parameter;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// A model some of whose weights, anywhere inside of it, are computed from what is trained: bounded, orthogonal, frozen, or
/// what another [Parameter] makes of them. The model's own classes know nothing of it.
///
/// ```java
/// var model = Parametrized.of(MLP.of(2, 1, 8, 2, key), m -> m.layers().get(0).weight(), Orthogonal::of)
///         .and(m -> m.layers().get(1).bias(), bias -> Constrained.of(bias, Bijection.interval(-1, 1)))
///         .and(m -> m.layers().get(2), Frozen::of);
/// filterGrad((Parametrized<MLP> p) -> mean(p.get().apply(ones(2)))).apply(model);   // by what is free
/// ```
///
/// What is differentiated, optimised, saved and shown is the parameters; [#get] is the model that computes. Call it once, at the
/// beginning of a loss and under its transformations, not outside of them. A parameter of one's own is a record:
///
/// ```java
/// record Symmetric(Array matrix) implements Parameter<Array> {
///     public Array get() { return matrix.add(matrix.transpose()).div(2); }
/// }
/// var symmetric = Parametrized.all(MLP.of(4, 4, 4, 2, key), Linear.class, Linear::weight, Symmetric::new);
/// ```
///
/// Weight decay leaves these weights alone ([Parameter] says why). To make their values small add a penalty of `get()` to the loss.
///
/// Source: `paramax.unwrap`, `torch.nn.utils.parametrize`, and "Custom per-parameter behaviour" of Equinox's tricks.
///
/// @param tree       the model with nothing at the places of the parameters
/// @param parameters by their places, as [KeyPath#toString] prints them
public record Parametrized<M>(M tree, Map<String, Parameter<?>> parameters) {
    private static final KeyPath TREE = KeyPath.parse(".tree()");
    private static final KeyPath PARAMETERS = KeyPath.parse(".parameters()");

    /// @param where     a weight or a whole layer
    /// @param parameter made of what is there now
    /// @throws IllegalArgumentException if there is nothing, or if the parameter's value has another structure, shape or dtype
    public static <M, V> Parametrized<M> of(M model, Function<? super M, V> where, Function<? super V, ? extends Parameter<? extends V>> parameter) {
        return new Parametrized<>(model, Map.of()).and(where, parameter);
    }

    /// For the same place in all modules of a class, wherever in the model they are. Modules that have nothing there, such as a
    /// layer without bias, stay as they are.
    ///
    /// @throws IllegalArgumentException if no module of this class has something there
    public static <M, L, V> Parametrized<M> all(M model, Class<L> type, Function<? super L, V> where,
                                                Function<? super V, ? extends Parameter<? extends V>> parameter) {
        return new Parametrized<>(model, Map.of()).andAll(type, where, parameter);
    }

    /// This one with another parameter.
    ///
    /// @throws IllegalArgumentException as [#of], and if there is a parameter already, also inside or around
    public <V> Parametrized<M> and(Function<? super M, V> where, Function<? super V, ? extends Parameter<? extends V>> parameter) {
        return with(Tree.<M>pathOf(get(), where::apply), parameter);
    }

    /// This one with more parameters, as [#all].
    public <L, V> Parametrized<M> andAll(Class<L> type, Function<? super L, V> where, Function<? super V, ? extends Parameter<? extends V>> parameter) {
        var result = this;
        M whole = get();
        for (var path : Models.paths(type, whole)) {
            L module = type.cast(path.get(whole));
            if (where.apply(module) != null) result = result.with(path.append(Tree.<L>pathOf(module, where::apply)), parameter);
        }
        if (result == this) throw Mistake.of("the model has no " + type.getSimpleName() + " with a value at this place");
        return result;
    }

    @SuppressWarnings("unchecked") // the place was found by a function to V
    private <V> Parametrized<M> with(KeyPath place, Function<? super V, ? extends Parameter<? extends V>> parameter) {
        for (var known : parameters.keySet()) {
            var other = KeyPath.parse(known);
            if (other.isPrefixOf(place) || place.isPrefixOf(other)) {
                throw Mistake.of("at " + known + " is the parameter " + Tree.format(parameters.get(known)) + " already"
                        + (other.equals(place) ? "" : ", so there can be none at " + place) + ": make one parameter of both");
            }
        }
        var value = (V) place.get(tree);
        if (value == null) throw Mistake.of("at " + place + " is nothing");
        var made = parameter.apply(value);
        if (!State.haveSameShapes(value, made.get())) {
            throw Mistake.of("a parameter must have the structure, shapes and dtypes of what was there: at " + place + " is "
                    + Tree.format(value) + ", the parameter gives " + Tree.format(made.get()));
        }
        var all = new LinkedHashMap<>(parameters);
        all.put(place.toString(), made);
        return new Parametrized<>(Tree.at(tree, place, null), Collections.unmodifiableSequencedMap(all));
    }

    /// The model with the values of all parameters.
    public M get() {
        M whole = tree;
        for (var parameter : parameters.entrySet()) whole = Tree.at(whole, KeyPath.parse(parameter.getKey()), parameter.getValue().get());
        return whole;
    }

    /// Where the parameters belong: from the path of each empty place in this tree to its parameter and the path of that. By it
    /// views and `.eqx` files have the parameters where Python has them.
    public Map<KeyPath, PathLeaf> inPlace() {
        var places = new LinkedHashMap<KeyPath, PathLeaf>();
        parameters.forEach((place, parameter) -> places.put(TREE.append(KeyPath.parse(place)),
                new PathLeaf(PARAMETERS.append(new KeyPath.MapKey(place)), parameter)));
        return places;
    }
}
