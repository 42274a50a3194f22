package dev.solstice.compositions;

import java.util.Map;

/// A function of the inputs to an array, or to a tree of arrays.
interface Composition {
    Object of(Inputs in);

    /// Puts compositions of a group into a map: names and functions by turns.
    static void add(Map<String, Composition> all, String name, Composition composition) {
        if (all.put(name, composition) != null) throw new IllegalArgumentException("twice: " + name);
    }
}
