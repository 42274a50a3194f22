package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import java.util.ArrayList;

/// Adds normal noise of variance `eta / step^gamma` to the gradient.
///
/// Source: `optax.add_noise`; A. Neelakantan et al., arXiv 1511.06807.
public record AddNoise(double eta, double gamma, Key key) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param key for the noise of the next step
    public record State(Array count, Key key) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), key);
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        var deviation = Lax.sqrt(Array.scalar((float) eta).div(Lax.pow(count.astype(DType.FLOAT32), Array.scalar((float) gamma))));
        var keys = before.key().split(2);
        var arrays = Parameters.arrays(gradient);
        var noise = new ArrayList<Array>();
        var each = keys[1].split(arrays.size());
        for (int i = 0; i < each.length; i++) noise.add(Random.normal(each[i], arrays.get(i).shape(), arrays.get(i).dtype()));
        var next = noise.iterator();
        M noisy = Tree.map((Object leaf) -> leaf instanceof Array g ? g.add(next.next().mul(deviation.astype(g.dtype()))) : leaf, gradient);
        return new Update<>(Parameters.map(model, x -> x[0], noisy), new State(count, keys[0]));
    }
}
