package dev.solstice.filter;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.optim.Optim;
import dev.solstice.optim.OptState;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What users of Equinox suffer from, and do not here; the numbers are those of its issues. Elsewhere: out axes and ensembles in
/// [FilteredTransformationsTest], freezing and constraints in [ParameterTest], runtime errors and counts of traces in
/// `debug.DebugTest`, keys used twice in `random.KeyReuseTest`.
class DoBetterTest {
    record Net(Array weight, Fn1<Array, Array> activation, Map<String, Array> table, boolean inference) {
        Array apply(Array x) {
            return activation.apply(x.mul(weight)).add(inference ? 0 : 1);
        }
    }

    private static final Fn1<Array, Array> SQUARE = x -> x.mul(x);
    private static final Array X = Array.of(3f, 4f);

    private static Net net() {
        return new Net(Array.of(1f, 2f), SQUARE, Map.of("entry", Array.of(1)), false);
    }

    @Test
    void leavesThatAreNoArraysPassThroughTransformationsAndOptimisers_69_257_364_613() {
        var optim = Optim.adam(0.1);
        var step = filterJit((Net net, OptState state) -> {
            var update = optim.update(filterGrad((Net n) -> n.apply(X).sum()).apply(net), state, net);
            return applyUpdates(net, update.updates());
        });
        var trained = step.apply(net(), optim.init(net()));
        assertSame(SQUARE, trained.activation());
        assertEquals(0.9, trained.weight().get(0).item(), 1e-4);
    }

    @Test
    void modelsAreCarriedThroughLoopsAndFlagsStayFlags_446_558_630_987() {
        var looped = filterJit((Net net) -> whileLoop((Net n) -> n.apply(X).sum().lt(1000),
                (Net n) -> new Net(n.weight().mul(2), n.activation(), n.table(), n.inference()), net)).apply(net());
        assertSame(SQUARE, looped.activation());
        assertEquals(false, looped.inference());
        assertEquals(4, looped.weight().get(0).item());
    }

    @Test
    void staticValuesAreComparedByValueAndType() {
        var traces = new AtomicInteger();
        var f = filterJit((Array x, Object setting) -> {
            traces.incrementAndGet();
            return x.add(((Number) setting).doubleValue());
        });
        record Setting(List<Integer> sizes, String name) {}
        f.apply(X, 1);
        f.apply(X, 1);
        assertEquals(1, traces.get());
        f.apply(X, 1.0);
        assertEquals(2, traces.get(), "1 is not 1.0, as it is in Python");
        var byRecord = filterJit((Array x, Setting setting) -> {
            traces.incrementAndGet();
            return x.add(setting.sizes().getFirst());
        });
        byRecord.apply(X, new Setting(List.of(1, 2), "a"));
        byRecord.apply(X, new Setting(List.of(1, 2), "a"));
        assertEquals(3, traces.get());
    }

    @Test
    void oneNodeNamedTwiceInSurgeryIsAnError() {
        assertThrows(TreeException.class, () -> Tree.at(List.of(X, X.add(1)), List.of(t -> t.get(0), t -> t.get(0)), List.of(X, X)));
    }

    @Test
    void aModelWithArraysAndMapsHasAHash_1089() {
        var model = net();
        assertEquals(model.hashCode(), model.hashCode());
        assertEquals(Tree.structure(model).hashCode(), Tree.structure(net()).hashCode());
    }

    @Test
    void whyAFunctionIsTracedAgainIsTold_686_945_1132() {
        var retracing = new Retracing();
        assertEquals("", retracing.traced(X, "a"));
        assertEquals("argument 1 was f32[2] and now is f32[3].", retracing.traced(Array.of(1f, 2f, 3f), "a"));
        assertTrue(retracing.traced(net(), "a").startsWith("argument 1 was"), "another structure");
        var again = new Retracing();
        again.traced(net());
        assertTrue(again.traced(new Net(X, SQUARE, Map.of("entry", Array.of(1)), true)).contains("argument 1"), "another flag");
    }
}
