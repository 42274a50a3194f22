package dev.solstice.lax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import dev.solstice.transform.Derivatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Windows, folds and positions give JAX's values and gradients: `folds.json`, which `folds.py` beside it has written.
class LaxValuesTest {
    private static final Path CASES = Path.of("src/test/resources/jax/folds.json");
    private static final GatherDimensionNumbers ROWS = new GatherDimensionNumbers(Axes.of(1), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
    private static final Array AT = Array.of(1, 4, 1, 9, 0).reshape(5, 1);
    private static final IndexMode DROP = IndexMode.FILL_OR_DROP;

    private static final Map<String, Function<Array[], Array>> FUNCTIONS = Map.ofEntries(
            Map.entry("reduce_window min", x -> window(x[0], Float.POSITIVE_INFINITY, Lax::min, new int[] {2, 3}, new int[] {1, 2}, "SAME")),
            Map.entry("reduce_window max dilated", x -> Lax.reduceWindow(x[0], Array.scalar(Float.NEGATIVE_INFINITY), Lax::max, new int[] {2, 2},
                    new int[] {1, 2}, new int[][] {{1, 0}, {0, 2}}, new int[] {1, 2}, new int[] {2, 3})),
            Map.entry("reduce_window add dilated", x -> Lax.reduceWindow(x[0], Array.scalar(0f), Lax::add, new int[] {2, 2},
                    new int[] {2, 1}, new int[][] {{1, 0}, {0, 2}}, new int[] {2, 1}, new int[] {1, 2})),
            Map.entry("reduce_window mul", x -> window(x[0], 1, Lax::mul, new int[] {2, 2}, new int[] {1, 2}, "VALID")),
            Map.entry("reduce_window min integers", x -> Lax.reduceWindow(x[0], Array.scalar(Integer.MAX_VALUE), Lax::min, new int[] {2, 3},
                    new int[] {1, 2}, "SAME")),
            Map.entry("reduce", x -> Lax.reduce(x[0], Array.scalar(0f), (p, q) -> p.add(q).add(p.mul(q).mul(0.5)), 0, 2)),
            Map.entry("reduce max", x -> Lax.reduce(x[0], Array.scalar(1f), Lax::max, 1)),
            Map.entry("reduce_xor", x -> Lax.reduceXor(x[0], 1)),
            Map.entry("cumlogsumexp", x -> Lax.cumlogsumexp(x[0], 1, true)),
            Map.entry("sort by two", x -> Lax.sort(0, 2, Lax.round(x[0], RoundingMethod.AWAY_FROM_ZERO), x[1])[1]),
            Map.entry("top_k", x -> Lax.topK(x[0], 2, 0)[0]),
            Map.entry("approx_min_k", x -> Lax.approxMinK(x[0], 3, -1)[0]),
            Map.entry("round", x -> Lax.round(x[0], RoundingMethod.AWAY_FROM_ZERO)),
            Map.entry("mulhi", x -> Lax.mulhi(x[0].mul(123456789), x[0].mul(987654321))),
            Map.entry("collapse", x -> Lax.collapse(x[0], 1, 3)),
            Map.entry("tile", x -> Lax.tile(x[0], 2, 3)),
            Map.entry("split", x -> Lax.split(x[0], new int[] {1, 3, 2}, 1)[1]),
            Map.entry("unstack", x -> Lax.unstack(x[0], 1)[2]),
            Map.entry("dot", x -> Lax.dot(x[0], x[1])),
            Map.entry("batch_matmul", x -> Lax.batchMatmul(x[0], x[1])),
            Map.entry("ragged_dot", x -> Lax.raggedDot(x[0], x[1], Array.of(2, 0, 3))),
            Map.entry("conv_general_dilated_patches", x -> Lax.convGeneralDilatedPatches(x[0], new int[] {2, 3}, new int[] {1, 2},
                    new int[][] {{0, 1}, {1, 0}})),
            Map.entry("conv_general_dilated_local", x -> Lax.convGeneralDilatedLocal(x[0], x[1], new int[] {2, 3}, new int[] {1, 2}, new int[2][2])),
            Map.entry("dynamic_index_in_dim", x -> Lax.dynamicIndexInDim(x[0], Array.scalar(-2), 1, false)),
            Map.entry("dynamic_slice_in_dim", x -> Lax.dynamicSliceInDim(x[0], Array.scalar(3), 2, 1)),
            Map.entry("dynamic_update_index_in_dim", x -> Lax.dynamicUpdateIndexInDim(x[0], x[1], Array.scalar(2), 1)),
            Map.entry("dynamic_update_slice_in_dim", x -> Lax.dynamicUpdateSliceInDim(x[0], x[1], Array.scalar(1), 0)),
            Map.entry("index_take", x -> Lax.indexTake(x[0], new Array[] {Array.of(0, 2, -1), Array.of(1, 1, 0)}, 0, 2)),
            Map.entry("gather filled", x -> Lax.gather(x[0], AT, ROWS, new int[] {1, 3}, 7)),
            Map.entry("scatter_mul", x -> Lax.scatterMul(x[0], AT, numbers(5, 3), ROWS, DROP, false)),
            Map.entry("scatter_min", x -> Lax.scatterMin(x[0], AT, x[1], ROWS, DROP)),
            Map.entry("scatter_max", x -> Lax.scatterMax(x[0], AT, x[1], ROWS, DROP)),
            Map.entry("scatter_sub", x -> Lax.scatterSub(x[0], AT, x[1], ROWS, DROP)),
            Map.entry("scatter_apply", x -> Lax.scatterApply(x[0], AT.get("1:"), Lax::sin, ROWS, Shape.of(4, 3), DROP)));

    private static Array window(Array x, float init, BinaryOperator<Array> fold, int[] window, int[] strides, String padding) {
        return Lax.reduceWindow(x, Array.scalar(init), fold, window, strides, padding);
    }

    /// What `x` is in the script.
    private static Array numbers(int... lengths) {
        return Lax.rem(Lax.iota(DType.INT32, Shape.of(lengths).size()).mul(7), Array.scalar(13)).sub(5).astype(DType.FLOAT32).div(2).reshape(lengths);
    }

    private static Stream<DynamicTest> forAll(java.util.function.Consumer<JsonObject> law) throws IOException {
        return StreamSupport.stream(JsonParser.parseString(Files.readString(CASES)).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject).map(each -> DynamicTest.dynamicTest(each.get("name").getAsString(), () -> law.accept(each)));
    }

    @TestFactory
    Stream<DynamicTest> valuesAreThoseOfJax() throws IOException {
        return forAll(each -> {
            var value = FUNCTIONS.get(each.get("name").getAsString()).apply(operands(each));
            assertArrayEquals(integers(each.getAsJsonArray("shape")), value.shape().toArray());
            assertClose(each.getAsJsonArray("value"), value);
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfJax() throws IOException {
        return forAll(each -> {
            if (!each.has("gradients")) return;
            var f = FUNCTIONS.get(each.get("name").getAsString());
            var pullback = Derivatives.vjp((List<Array> x) -> f.apply(x.toArray(Array[]::new)), List.of(operands(each))).pullback();
            var shape = Shape.of(integers(each.getAsJsonArray("shape")));
            var weights = Lax.cos(Lax.iota(DType.FLOAT32, shape.size())).reshape(shape.toArray());
            var gradients = pullback.apply(weights);
            for (int i = 0; i < gradients.size(); i++) assertClose(each.getAsJsonArray("gradients").get(i).getAsJsonArray(), gradients.get(i));
        });
    }

    private static Array[] operands(JsonObject each) {
        return StreamSupport.stream(each.getAsJsonArray("operands").spliterator(), false).map(JsonElement::getAsJsonArray)
                .map(operand -> Array.of(Shape.of(integers(operand.get(0).getAsJsonArray())), doubles(operand.get(2).getAsJsonArray()))
                        .astype(DType.of(operand.get(1).getAsString()))).toArray(Array[]::new);
    }

    private static int[] integers(JsonArray array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).getAsInt()).toArray();
    }

    private static double[] doubles(JsonArray array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).getAsDouble()).toArray();
    }

    private static void assertClose(JsonArray expected, Array actual) {
        var numbers = doubles(expected);
        var ours = actual.reshape(-1).astype(DType.FLOAT64).toDoubleArray();
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], ours[i], Double.isFinite(numbers[i]) ? 1e-5 * Math.max(1, Math.abs(numbers[i])) : 1, "element " + i);
        }
    }
}
