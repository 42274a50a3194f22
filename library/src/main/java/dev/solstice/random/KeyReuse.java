package dev.solstice.random;

import dev.solstice.array.Mistake;
import dev.solstice.array.SourceLine;
import dev.solstice.core.Array;
import java.util.Map;
import java.util.WeakHashMap;

/// Finds keys that are used twice, with `-Dsolstice.debugKeys=true`: two draws of one key are the same numbers, so that a
/// dropout mask is the same for ever. To draw and to split are uses; to fold in a number is none, since the numbers differ.
/// A key is told by its array, not by its values: to write `Key.of(0)` again is to want the same numbers again.
final class KeyReuse {
    private static final Map<Array, SourceLine> USES = new WeakHashMap<>(); // arrays are equal to themselves only

    private KeyReuse() {}

    /// @throws IllegalArgumentException if the key was used before, saying where
    static void used(Key key) {
        if (!Boolean.getBoolean("solstice.debugKeys")) return;
        SourceLine before;
        synchronized (USES) {
            before = USES.putIfAbsent(key.data(), SourceLine.ofUser());
        }
        if (before != null) {
            throw Mistake.of("a key is used for the second time; the first was at %s. It gives the same numbers again: take a fresh one for each use, of key.split(n) or key.foldIn(step)."
                    .formatted(before));
        }
    }
}
