package dev.solstice.compositions;

import java.util.Map;

/// A function of the inputs to an array, or to a tree of arrays.
interface Composition {
    Object of(Inputs in);

    /// Lists a composition under the name that it has in `compositions.py`.
    static void add(Map<String, Composition> all, String name, Composition composition) {
        if (all.put(name, composition) != null) throw new IllegalArgumentException("twice: " + name);
    }
}
