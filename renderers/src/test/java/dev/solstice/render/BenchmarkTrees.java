package dev.solstice.render;

import dev.solstice.core.Array;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.random.Key;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The trees that budgets are stated for, and which `notebooks/src/test/python/measure_views.py` also gives to treescope.
final class BenchmarkTrees {
    private BenchmarkTrees() {}

    record Block(MultiheadAttention attention, LayerNorm norm1, LayerNorm norm2, Linear up, Linear down) {
        static Block of(int width, Key key) {
            var keys = key.split(3);
            return new Block(MultiheadAttention.of(8, width, keys[0]), LayerNorm.of(width), LayerNorm.of(width),
                    Linear.of(width, 4 * width, keys[1]), Linear.of(4 * width, width, keys[2]));
        }
    }

    record Transformer(Embedding embedding, List<Block> blocks, LayerNorm norm, Linear head) {
        static Transformer of(int depth, int width, int vocabulary, Key key) {
            var keys = key.split(depth + 2);
            return new Transformer(Embedding.of(vocabulary, width, keys[0]),
                    IntStream.range(0, depth).mapToObj(i -> Block.of(width, keys[i + 2])).toList(),
                    LayerNorm.of(width), Linear.of(width, vocabulary, keys[1]));
        }
    }

    static MLP mlp() {
        return MLP.of(784, 10, 256, 3, Key.of(0));
    }

    static Transformer transformer() {
        return Transformer.of(12, 256, 1000, Key.of(0));
    }

    static Map<String, Object> tenThousandLeaves() {
        return Models.tenThousandLeaves();
    }

    static List<Integer> hundredThousandInts() {
        return IntStream.range(0, 100_000).boxed().toList();
    }

    static List<Array> hundredThousandLeaves() {
        return IntStream.range(0, 100_000).mapToObj(i -> Array.of(i, i + 0.5f, -i)).toList();
    }

    static Map<String, Supplier<Object>> all() {
        var trees = new LinkedHashMap<String, Supplier<Object>>();
        trees.put("mlp", BenchmarkTrees::mlp);
        trees.put("transformer", BenchmarkTrees::transformer);
        trees.put("10k leaves", BenchmarkTrees::tenThousandLeaves);
        trees.put("100k ints", BenchmarkTrees::hundredThousandInts);
        trees.put("100k leaves", BenchmarkTrees::hundredThousandLeaves);
        return trees;
    }

    /// The least CPU time in ms of at least five runs, which go on for some seconds.
    static double leastCpuTime(Supplier<?> work, double seconds) {
        var threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int run = 0; run < 5 || System.nanoTime() < end; run++) {
            long before = threads.getCurrentThreadCpuTime();
            work.get();
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
        }
        return least / 1e6;
    }

    /// Writes each tree's HTML to a folder and prints `name <tab> CPU ms <tab> bytes`.
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        for (var entry : all().entrySet()) {
            Object tree = entry.getValue().get();
            String html = TreeView.of(tree).toHtml();
            Files.writeString(folder.resolve(entry.getKey().replace(' ', '-') + ".html"), html);
            System.out.printf(Locale.ROOT, "%s\t%.2f\t%d%n", entry.getKey(), leastCpuTime(() -> TreeView.of(tree).toHtml(), 2.5),
                    html.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
