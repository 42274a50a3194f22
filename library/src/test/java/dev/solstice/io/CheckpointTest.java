package dev.solstice.io;

import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.State;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Tracing;
import dev.solstice.transform.WithAux;
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
    void eachLeafIsWrittenAndReadInAWayOfOnesOwn() {
        record Named(Linear linear, Object name) {}
        var model = new Named(Linear.of(2, 3, Key.of(0)), "first");
        LeafWriter writer = (out, path, leaf) -> {
            if (leaf instanceof String text) out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            else if (!path.toString().endsWith(".bias()")) LeafWriter.DEFAULT.write(out, path, leaf);
        };
        LeafReader reader = (in, path, like) -> {
            if (path.toString().endsWith(".bias()")) return like;
            if (!(like instanceof String)) return LeafReader.DEFAULT.read(in, path, like);
            var text = new StringBuilder();
            for (int c; (c = in.read()) != '\n'; ) text.append((char) c);
            return text.toString();
        };
        var file = folder.resolve("named.eqx");
        Equinox.treeSerialiseLeaves(file, model, writer);
        var other = new Named(Linear.of(2, 3, Key.of(1)), "second");
        var read = Equinox.treeDeserialiseLeaves(file, other, reader);
        assertEquals("first", read.name());
        assertTrue(read.linear().weight().sameAs(model.linear().weight()));
        assertTrue(read.linear().bias().sameAs(other.linear().bias()));
        var wrong = assertThrows(IllegalArgumentException.class, () -> Equinox.treeDeserialiseLeaves(file, other,
                (in, path, like) -> like instanceof String ? 1 : reader.read(in, path, like)));
        assertTrue(wrong.getMessage().contains("the reader gave 1 for .name()"), wrong.getMessage());
        // By default the bias is expected where the name is.
        assertThrows(RuntimeException.class, () -> Equinox.treeDeserialiseLeaves(file, other));
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

    /// All that a training is between two steps.
    record Run(Sequential model, State state, OptState optState) {}

    private static Run start(int seed) {
        var made = makeWithState(() -> Sequential.of(Linear.of(2, 4, Key.of(seed)), BatchNorm.of(4), Activation.RELU, Linear.of(4, 1, Key.of(seed + 1))));
        return new Run(made.model(), made.state(), Optim.adam(1e-2).init(made.model()));
    }

    private static Run step(Run run, Array x) {
        var both = filterValueAndGradWithAux((Sequential m) -> {
            var output = m.applyBatch(x, run.state());
            return new WithAux<>(output.value().mul(output.value()).mean(), output.state());
        }).apply(run.model());
        var update = Optim.adam(1e-2).update(both.grad(), run.optState(), run.model());
        return new Run(applyUpdates(run.model(), update.updates()), both.value().aux(), update.state());
    }

    @Test
    void aTrainingGoesOnFromItsFileAsIfItHadNotStopped() {
        var compiled = filterJit(CheckpointTest::step);
        Array x = Random.normal(Key.of(5), 8, 2);
        var now = compiled.apply(start(1), x);
        Checkpoint.save(folder.resolve("run.safetensors"), now);
        Equinox.treeSerialiseLeaves(folder.resolve("run"), now);
        for (var loaded : List.of(Checkpoint.load(folder.resolve("run.safetensors"), start(2)), Equinox.treeDeserialiseLeaves(folder.resolve("run"), start(2)))) {
            assertTrue(Tree.equal(now, loaded));
            assertTrue(Tree.equal(compiled.apply(new Run(now.model(), now.state().copy(), now.optState()), x), compiled.apply(loaded, x)));
        }
    }

    @Test
    void mismatchesOfATrainingAreNamed() {
        Checkpoint.save(folder.resolve("run.safetensors"), start(1));
        var other = makeWithState(() -> Sequential.of(Linear.of(2, 4, Key.of(0)), BatchNorm.of(4), Activation.RELU, Linear.of(4, 3, Key.of(1))));
        var error = assertThrows(Mismatch.Exception.class, () -> Checkpoint.load(folder.resolve("run.safetensors"),
                new Run(other.model(), other.state(), Optim.sgd(1e-2).init(other.model()))));
        assertTrue(error.getMessage().contains("model.layers.3.weight: f32[3,4] in the model, f32[1,4] in the file"), error.getMessage());
        assertTrue(error.getMessage().contains("optState"), error.getMessage());
        assertFalse(error.getMessage().contains("state.values"), error.getMessage());
    }
}
