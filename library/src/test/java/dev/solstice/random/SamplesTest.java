package dev.solstice.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Grad;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Vmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Samples are JAX's: `samples.json`, which `samples.py` beside it has written.
class SamplesTest {
    private static final Path CASES = Path.of("src/test/resources/jax/samples.json");
    private static final Array ALPHA = Array.of(0.05f, 0.4f, 1f, 2.5f, 30f);
    private static final Array COVARIANCE = Array.of(new float[][] {{2, 0.5f, 0.1f}, {0.5f, 1, 0.2f}, {0.1f, 0.2f, 0.7f}});

    private static final Map<String, Function<Key, Array>> SAMPLERS = Map.ofEntries(
            Map.entry("cauchy", key -> Random.cauchy(key, 3, 4)),
            Map.entry("gamma", key -> Random.gamma(key, ALPHA, 4, 5)),
            Map.entry("gamma scalar", key -> Random.gamma(key, 2.5, 7)),
            Map.entry("gamma gradient", key -> Grad.grad((Array a) -> Random.gamma(key, a, 4, 5).sum()).apply(ALPHA)),
            Map.entry("loggamma", key -> Random.loggamma(key, ALPHA, 4, 5)),
            Map.entry("loggamma gradient", key -> Grad.grad((Array a) -> Random.loggamma(key, a, 4, 5).sum()).apply(ALPHA)),
            Map.entry("beta", key -> Random.beta(key, ALPHA, 0.7, 2, 5)),
            Map.entry("chisquare", key -> Random.chisquare(key, 3, 6)),
            Map.entry("f", key -> Random.f(key, 3, 5, 6)),
            Map.entry("t", key -> Random.t(key, 4, 6)),
            Map.entry("pareto", key -> Random.pareto(key, ALPHA)),
            Map.entry("lognormal", key -> Random.lognormal(key, 0.5, 6)),
            Map.entry("rayleigh", key -> Random.rayleigh(key, 2, 6)),
            Map.entry("weibull_min", key -> Random.weibullMin(key, 2, 1.5, 6)),
            Map.entry("wald", key -> Random.wald(key, 1.5, 6)),
            Map.entry("triangular", key -> Random.triangular(key, -1, 0.5, 2, 6)),
            Map.entry("maxwell", key -> Random.maxwell(key, 6)),
            Map.entry("double_sided_maxwell", key -> Random.doubleSidedMaxwell(key, 1, 2, Shape.of(6), DType.FLOAT32)),
            Map.entry("generalized_normal", key -> Random.generalizedNormal(key, 1.5, 6)),
            Map.entry("ball", key -> Random.ball(key, 3, 1.5, 4)),
            Map.entry("dirichlet", key -> Random.dirichlet(key, ALPHA, 3)),
            Map.entry("multivariate_normal", key -> Random.multivariateNormal(key, Array.of(1f, -2f, 0.5f), COVARIANCE, 4)),
            Map.entry("orthogonal", key -> Random.orthogonal(key, 3, 2)),
            Map.entry("orthogonal wide", key -> Random.orthogonal(key, 2, 4, Shape.of(2), DType.FLOAT32)),
            Map.entry("rademacher", key -> Random.rademacher(key, 9)),
            Map.entry("geometric", key -> Random.geometric(key, Array.of(0.1f, 0.5f, 0.9f), 4, 3)),
            Map.entry("poisson", key -> Random.poisson(key, Array.of(0, 0.5f, 3, 9.9f, 10, 50, 1e4f), 4, 7)),
            Map.entry("binomial", key -> Random.binomial(key, Array.of(5f, 20, 100, 1000, 7), Array.of(0.3f, 0.5f, 0.9f, 0.25f, 0), 4, 5)),
            Map.entry("binomial undefined", key -> Random.binomial(key, Array.of(-1f, 5, Float.POSITIVE_INFINITY), Array.of(0.3f, -0.1f, 0.5f))),
            Map.entry("multinomial", key -> Random.multinomial(key, 20, Array.of(new float[][] {{0.1f, 0.2f, 0.7f}, {0.5f, 0, 0.5f}}))),
            Map.entry("logistic", key -> Random.logistic(key, 6)),
            Map.entry("bernoulli high", key -> Random.bernoulli(key, 0.3f, Shape.of(20), Resolution.HIGH)),
            Map.entry("gumbel high", key -> Random.gumbel(key, Shape.of(6), DType.FLOAT32, Resolution.HIGH)),
            Map.entry("gumbel highest", key -> Random.gumbel(key, Shape.of(6), DType.FLOAT32, Resolution.HIGHEST)),
            Map.entry("gamma 64", key -> Random.gamma(key, ALPHA, Shape.of(4, 5), DType.FLOAT64)),
            Map.entry("t 64", key -> Random.t(key, 4, Shape.of(6), DType.FLOAT64)));

    @TestFactory
    Stream<DynamicTest> samplesAreThoseOfJax() throws IOException {
        return StreamSupport.stream(JsonParser.parseString(Files.readString(CASES)).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject).map(each -> DynamicTest.dynamicTest(each.get("name").getAsString(), () -> check(each)));
    }

    private static void check(JsonObject expected) {
        var sample = SAMPLERS.get(expected.get("name").getAsString()).apply(Key.of(7));
        assertArrayEquals(integers(expected, "shape"), sample.shape().toArray());
        assertEquals(expected.get("dtype").getAsString(), sample.dtype().toString());
        var values = sample.reshape(-1).astype(DType.FLOAT64).toDoubleArray();
        var numbers = StreamSupport.stream(expected.getAsJsonArray("value").spliterator(), false).mapToDouble(JsonElement::getAsDouble).toArray();
        double tolerance = sample.dtype() == DType.FLOAT64 ? 1e-10 : sample.dtype().isFloating() ? 2e-5 : 0;
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], values[i], Double.isFinite(numbers[i]) ? tolerance * Math.max(0.1, Math.abs(numbers[i])) + 1e-30 : 1, "element " + i);
        }
    }

    private static int[] integers(JsonObject json, String name) {
        return StreamSupport.stream(json.getAsJsonArray(name).spliterator(), false).mapToInt(JsonElement::getAsInt).toArray();
    }

    @Test
    void samplersWithLoopsCanBeMappedAndCompiled() {
        var keys = Key.of(3).splitBatch(4);
        var mapped = Vmap.vmap((Key key) -> Random.poisson(key, ALPHA)).apply(keys);
        for (int i = 0; i < 4; i++) {
            var alone = Random.poisson(new Key(keys.data().get(i)), ALPHA);
            assertArrayEquals(alone.toIntArray(), mapped.get(i).toIntArray());
        }
        Array eager = Random.gamma(Key.of(5), ALPHA);
        Array compiled = Jit.jit((Key key) -> Random.gamma(key, ALPHA)).apply(Key.of(5));
        assertArrayEquals(eager.toFloatArray(), compiled.toFloatArray());
    }

    @Test
    void aCovarianceFitsItsMean() {
        assertThrows(IllegalArgumentException.class, () -> Random.multivariateNormal(Key.of(0), Array.of(1f, 2f), COVARIANCE));
    }
}
