package dev.solstice.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Grad;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Complex numbers and Fourier transforms as JAX has them. The cases are made by `complex/make.py` beside them.
class ComplexCasesTest {
    private static final Map<String, UnaryOperator<Array>> UNARY = Map.ofEntries(
            Map.entry("exp", Numpy::exp), Map.entry("expm1", Numpy::expm1), Map.entry("exp2", Lax::exp2), Map.entry("log", Numpy::log),
            Map.entry("log1p", Numpy::log1p), Map.entry("sqrt", Numpy::sqrt), Map.entry("rsqrt", Lax::rsqrt), Map.entry("sin", Numpy::sin),
            Map.entry("cos", Numpy::cos), Map.entry("tan", Numpy::tan), Map.entry("sinh", Numpy::sinh), Map.entry("cosh", Numpy::cosh),
            Map.entry("tanh", Numpy::tanh), Map.entry("logistic", Lax::logistic), Map.entry("abs", Numpy::abs), Map.entry("sign", Numpy::sign),
            Map.entry("neg", Numpy::negative), Map.entry("conj", ComplexNumbers::conj), Map.entry("real", ComplexNumbers::real),
            Map.entry("imag", ComplexNumbers::imag), Map.entry("angle", ComplexNumbers::angle), Map.entry("square", Numpy::square),
            Map.entry("reciprocal", Numpy::reciprocal), Map.entry("round", Numpy::round), Map.entry("isnan", Numpy::isnan),
            Map.entry("iscomplex", ComplexNumbers::iscomplex), Map.entry("sum", Reductions::sum), Map.entry("prod", Reductions::prod),
            Map.entry("mean", Reductions::mean), Map.entry("var", Statistics::var), Map.entry("std", Statistics::std), Map.entry("max", Reductions::max),
            Map.entry("min", Reductions::min), Map.entry("cumsum", x -> Reductions.cumsum(x, 1)), Map.entry("norm", Numpy::norm),
            Map.entry("cov", Statistics::cov), Map.entry("fft2", Fft::fft2), Map.entry("ifft2", Fft::ifft2), Map.entry("rfft2", Fft::rfft2),
            Map.entry("irfft2", Fft::irfft2), Map.entry("fftshift", Fft::fftshift), Map.entry("ifftshift", Fft::ifftshift));
    private static final Map<String, BinaryOperator<Array>> BINARY = Map.of("add", Numpy::add, "subtract", Numpy::subtract, "multiply", Numpy::multiply,
            "divide", Numpy::divide, "power", Numpy::power, "equal", Numpy::equal, "notEqual", Numpy::notEqual, "maximum", Numpy::maximum,
            "minimum", Numpy::minimum, "matmul", Array::matmul);
    private static final Map<String, Fn2<Array, Array, Array>> LOSSES = Map.of(
            "squares", (z, w) -> Numpy.square(Numpy.abs(z.mul(w))).sum(),
            "sizes", (z, w) -> Numpy.abs(z.add(Numpy.exp(w))).sum(),
            "parts", (z, w) -> z.real().mul(w.imag()).sub(Numpy.sin(z).imag()).sum(),
            "conjugates", (z, w) -> z.conj().mul(z).div(w).sum().real(),
            "joined", (z, w) -> Numpy.square(Numpy.abs(Lax.complex(w.real(), z.imag()).pow(3))).sum(),
            "spectrum", (z, w) -> Numpy.abs(Fft.fft(z.mul(w))).sum(),
            "power", (z, w) -> z.pow(w).real().sum());

    private interface Along {
        Array apply(Array x, int n, int axis, String norm);
    }

    private interface Over {
        Array apply(Array x, int[] s, int[] axes, String norm);
    }

    private static final Map<String, Along> ALONG = Map.of("fft", Fft::fft, "ifft", Fft::ifft, "rfft", Fft::rfft, "irfft", Fft::irfft,
            "hfft", Fft::hfft, "ihfft", Fft::ihfft);
    private static final Map<String, Over> OVER = Map.of("fftn", Fft::fftn, "ifftn", Fft::ifftn, "rfftn", Fft::rfftn, "irfftn", Fft::irfftn);

    private record Case(String function, JsonObject params, Array[] operands, Array[] expected) {
        static Case of(JsonElement json) {
            var object = json.getAsJsonObject();
            return new Case(object.get("function").getAsString(), object.getAsJsonObject("params"),
                    arrays(object.getAsJsonArray("operands")), arrays(object.getAsJsonArray("expected")));
        }

