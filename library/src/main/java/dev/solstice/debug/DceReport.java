package dev.solstice.debug;

import dev.solstice.array.Mistake;
import dev.solstice.array.SourceLine;
import dev.solstice.core.Array;
import dev.solstice.core.Tracer;
import dev.solstice.tree.Tree;
import dev.solstice.transform.ArrayTree;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Tells which values of a compiled function nobody needs, so that they are never computed.
///
/// ```java
/// filterJit((Array v) -> storeDce(List.of(v.mul(2), v.mul(3)), "pair").getFirst()).apply(x);
/// inspectDce("pair")   // "[f32[2], <DCE'd>]"
/// ```
public final class DceReport {
    private static final Map<String, Stored> STORED = new ConcurrentHashMap<>();

    private DceReport() {}

    private record Stored(ArrayTree tree, AtomicIntegerArray uses) {}

    /// What stands in the place of a value that nobody computed.
    private enum Mark {
        DEAD;

        @Override
        public String toString() {
            return "<DCE'd>";
        }
    }

    /// `x`, whose arrays are watched under a name, from the next time that the function runs. Equinox's `debug.store_dce`.
    public static <T> T storeDce(T x, String name) {
        var tree = ArrayTree.of(x);
        var uses = new AtomicIntegerArray(tree.arrays().length);
        STORED.put(name, new Stored(tree.types(), uses));
        var watched = new Array[uses.length()];
        for (int i = 0; i < watched.length; i++) {
            int place = i;
            watched[i] = Hanging.on(tree.arrays()[i], _ -> {
                uses.incrementAndGet(place);
                return Array.scalar(false);
            });
        }
        return tree.with(watched);
    }

    /// `x`, none of whose arrays may be needed by anybody in a compiled function: a [CheckFailedException] when the program computes
    /// one nevertheless. Where nothing is compiled nothing is left out, and nothing is checked. Equinox's `internal.assert_dce`.
    ///
    /// ```java
    /// filterJit((Array v) -> List.of(v, assertDce(v.mul(2), "the double is not needed")).getFirst()).apply(x);
    /// ```
    public static <T> T assertDce(T x, String message) {
        boolean isCompiled = Array.scalar(0).add(1) instanceof Tracer;
        if (!isCompiled) return x;
        var line = SourceLine.ofUser();
        return Hanging.on(x, _ -> {
            throw new CheckFailedException(message + "\nChecked at " + line);
        });
    }

    /// The tree that was stored, with `<DCE'd>` for each array that was not computed since. Equinox's `debug.inspect_dce`.
    ///
    /// @throws IllegalArgumentException if nothing has this name
    public static String inspectDce(String name) {
        var stored = STORED.get(name);
        if (stored == null) throw Mistake.of("nothing was stored as \"" + name + "\". There is: " + STORED.keySet());
        var leaves = new ArrayList<Object>(stored.tree.statics());
        int next = 0;
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i) != null) continue;
            leaves.set(i, stored.uses.get(next) > 0 ? stored.tree.arrays()[next] : Mark.DEAD);
            next++;
        }
        return new Tree<>(stored.tree.treedef(), leaves).toString();
    }
}
