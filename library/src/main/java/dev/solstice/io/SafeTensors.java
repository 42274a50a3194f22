package dev.solstice.io;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arrays by name and some words about them: what a `.safetensors` file holds.
///
/// ```java
/// new SafeTensors(Map.of("weight", Array.of(1f, 2f)), Map.of("trained on", "digits")).save(folder.resolve("m.safetensors"));
/// SafeTensors.load(folder.resolve("m.safetensors")).tensors().get("weight").summary()   // "f32[2]"
/// ```
///
/// Source: the safetensors format of Hugging Face, `safetensors.numpy.save_file`, `load_file`.
///
/// @param tensors in the order of the data in the file
/// @param metadata any texts
public record SafeTensors(Map<String, Array> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    // The limit of the format's own reader: a header is no place for data.
    private static final long LONGEST_HEADER = 100_000_000;

    public SafeTensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /// Writes `file`, which is replaced.
    ///
    /// @throws UncheckedIOException if it cannot be written
    public void save(Path file) {
        var header = new JsonObject();
        if (!metadata.isEmpty()) header.add(METADATA, new Gson().toJsonTree(metadata));
        long end = 0;
        for (var tensor : tensors.entrySet()) {
            var array = tensor.getValue();
            long begin = end;
            end += ArrayBytes.length(array.dtype(), array.shape());
            header.add(tensor.getKey(), entry(array, begin, end));
        }
        var bytes = header.toString().getBytes(StandardCharsets.UTF_8);
        var padded = Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        WholeFile.write(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length).array());
            out.write(padded);
            for (var array : tensors.values()) ArrayBytes.write(array, out);
        });
    }

    /// What is in `file`.
    ///
    /// @throws IllegalArgumentException if it is no safetensors file, is damaged, or has a type that there is not here
    /// @throws UncheckedIOException if it cannot be read
    public static SafeTensors load(Path file) {
        try (var channel = FileChannel.open(file)) {
            var header = header(channel);
            var metadata = new LinkedHashMap<String, String>();
            if (header.remove(METADATA) instanceof JsonObject words) {
                words.asMap().forEach((name, word) -> metadata.put(name, word.getAsString()));
            }
            var tensors = new LinkedHashMap<String, Array>();
            var in = new BufferedInputStream(Channels.newInputStream(channel));
            long at = 0;
            for (var stored : inFileOrder(header)) {
                long length = ArrayBytes.length(stored.dtype, stored.shape);
                if (stored.begin != at || stored.end != at + length) {
                    throw new IllegalArgumentException("'" + stored.name + "' (" + stored.dtype.shortName() + stored.shape + ", " + length
                            + " bytes) would be bytes " + stored.begin + " to " + stored.end + " of the data, where it should begin at " + at);
                }
                tensors.put(stored.name, ArrayBytes.read(in, stored.dtype, stored.shape));
                at = stored.end;
            }
            return new SafeTensors(tensors, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException | JsonParseException e) {
            throw new IllegalArgumentException(file + " is no safetensors file that can be read here: " + e.getMessage(), e);
        }
    }

    private static JsonObject header(FileChannel channel) throws IOException {
        var start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (start.hasRemaining() && channel.read(start) >= 0) {}
        long length = start.hasRemaining() ? -1 : start.getLong(0);
        if (length < 0 || length > Math.min(LONGEST_HEADER, channel.size() - Long.BYTES)) {
            throw new IllegalArgumentException("it does not begin with the length of a header");
        }
        var bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return JsonParser.parseString(new String(bytes.array(), StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private record Stored(String name, DType dtype, Shape shape, long begin, long end) {}

    private static List<Stored> inFileOrder(JsonObject header) {
        var all = new ArrayList<Stored>();
        for (var entry : header.entrySet()) {
            var tensor = entry.getValue().getAsJsonObject();
            var shape = Shape.of(tensor.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray());
            var offsets = tensor.getAsJsonArray("data_offsets");
            all.add(new Stored(entry.getKey(), dtype(entry.getKey(), tensor.get("dtype").getAsString()), shape,
                    offsets.get(0).getAsLong(), offsets.get(1).getAsLong()));
        }
        // Tensors without elements share their place with the next one.
        all.sort(Comparator.comparingLong(Stored::begin).thenComparingLong(Stored::end));
        return all;
    }

    private static JsonObject entry(Array array, long begin, long end) {
        var entry = new JsonObject();
        entry.addProperty("dtype", code(array.dtype()));
        var shape = new JsonArray();
        for (int length : array.shape().toArray()) shape.add(length);
        entry.add("shape", shape);
        var offsets = new JsonArray();
        offsets.add(begin);
        offsets.add(end);
        entry.add("data_offsets", offsets);
        return entry;
    }

    private static String code(DType dtype) {
        return switch (dtype) {
            case BOOL -> "BOOL";
            case UINT8 -> "U8";
            case INT8 -> "I8";
            case INT16 -> "I16";
            case UINT16 -> "U16";
            case INT32 -> "I32";
            case UINT32 -> "U32";
            case INT64 -> "I64";
            case UINT64 -> "U64";
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case COMPLEX64 -> "C64";
            case COMPLEX128 -> throw new IllegalArgumentException("the safetensors format has no complex128: save real(x) and imag(x)");
        };
    }

    private static DType dtype(String name, String code) {
        for (var dtype : DType.values()) {
            if (dtype != DType.COMPLEX128 && code(dtype).equals(code)) return dtype;
        }
        throw new IllegalArgumentException("'" + name + "' has elements of type " + code + ", for which there is no dtype here");
    }
}
