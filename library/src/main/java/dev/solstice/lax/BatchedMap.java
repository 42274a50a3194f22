package dev.solstice.lax;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Vmap;
import java.util.Arrays;
import java.util.List;

/// A loop over batches of slices, each done at once; those that are left over make one smaller batch.
record BatchedMap<X, Y>(Fn1<X, Y> f, ArrayTree xs, int batchSize) {
    BatchedMap {
        if (batchSize < 1) throw Mistake.of("map does batches of 1 or more, got " + batchSize);
    }

    Y run() {
        int length = ControlFlow.length("map", xs.arrays());
        int batches = length / batchSize;
        int whole = batches * batchSize;
        var result = new ArrayTree[1];
        var onBatch = Vmap.vmap((List<Array> x) -> {
            result[0] = ArrayTree.of(f.apply(xs.with(x.toArray(Array[]::new))));
            return Arrays.asList(result[0].arrays());
        });
        var rest = onBatch.apply(slices(whole, length));
        if (batches == 0) return result[0].with(rest.toArray(Array[]::new));
        var blocked = slices(0, whole).stream().map(x -> x.reshape(x.shape().with(0, batchSize).insert(0, batches))).toList();
        var done = ControlFlow.map(onBatch, blocked);
        var out = new Array[done.size()];
        Arrays.setAll(out, i -> {
            var flat = done.get(i).reshape(done.get(i).shape().remove(0).with(0, whole));
            return whole == length ? flat : Lax.concatenate(0, flat, rest.get(i));
        });
        return result[0].with(out);
    }

    private List<Array> slices(int from, int to) {
        return Arrays.stream(xs.arrays()).map(x -> Lax.sliceInDim(x, from, to, 0)).toList();
    }
}
