package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
    @TempDir
    Path folder;

    @Test
    void theFolderHasASpecForThisJavaAndTheLogos() throws IOException {
        new KernelSpec(folder.resolve("new"), List.of("-Xmx1g")).write();
        var spec = JsonParser.parseString(Files.readString(folder.resolve("new/kernel.json"))).getAsJsonObject();
        var argv = spec.getAsJsonArray("argv").asList().stream().map(word -> word.getAsString()).toList();
        assertEquals(Path.of(System.getProperty("java.home"), "bin", "java").toString(), argv.getFirst());
        assertTrue(argv.containsAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-Xmx1g", "dev.solstice.kernel.SolsticeKernel")), argv.toString());
        assertEquals("{connection_file}", argv.getLast());
        assertEquals("message", spec.get("interrupt_mode").getAsString());
        assertEquals("[\"curve\"]", spec.getAsJsonObject("metadata").get("supported_encryption").toString());
        assertEquals("Solstice (Java 25)", spec.get("display_name").getAsString());
        for (int size : List.of(32, 64)) {
            assertEquals(size, ImageIO.read(folder.resolve("new/logo-" + size + "x" + size + ".png").toFile()).getWidth());
        }
    }
}
