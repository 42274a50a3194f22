package dev.solstice.kernel.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.live.BarState.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsViewTest {
    private static String text(BarState... bars) {
        return new BarsView(List.of(bars)).toText();
    }

    @Test
    void aRunningBarSaysHowFarHowFastAndHowLongYet() {
        assertEquals("epochs [######..................] 25/100  25%  0:05 < 0:15  5.0/s  loss 0.1234",
            text(new BarState("epochs", 25, 100, 5, Map.of("loss", 0.12341), Phase.RUNNING)));
    }

    @Test
    void slowStepsAreGivenInSecondsAndLongTimesInHours() {
        assertEquals("[############............] 2/4  50%  2:00:00 < 2:00:00  3600.0 s each", text(new BarState("", 2, 4, 7200, Map.of(), Phase.RUNNING)));
    }

    @Test
    void withoutATotalThereIsACount() {
        assertEquals("[........................] 7  0:02  3.5/s", text(new BarState("", 7, -1, 2, Map.of(), Phase.RUNNING)));
        assertEquals("[########################] 7  0:02  3.5/s", text(new BarState("", 7, -1, 2, Map.of(), Phase.DONE)));
    }

    @Test
    void aLoopOverNothingIsDone() {
        assertEquals("[########################] 0/0  100%  0:00", text(new BarState("", 0, 0, 0, Map.of(), Phase.DONE)));
    }

    @Test
    void aBarThatWillNotGoOnSaysSo() {
        assertTrue(text(new BarState("", 3, 10, 1, Map.of(), Phase.STOPPED)).endsWith("3/10  30%  0:01  3.0/s  stopped"));
    }

    @Test
    void barsBelowOneAnotherBeginInTheSamePlace() {
        var lines = text(new BarState("epochs", 1, 2, 1, Map.of(), Phase.RUNNING), new BarState("batches", 1, 4, 1, Map.of(), Phase.RUNNING),
            new BarState("", 0, 4, 0, Map.of(), Phase.RUNNING)).lines().toList();
        assertEquals(List.of("epochs  [###", "batches [###", "        [..."), lines.stream().map(line -> line.substring(0, 12)).toList());
    }

    @Test
    void theHtmlNeedsNoScriptAndShowsLabelsAsTheyAre() {
        var html = new BarsView(List.of(new BarState("<b>", 1, 2, 1, Map.of(), Phase.RUNNING), new BarState("", 1, 4, 1, Map.of(), Phase.RUNNING))).toHtml();
        assertFalse(html.contains("<script") || html.contains("<b>"), html);
        assertTrue(html.contains("width:50.0%") && html.contains("width:25.0%"), html);
    }

    @Test
    void aReaderThatCannotSeeTheBarIsToldHowFullItIs() {
        var html = new BarsView(List.of(new BarState("epochs", 1, 4, 1, Map.of(), Phase.RUNNING))).toHtml();
        assertTrue(html.contains("role=progressbar aria-label=epochs aria-valuenow=25"), html);
    }
}
