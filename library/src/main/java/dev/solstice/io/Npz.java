package dev.solstice.io;

import dev.solstice.core.Array;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// NumPy's `.npz` files: arrays by name.
///
/// ```java
/// Npz.save(folder.resolve("data.npz"), Map.of("x", Array.of(1f, 2f), "y", Array.of(3)));
/// Npz.load(folder.resolve("data.npz")).get("y").summary()   // "i32[1]"
/// ```
///
/// Source: `numpy.savez`, `numpy.load`.
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /// Writes the arrays to `file`, which is replaced; without compression, as `numpy.savez` does.
    ///
    /// @throws UncheckedIOException if it cannot be written
    public static void save(Path file, Map<String, Array> arrays) {
        WholeFile.write(file, out -> {
            var zip = new ZipOutputStream(out);
            for (var entry : arrays.entrySet()) {
                var bytes = new ByteArrayOutputStream();
                Npy.write(bytes, entry.getValue());
                zip.putNextEntry(stored(entry.getKey() + SUFFIX, bytes.toByteArray()));
                bytes.writeTo(zip);
            }
            zip.finish();
        });
    }

    /// The arrays in `file` in its order, compressed or not.
    ///
    /// @throws IllegalArgumentException if an array is of a type that there is not here
    /// @throws UncheckedIOException if it cannot be read, or is no `.npz` file
    public static SequencedMap<String, Array> load(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            var arrays = new LinkedHashMap<String, Array>();
            for (var entry : zip.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).toList()) {
                var name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                try (var in = new BufferedInputStream(zip.getInputStream(entry))) {
                    arrays.put(name, Npy.read(in));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("'" + name + "' in " + file + ": " + e.getMessage(), e);
                }
            }
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static ZipEntry stored(String name, byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        // The time of the ZIP format's beginning, as NumPy has it: equal arrays make equal files.
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        return entry;
    }
}
