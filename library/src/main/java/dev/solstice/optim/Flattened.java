package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// `inner` of one vector of all parameters, in the dtype that holds them all.
///
/// Source: `optax.flatten`.
public record Flattened(Optim inner) implements Optim {
    @Override
    public OptState init(Object model) {
        return inner.init(vector(Parameters.arrays(Partition.filter(model, Filter.trainable()))));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var structure = Tree.structure(model);
        var gradients = structure.flattenUpTo(gradient);
        var parameters = structure.flattenUpTo(Partition.filter(model, Filter.trainable()));
        // A parameter without gradient has its place in the vector nevertheless, and no update.
        var dense = new ArrayList<Array>();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof Array p) dense.add(gradients.get(i) instanceof Array g ? g.astype(p.dtype()) : Parameters.zerosLike(p));
        }
        var step = inner.update(vector(dense), state, vector(Parameters.arrays(parameters)));
        M updates = Parameters.map(model, x -> x[0], structure.unflatten(cut(parameters, step.updates())), gradient);
        return new Update<>(updates, step.state());
    }

    private static List<Object> cut(List<Object> parameters, Array vector) {
        var out = new ArrayList<Object>();
        int start = 0;
        for (var parameter : parameters) {
            if (!(parameter instanceof Array p)) {
                out.add(null);
                continue;
            }
            int end = start + Math.toIntExact(p.size());
            out.add(Lax.sliceInDim(vector, start, end, 0).reshape(p.shape()).astype(p.dtype()));
            start = end;
        }
        return out;
    }

    private static Array vector(List<Array> arrays) {
        if (arrays.isEmpty()) return Array.full(Shape.of(0), DType.FLOAT32, 0);
        var dtype = arrays.stream().map(Array::dtype).reduce(Promotion::promote).orElseThrow();
        return Lax.concatenate(0, arrays.stream().map(array -> array.reshape(-1).astype(dtype)).toArray(Array[]::new));
    }
}
