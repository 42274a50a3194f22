package dev.solstice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.transform.Tracing;
import dev.solstice.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole models in files: what is saved comes back, and what does not fit is told at once.
class CheckpointTest {
    @TempDir
    Path folder;

    record Net(MLP mlp, Map<String, Array> extra, Dropout dropout) {}

    record Scaled(Linear linear, @EquinoxLeaf double scale, @EquinoxLeaf int count, boolean on) {}

    private static Net net(int seed) {
        return new Net(MLP.of(2, 3, 4, 1, Key.of(seed)), Map.of("a.b", Array.of(seed), "c", Array.of((float) seed)), Dropout.of(0.5));
    }

    @Test
    void aModelAndItsOptimiserStateComeBack() {
        var model = net(1);
        var saved = List.of(model, Optim.adam(1e-3).init(model));
        Checkpoint.save(folder.resolve("all.safetensors"), saved, Map.of("step", "7"));
        assertTrue(Tree.equal(saved, Checkpoint.load(folder.resolve("all.safetensors"), List.of(net(2), Optim.adam(1e-3).init(net(2))))));
        assertEquals("7", SafeTensors.load(folder.resolve("all.safetensors")).metadata().get("step"));
    }

    @Test
    void namesArePathsWithDots() {
        assertEquals(List.of("mlp.layers.0.weight", "mlp.layers.0.bias", "mlp.layers.1.weight", "mlp.layers.1.bias", "extra.\"a.b\"", "extra.c"),
                List.copyOf(StateDict.of(net(0)).arrays().keySet()));
    }

    @Test
    void everyMismatchIsToldAtOnce() {
        var file = folder.resolve("model.safetensors");
        Checkpoint.save(file, List.of(Linear.of(2, 3, Key.of(0)), Array.scalar(1f), Array.of(1f)));
        var error = assertThrows(Mismatch.Exception.class, () -> Checkpoint.load(file, List.of(
                Linear.of(2, 3, false, Key.of(0)), Array.full(Shape.of(1, 1), DType.FLOAT32, 0), Array.of(1), Array.of(2f))));
        assertEquals(file + " does not fit the model in 4 places:\n" + """
                \s 1: f32[1,1] in the model, f32[] in the file
                  2: i32[1] in the model, f32[1] in the file
                  3: f32[1] in the model, nothing in the file
                  0.bias: nothing in the model, f32[3] in the file
                  remedy: make the model as it was when this was saved, `rename` the arrays, or take only what fits with `intoMatching`""",
                error.getMessage());
        assertEquals(4, error.mismatches().size());
    }

    @Test
    void whatFitsCanBeTakenAlone() {
        var trained = MLP.of(2, 3, 4, 1, Key.of(1));
        var larger = MLP.of(2, 5, 4, 1, Key.of(2));
        var mixed = StateDict.of(trained).intoMatching(larger);
        assertTrue(Tree.equal(trained.layers().get(0), mixed.layers().get(0)));
        assertTrue(Tree.equal(larger.layers().get(1), mixed.layers().get(1)));
        assertEquals(2, StateDict.of(trained).mismatches(larger).size());
    }

    @Test
    void arraysAreRenamed() {
        var trained = MLP.of(2, 3, 4, 1, Key.of(1));
        var wrapped = StateDict.of(trained).rename(name -> "mlp." + name).into(Map.of("mlp", MLP.of(2, 3, 4, 1, Key.of(2))));
        assertTrue(Tree.equal(trained, wrapped.get("mlp")));
        assertThrows(IllegalArgumentException.class, () -> StateDict.of(trained).rename(_ -> "x"));
    }

    @Test
    void checkpointsOfTheFutureAreRefused() {
        new SafeTensors(Map.of(), Map.of("format", "solstice", "version", "99")).save(folder.resolve("new.safetensors"));
        var error = assertThrows(IllegalArgumentException.class, () -> Checkpoint.load(folder.resolve("new.safetensors"), List.of()));
        assertTrue(error.getMessage().contains("version 99"), error.getMessage());
    }

