package dev.solstice.io;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// NumPy's `.npy` files: one array each.
///
/// ```java
/// Npy.save(folder.resolve("x.npy"), Array.of(1f, 2f));
/// Npy.load(folder.resolve("x.npy")).summary()   // "f32[2]"
/// ```
///
/// Files are written byte for byte as NumPy 2 writes them. bfloat16, which NumPy does not know, is `<V2` there, as
/// `jax.numpy.save` writes it.
///
/// Source: `numpy.save`, `numpy.load`; the format is NEP 1.
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    // NumPy leaves room for the first axis to grow in place up to so many digits.
    private static final int GROWTH_DIGITS = 21;
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*\\(([0-9, L]*)\\),?\\s*}\\s*");

    private Npy() {}

    /// Writes `array` to `file`, which is replaced.
    ///
    /// @throws UncheckedIOException if it cannot be written
    public static void save(Path file, Array array) {
        WholeFile.write(file, out -> write(out, array));
    }

    /// The array in `file`.
    ///
    /// @throws IllegalArgumentException if the file is no `.npy` file, or its elements are of a type that no array has
    /// @throws UncheckedIOException if it cannot be read
    public static Array load(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static void write(OutputStream out, Array array) throws IOException {
        var lengths = array.shape().toArray();
        var axes = new StringBuilder();
        for (int length : lengths) axes.append(axes.isEmpty() ? "" : ", ").append(length);
        if (lengths.length == 1) axes.append(',');
        var header = new StringBuilder("{'descr': '" + descr(array.dtype()) + "', 'fortran_order': False, 'shape': (" + axes + "), }");
        if (lengths.length > 0) header.repeat(' ', GROWTH_DIGITS - Integer.toString(lengths[0]).length());
        int unaligned = MAGIC.length + 4 + header.length() + 1;
        header.repeat(' ', ALIGNMENT - unaligned % ALIGNMENT).append('\n');
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) header.length(), (byte) (header.length() >> 8)});
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        ArrayBytes.write(array, out);
    }

    /// The next array of a stream, which is left right behind it.
    ///
    /// @throws EOFException if the stream ends before the array does
    static Array read(InputStream in) throws IOException {
        var start = in.readNBytes(MAGIC.length + 2);
        if (!Arrays.equals(start, 0, Math.min(start.length, MAGIC.length), MAGIC, 0, MAGIC.length)) {
            if (start.length == 0) throw new EOFException("the file ends where an array should begin");
            throw new IllegalArgumentException("no array in NumPy's format here: it would begin with \\x93NUMPY");
        }
        var bytes = in.readNBytes(start[MAGIC.length] == 1 ? 2 : 4);
        long length = 0;
        for (int i = bytes.length - 1; i >= 0; i--) length = length << 8 | bytes[i] & 0xFF;
        var text = new String(in.readNBytes((int) Math.min(length, 1 << 20)), StandardCharsets.UTF_8);
        var header = HEADER.matcher(text);
        if (!header.matches()) throw new IllegalArgumentException("cannot read arrays with the header " + text.strip());
        var shape = Shape.of(Arrays.stream(header.group(3).split("[, L]+")).filter(axis -> !axis.isEmpty()).mapToInt(Integer::parseInt).toArray());
        var descr = header.group(1);
        boolean columnMajor = header.group(2).equals("True");
        var stored = ArrayBytes.read(in, dtype(descr), columnMajor ? reversed(shape) : shape);
        if (descr.startsWith(">")) swapBytes(stored);
        return columnMajor ? stored.transpose() : stored;
    }

    private static Shape reversed(Shape shape) {
        var lengths = shape.toArray();
        return Shape.of(IntStream.range(0, lengths.length).map(i -> lengths[lengths.length - 1 - i]).toArray());
    }

    private static void swapBytes(ConcreteArray array) {
        MemorySegment data = array.segment();
        int width = array.dtype().real().byteSize(); // of complex numbers each part for itself
        for (long at = 0; at < ArrayBytes.length(array.dtype(), array.shape()); at += width) {
            for (int i = 0; i < width / 2; i++) {
                byte low = data.get(ValueLayout.JAVA_BYTE, at + i);
                data.set(ValueLayout.JAVA_BYTE, at + i, data.get(ValueLayout.JAVA_BYTE, at + width - 1 - i));
                data.set(ValueLayout.JAVA_BYTE, at + width - 1 - i, low);
            }
        }
    }

    private static String descr(DType dtype) {
        return switch (dtype) {
            case BOOL -> "|b1";
            case UINT8 -> "|u1";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case UINT16 -> "<u2";
            case INT32 -> "<i4";
            case UINT32 -> "<u4";
            case INT64 -> "<i8";
            case UINT64 -> "<u8";
            case FLOAT16 -> "<f2";
            case BFLOAT16 -> "<V2";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case COMPLEX64 -> "<c8";
            case COMPLEX128 -> "<c16";
        };
    }

    private static DType dtype(String descr) {
        var wanted = descr.replaceFirst("^[<>=|]", "");
        for (var dtype : DType.values()) {
            if (descr(dtype).substring(1).equals(wanted)) return dtype;
        }
        throw new IllegalArgumentException("elements of NumPy's type '" + descr + "' cannot be an array; there are "
                + Arrays.toString(DType.values()) + ". Convert them in Python with x.astype(...)");
    }
}
