package dev.solstice.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Vmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Special functions and their derivatives are JAX's: `special.json`, which `special.py` beside it has written.
class SpecialValuesTest {
    private static final Path CASES = Path.of("src/test/resources/jax/special.json");
    private static final Map<String, Function<Array[], Array>> FUNCTIONS = new HashMap<>();

    static {
        one("lax.lgamma", Lax::lgamma);
        one("lax.digamma", Lax::digamma);
        two("lax.polygamma", Lax::polygamma);
        two("lax.zeta", Lax::zeta);
        two("lax.igamma", Lax::igamma);
        two("lax.igammac", Lax::igammac);
        two("lax.random_gamma_grad", Lax::randomGammaGrad);
        FUNCTIONS.put("lax.betainc", x -> Lax.betainc(x[0], x[1], x[2]));
        one("lax.bessel_i0e", Lax::besselI0e);
        one("lax.bessel_i1e", Lax::besselI1e);
        one("lax.cbrt", Lax::cbrt);
        one("lax.exp2", Lax::exp2);
        one("lax.sinh", Lax::sinh);
        one("lax.cosh", Lax::cosh);
        one("lax.asinh", Lax::asinh);
        one("lax.acosh", Lax::acosh);
        one("lax.atanh", Lax::atanh);
        one("lax.reduce_precision", x -> Lax.reducePrecision(x, 5, 3));
        one("special.bessel_jn", x -> Special.besselJn(x, 3));
        two("special.beta", Special::beta);
        two("special.betaln", Special::betaln);
        two("special.boxcox", Special::boxcox);
        two("special.boxcox1p", Special::boxcox1p);
        two("special.comb", Special::comb);
        one("special.dawsn", Special::dawsn);
        one("special.entr", Special::entr);
        one("special.erfcx", Special::erfcx);
        one("special.exp1", Special::exp1);
        one("special.expi", Special::expi);
        two("special.expn", Special::expn);
        one("special.factorial", Special::factorial);
        one("special.fresnel", x -> Lax.stack(0, Special.fresnel(x)));
        one("special.gamma", Special::gamma);
        one("special.gammasgn", Special::gammasgn);
        FUNCTIONS.put("special.hyp1f1", x -> Special.hyp1f1(x[0], x[1], x[2]));
        FUNCTIONS.put("special.hyp2f1", x -> Special.hyp2f1(x[0], x[1], x[2], x[3]));
        one("special.i0", Special::i0);
        one("special.i1", Special::i1);
        two("special.kl_div", Special::klDiv);
        one("special.log_ndtr", Special::logNdtr);
        one("special.loggamma", Special::loggamma);
        one("special.logit", Special::logit);
        one("special.multigammaln", x -> Special.multigammaln(x, 3));
        one("special.ndtri", Special::ndtri);
        two("special.owens_t", Special::owensT);
        two("special.poch", Special::poch);
        two("special.rel_entr", Special::relEntr);
        one("special.sici", x -> Lax.stack(0, Special.sici(x)));
        one("special.spence", Special::spence);
        two("special.xlog1py", Special::xlog1py);
        two("special.xlogy", Special::xlogy);
    }

    private static void one(String name, UnaryOperator<Array> function) {
        FUNCTIONS.put(name, x -> function.apply(x[0]));
    }

    private static void two(String name, BinaryOperator<Array> function) {
        FUNCTIONS.put(name, x -> function.apply(x[0], x[1]));
    }

    private static Stream<DynamicTest> forAll(java.util.function.Consumer<JsonObject> law) throws IOException {
        return StreamSupport.stream(JsonParser.parseString(Files.readString(CASES)).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject).map(each -> DynamicTest.dynamicTest(each.get("name").getAsString(), () -> law.accept(each)));
    }

    @TestFactory
    Stream<DynamicTest> valuesAreThoseOfJax() throws IOException {
        return forAll(each -> assertClose(each.getAsJsonArray("value"), function(each).apply(operands(each)), 1e-11));
    }

    @TestFactory
    Stream<DynamicTest> derivativesAreThoseOfJax() throws IOException {
        return forAll(each -> each.getAsJsonObject("slopes").entrySet().forEach(slope -> {
            int by = Integer.parseInt(slope.getKey());
            var x = operands(each);
            var f = function(each);
            var gradient = Derivatives.vjp((Array moved) -> {
                var moving = x.clone();
                moving[by] = moved;
                return f.apply(moving).sum();
            }, x[by]).pullback().apply(Array.scalar(DType.FLOAT64, 1));
            assertClose(slope.getValue().getAsJsonArray(), gradient, 1e-9);
        }));
    }

    @TestFactory
    Stream<DynamicTest> mappedAndCompiledTheyAreTheSameAndNarrowTypesStay() throws IOException {
        return forAll(each -> {
            var f = function(each);
            var x = operands(each);
            var value = f.apply(x);
            Array compiled = Jit.jit((List<Array> in) -> f.apply(in.toArray(Array[]::new))).apply(List.of(x));
            assertEquals(value.toString(), compiled.toString());
            if (value.rank() == 1) {
                Array mapped = Vmap.vmap((List<Array> in) -> f.apply(in.toArray(Array[]::new))).apply(List.of(x));
                assertEquals(value.toString(), mapped.toString());
            }
            var narrow = Stream.of(x).map(operand -> operand.astype(DType.BFLOAT16)).toArray(Array[]::new);
            assertEquals(DType.BFLOAT16, f.apply(narrow).dtype());
        });
    }

    private static Function<Array[], Array> function(JsonObject each) {
        return FUNCTIONS.get(each.get("name").getAsString());
    }

    private static Array[] operands(JsonObject each) {
        return StreamSupport.stream(each.getAsJsonArray("operands").spliterator(), false)
                .map(operand -> Array.of(numbers(operand.getAsJsonArray()))).toArray(Array[]::new);
    }

    private static double[] numbers(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonElement::getAsDouble).toArray();
    }

    private static void assertClose(JsonArray expected, Array actual, double tolerance) {
        var numbers = numbers(expected);
        var ours = actual.reshape(-1).toDoubleArray();
        assertEquals(numbers.length, ours.length);
        for (int i = 0; i < ours.length; i++) {
            double error = Double.isFinite(numbers[i]) ? tolerance * Math.abs(numbers[i]) + 1e-14 : 1;
            assertEquals(numbers[i], ours[i], error, "element " + i);
        }
    }
}
