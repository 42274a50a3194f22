package dev.solstice.render.tree;

import java.util.HashMap;
import java.util.Map;

/// Numbers structures so that equal ones have equal numbers: comparing subtrees costs one `int` comparison.
final class Structures {
    private final Map<Object, Integer> numbers = new HashMap<>();

    /// @param description anything with value equality that says all that matters; children by their numbers
    int number(Object description) {
        return numbers.computeIfAbsent(description, unused -> numbers.size());
    }
}