    @Test
    void shapesAreEnoughToLoadInto() {
        var model = LSTMCell.of(2, 3, Key.of(1));
        Checkpoint.save(folder.resolve("m.safetensors"), model);
        Equinox.treeSerialiseLeaves(folder.resolve("m"), model);
        var shapes = Tracing.evalShape((Key key) -> LSTMCell.of(2, 3, key), Key.of(5));
        assertTrue(Tree.equal(model, Checkpoint.load(folder.resolve("m.safetensors"), shapes)));
        assertTrue(Tree.equal(model, Equinox.treeDeserialiseLeaves(folder.resolve("m"), shapes)));
    }

    @Test
    void equinoxFilesHoldTheLeavesThatPythonHas() throws IOException {
        var model = Sequential.of(Linear.of(2, 2, Key.of(0)), Activation.RELU, Dropout.of(0.25), MaxPool2d.of(2));
        var file = folder.resolve("model.eqx");
        Equinox.treeSerialiseLeaves(folder.resolve("model"), model);
        var bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        // Two arrays, Dropout's `p` and `inference`, MaxPool2d's `init`.
        assertEquals(5, bytes.split("NUMPY", -1).length - 1);
        var other = Sequential.of(Linear.of(2, 2, Key.of(1)), Activation.RELU, new Dropout(0.5, true), MaxPool2d.of(2));
        assertTrue(Tree.equal(model, Equinox.treeDeserialiseLeaves(file, other)));
    }

    @Test
    void componentsThatAreLeavesInPythonAreMarked() {
        var saved = new Scaled(Linear.of(2, 2, Key.of(0)), 2.5, 7, true);
        Equinox.treeSerialiseLeaves(folder.resolve("s"), saved);
        var loaded = Equinox.treeDeserialiseLeaves(folder.resolve("s"), new Scaled(Linear.of(2, 2, Key.of(1)), 0, 0, false));
        assertEquals(2.5, loaded.scale());
        assertEquals(7, loaded.count());
        assertEquals(false, loaded.on());
    }

    @Test
    void equinoxFilesTellTooFewAndTooManyLeaves() {
        Equinox.treeSerialiseLeaves(folder.resolve("two"), List.of(Array.of(1f), Array.of(2f)));
        var few = assertThrows(Mismatch.Exception.class, () -> Equinox.treeDeserialiseLeaves(folder.resolve("two"), List.of(Array.of(1f), Array.of(1), Array.of(3f))));
        assertEquals(List.of(Mismatch.Different.class, Mismatch.Missing.class), few.mismatches().stream().<Class<?>>map(Object::getClass).toList());
        var many = assertThrows(Mismatch.Exception.class, () -> Equinox.treeDeserialiseLeaves(folder.resolve("two"), List.of(Array.of(1f))));
        assertTrue(many.getMessage().contains("leaf 0 behind the last one: nothing in the model, f32[1] in the file"), many.getMessage());
    }

    @Test
    void aStreamMayHoldMoreThanLeaves() throws IOException {
        var out = new ByteArrayOutputStream();
        out.write("{\"width\": 4}\n".getBytes(StandardCharsets.UTF_8));
        Equinox.treeSerialiseLeaves(out, List.of(Array.of(1f)));
        Equinox.treeSerialiseLeaves(out, List.of(Array.of(2)));
        var in = new ByteArrayInputStream(out.toByteArray());
        while (in.read() != '\n') {}
        assertTrue(Equinox.treeDeserialiseLeaves(in, List.of(Array.of(0f))).getFirst().sameAs(Array.of(1f)));
        assertTrue(Equinox.treeDeserialiseLeaves(in, List.of(Array.of(0))).getFirst().sameAs(Array.of(2)));
    }
}
