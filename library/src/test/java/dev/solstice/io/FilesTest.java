package dev.solstice.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The formats that hold arrays: NumPy's and safetensors.
class FilesTest {
    @TempDir
    Path folder;

    @Test
    void npyIsByteForByteWhatNumPyWrites() throws IOException {
        // numpy 2.4: numpy.save(f, numpy.array([[1, 2, 3], [4, 5, 6]], 'f4'))
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n";
        var expected = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 1; i <= 6; i++) expected.putFloat(i);
        assertArrayEquals(expected.array(), npy(Array.of(new float[][] {{1, 2, 3}, {4, 5, 6}})));
        assertTrue(new String(npy(Array.scalar(1f)), StandardCharsets.ISO_8859_1).contains("'shape': (), }"));
        assertTrue(new String(npy(Array.of(1f)), StandardCharsets.ISO_8859_1).contains("'shape': (1,), }"));
    }

    @Test
    void complexNumbersComeBack() {
        var z = Array.of(new Complex(1, 2), new Complex(-3, 0.5));
        Npz.save(folder.resolve("z.npz"), Map.of("z", z, "wide", z.astype(DType.COMPLEX128)));
        assertTrue(Npz.load(folder.resolve("z.npz")).get("z").sameAs(z));
        assertTrue(Npz.load(folder.resolve("z.npz")).get("wide").sameAs(z.astype(DType.COMPLEX128)));
        new SafeTensors(Map.of("z", z), Map.of()).save(folder.resolve("z.safetensors"));
        assertTrue(SafeTensors.load(folder.resolve("z.safetensors")).tensors().get("z").sameAs(z));
        var wide = new SafeTensors(Map.of("wide", z.astype(DType.COMPLEX128)), Map.of());
        var error = assertThrows(IllegalArgumentException.class, () -> wide.save(folder.resolve("wide.safetensors")));
        assertTrue(error.getMessage().contains("the safetensors format has no complex128"), error.getMessage());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLEX128")
    void everyDTypeComesBack(DType dtype) {
        var arrays = new LinkedHashMap<String, Array>();
        arrays.put("some", Array.of(0f, 1f, 1f, 0f, 1f, 1f).reshape(2, 3).astype(dtype));
        arrays.put("scalar", Array.scalar(1).astype(dtype));
        arrays.put("none", Array.full(Shape.of(0, 4), dtype, 0));
        Npz.save(folder.resolve("x.npz"), arrays);
        new SafeTensors(arrays, Map.of("what", "a \"test\"")).save(folder.resolve("x.safetensors"));
        var tensors = SafeTensors.load(folder.resolve("x.safetensors"));
        assertEquals(Map.of("what", "a \"test\""), tensors.metadata());
        for (var loaded : List.of(Npz.load(folder.resolve("x.npz")), tensors.tensors())) {
            assertEquals(arrays.keySet(), loaded.keySet());
            loaded.forEach((name, array) -> assertTrue(array.sameAs(arrays.get(name)), name + ": " + array));
        }
    }

    @Test
    void npyInColumnMajorAndBigEndianOrderIsRead() throws IOException {
        var bytes = ByteBuffer.allocate(128 + 24).order(ByteOrder.BIG_ENDIAN);
        var header = "{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3), }";
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}).put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (int value : new int[] {1, 4, 2, 5, 3, 6}) bytes.putInt(value);
        assertTrue(Npy.read(new ByteArrayInputStream(bytes.array())).sameAs(Array.of(1, 2, 3, 4, 5, 6).reshape(2, 3)));
    }

    @Test
    void typesWithoutDTypeAreNamed() throws IOException {
        var text = new String(npy(Array.of(1f)), StandardCharsets.ISO_8859_1).replace("<f4", "|O8");
        Files.write(folder.resolve("o.npy"), text.getBytes(StandardCharsets.ISO_8859_1));
        var error = assertThrows(IllegalArgumentException.class, () -> Npy.load(folder.resolve("o.npy")));
        assertTrue(error.getMessage().contains("o.npy") && error.getMessage().contains("'|O8'"), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "short", "\u0005\0\0\0\0\0\0\0{\"a\":", "\u0002\0\0\0\0\0\0\0[]", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f{}",
        "\u0036\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}123456789012",
        "\u0036\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"XYZ\",\"shape\":[2],\"data_offsets\":[0,8] }}12345678",
        "\u0038\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8] }}12345678"})
    void damagedSafetensorsAreRefused(String content) throws IOException {
        var file = folder.resolve("bad.safetensors");
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        var error = assertThrows(IllegalArgumentException.class, () -> SafeTensors.load(file));
        assertTrue(error.getMessage().startsWith(file + " is no safetensors file"), error.getMessage());
    }

    @Test
    void whatCannotBeSavedLeavesTheOldFile() {
        var file = folder.resolve("model.safetensors");
        Checkpoint.save(file, List.of(Array.of(1f)));
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.save(file, List.of(new ShapeStruct(DType.FLOAT32, Shape.of(1)))));
        assertTrue(Checkpoint.load(file, List.of(Array.of(0f))).getFirst().sameAs(Array.of(1f)));
        assertEquals(List.of("model.safetensors"), Arrays.asList(folder.toFile().list()));
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        var error = assertThrows(UncheckedIOException.class, () -> Npy.load(folder.resolve("nowhere.npy")));
        assertTrue(error.getMessage().contains("nowhere.npy"));
    }

    private static byte[] npy(Array array) throws IOException {
        var out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }
}
