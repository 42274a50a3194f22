package dev.solstice.render.tree;

import dev.solstice.render.model.Plain;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.KeyPath.Key;

/// How things are called in rows.
final class Names {
    private static final int LONGEST_MESSAGE = 120;

    private Names() {}

    /// How a parent calls a child: `weight`, `[3]`, a map's key.
    static String of(Key key) {
        return switch (key) {
            case KeyPath.Field(var name) -> name;
            case KeyPath.Index(var index) -> "[" + index + "]";
            case KeyPath.Slot(var index) -> "[" + index + "]";
            case KeyPath.MapKey(var mapKey) -> mapKey(mapKey);
            case KeyPath.Some() -> "get()";
            case KeyPath.Expression(var source) -> source;
        };
    }

    /// Keys that could be taken for something else are written as values are: in quotes.
    private static String mapKey(Object key) {
        String text = Values.oneLine(String.valueOf(key));
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./$:".indexOf(c) >= 0);
        return plain ? text : Values.text(key);
    }

    /// A path as a Java string.
    static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// `IllegalStateException: message`.
    static String of(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        if (failure.getMessage() == null) return name;
        String first = failure.getMessage().lines().findFirst().orElse(""); // what was expected and what to do has no room in a row
        String message = Plain.visible(Plain.shortened(first, LONGEST_MESSAGE + 1));
        return name + ": " + Plain.shortened(message, LONGEST_MESSAGE);
    }
}
