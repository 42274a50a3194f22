package dev.solstice.kernel.magic;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The environment of the programs that a notebook starts with `%%bash`: this process's, and what `%env` has set.
///
/// A JVM cannot change its own; `System.getenv` goes on to answer what the kernel was started with.
final class Environment {
    private final SortedMap<String, String> variables = new TreeMap<>(System.getenv());

    SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(variables);
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    void applyTo(Map<String, String> processEnvironment) {
        processEnvironment.clear();
        processEnvironment.putAll(variables);
    }
}
