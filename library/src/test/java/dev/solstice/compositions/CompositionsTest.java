package dev.solstice.compositions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Manipulation;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Tracing;
import dev.solstice.transform.Vmap;
import dev.solstice.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compositions of transformations give what JAX gives: `compositions.json`, which `compositions.py` beside it has written.
/// Each is computed as it is, compiled, and for a batch of inputs.
class CompositionsTest {
    private static final Path FILE = Path.of("src/test/resources/compositions/compositions.json");
    private static final Map<String, Composition> COMPOSITIONS = new LinkedHashMap<>();
    private static JsonObject expected;
    private static Inputs inputs;

    static {
        DerivativeCompositions.addDerivatives(COMPOSITIONS);
        DerivativeCompositions.addCorners(COMPOSITIONS);
        LoopCompositions.addLoops(COMPOSITIONS);
        LoopCompositions.addChoices(COMPOSITIONS);
        AxisCompositions.addAxes(COMPOSITIONS);
        RuleCompositions.addRules(COMPOSITIONS);
        TypeCompositions.addTypes(COMPOSITIONS);
        DocumentationExamples.addExamples(COMPOSITIONS);
    }

    @BeforeAll
    static void read() throws IOException {
        var file = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
        expected = file.getAsJsonObject("cases");
        var given = file.getAsJsonObject("inputs");
        inputs = new Inputs(array(given, "x"), array(given, "y"), array(given, "m"), array(given, "w"), array(given, "s"), array(given, "i"), array(given, "n"),
                array(given, "b"), array(given, "h"), array(given, "q"), array(given, "e"));
    }

    @Test
    void every_case_of_JAX_is_written_here() {
        assertEquals(expected.keySet(), COMPOSITIONS.keySet().stream().collect(java.util.stream.Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> compositions_are_those_of_JAX() {
        return forAll((name, f) -> check(name, f.apply(inputs)));
    }

    @TestFactory
    Stream<DynamicTest> compiled_compositions_are_those_of_JAX() {
        return forAll((name, f) -> check(name, Jit.jit(f).apply(inputs)));
    }

    @TestFactory
    Stream<DynamicTest> compositions_of_a_batch_are_those_of_its_examples() {
        var other = other(inputs);
        var both = Tree.map((Object[] two) -> Manipulation.stack((Array) two[0], (Array) two[1]), inputs, other);
        return forAll((name, f) -> {
            var batch = Vmap.vmap(f).apply(both);
            check(name, example(batch, 0));
            // The second example has no numbers of JAX's, but its own.
            var alone = arrays(f.apply(other));
            var second = arrays(example(batch, 1));
            for (int k = 0; k < alone.size(); k++) assertClose(name + " of the second example, result " + k, alone.get(k), second.get(k));
        });
    }

    @TestFactory
    Stream<DynamicTest> shapes_are_known_without_values() {
        return forAll((name, f) -> {
            var shapes = arrays(Tracing.evalShape(f, inputs));
            var wanted = expected.getAsJsonArray(name);
            assertEquals(wanted.size(), shapes.size(), "results");
            for (int k = 0; k < shapes.size(); k++) assertEquals(array(wanted.get(k).getAsJsonObject()).abstractValue(),
                    shapes.get(k).abstractValue(), "result " + k);
        });
    }

    private interface Law {
        void hold(String name, Fn1<Inputs, Object> f);
    }

    private static Stream<DynamicTest> forAll(Law law) {
        return COMPOSITIONS.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> law.hold(each.getKey(), each.getValue()::of)));
    }

    /// Inputs of the same types, but of other values.
    private static Inputs other(Inputs inputs) {
        return Tree.map(leaf -> {
            var x = (Array) leaf;
            if (x.dtype().isInexact()) return x.mul(0.75).add(0.1).astype(x.dtype());
            return x.dtype() == DType.BOOL ? Lax.not(x) : x.rank() == 0 ? x : Manipulation.roll(x, 1);
        }, inputs);
    }

    private static Object example(Object batch, int which) {
        return Tree.map(leaf -> ((Array) leaf).get(which), batch);
    }

    private static List<Array> arrays(Object tree) {
        return Tree.leaves(tree).stream().map(Array.class::cast).toList();
    }

    private static void check(String name, Object actual) {
        var results = arrays(actual);
        var wanted = expected.getAsJsonArray(name);
        assertEquals(wanted.size(), results.size(), "results");
        for (int k = 0; k < results.size(); k++) assertClose("result " + k, array(wanted.get(k).getAsJsonObject()), results.get(k));
    }

    private static void assertClose(String what, Array expected, Array actual) {
        assertEquals(expected.abstractValue(), actual.abstractValue(), what);
        var want = numbers(expected);
        var got = numbers(actual);
        double tolerance = tolerance(expected.dtype());
        for (int i = 0; i < want.length; i++) {
            boolean same = Double.isNaN(want[i]) ? Double.isNaN(got[i]) : want[i] == got[i] || Math.abs(want[i] - got[i]) <= tolerance * Math.max(1,
                    Math.abs(want[i]));
            assertTrue(same, () -> what + " is " + Arrays.toString(got) + ", expected " + Arrays.toString(want));
        }
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 1e-2;
            default -> dtype.isInexact() ? 3e-5 : 0;
        };
    }

    private static double[] numbers(Array x) {
        return x.dtype().isComplex() ? Manipulation.stack(List.of(x.real(), x.imag()), -1).toDoubleArray() : x.astype(DType.FLOAT64).toDoubleArray();
    }

    private static Array array(JsonObject of, String name) {
        return array(of.getAsJsonObject(name));
    }

    private static Array array(JsonObject json) {
        var dtype = DType.of(json.get("dtype").getAsString());
        var shape = Shape.of(elements(json, "shape").mapToInt(JsonElement::getAsInt).toArray());
        double[] values = elements(json, "value").mapToDouble(JsonElement::getAsDouble).toArray();
        if (!dtype.isComplex()) return Array.of(shape, values).astype(dtype);
        var complex = new Complex[values.length / 2];
        for (int k = 0; k < complex.length; k++) complex[k] = new Complex(values[2 * k], values[2 * k + 1]);
        return Array.of(shape, complex).astype(dtype);
    }

    private static Stream<JsonElement> elements(JsonObject json, String name) {
        return StreamSupport.stream(json.getAsJsonArray(name).spliterator(), false);
    }
}
