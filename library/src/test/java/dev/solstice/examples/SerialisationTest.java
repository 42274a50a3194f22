package dev.solstice.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.solstice.io.Equinox;
import dev.solstice.nn.MLP;
import dev.solstice.random.Key;
import dev.solstice.transform.Tracing;
import dev.solstice.tree.Tree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "Serialisation" (`examples/serialisation.ipynb`): hyper-parameters in a line of JSON, and the parameters, in one file.
class SerialisationTest {
    record Hyper(int inSize, int outSize, int width, int depth) {
        MLP make(Key key) {
            return MLP.of(inSize, outSize, width, depth, key);
        }
    }

    private static void save(Path file, Hyper hyper, MLP model) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            out.write((new Gson().toJson(hyper) + "\n").getBytes(StandardCharsets.UTF_8));
            Equinox.treeSerialiseLeaves(out, model);
        }
    }

    private static MLP load(Path file) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var hyper = new Gson().fromJson(line(in), Hyper.class);
            // Shapes are enough to load into: no parameter is made to be thrown away.
            return Equinox.treeDeserialiseLeaves(in, Tracing.evalShape((Key key) -> hyper.make(key), Key.of(0)));
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) line.write(next);
        return line.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aModelComesBackFromItsFileAlone(@TempDir Path folder) throws IOException {
        var hyper = new Hyper(2, 3, 8, 2);
        var model = hyper.make(Key.of(7));
        save(folder.resolve("model.eqx"), hyper, model);
        var loaded = load(folder.resolve("model.eqx"));
        assertTrue(Tree.equal(model, loaded));
        assertEquals(Tree.structure(model), Tree.structure(loaded));
    }
}
