package dev.solstice.tree;

import java.util.regex.Pattern;

/// Two record classes with one simple name: the same source run twice in a notebook, or namesakes.
final class Redefinition {

    // JShell wraps each snippet in a class of its own: REPL.$JShell$12B$Linear is what the user calls Linear.
    private static final Pattern SNIPPET = Pattern.compile("^REPL\\.\\$JShell\\$\\w+?\\$");

    private Redefinition() {}

    static Difference difference(Class<?> expected, Class<?> got, KeyPath path) {
        String name = expected.getSimpleName();
        if (userName(expected).equals(userName(got))) {
            return new Difference(path, name + " as defined when the one tree was built", name + " as defined for the other",
                    "class " + name + " was redefined; rebuild the value");
        }
        return new Difference(path, expected.getName(), got.getName(), "these are two different classes named " + name);
    }

    private static String userName(Class<?> type) {
        return SNIPPET.matcher(type.getName()).replaceFirst("");
    }
}
