package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;

/// Gradients of several small batches for one step, as if they were one large batch: each `every`-th call is a step of
/// `inner` with the mean of the gradients since the last; the calls between change nothing.
///
/// Source: `optax.MultiSteps`.
public record MultiSteps(Optim inner, int every) implements Optim {
    /// @param call calls since the last step, int32 `[]`
    /// @param mean of the gradients since the last step, with the model's structure
    /// @param inner what the inner optimiser remembers
    public record State(Array call, Object mean, OptState inner) implements OptState {}

    public MultiSteps {
        if (every < 1) throw Mistake.of("a step is made of at least one gradient, got " + every);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), inner.init(model));
    }

    /// Computes the inner step always and takes it where it is due, so that a compiled step is one program.
    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var isDue = before.call().eq(every - 1);
        M mean = Parameters.advance(model,
                x -> x[0].add(x[1].sub(x[0]).div(before.call().add(1).astype(x[0].dtype()))), before.mean(), gradient);
        // A parameter without gradient gets no inner step: its place stays a hole.
        var step = inner.update(Parameters.map(model, x -> x[1], gradient, mean), before.inner(), model);
        M updates = Parameters.map(model, x -> Lax.select(isDue, x[0], Parameters.zerosLike(x[0])), step.updates());
        M rest = Parameters.map(model, x -> Lax.select(isDue, Parameters.zerosLike(x[0]), x[0]), mean);
        var next = Tree.map((Object now, Object then) -> Lax.select(isDue, (Array) now, (Array) then), step.state(), before.inner());
        return new Update<>(updates, new State(Lax.select(isDue, Counter.zero(), before.call().add(1)), rest, next));
    }
}
