package dev.solstice.io;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model, or any tree of arrays, in a file: a `.safetensors` file whose names are those of [StateDict], with a version.
///
/// ```java
/// Checkpoint.save(folder.resolve("model.safetensors"), model);
/// var loaded = Checkpoint.load(folder.resolve("model.safetensors"), model);
/// ```
///
/// Everything that is no array (layers' sizes, functions) is not in the file but comes from the tree that is loaded
/// into. Save several things at once in a list, a map or a record: model, state and optimiser state of one moment.
public final class Checkpoint {
    private static final String FORMAT = "format";
    private static final String NAME = "solstice";
    private static final String VERSION = "version";
    private static final int NEWEST = 1;

    private Checkpoint() {}

    /// Writes the arrays of `tree` to `file`. An older file is replaced only when the new one is complete.
    ///
    /// @throws IllegalArgumentException if there are arrays without values in the tree
    /// @throws UncheckedIOException if it cannot be written
    public static void save(Path file, Object tree) {
        save(file, tree, Map.of());
    }

    /// With texts of your own, which [SafeTensors#load] shows: hyper-parameters, the step, the accuracy.
    public static void save(Path file, Object tree, Map<String, String> metadata) {
        var words = new LinkedHashMap<>(metadata);
        words.put(FORMAT, NAME);
        words.put(VERSION, Integer.toString(NEWEST));
        new SafeTensors(StateDict.of(tree).arrays(), words).save(file);
    }

    /// A tree like `like` with the arrays of `file`.
    ///
    /// @param like a tree of the same structure; shapes without values (`evalShape`) do
    /// @throws Mismatch.Exception if the file does not fit; it lists every place
    /// @throws IllegalArgumentException if it is no safetensors file, or was written by a newer version
    /// @throws UncheckedIOException if it cannot be read
    public static <M> M load(Path file, M like) {
        return read(file).into(like, file.toString());
    }

    /// The arrays of `file` by name, to rename them or to take a part of them.
    ///
    /// @throws IllegalArgumentException if it is no safetensors file, or was written by a newer version
    /// @throws UncheckedIOException if it cannot be read
    public static StateDict read(Path file) {
        var content = SafeTensors.load(file);
        var metadata = content.metadata();
        if (NAME.equals(metadata.get(FORMAT)) && Integer.parseInt(metadata.getOrDefault(VERSION, "1")) > NEWEST) {
            throw new IllegalArgumentException(file + " is a checkpoint of version " + metadata.get(VERSION) + ", and this Solstice reads up to "
                    + NEWEST + ": take a newer one");
        }
        return new StateDict(content.tensors());
    }
}
