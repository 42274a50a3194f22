package dev.solstice.io;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import java.io.IOException;
import java.io.OutputStream;

/// How [Equinox] writes a leaf, in Equinox's words a filter specification: a function of each leaf, which writes it or does nothing.
///
/// ```java
/// LeafWriter withoutBias = (out, path, leaf) -> {
///     if (!path.toString().endsWith(".bias()")) LeafWriter.DEFAULT.write(out, path, leaf);
/// };
/// Equinox.treeSerialiseLeaves(folder.resolve("weights.eqx"), model, withoutBias);
/// ```
@FunctionalInterface
public interface LeafWriter {
    /// Arrays, numbers and truth values in NumPy's format; nothing for other leaves. Equinox's `default_serialise_filter_spec`.
    LeafWriter DEFAULT = (out, _, leaf) -> {
        if (leaf instanceof Array || leaf instanceof Number || leaf instanceof Boolean) Npy.write(out, Equinox.array(leaf));
    };

    void write(OutputStream out, KeyPath path, Object leaf) throws IOException;
}
