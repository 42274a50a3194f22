package dev.solstice.data;

import dev.solstice.core.Array;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;

/// Reads Apache Arrow tables and turns their columns into arrays.
///
/// ```java
/// var table = Arrow.read(digits);                 // the path of a file
/// Array pixels = Arrow.column(table, "pixels");   // a fixed-size list of 64 uint8
/// pixels.summary()                                // "u8[1797,64]"
/// Arrow.column(table, "label").summary()          // "u8[1797]"
/// ```
public final class Arrow {
    // One allocator for the process: a table lives as long as its user keeps it, and nobody has to close one.
    private static final BufferAllocator ALLOCATOR = new RootAllocator();
    private static final byte[] FILE_MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM_MARK = {-1, -1, -1, -1};

    private Arrow() {}

    /// The whole table in an Arrow IPC file, a Feather (version 2) file or an Arrow IPC stream; its record batches
    /// are joined.
    ///
    /// The table's memory stays until the table is closed or the process ends. Arrays made from it are copies.
    ///
    /// @throws IllegalArgumentException if the file is compressed, or no Arrow file
    /// @throws UncheckedIOException if it cannot be read
    public static VectorSchemaRoot read(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            try (var reader = reader(channel, start(file, channel))) {
                return readAll(reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).contains("Compression")) {
                throw new IllegalArgumentException(file + " is compressed, which is not supported: write it uncompressed, with pyarrow "
                        + "`feather.write_feather(table, path, compression='uncompressed')`", e);
            }
            throw e;
        }
    }

    /// The elements of a column as an array, copied.
    ///
    /// A column of numbers or booleans has shape `[rows]`; one of fixed-size lists of `k` has `[rows, k]`, and so
    /// on for lists of lists. Dtypes are kept; 16-bit integers become int32. Missing floats are NaN.
    ///
    /// @throws IllegalArgumentException if there is no such column, its type is no number, or an integer is missing
    public static Array column(VectorSchemaRoot table, String name) {
        FieldVector vector = table.getVector(name);
        if (vector == null) {
            throw new IllegalArgumentException("the table has no column '" + name + "'; it has "
                    + table.getSchema().getFields().stream().map(field -> field.getName()).toList());
        }
        return Column.array(name, vector, table.getRowCount());
    }

    private static VectorSchemaRoot readAll(ArrowReader reader) throws IOException {
        var table = VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), ALLOCATOR);
        table.allocateNew();
        while (reader.loadNextBatch()) {
            VectorSchemaRootAppender.append(false, table, reader.getVectorSchemaRoot());
        }
        return table;
    }

    // A file begins with its magic word, a stream with the length of its first message.
    private static ArrowReader reader(SeekableByteChannel channel, byte[] start) {
        return Arrays.equals(start, FILE_MAGIC) ? new ArrowFileReader(channel, ALLOCATOR) : new ArrowStreamReader(channel, ALLOCATOR);
    }

    private static byte[] start(Path file, SeekableByteChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(FILE_MAGIC.length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        channel.position(0);
        var start = bytes.array();
        if (!Arrays.equals(start, FILE_MAGIC) && !Arrays.equals(start, 0, 4, STREAM_MARK, 0, 4)) {
            throw new IllegalArgumentException(file + " is no Arrow file: it begins with neither ARROW1 nor a stream's first message");
        }
        return start;
    }
}
