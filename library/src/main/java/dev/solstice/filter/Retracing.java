package dev.solstice.filter;

import dev.solstice.transform.ArrayTree;
import dev.solstice.tree.Difference;
import dev.solstice.tree.KeyPath;
import java.util.Arrays;

/// Counts how often a function is traced, and knows which argument of the last call it was that changed.
///
/// [FilterJit] logs each trace but the first to `dev.solstice.retracing` at level DEBUG (INFO with
/// `-Dsolstice.explainRetraces=true`), and the 8th, 16th, 32nd... as a WARNING: such a function is always being compiled.
public final class Retracing {
    private static final System.Logger LOG = System.getLogger("dev.solstice.retracing");
    private static final int MANY = 8;

    private int count;
    private ArrayTree last;

    /// Counts one more trace.
    ///
    /// @return how the arguments differ from those of the trace before; empty for the first
    public synchronized String traced(Object... arguments) {
        var now = ArrayTree.of(Arrays.asList(arguments)).types();
        var why = last == null ? "" : last.difference(now).map(Retracing::describe).orElse("the arguments are of the same types and values; the function was traced anew");
        last = now;
        count++;
        return why;
    }

    public synchronized int count() {
        return count;
    }

    void log(String why) {
        int times = count();
        if (times == 1) return;
        boolean many = times >= MANY && Integer.bitCount(times) == 1;
        var level = many ? System.Logger.Level.WARNING : Boolean.getBoolean("solstice.explainRetraces") ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
        LOG.log(level, () -> "traced and compiled " + times + " times: " + why);
    }

    private static String describe(Difference found) {
        boolean isLambda = found.expected().contains("$$Lambda") && found.got().contains("$$Lambda");
        return "%s was %s and now is %s.%s".formatted(place(found.path()), found.expected(), found.got(), isLambda
                ? " A lambda that captures something is a new function each time it is reached: keep it in a variable, or use a record that implements Fn1." : "");
    }

    /// `argument 2, .layers().get(0).weight()`.
    private static String place(KeyPath path) {
        if (path.entries().isEmpty() || !(path.entries().getFirst() instanceof KeyPath.Index(int argument))) return "the list of arguments";
        var inside = new KeyPath(path.entries().subList(1, path.entries().size())).toString();
        return "argument " + (argument + 1) + (inside.isEmpty() ? "" : ", " + inside + ",");
    }
}
