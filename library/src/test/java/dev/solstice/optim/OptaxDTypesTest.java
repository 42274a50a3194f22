package dev.solstice.optim;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.optim.OptaxReference.EXPECTED;
import static dev.solstice.optim.OptaxReference.array;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Optimisers of parameters of 16 bits and of complex ones get where optax gets with the same gradients.
class OptaxDTypesTest {
    record Model(Array b, Array w) {}

    private record Case(Optim optim, DType dtype) {}

    /// Optimisers of optax's by their names there.
    static Map<String, Optim> ofAnyDType() {
        var all = new TreeMap<String, Optim>();
        all.put("sgd", Optim.sgd(0.1));
        all.put("momentum", Optim.sgd(0.1, 0.9));
        all.put("nesterov", Optim.sgd(0.1, 0.9, true));
        all.put("adam", Optim.adam(0.1));
        all.put("adamw", Optim.adamw(0.1, 0.1));
        all.put("nadam", Optim.nadam(0.1));
        all.put("adamax", Optim.adamax(0.1));
        all.put("amsgrad", Optim.amsgrad(0.1));
        all.put("adabelief", Optim.adabelief(0.1));
        all.put("lion", Optim.lion(0.1));
        all.put("lamb", Optim.lamb(0.1));
        all.put("rmsprop", Optim.rmsprop(0.1));
        all.put("adagrad", Optim.adagrad(0.1));
        all.put("adadelta", Optim.adadelta(1));
        all.put("radam", Optim.radam(Schedule.constant(0.1), new ScaleByRadam(0.9, 0.99, 1e-8, 0, 2, false)));
        all.put("adan", Optim.adan(0.1));
        all.put("yogi", Optim.yogi(0.1));
        all.put("novograd", Optim.novograd(0.1));
        all.put("adafactor", Optim.adafactor(0.1));
        all.put("adafactor factored", Optim.adafactor(Schedule.constant(0.1), Adafactor.of().withRms(new ScaleByFactoredRms(0.8, 2, 1e-30))));
        all.put("sm3", Optim.sm3(0.1));
        all.put("fromage", Optim.fromage(0.1));
        all.put("clipByGlobalNorm", Optim.chain(Optim.clipByGlobalNorm(0.5), Optim.sgd(0.1)));
        all.put("clipByBlockRms", Optim.chain(Optim.clipByBlockRms(0.1), Optim.sgd(0.1)));
        all.put("cosine", Optim.adam(Schedule.cosineDecay(0.1, 4)));
        all.put("ema", Optim.chain(Optim.ema(0.9), Optim.sgd(0.1)));
        all.put("multiSteps", Optim.multiSteps(Optim.adam(0.1), 3));
        all.put("applyIfFinite", Optim.applyIfFinite(Optim.adam(0.1), 3));
        all.put("decay schedule", Optim.chain(Optim.addDecayedWeights(Schedule.linear(0.2, 0, 4), Filter.all()), Optim.sgd(0.1)));
        return all;
    }

    private static Map<String, Function<DType, Optim>> ofMomentsIn() {
        var rate = Schedule.constant(0.1);
        return Map.of(
                "adam", dtype -> Optim.adam(rate, ScaleByAdam.of().withMuDtype(dtype)),
                "nadam", dtype -> Optim.adam(rate, ScaleByAdam.of().withNesterov(true).withMuDtype(dtype)),
                "amsgrad", dtype -> Optim.amsgrad(rate, ScaleByAmsgrad.of().withMuDtype(dtype)),
                "lion", dtype -> Optim.lion(rate, ScaleByLion.of().withMuDtype(dtype), 1e-3, Filter.all()),
                "momentum", dtype -> Optim.chain(new Trace(0.9, false).accumulatingIn(dtype), Optim.scale(-0.1)),
                "ema", dtype -> Optim.chain(new Ema(0.9, true).accumulatingIn(dtype), Optim.sgd(0.1)));
    }

    private static Map<String, Case> cases() {
        var all = new HashMap<String, Case>();
        for (var dtype : new DType[] {DType.BFLOAT16, DType.FLOAT16, DType.COMPLEX64}) {
            ofAnyDType().forEach((name, optim) -> all.put(name + " " + dtype.name().toLowerCase(), new Case(optim, dtype)));
        }
        // optax squares complex numbers here, drops their imaginary parts, or does not take them.
        List.of("adadelta", "multiSteps", "sm3").forEach(name -> all.remove(name + " complex64"));
        ofMomentsIn().forEach((name, optim) -> {
            all.put(name + " bfloat16 in float32", new Case(optim.apply(DType.FLOAT32), DType.BFLOAT16));
            all.put(name + " float32 in bfloat16", new Case(optim.apply(DType.BFLOAT16), DType.FLOAT32));
        });
        return all;
    }

    private record Trained(Model model, OptState state) {}

    @TestFactory
    Stream<DynamicTest> everyOptimiserGetsWhereOptaxGets() {
        var expected = EXPECTED.getAsJsonObject("given");
        assertEquals(expected.keySet(), cases().keySet());
        return new TreeMap<>(cases()).entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            var optim = each.getValue().optim();
            var dtype = each.getValue().dtype();
            var start = model(EXPECTED.getAsJsonObject("start"), dtype);
            var step = filterJit((Trained t, Model gradient) -> {
                var update = optim.update(gradient, t.state(), t.model());
                return new Trained(applyUpdates(t.model(), update.updates()), update.state());
            });
            var at = new Trained(start, optim.init(start));
            for (var gradient : EXPECTED.getAsJsonArray("gradients")) at = step.apply(at, model(gradient.getAsJsonObject(), dtype));
            assertEquals(dtype, at.model().w().dtype());
            var wanted = expected.getAsJsonObject(each.getKey());
            assertClose(array(wanted.get("b")), at.model().b(), each.getKey());
            assertClose(array(wanted.get("w")), at.model().w(), each.getKey());
        }));
    }

    private static void assertClose(Array expected, Array actual, String name) {
        boolean isComplex = actual.dtype().isComplex();
        var flat = actual.reshape(-1);
        var parts = isComplex ? Lax.concatenate(0, Lax.real(flat), Lax.imag(flat)) : flat;
        assertArrayEquals(expected.toFloatArray(), parts.astype(DType.FLOAT32).toFloatArray(), tolerance(name), name);
    }

    /// The last of the 16 bits of a number between 1 and 2 may differ, since XLA rounds in another order.
    private static float tolerance(String name) {
        if (name.contains("bfloat16")) return 8e-3f;
        return name.contains("float16") ? 1e-3f : 2e-5f;
    }

    private static Model model(JsonObject numbers, DType dtype) {
        return new Model(in(array(numbers.get("b")), dtype), in(array(numbers.get("w")).reshape(3, 4), dtype));
    }

    private static Array in(Array x, DType dtype) {
        return dtype.isComplex() ? Lax.complex(x, Lax.rev(x.reshape(-1), 0).reshape(x.shape())) : x.astype(dtype);
    }
}
