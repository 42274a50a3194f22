package dev.solstice.kernel.error;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
        setStackTrace(graph.stream().flatMap(t -> Arrays.stream(Thrown.stack(t))).toArray(StackTraceElement[]::new));
    }

    public static StackCarrier of(Throwable thrown) {
        return new StackCarrier(Thrown.graph(thrown));
    }

    /// The frames of each throwable, given the translation of this stack.
    ///
    /// @param translated what JShell made of it; it cuts off frames after the last one in a cell, which are ours anyway
    public Map<Throwable, List<StackTraceElement>> takeApart(StackTraceElement[] translated) {
        var frames = new IdentityHashMap<Throwable, List<StackTraceElement>>();
        int start = 0;
        for (var thrown : graph) {
            int end = start + Thrown.stack(thrown).length;
            int reached = Math.min(end, translated.length);
            frames.put(thrown, start < reached ? List.of(Arrays.copyOfRange(translated, start, reached)) : List.of());
            start = end;
        }
        return frames;
    }
}
