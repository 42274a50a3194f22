package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;

/// Zero tangents and cotangents. Inside this room `null` stands for a symbolic zero, which costs nothing and
/// tells the rules what they need not compute; here are its arrays and its arithmetic.
final class Zeros {
    private Zeros() {}

    static Array like(AbstractValue type) {
        return Array.full(type.shape(), type.dtype(), 0);
    }

    static Array like(Array array) {
        return like(array.abstractValue());
    }

    static Array instantiate(Array tangent, AbstractValue type) {
        return tangent == null ? like(type) : tangent;
    }

    static Array instantiate(Array tangent, Array primal) {
        return instantiate(tangent, primal.abstractValue());
    }

    static Array add(Array x, Array y) {
        return x == null ? y : y == null ? x : x.add(y);
    }

    static boolean allNull(Array[] arrays) {
        for (var array : arrays) if (array != null) return false;
        return true;
    }

    static boolean[] nonNull(Array[] arrays) {
        var out = new boolean[arrays.length];
        for (int i = 0; i < out.length; i++) out[i] = arrays[i] != null;
        return out;
    }
}
