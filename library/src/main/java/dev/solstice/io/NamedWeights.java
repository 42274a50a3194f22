package dev.solstice.io;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The arrays of another library's model while they are handed out: what was asked for and not there, or left over, is told
/// in the end.
final class NamedWeights {
    private final Map<String, Array> arrays;
    private final Set<String> left;
    private final List<Mismatch> mismatches = new ArrayList<>();

    NamedWeights(Map<String, Array> arrays) {
        this.arrays = arrays;
        left = new LinkedHashSet<>(arrays.keySet());
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    void ignore(String name) {
        left.remove(name);
    }

    /// The array called `name` if it has the shape of `like`; zeros in its place if not, which nobody gets to see.
    Array get(String name, Shape shape, Array like) {
        left.remove(name);
        var array = arrays.get(name);
        if (array == null) {
            mismatches.add(new Mismatch.Missing(name, like.dtype(), shape));
        } else if (!array.shape().equals(shape)) {
            mismatches.add(new Mismatch.Different(name, like.dtype(), shape, array.dtype(), array.shape()));
        } else {
            return array.astype(like.dtype());
        }
        return Array.full(shape, like.dtype(), 0);
    }

    void requireAllUsed(String what, String remedy) {
        for (var name : left) mismatches.add(new Mismatch.Unexpected(name, arrays.get(name).dtype(), arrays.get(name).shape()));
        if (!mismatches.isEmpty()) throw new Mismatch.Exception(what, mismatches, remedy);
    }
}