        private static Array[] arrays(JsonArray json) {
            return StreamSupport.stream(json.spliterator(), false).map(element -> array(element.getAsJsonObject())).toArray(Array[]::new);
        }

        private static Array array(JsonObject json) {
            var dtype = DType.of(json.get("dtype").getAsString());
            var shape = Shape.of(integers(json.get("shape")));
            var re = Array.of(shape, numbers(json.get("re")));
            return json.has("im") ? Lax.complex(re, Array.of(shape, numbers(json.get("im")))).astype(dtype) : re.astype(dtype);
        }

        private static double[] numbers(JsonElement json) {
            return json.getAsJsonArray().asList().stream()
                    .mapToDouble(value -> value.getAsJsonPrimitive().isBoolean() ? (value.getAsBoolean() ? 1 : 0) : value.getAsDouble()).toArray();
        }

        private static int[] integers(JsonElement json) {
            return json.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
        }

        private int[] list(String name) {
            return params.has(name) ? integers(params.get(name)) : new int[0];
        }

        private int integer(String name, int absent) {
            return params.has(name) ? params.get(name).getAsInt() : absent;
        }

        Array[] actual() {
            var x = operands.length > 0 ? operands[0] : null;
            var norm = params.has("norm") ? params.get("norm").getAsString() : "backward";
            if (function.startsWith("grad:")) {
                Fn2<List<Array>, Integer, Array> loss = (pair, _) -> LOSSES.get(function.substring(5)).apply(pair.get(0), pair.get(1));
                return Grad.grad(loss).apply(List.of(operands), 0).toArray(Array[]::new);
            }
            if (function.startsWith("vjp:")) {
                return new Array[] {Derivatives.vjp(this::transformed, x).pullback().apply(operands[1])};
            }
            if (function.equals("fftfreq")) return new Array[] {Fft.fftfreq(integer("n", 0), params.get("d").getAsDouble())};
            if (function.equals("rfftfreq")) return new Array[] {Fft.rfftfreq(integer("n", 0), params.get("d").getAsDouble())};
            if (ALONG.containsKey(function)) return new Array[] {ALONG.get(function).apply(x, integer("n", -1), integer("axis", -1), norm)};
            if (OVER.containsKey(function)) return new Array[] {OVER.get(function).apply(x, list("s"), list("axes"), norm)};
            return new Array[] {operands.length == 2 ? BINARY.get(function).apply(x, operands[1]) : UNARY.get(function).apply(x)};
        }

        private Array transformed(Array x) {
            return switch (function.substring(4)) {
                case "mul" -> x.mul(x);
                case "fft" -> Fft.fft(x);
                case "rfft" -> Fft.rfft(x);
                case "irfft" -> Fft.irfft(x, integer("n", -1), -1);
                case String name -> UNARY.get(name).apply(x);
            };
        }

        @Override
        public String toString() {
            return function + params + " of " + Stream.of(operands).map(Array::summary).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCaseIsJaxs() {
        try (var reader = new InputStreamReader(ComplexCasesTest.class.getResourceAsStream("/complex/cases.json"), StandardCharsets.UTF_8)) {
            return StreamSupport.stream(JsonParser.parseReader(reader).getAsJsonArray().spliterator(), false).map(Case::of)
                    .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Case one) {
        var actual = one.actual();
        assertEquals(one.expected.length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            var expected = one.expected[i];
            assertEquals(expected.abstractValue(), actual[i].abstractValue());
            boolean wide = expected.dtype().real() == DType.FLOAT64;
            // JAX computes complex64 in float32 throughout, here only results are rounded.
            double tolerance = wide ? 1e-12 : 2e-5;
            assertTrue(Numpy.allclose(actual[i], expected, tolerance, tolerance * size(expected)),
                    () -> "expected " + expected + "\nbut was " + one.actual()[0]);
        }
    }

    /// The largest element: what errors of sums are measured against.
    private static double size(Array x) {
        return Stream.of(x.toComplexArray()).mapToDouble(z -> Math.hypot(z.re(), z.im())).filter(Double::isFinite).map(r -> Math.min(r, 1e3)).max().orElse(0) + 1e-3;
    }
}
