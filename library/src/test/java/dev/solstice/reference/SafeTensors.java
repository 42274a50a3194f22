package dev.solstice.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads a safetensors file: a JSON header with names, dtypes, shapes and offsets, then the data.
///
/// There is no uint16 and no uint64 here: `U16` is read as int32 of the same values, `U64` as int64 of the same bits.
final class SafeTensors {
    private SafeTensors() {}

    static Map<String, Array> read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the reference tensors " + file, e);
        }
    }

    private static Map<String, Array> read(byte[] bytes) {
        int headerLength = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
        var header = JsonParser.parseString(new String(bytes, 8, headerLength, StandardCharsets.UTF_8)).getAsJsonObject();
        var tensors = new HashMap<String, Array>();
        for (var entry : header.entrySet()) {
            if (entry.getKey().equals("__metadata__")) continue;
            tensors.put(entry.getKey(), tensor(entry.getValue().getAsJsonObject(), bytes, 8 + headerLength));
        }
        return tensors;
    }

    private static Array tensor(JsonObject entry, byte[] bytes, int dataStart) {
        var offsets = entry.getAsJsonArray("data_offsets");
        int begin = dataStart + offsets.get(0).getAsInt();
        int length = offsets.get(1).getAsInt() - offsets.get(0).getAsInt();
        var shape = Shape.of(entry.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray());
        var data = MemorySegment.ofArray(bytes).asSlice(begin, length);
        return switch (entry.get("dtype").getAsString()) {
            case "F32" -> array(data, DType.FLOAT32, shape);
            case "F64" -> array(data, DType.FLOAT64, shape);
            case "I32" -> array(data, DType.INT32, shape);
            case "I64" -> array(data, DType.INT64, shape);
            case "U64" -> array(data, DType.UINT64, shape);
            case "U32" -> array(data, DType.UINT32, shape);
            case "U8" -> array(data, DType.UINT8, shape);
            case "I8" -> array(data, DType.INT8, shape);
            case "BOOL" -> array(data, DType.BOOL, shape);
            case "I16" -> array(data, DType.INT16, shape);
            case "U16" -> array(data, DType.UINT16, shape);
            case String other -> throw new IllegalArgumentException("no tensor type " + other);
        };
    }

    private static Array array(MemorySegment data, DType dtype, Shape shape) {
        var buffer = Buffer.allocate(data.byteSize());
        buffer.segment().copyFrom(data);
        return new ConcreteArray(buffer, dtype, shape);
    }
}
