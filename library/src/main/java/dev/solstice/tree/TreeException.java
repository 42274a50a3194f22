package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Something is wrong with a tree. The message says what, where (as a path), what was expected and found, and what to do.
public final class TreeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String expected;
    private final String got;
    private final String remedy;
    // Grows at the front while the exception leaves the recursion, so that the hot path carries no path around.
    private final transient Deque<Key> keys = new ArrayDeque<>();
    private transient boolean hasPath;

    /// @param what the problem, one clause
    /// @param path where; null if it concerns no place in particular
    /// @param expected what would have been right; null if that says nothing
    /// @param got what was found; null if that says nothing
    /// @param remedy what to do; null if it is obvious
    public TreeException(String what, KeyPath path, String expected, String got, String remedy) {
        this(what, path, expected, got, remedy, null);
    }

    /// @param cause what was thrown by the user's code, or null
    public TreeException(String what, KeyPath path, String expected, String got, String remedy, Throwable cause) {
        super(what, cause);
        this.what = what;
        this.expected = expected;
        this.got = got;
        this.remedy = remedy;
        if (path != null) {
            under(path);
        }
    }

    /// Marks the place as a path whose front is still to come by [#under].
    TreeException here() {
        hasPath = true;
        return this;
    }

    /// The same problem seen from one level further up.
    TreeException under(Key key) {
        hasPath = true;
        keys.addFirst(key);
        return this;
    }

    TreeException under(KeyPath path) {
        hasPath = true;
        for (int i = path.entries().size() - 1; i >= 0; i--) {
            keys.addFirst(path.entries().get(i));
        }
        return this;
    }

    /// Where the problem is, or null if it concerns no place in particular.
    public KeyPath path() {
        return hasPath ? new KeyPath(List.copyOf(keys)) : null;
    }

    @Override
    public String getMessage() {
        var message = new StringBuilder(what);
        if (hasPath) {
            message.append(keys.isEmpty() ? " (at the root of the tree)" : " (at " + path() + ")");
        }
        line(message, "  expected: ", expected);
        line(message, "  got:      ", got);
        line(message, "  remedy:   ", remedy);
        return message.toString();
    }

    private static void line(StringBuilder message, String label, String text) {
        if (text != null) {
            message.append('\n').append(label).append(text);
        }
    }
}
