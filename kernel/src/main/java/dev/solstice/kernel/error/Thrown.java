package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// What an exception tells of itself. A cell's exception may override each of these methods, and fail in it.
public final class Thrown {
    private static final StackTraceElement[] NOWHERE = {};

    private Thrown() {
    }

    /// Its frames; none where they cannot be had.
    public static StackTraceElement[] stack(Throwable thrown) {
        try {
            var stack = thrown.getStackTrace();
            return stack == null ? NOWHERE : stack;
        } catch (Throwable unreadable) {
            return NOWHERE;
        }
    }

    /// Its cause, or null.
    static Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable unreadable) {
            return null;
        }
    }

    /// Its message, or null.
    static String message(Throwable thrown) {
        try {
            return thrown.getLocalizedMessage();
        } catch (Throwable unreadable) {
            return "(its message could not be read: " + described(unreadable) + ")";
        }
    }

    private static String described(Throwable unreadable) {
        try {
            return unreadable.toString();
        } catch (Throwable worse) {
            return unreadable.getClass().getName();
        }
    }

    /// The exception and all that it refers to, once each, though they may refer to each other in a circle.
    public static List<Throwable> graph(Throwable thrown) {
        var graph = new ArrayList<Throwable>();
        collect(thrown, graph, Collections.newSetFromMap(new IdentityHashMap<>()));
        return graph;
    }

    private static void collect(Throwable thrown, List<Throwable> graph, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        graph.add(thrown);
        collect(cause(thrown), graph, seen);
        for (var suppressed : thrown.getSuppressed()) {
            collect(suppressed, graph, seen);
        }
    }
}
