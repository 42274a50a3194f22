package dev.solstice;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.Activations.relu;
import static dev.solstice.nn.Activations.softmax;
import static dev.solstice.transform.Jit.jit;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn3;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The Java half of `./solstice bench`: reads names of tasks, and answers each with the microseconds of its fastest call.
/// The tasks are those of `benchmark.py`, which asks, and measures the same in JAX.
public final class Benchmark {
    private static final Map<String, Supplier<Runnable>> TASKS = new LinkedHashMap<>();
    private static final long WARM_UP = 1_500_000_000L;
    private static final long MEASURE = 1_500_000_000L;

    private Benchmark() {}

    static {
        TASKS.put("eager_add_1k", () -> {
            var x = normal(0, 1000);
            var y = normal(1, 1000);
            return () -> x.add(y);
        });
        TASKS.put("jit_dispatch_scalar", () -> {
            var f = jit((Array x) -> x.add(1));
            var x = Array.scalar(1f);
            return () -> f.apply(x);
        });
        TASKS.put("matmul_1024", () -> {
            var f = jit((Array a, Array b) -> a.matmul(b));
            var a = normal(0, 1024, 1024);
            var b = normal(1, 1024, 1024);
            return () -> f.apply(a, b);
        });
        TASKS.put("elementwise_chain_100x100k", () -> {
            var f = jit((Array x, Array y) -> {
                for (int k = 0; k < 100; k++) x = k % 2 == 0 ? x.add(y) : Lax.tanh(x);
                return x;
            });
            var x = normal(0, 100_000);
            var y = normal(1, 100_000);
            return () -> f.apply(x, y);
        });
        TASKS.put("softmax_64x1000", () -> {
            var f = jit((Array x) -> softmax(x, -1));
            var x = normal(0, 64, 1000);
            return () -> f.apply(x);
        });
        TASKS.put("layernorm_512x512", () -> {
            var f = jit((Array x, Array g, Array b) -> {
                var centred = x.sub(x.mean(-1).expandDims(-1));
                var variance = Lax.square(centred).mean(-1).expandDims(-1);
                return centred.mul(Lax.rsqrt(variance.add(1e-5))).mul(g).add(b);
            });
            var x = normal(0, 512, 512);
            var g = normal(1, 512);
            var b = normal(2, 512);
            return () -> f.apply(x, g, b);
        });
        TASKS.put("mlp_train_step", () -> training(MLP.of(784, 10, 256, 2, Key.of(0)),
                (m, x, y) -> crossEntropy(filterVmap((MLP model, Array row) -> model.apply(row), null, 0).apply(m, x), y),
                normal(0, 64, 784), labels(64)));
        TASKS.put("cnn_train_step", () -> training(Cnn.of(Key.of(0)),
                (m, x, y) -> crossEntropy(filterVmap((Cnn model, Array image) -> model.apply(image), null, 0).apply(m, x), y),
                normal(0, 32, 1, 28, 28), labels(32)));
        TASKS.put("per_example_grads", () -> {
            var f = filterJit((MLP m, Array x, Array y) -> filterVmap(
                    (MLP model, Array row, Array target) -> filterGrad((MLP one) -> Lax.square(one.apply(row).sum().sub(target))).apply(model),
                    null, 0, 0).apply(m, x, y));
            var model = MLP.of(32, 1, 64, 2, Key.of(0));
            var x = normal(0, 128, 32);
            var y = normal(1, 128);
            return () -> f.apply(model, x, y);
        });
    }

    private record Cnn(Conv2d first, Conv2d second, Linear head) {
        static Cnn of(Key key) {
            var k = key.split(3);
            return new Cnn(Conv2d.of(1, 16, 3, k[0]), Conv2d.of(16, 32, 3, k[1]), Linear.of(800, 10, k[2]));
        }

        Array apply(Array image) {
            var pool = MaxPool2d.of(2, 2);
            var x = pool.apply(relu(first.apply(image)));
            x = pool.apply(relu(second.apply(x)));
            return head.apply(x.reshape(-1));
        }
    }

    private record State<M>(M model, OptState optimiser, Array loss) {}

    /// A compiled step that goes on from where the last one ended.
    private static <M> Runnable training(M model, Fn3<M, Array, Array, Array> loss, Array x, Array y) {
        var optimiser = Optim.adam(1e-3);
        var step = filterJit((M m, OptState state, Array in, Array target) -> {
            var both = filterValueAndGrad((M varied) -> loss.apply(varied, in, target)).apply(m);
            var update = optimiser.update(both.grad(), state, m);
            return new State<>(applyUpdates(m, update.updates()), update.state(), both.value());
        });
        return new Runnable() {
            private State<M> state = new State<>(model, optimiser.init(model), null);

            @Override
            public void run() {
                state = step.apply(state.model, state.optimiser, x, y);
            }
        };
    }

    private static Array crossEntropy(Array logits, Array labels) {
        return Losses.softmaxCrossEntropyWithIntegerLabels(logits, labels).mean();
    }

    private static Array normal(int seed, int... lengths) {
        return Random.normal(Key.of(seed), lengths);
    }

    private static Array labels(int n) {
        return Random.randint(Key.of(3), Shape.of(n), 0, 10);
    }

    /// The fastest of many calls, in microseconds; short ones in blocks, since a clock takes time to read.
    private static double fastest(Runnable task) {
        int calls = 0;
        long began = System.nanoTime();
        while (calls < 3 || System.nanoTime() - began < WARM_UP) {
            task.run();
            calls++;
        }
        int block = Math.clamp(20_000L * calls / WARM_UP, 1, 100);
        long fastest = Long.MAX_VALUE;
        for (long start = System.nanoTime(); System.nanoTime() - start < MEASURE;) {
            long begin = System.nanoTime();
            for (int i = 0; i < block; i++) task.run();
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        return fastest / 1e3 / block;
    }

    public static void main(String[] arguments) throws IOException {
        var names = new BufferedReader(new InputStreamReader(System.in));
        for (var name = names.readLine(); name != null; name = names.readLine()) {
            System.out.println(name + " " + fastest(TASKS.get(name).get()));
        }
    }
}
