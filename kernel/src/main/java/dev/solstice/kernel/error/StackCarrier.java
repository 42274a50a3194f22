package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries the frames of an exception, its causes and what they suppressed through JShell.
///
/// JShell translates the one stack of what a snippet throws to snippets and their lines, and keeps neither the
/// exception nor what hangs on it. So it is handed one exception with all frames in one stack; they are
/// taken apart again afterwards.
public final class StackCarrier extends Exception {
    private final transient List<Throwable> graph;

    private StackCarrier(List<Throwable> graph) {
        super(null, null, false, true);
        this.graph = graph;
        setStackTrace(graph.stream().flatMap(t -> Arrays.stream(t.getStackTrace())).toArray(StackTraceElement[]::new));
    }

    public static StackCarrier of(Throwable thrown) {
        var graph = new ArrayList<Throwable>();
        collect(thrown, graph, Collections.newSetFromMap(new IdentityHashMap<>()));
        return new StackCarrier(graph);
    }

    private static void collect(Throwable thrown, List<Throwable> graph, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        graph.add(thrown);
        collect(thrown.getCause(), graph, seen);
        for (var suppressed : thrown.getSuppressed()) {
            collect(suppressed, graph, seen);
        }
    }

    /// The frames of each throwable, given the translation of this stack.
    ///
    /// @param translated what JShell made of it; it cuts off frames after the last one in a cell, which are ours anyway
    public Map<Throwable, List<StackTraceElement>> takeApart(StackTraceElement[] translated) {
        var frames = new LinkedHashMap<Throwable, List<StackTraceElement>>();
        int start = 0;
        for (var thrown : graph) {
            int end = start + thrown.getStackTrace().length;
            int reached = Math.min(end, translated.length);
            frames.put(thrown, start < reached ? List.of(Arrays.copyOfRange(translated, start, reached)) : List.of());
            start = end;
        }
        return frames;
    }
}
