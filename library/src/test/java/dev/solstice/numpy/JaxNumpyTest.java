package dev.solstice.numpy;

import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.JaxNumpyFormulas.Formula;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every function of `jax.numpy` and `jax.nn` gives what JAX gives, eager and compiled, and so do gradients: values, shapes
/// and dtypes. The cases are in the resource `numpy/cases.json`, made by the script beside it.
class JaxNumpyTest {
    private static final List<JsonObject> CASES = read();

    private static List<JsonObject> read() {
        try (var file = new InputStreamReader(JaxNumpyTest.class.getResourceAsStream("/numpy/cases.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(file).getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyCaseHasAFormulaAndEveryFormulaACase() {
        var cases = new TreeSet<>(CASES.stream().map(each -> each.get("name").getAsString()).toList());
        assertEquals(cases, new TreeSet<>(JaxNumpyFormulas.all().keySet()));
    }

    @TestFactory
    Stream<DynamicTest> everyFunctionIsJaxs() {
        var formulas = JaxNumpyFormulas.all();
        return CASES.stream().map(each -> {
            var name = each.get("name").getAsString();
            return dynamicTest(name, () -> check(each, formulas.get(name)));
        });
    }

    private static void check(JsonObject function, Formula formula) {
        double rtol = function.get("rtol").getAsDouble();
        boolean compiles = !function.get("reads").getAsBoolean();
        for (var element : function.getAsJsonArray("calls")) {
            var call = element.getAsJsonObject();
            var operands = arrays(call, "operands");
            var expected = arrays(call, "results");
            var where = "of " + operands.stream().map(Array::summary).toList();
            assertClose(where, expected, results(formula, operands), rtol);
            if (!compiles) continue;
            Fn1<List<Array>, List<Array>> whole = given -> results(formula, given);
            assertClose("compiled, " + where, expected, jit(whole).apply(operands), rtol);
            if (call.has("gradients")) assertClose("gradient, " + where, arrays(call, "gradients"), gradients(formula, operands), 10 * rtol);
        }
    }

    private static List<Array> results(Formula formula, List<Array> operands) {
        return Tree.leaves(formula.apply(operands.toArray(Array[]::new))).stream().map(Array.class::cast).toList();
    }

    /// Of the sum of the floating results times weights, by the float32 operands.
    private static List<Array> gradients(Formula formula, List<Array> operands) {
        var places = IntStream.range(0, operands.size()).filter(i -> operands.get(i).dtype() == DType.FLOAT32).toArray();
        Fn1<List<Array>, Array> loss = values -> {
            var given = new ArrayList<>(operands);
            for (int i = 0; i < places.length; i++) given.set(places[i], values.get(i));
            var sum = Array.scalar(0f);
            for (var result : results(formula, given)) {
                if (result.dtype().isFloating()) sum = sum.add(result.mul(weights(result)).sum());
            }
            return sum;
        };
        return grad(loss).apply(IntStream.of(places).mapToObj(operands::get).toList());
    }

    private static Array weights(Array x) {
        return Lax.rem(Lax.iota(DType.INT32, x.size()).mul(7), Array.scalar(11)).sub(5).reshape(x.shape()).astype(x.dtype()).div(4);
    }

    private static void assertClose(String what, List<Array> expected, List<Array> actual, double rtol) {
        assertEquals(expected.stream().map(Array::summary).toList(), actual.stream().map(Array::summary).toList(), what);
        for (int i = 0; i < expected.size(); i++) {
            var wanted = expected.get(i).toDoubleArray();
            var given = actual.get(i).toDoubleArray();
            double tolerance = Math.max(rtol, expected.get(i).dtype().isFloating() ? 4 * expected.get(i).dtype().epsilon() : 0);
            for (int k = 0; k < wanted.length; k++) {
                boolean close = Double.compare(wanted[k], given[k]) == 0 || Math.abs(wanted[k] - given[k]) <= tolerance * Math.max(0.1, Math.abs(wanted[k]));
                if (!close && wanted[k] != given[k]) {
                    assertEquals(expected.get(i).toString(), actual.get(i).toString(), what + ": element " + k + " of result " + i);
                    throw new AssertionError(what + ": element " + k + " of result " + i + " is " + given[k] + ", not " + wanted[k]);
                }
            }
        }
    }

    private static List<Array> arrays(JsonObject call, String key) {
        return call.getAsJsonArray(key).asList().stream().map(each -> array(each.getAsJsonObject())).toList();
    }

    private static Array array(JsonObject tensor) {
        var shape = Shape.of(tensor.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray());
        var values = tensor.getAsJsonArray("data").asList().stream().mapToDouble(JaxNumpyTest::number).toArray();
        return Array.of(shape, values).astype(DType.of(tensor.get("dtype").getAsString()));
    }

    private static double number(JsonElement element) {
        var value = element.getAsJsonPrimitive();
        if (value.isBoolean()) return value.getAsBoolean() ? 1 : 0;
        return switch (value.getAsString()) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> value.getAsDouble();
        };
    }
}
