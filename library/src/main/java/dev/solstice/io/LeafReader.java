package dev.solstice.io;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import java.io.IOException;
import java.io.InputStream;

/// How [Equinox] reads a leaf, in Equinox's words a filter specification: a function of each leaf of the model that is read into,
/// which gives what was read, or the leaf as it is.
///
/// ```java
/// LeafReader withoutBias = (in, path, like) -> path.toString().endsWith(".bias()") ? like : LeafReader.DEFAULT.read(in, path, like);
/// ```
@FunctionalInterface
public interface LeafReader {
    /// The next array of the file for arrays, numbers and truth values; other leaves as they are. Equinox's
    /// `default_deserialise_filter_spec`.
    LeafReader DEFAULT = (in, _, like) -> like instanceof Array || like instanceof Number || like instanceof Boolean ? Npy.read(in) : like;

    /// @return an array, which becomes a number or truth value where `like` is one; or another leaf of the class of `like`
    /// @throws java.io.EOFException if there is nothing more in the file
    Object read(InputStream in, KeyPath path, Object like) throws IOException;
}
