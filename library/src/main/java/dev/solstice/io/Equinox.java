package dev.solstice.io;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// Equinox's `.eqx` files, in both directions: a model that Python saved loads here, and the other way round.
///
/// ```java
/// Equinox.treeSerialiseLeaves(folder.resolve("model.eqx"), model);
/// var loaded = Equinox.treeDeserialiseLeaves(folder.resolve("model.eqx"), model);
/// ```
///
/// Such a file holds the leaves of a tree one after the other, without names: the record must have the fields of the
/// Python class in the same order (fields with `static=True` do not count). The layers of `nn` are as Equinox's.
/// A field of primitive type that is a leaf in Python is marked [EquinoxLeaf].
///
/// For files that only Solstice reads take [Checkpoint], whose arrays have names.
///
/// Source: `equinox.tree_serialise_leaves`, `equinox.tree_deserialise_leaves`.
public final class Equinox {
    private static final String SUFFIX = ".eqx";

    private Equinox() {}

    /// Writes the arrays, numbers and truth values of `tree` to `file`, which is replaced and gets the suffix `.eqx` if
    /// it has none. Other leaves are left out.
    ///
    /// @throws IllegalArgumentException if there are arrays without values in the tree
    /// @throws UncheckedIOException if it cannot be written
    public static void treeSerialiseLeaves(Path file, Object tree) {
        treeSerialiseLeaves(file, tree, LeafWriter.DEFAULT);
    }

    /// The same, each leaf in a way of one's own.
    public static void treeSerialiseLeaves(Path file, Object tree, LeafWriter writer) {
        WholeFile.write(withSuffix(file), out -> write(out, tree, writer));
    }

    /// The same into a stream, which stays open: behind a line of hyper-parameters, for instance.
    public static void treeSerialiseLeaves(OutputStream out, Object tree) {
        treeSerialiseLeaves(out, tree, LeafWriter.DEFAULT);
    }

