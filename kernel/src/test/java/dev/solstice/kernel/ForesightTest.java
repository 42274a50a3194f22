package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForesightTest {
    private static final long LONGER_THAN_A_PAUSE = 1500;

    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    private String next(long milliseconds) throws InterruptedException {
        return done.poll(milliseconds, TimeUnit.MILLISECONDS);
    }

    @Test
    void itWaitsForAPauseAndThenDoesPartByPart() throws Exception {
        long start = System.nanoTime();
        new Foresight(() -> List.of(() -> done.add("first"), () -> done.add("second")));
        assertEquals("first", next(60_000));
        assertTrue(System.nanoTime() - start >= 1_000_000_000L);
        assertEquals("second", next(60_000));
    }

    @Test
    void nothingIsDoneWhileARequestIsAnswered() throws Exception {
        var foresight = new Foresight(() -> List.of(() -> done.add("part")));
        foresight.requestBegins();
        foresight.requestBegins();
        foresight.requestEnds();
        assertNull(next(LONGER_THAN_A_PAUSE));
        foresight.requestEnds();
        assertEquals("part", next(60_000));
    }

    @Test
    void aRequestComesBeforeTheNextPart() throws Exception {
        var between = new LinkedBlockingQueue<Foresight>();
        var foresight = new Foresight(() -> List.of(() -> {
            try {
                between.take().requestBegins();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add("first");
        }, () -> done.add("second")));
        between.add(foresight);
        assertEquals("first", next(60_000));
        assertNull(next(LONGER_THAN_A_PAUSE));
        foresight.requestEnds();
        assertEquals("second", next(60_000));
    }
}
