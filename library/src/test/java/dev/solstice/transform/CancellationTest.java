package dev.solstice.transform;

import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.TracerException;
import dev.solstice.lax.ControlFlow.Carried;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// An interrupt stops what is computed, wherever it is; and threads do not see each other's transformations.
class CancellationTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final int TRIES = 8; // on a busy machine a thread may have to wait for its turn

    /// Interrupts `work` after a while, and looks how long it goes on.
    private static void assertStopsSoon(Runnable work) throws InterruptedException {
        var shortest = Duration.ofDays(1);
        for (int i = 0; i < TRIES && shortest.compareTo(SOON) > 0; i++) {
            var end = new AtomicReference<Object>("went on to its end");
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    work.run();
                } catch (Throwable thrown) {
                    end.set(thrown);
                }
            });
            Thread.sleep(300);
            long began = System.nanoTime();
            thread.interrupt();
            thread.join();
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertInstanceOf(CancelledException.class, end.get());
            if (took.compareTo(shortest) < 0) shortest = took;
        }
        assertTrue(shortest.compareTo(SOON) <= 0, "stopped after " + shortest);
    }

    private static Array matrix(int n) {
        return Array.full(Shape.of(n, n), DType.FLOAT32, 1e-3);
    }

    @Test
    void anEagerLoopStops() throws InterruptedException {
        assertStopsSoon(() -> {
            var x = matrix(100);
            while (true) x = x.mul(1.0001).add(1);
        });
    }

    @Test
    void aCompiledLoopStops() throws InterruptedException {
        var forever = jit((Array x) -> whileLoop((Array s) -> s.sum().gt(-1), (Array s) -> s.mul(0.5).add(1), x));
        assertStopsSoon(() -> forever.apply(matrix(10)));
        var rows = Array.full(Shape.of(1_000_000, 10), DType.FLOAT32, 1);
        var gradient = jit(grad((Array x) -> scan((Array c, Array row) -> new Carried<>(c.mul(0.9).add(row).mul(c), null), x, rows).carry().sum()));
        assertStopsSoon(() -> {
            while (true) gradient.apply(Array.full(Shape.of(10), DType.FLOAT32, 1));
        });
    }

    @Test
    void aLongProgramStops() throws InterruptedException {
        Jaxpr program = Staging.trace(x -> {
            var y = x[0];
            for (int i = 0; i < 1500; i++) y = y.matmul(x[0]).mul(0.5);
            return new Array[] {y};
        }, AbstractValue.of(matrix(384)));
        assertStopsSoon(() -> {
            while (true) JitCall.bind("long", program, matrix(384));
        });
    }

    @Test
    void aSingleLargeOperationStops() throws InterruptedException {
        var large = matrix(6000);
        assertStopsSoon(() -> {
            while (true) large.matmul(large);
        });
        var long1d = Array.full(Shape.of(50_000_000), DType.FLOAT32, 1);
        assertStopsSoon(() -> {
            while (true) new Primitive.Sin().apply(long1d).sum();
        });
    }

    @Test
    void aDivisionIntoPanelsChangesNothing() {
        var a = Array.of(Shape.of(1200, 800), new Random(0).doubles(1200 * 800).toArray());
        var b = Array.of(Shape.of(800, 1000), new Random(1).doubles(800 * 1000).toArray());
        var whole = a.matmul(b);
        var parts = vmap((Array row) -> row.mul(b.get(":, 7")).sum()).apply(a);
        assertTrue(whole.get(":, 7").closeTo(parts, 1e-12, 0));
        assertTrue(a.transpose(1, 0).matmul(a).get("3").closeTo(a.get(":, 3").matmul(a), 1e-12, 0));
    }

    @Test
    void manyThreadsEachHaveTheirOwnTransformations() throws InterruptedException, ExecutionException {
        int threads = 8;
        var together = new CountDownLatch(threads);
        var shared = jit(grad((Array w) -> vmap((Array x) -> x.mul(w).mul(w).sum()).apply(Array.of(Shape.of(2, 2), 1.0, 2, 3, 4)).sum()));
        var results = new ArrayList<Future<Double>>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int k = 0; k < threads; k++) {
                double w = k + 1;
                Callable<Double> work = () -> {
                    together.countDown();
                    together.await();
                    double sum = 0;
                    for (int i = 0; i < 50; i++) {
                        var at = Array.of(w, w);
                        var own = grad((Array x) -> jit((Array y) -> y.mul(y).mul(x).sum()).apply(x)).apply(at); // 3 w^2
                        sum += own.get(0).item() + shared.apply(at).get(1).item() - 3 * w * w - 12 * w;
                    }
                    return sum;
                };
                results.add(pool.submit(work));
            }
            for (var result : results) assertEquals(0, result.get(), 1e-9);
        }
    }

    @Test
    void aTransformationEndsAtTheEdgeOfItsThread() {
        var error = assertThrows(TracerException.class, () -> grad((Array x) -> {
            try (var pool = Executors.newSingleThreadExecutor()) {
                return pool.submit(() -> x.mul(x).sum()).get();
            } catch (InterruptedException | ExecutionException e) {
                throw (RuntimeException) e.getCause();
            }
        }).apply(Array.of(1.0)));
        assertTrue(error.getMessage().contains("of another thread"), error.getMessage());
    }
}
