package dev.solstice.render;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.tree.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Models to look at, the same in every run.
final class Models {
    private Models() {}

    record Linear(Array weight, Array bias, int inFeatures, int outFeatures) {
        static Linear of(int in, int out, Random random) {
            double bound = 1 / Math.sqrt(in);
            return new Linear(uniform(random, bound, out, in), uniform(random, bound, out), in, out);
        }
    }

    record Mlp(List<Linear> layers, UnaryOperator<Array> activation, @Static String name) {
        static Mlp of(int... sizes) {
            var random = new Random(7);
            var layers = IntStream.range(0, sizes.length - 1).mapToObj(i -> Linear.of(sizes[i], sizes[i + 1], random)).toList();
            return new Mlp(layers, x -> x, "mlp");
        }
    }

    record Block(Linear up, Linear down, Array scale) {
        static Block of(int width, Random random) {
            return new Block(Linear.of(width, 4 * width, random), Linear.of(4 * width, width, random), filled(1, width));
        }
    }

    record Stack(Array embedding, List<Block> blocks, Linear head, Array mask) {
        static Stack of(int depth) {
            var random = new Random(11);
            var blocks = IntStream.range(0, depth).mapToObj(i -> Block.of(8, random)).toList();
            return new Stack(uniform(random, 1, 100, 8), blocks, Linear.of(8, 100, random), Array.of(true, false, true, false));
        }
    }

    static Array uniform(Random random, double bound, int... dims) {
        Shape shape = Shape.of(dims);
        var values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        return Array.of(shape, values);
    }

    static Array filled(float value, int... dims) {
        Shape shape = Shape.of(dims);
        var values = new float[shape.size()];
        java.util.Arrays.fill(values, value);
        return Array.of(shape, values);
    }

    /// Three levels of maps with 10 x 10 x 100 small arrays.
    static Map<String, Object> tenThousandLeaves() {
        var random = new Random(3);
        var outer = new TreeMap<String, Object>();
        for (int i = 0; i < 10; i++) {
            var middle = new TreeMap<String, Object>();
            outer.put("group" + i, middle);
            for (int j = 0; j < 10; j++) {
                var inner = new TreeMap<String, Object>();
                middle.put("sub" + j, inner);
                for (int k = 0; k < 100; k++) inner.put("leaf" + k, uniform(random, 1, 4, 4));
            }
        }
        return outer;
    }

    /// `model` with a layer's weight replaced by one that holds NaN.
    static Stack withNan(Stack model, int block) {
        var blocks = new ArrayList<>(model.blocks());
        Block old = blocks.get(block);
        var values = new float[256];
        values[5] = Float.NaN;
        values[6] = Float.NaN;
        values[7] = Float.POSITIVE_INFINITY;
        Linear broken = new Linear(Array.of(Shape.of(8, 32), values), old.down().bias(), 32, 8);
        blocks.set(block, new Block(old.up(), broken, old.scale()));
        return new Stack(model.embedding(), blocks, model.head(), model.mask());
    }
}
