package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.stream.CellStreams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CellStreamsTest {
    private final CellStreams streams = new CellStreams();
    private final List<String> first = new CopyOnWriteArrayList<>();
    private final List<String> second = new CopyOnWriteArrayList<>();

    private static CellStreams.Sink into(List<String> messages) {
        return (stream, text) -> messages.add(stream + ":" + text);
    }

    @Test
    void textIsGatheredAndKeepsItsOrder() {
        streams.begin(into(first));
        streams.out.println("a");
        streams.out.println("b");
        streams.err.print("c");
        streams.out.print("d");
        streams.flush();
        assertEquals(List.of("stdout:a\nb\n", "stderr:c", "stdout:d"), first);
    }

    @Test
    void textComesWithoutBeingFlushed() throws InterruptedException {
        streams.begin(into(first));
        streams.out.print("soon");
        for (int i = 0; i < 200 && first.isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertEquals(List.of("stdout:soon"), first);
    }

    @Test
    void aThreadPrintsToTheCellThatStartedIt() throws InterruptedException {
        streams.begin(into(first));
        var release = new Object();
        var late = new Thread(() -> {
            synchronized (release) {
                streams.out.print("late");
            }
        });
        synchronized (release) {
            late.start();
            streams.begin(into(second));
            streams.out.print("next");
            streams.flush();
        }
        late.join();
        for (int i = 0; i < 200 && first.isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertEquals(List.of("stdout:late"), first);
        assertEquals(List.of("stdout:next"), second);
    }

    @Test
    void aCharacterMayComeInPieces() {
        streams.begin(into(first));
        for (byte b : "é🌞".getBytes(StandardCharsets.UTF_8)) {
            streams.out.write(b);
        }
        streams.flush();
        assertEquals("stdout:é🌞", String.join("", first));
    }

    @Test
    void muchTextDoesNotPileUp() {
        streams.begin(into(first));
        streams.out.print("x".repeat(200_000));
        assertTrue(!first.isEmpty());
    }
}