    public static void treeSerialiseLeaves(OutputStream out, Object tree, LeafWriter writer) {
        try {
            write(out, tree, writer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the leaves: " + e.getMessage(), e);
        }
    }

    /// A tree like `like` with the leaves of `file`.
    ///
    /// @param like a tree of the same structure; shapes without values (`evalShape`) do
    /// @throws Mismatch.Exception if leaves differ in shape or dtype, or are too few or too many; it lists every place
    /// @throws IllegalArgumentException if it is no `.eqx` file
    /// @throws UncheckedIOException if it cannot be read
    public static <M> M treeDeserialiseLeaves(Path file, M like) {
        return treeDeserialiseLeaves(file, like, LeafReader.DEFAULT);
    }

    /// The same, each leaf in a way of one's own: as its [LeafWriter] wrote it.
    public static <M> M treeDeserialiseLeaves(Path file, M like, LeafReader reader) {
        try (var in = new BufferedInputStream(Files.newInputStream(withSuffix(file)))) {
            return read(in, like, true, file.toString(), reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /// The same from a stream, which is left open right behind the last leaf.
    public static <M> M treeDeserialiseLeaves(InputStream in, M like) {
        return treeDeserialiseLeaves(in, like, LeafReader.DEFAULT);
    }

    public static <M> M treeDeserialiseLeaves(InputStream in, M like, LeafReader reader) {
        try {
            return read(in, like, false, "the stream", reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the leaves: " + e.getMessage(), e);
        }
    }

    private static Path withSuffix(Path file) {
        var name = file.getFileName().toString();
        return name.indexOf('.', 1) < 0 ? file.resolveSibling(name + SUFFIX) : file;
    }

    private static void write(OutputStream out, Object tree, LeafWriter writer) throws IOException {
        for (var entry : EquinoxLayout.of(tree)) {
            switch (entry) {
                case EquinoxLayout.Leaf leaf -> writer.write(out, leaf.path(), leaf.value());
                case EquinoxLayout.Constant constant -> Npy.write(out, array(constant.value()));
            }
        }
    }

    private static <M> M read(InputStream in, M like, boolean isAll, String what, LeafReader reader) throws IOException {
        var values = new HashMap<KeyPath, Object>();
        var metadata = new HashMap<KeyPath, Object>();
        var mismatches = new ArrayList<Mismatch>();
        boolean ended = false;
        for (var entry : EquinoxLayout.of(like)) {
            var read = ended && isStored(value(entry)) ? null : next(in, entry, reader);
            if (read == null) {
                ended = true;
                var expected = array(value(entry));
                mismatches.add(new Mismatch.Missing(name(entry), expected.dtype(), expected.shape()));
            } else if (read instanceof Array got && isStored(value(entry))) {
                var expected = array(value(entry));
                if (!got.abstractValue().equals(expected.abstractValue())) {
                    mismatches.add(new Mismatch.Different(name(entry), expected.dtype(), expected.shape(), got.dtype(), got.shape()));
                } else if (entry instanceof EquinoxLayout.Leaf leaf) {
                    (leaf.isStatic() ? metadata : values).put(leaf.path(), like(leaf.value(), got));
                }
            } else if (entry instanceof EquinoxLayout.Leaf leaf) {
                if (read.getClass() != leaf.value().getClass()) {
                    throw Mistake.of("the reader gave " + read + " for " + leaf.path() + ", which is a " + leaf.value().getClass().getSimpleName());
                }
                (leaf.isStatic() ? metadata : values).put(leaf.path(), read);
            }
        }
        int behind = 0;
        for (Array extra; isAll && !ended && (extra = next(in)) != null; behind++) {
            mismatches.add(new Mismatch.Unexpected("leaf " + behind + " behind the last one", extra.dtype(), extra.shape()));
        }
        if (!mismatches.isEmpty()) {
            throw new Mismatch.Exception(what, mismatches, "give the record the fields of the Python class in the same order; "
                    + "mark with @EquinoxLeaf those of primitive type that are not static=True there");
        }
        return replace(like, values, metadata);
    }

    private static <M> M replace(M like, Map<KeyPath, Object> values, Map<KeyPath, Object> metadata) {
        M tree = Tree.mapWithPath((path, leaf) -> values.getOrDefault(path, leaf), like);
        for (var component : metadata.entrySet()) tree = Tree.at(tree, component.getKey(), component.getValue());
        return tree;
    }

    private static boolean isStored(Object value) {
        return value instanceof Array || value instanceof Number || value instanceof Boolean;
    }

    /// What there is for an entry; null if an array is missing.
    private static Object next(InputStream in, EquinoxLayout.Entry entry, LeafReader reader) throws IOException {
        if (!(entry instanceof EquinoxLayout.Leaf leaf)) return next(in);
        try {
            return reader.read(in, leaf.path(), leaf.value());
        } catch (EOFException e) {
            if (isStored(leaf.value())) return null;
            throw new EOFException("there is nothing left for the leaf at " + leaf.path());
        }
    }

    private static Array next(InputStream in) throws IOException {
        try {
            return Npy.read(in);
        } catch (EOFException e) {
            return null;
        }
    }

    private static String name(EquinoxLayout.Entry entry) {
        return switch (entry) {
            case EquinoxLayout.Leaf leaf -> leaf.path().toString();
            case EquinoxLayout.Constant constant -> "(" + constant.name() + ", which only Python has)";
        };
    }

    private static Object value(EquinoxLayout.Entry entry) {
        return switch (entry) {
            case EquinoxLayout.Leaf leaf -> leaf.value();
            case EquinoxLayout.Constant constant -> constant.value();
        };
    }

    // Python has one type of whole numbers and one of others, of 64 bits each.
    static Array array(Object value) {
        return switch (value) {
            case Array array -> array;
            case Boolean truth -> Array.scalar(DType.BOOL, truth);
            case Float number -> Array.scalar(DType.FLOAT64, number);
            case Double number -> Array.scalar(DType.FLOAT64, number);
            default -> Array.scalar(DType.INT64, value);
        };
    }

    private static Object like(Object value, Array read) {
        return switch (value) {
            case Array _ -> read;
            case Boolean _ -> read.booleanItem();
            case Float _ -> (float) read.item();
            case Double _ -> read.item();
            case Integer _ -> Math.toIntExact(read.toLongArray()[0]);
            case Short _ -> (short) read.toLongArray()[0];
            case Byte _ -> (byte) read.toLongArray()[0];
            default -> read.toLongArray()[0];
        };
    }
}
