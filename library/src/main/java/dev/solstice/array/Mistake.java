package dev.solstice.array;

/// Errors of the user's: what was wrong, and the line of the user's code that did it.
public final class Mistake {
    private Mistake() {}

    /// @param message what was wrong, where in the tree, what was expected and got, and what to do
    public static IllegalArgumentException of(String message) {
        return new IllegalArgumentException(message + line());
    }

    /// As [#of], of a place that there is not.
    public static IndexOutOfBoundsException outOfBounds(String message) {
        return new IndexOutOfBoundsException(message + line());
    }

    /// As [#of], of something that there is not.
    public static UnsupportedOperationException unsupported(String message) {
        return new UnsupportedOperationException(message + line());
    }

    /// As [#of], of something that is not in the state for it.
    public static IllegalStateException state(String message) {
        return new IllegalStateException(message + line());
    }

    private static String line() {
        var source = SourceLine.ofUser();
        return source == SourceLine.UNKNOWN ? "" : "\nAt " + source;
    }
}
