package dev.solstice.filter;

import static dev.solstice.debug.ErrorIf.errorIf;
import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterPmap.filterPmap;
import static dev.solstice.filter.FilterPmap.filterShard;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.debug.CheckFailedException;
import dev.solstice.lax.Collectives;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.nn.MLP;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Callbacks;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.MapAxes;
import dev.solstice.tree.Equality;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilterPmapTest {
    private static final String SETTING = "solstice.threads";
    private final String before = System.getProperty(SETTING);

    @BeforeEach
    void threeThreads() {
        System.setProperty(SETTING, "3");
    }

    @AfterEach
    void asBefore() {
        if (before == null) System.clearProperty(SETTING);
        else System.setProperty(SETTING, before);
    }

    private static final MLP MODEL = MLP.of(4, 2, 8, 2, Key.of(0));
    private static final Fn2<MLP, Array, Array> CALL = (m, x) -> m.apply(x);

    private static void assertClose(Object expected, Object actual) {
        assertTrue(Tree.equal(expected, actual, Equality.EXACT.within(1e-6, 1e-6)), () -> "expected " + expected + ", got " + actual);
    }

    @Test
    void theResultsAreThoseOfVmapWhateverTheSizeOfTheBatch() {
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            var xs = Random.normal(Key.of(1), size, 4);
            assertClose(filterVmap(CALL, null, 0).apply(MODEL, xs), filterPmap(CALL, null, 0).apply(MODEL, xs));
        }
    }

    record Result(Array mapped, Map<String, Array> more, String text, Array same) {}

    @Test
    void axesAndTreesOfAnyValuesAreThoseOfVmap() {
        var ensemble = filterPmap((Key k) -> MLP.of(4, 2, 8, 2, k)).apply(Key.of(3).splitBatch(5));
        assertClose(filterVmap((Key k) -> MLP.of(4, 2, 8, 2, k)).apply(Key.of(3).splitBatch(5)), ensemble);
        var x = Random.normal(Key.of(4), 4, 5);
        Fn2<MLP, Array, Result> f = (m, v) -> new Result(m.apply(v), Map.of("double", v.mul(2)), "text", Array.of(1f, 2f));
        for (var out : new Object[] {0, -1}) {
            var spec = MapAxes.in(0, 1).out(MapAxes.ifArray((int) out));
            assertClose(filterVmap(f, spec).apply(ensemble, x), filterPmap(f, spec).apply(ensemble, x));
        }
        assertEquals("text", filterPmap(f, 0, 1).apply(ensemble, x).text());
        assertClose(Array.of(1f, 2f), filterPmap((Array v) -> Array.of(1f, 2f), MapAxes.in(1).out(null)).apply(x));
    }

    @Test
    void eachThreadTakesAPartAndTheFunctionIsTracedOnceForEachSize() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        var meeting = new CountDownLatch(3); // without it a thread that is soon done would take another's part
        var traces = new AtomicInteger();
        var f = filterPmap((Array x) -> {
            traces.incrementAndGet();
            return Callbacks.pureCallback((Array v) -> {
                if (threads.add(Thread.currentThread().getName())) meeting.countDown();
                assertDoesNotThrow(() -> meeting.await(1, TimeUnit.MINUTES));
                return v;
            }, x, x);
        });
        var xs = Random.normal(Key.of(0), 6);
        for (int i = 0; i < 3; i++) assertClose(xs, f.apply(xs));
        assertEquals(1, traces.get());
        assertTrue(threads.size() >= 3 && threads.contains(Thread.currentThread().getName()), threads.toString());
        f.apply(Random.normal(Key.of(0), 7));
        assertEquals(2, traces.get());
    }

    @Test
    void examplesThatKnowOfEachOtherStayTogether() {
        var xs = Random.normal(Key.of(0), 6);
        var centred = filterPmap((Array x) -> x.sub(Collectives.pmean(x, "batch")), MapAxes.in(0).name("batch")).apply(xs);
        assertClose(xs.sub(xs.mean()), centred);
    }

    @Test
    void insideOfOtherTransformationsItIsVmap() {
        var xs = Random.normal(Key.of(1), 8, 4);
        var gradient = filterGrad((MLP m) -> filterPmap((Array x) -> m.apply(x)).apply(xs).sum());
        var expected = filterGrad((MLP m) -> filterVmap((Array x) -> m.apply(x)).apply(xs).sum()).apply(MODEL);
        assertClose(expected, gradient.apply(MODEL));
        assertClose(expected, filterJit(gradient).apply(MODEL));
        assertClose(filterVmap(filterVmap(CALL, null, 0), null, 0).apply(MODEL, xs.reshape(2, 4, 4)),
                filterVmap(filterPmap(CALL, null, 0), null, 0).apply(MODEL, xs.reshape(2, 4, 4)));
    }

    @Test
    void anErrorNamesTheExampleOfTheWholeBatch() {
        var f = filterPmap((Array x) -> errorIf(x, x.lt(0), "negative"));
        var error = assertThrows(CheckFailedException.class, () -> f.apply(Array.of(1f, 1, 1, 1, 1, -1f)));
        var expected = assertThrows(CheckFailedException.class, () -> filterJit(filterVmap((Array x) -> errorIf(x, x.lt(0), "negative")))
                .apply(Array.of(1f, 1, 1, 1, 1, -1f)));
        assertTrue(error.getMessage().contains("5") && expected.getMessage().contains("5"), error.getMessage() + " / " + expected.getMessage());
        var lengths = assertThrows(IllegalArgumentException.class, () -> filterPmap((Array a, Array b) -> a.add(b)).apply(Array.of(1f, 2), Array.of(1f, 2, 3)));
        assertTrue(lengths.getMessage().contains("different lengths"), lengths.getMessage());
    }

    @Test
    void aDeviceThatDoesNotExistIsAnError() {
        assertSame(MODEL, filterShard(MODEL, "cpu"));
        var error = assertThrows(IllegalArgumentException.class, () -> filterShard(MODEL, "gpu:0"));
        assertTrue(error.getMessage().startsWith("there is no device 'gpu:0': the engine "), error.getMessage());
    }

    @Test
    void anInterruptStopsEveryThread() throws InterruptedException {
        var end = new AtomicReference<Object>();
        var endless = filterPmap((Array x) -> ControlFlow.whileLoop((Array v) -> v.ge(0), v -> Lax.abs(v), x));
        var thread = Thread.ofPlatform().start(() -> {
            try {
                endless.apply(Array.of(Shape.of(3), 1f, 2f, 3f));
            } catch (RuntimeException thrown) {
                end.set(thrown);
            }
        });
        Thread.sleep(500);
        thread.interrupt();
        thread.join(5000);
        assertInstanceOf(CancelledException.class, end.get());
        var busy = List.copyOf(Thread.getAllStackTraces().keySet()).stream().filter(t -> t.getName().startsWith("solstice-")).toList();
        for (int i = 0; i < 50 && busy.stream().anyMatch(t -> t.getState() == Thread.State.RUNNABLE); i++) Thread.sleep(50);
        for (var worker : busy) assertTrue(worker.getState() != Thread.State.RUNNABLE, worker.getName());
    }
}
