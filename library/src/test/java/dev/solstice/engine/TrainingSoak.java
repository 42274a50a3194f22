package dev.solstice.engine;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.array.DType;
import dev.solstice.array.MemoryBudget;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.MLP;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Trains a small MLP with Adam for many steps and prints resident memory along the way. Not a test: it takes minutes.
///
/// Arguments: number of steps (100,000), batch size (32), width (64).
public final class TrainingSoak {
    private record Step(MLP model, OptState state, Array loss) {}

    private TrainingSoak() {}

    private static Array loss(MLP model, Array x, Array y) {
        Array error = filterVmap((MLP m, Array row) -> m.apply(row), null, 0).apply(model, x).sub(y);
        return error.mul(error).mean();
    }

    public static void main(String[] arguments) throws IOException {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 32;
        int width = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
        var random = new SplittableRandom(0);
        Array x = Samples.random(DType.FLOAT32, Shape.of(batch, 8), random);
        Array y = Samples.random(DType.FLOAT32, Shape.of(batch, 1), random);
        Optim optim = Optim.adam(1e-3);
        var step = filterJit((MLP model, OptState state, Array in, Array out) -> {
            var both = filterValueAndGrad(TrainingSoak::loss).apply(model, in, out);
            var update = optim.update(both.grad(), state, model);
            return new Step(applyUpdates(model, update.updates()), update.state(), both.value());
        });
        MLP model = MLP.of(8, 1, width, 2, Key.of(0));
        Step now = new Step(model, optim.init(model), null);
        System.out.println(Engine.current().description());
        System.out.println("step        loss      resident    array memory   us/step");
        long began = System.nanoTime();
        int since = 0;
        for (int i = 0; i <= steps; i++) {
            if (i % Math.max(1, steps / 20) == 0) {
                double micros = (System.nanoTime() - began) / 1e3 / Math.max(1, i - since);
                System.out.printf("%7d  %.3e  %7d KiB  %9d KiB  %8.1f%n", i, now.loss() == null ? Float.NaN : now.loss().item(), resident(),
                        MemoryBudget.live() >> 10, micros);
                began = System.nanoTime();
                since = i;
            }
            now = step.apply(now.model(), now.state(), x, y);
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(-1);
    }
}
