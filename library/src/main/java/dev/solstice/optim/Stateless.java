package dev.solstice.optim;

import dev.solstice.core.Array;
import java.util.function.BinaryOperator;

/// A transformation that remembers nothing: a function of the gradient and the model.
///
/// Source: `optax.stateless`, `optax.stateless_with_tree_map`.
///
/// @param name for printing
/// @param rule of the gradient and the model, both trees of the model's structure; holes stay holes
record Stateless(String name, BinaryOperator<Object> rule) implements Optim {
    /// A function of each gradient and its parameter.
    static Stateless perParameter(String name, BinaryOperator<Array> rule) {
        return new Stateless(name, (gradient, model) -> Parameters.map(model, x -> rule.apply(x[0], x[1]), gradient, model));
    }

    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    @SuppressWarnings("unchecked") // a rule keeps the structure
    public <M> Update<M> update(M gradient, OptState state, M model) {
        States.require(this, OptState.Empty.class, state);
        return new Update<>((M) rule.apply(gradient, model), state);
    }

    @Override
    public String toString() {
        return name;
    }
}
