package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.render.tensor.Heatmap;
import dev.solstice.render.tensor.Png;
import dev.solstice.render.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatmapTest {

    private static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static Heatmap of(Array array) {
        return Heatmap.of(Tensors.of(array).orElseThrow());
    }

    @Test
    void aReaderOfPngSeesThePixelsThatWereWritten() throws IOException {
        byte[] pixels = {0, 1, 2, 2, 1, 0};
        BufferedImage image = decoded(Png.encode(3, 2, pixels, new int[] {0xff0000, 0x00ff00, 0x0000ff}, 2));
        assertEquals(3, image.getWidth());
        assertEquals(2, image.getHeight());
        assertEquals(0xffff0000, image.getRGB(0, 0));
        assertEquals(0xff00ff00, image.getRGB(1, 1));
        assertEquals(0, image.getRGB(2, 0) >>> 24, "the last colour is transparent");
    }

    @Test
    void positiveIsBlueNegativeIsRedAndNanIsMagenta() throws IOException {
        var values = new float[16];
        values[0] = 2;
        values[3] = -2;
        values[12] = Float.NaN;
        values[15] = Float.POSITIVE_INFINITY;
        Heatmap map = of(Array.of(Shape.of(4, 4), values));
        BufferedImage image = decoded(map.png());
        int last = image.getWidth() - 1;
        assertTrue(map.scale().signed());
        assertEquals(2, map.scale().high());
        assertTrue(blue(image.getRGB(0, 0)) > red(image.getRGB(0, 0)));
        assertTrue(red(image.getRGB(last, 0)) > blue(image.getRGB(last, 0)));
        assertEquals(0xffff00ff, image.getRGB(0, last));
        assertEquals(0xff000000, image.getRGB(last, last));
        assertEquals(0xfff7f6f3, image.getRGB(image.getWidth() * 3 / 8, 0), "zero is light");
    }

    @Test
    void largeMatricesAreAveragedSoThatNoPartIsMissing() throws IOException {
        var values = new float[300 * 500];
        values[150 * 500 + 250] = Float.NaN; // in the middle, which showing only head and tail would hide
        Heatmap map = of(Array.of(Shape.of(300, 500), values));
        BufferedImage image = decoded(map.png());
        assertEquals(5, map.cells().pooledRows());
        assertEquals(8, map.cells().pooledColumns());
        boolean seen = false;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) seen |= image.getRGB(x, y) == 0xffff00ff;
        }
        assertTrue(seen);
    }

    @Test
    void furtherAxesLayOutTilesWithGapsBetween() throws IOException {
        Heatmap map = of(Models.uniform(new Random(1), 1, 2, 3, 4, 4));
        BufferedImage image = decoded(map.png());
        assertEquals(map.width(), image.getWidth());
        assertTrue(image.getWidth() > image.getHeight(), "three across, two down");
        assertEquals(0, image.getRGB(map.width() / 3, 0) >>> 24, "a gap is transparent");
        assertEquals(0, map.left());
        assertEquals(20 * 30 - 64, of(Models.uniform(new Random(1), 1, 20, 30, 2, 2)).left());
    }

    @Test
    void theLargestElementOfABlockIsDrawnWithItsSign() throws IOException {
        var values = new float[300 * 500];
        java.util.Arrays.fill(values, 0.5f);
        values[150 * 500 + 250] = -3; // in the mean of 5 × 8 elements that is 0.41
        var tensor = Tensors.of(Array.of(Shape.of(300, 500), values)).orElseThrow();
        assertFalse(Heatmap.of(tensor).scale().signed());
        var largest = Heatmap.of(tensor, Heatmap.Pooling.LARGEST, Heatmap.MOST_CELLS);
        assertTrue(largest.scale().signed());
        int x = 250 / 8 * largest.cells().wide(), y = 150 / 5 * largest.cells().tall();
        int there = decoded(largest.png()).getRGB(x, y);
        assertTrue(red(there) > blue(there), "red: negative");
    }

    @Test
    void aFewOutliersAreClippedAndCounted() {
        var values = new float[64 * 64];
        for (int i = 0; i < values.length; i++) values[i] = i % 7 / 7f;
        values[0] = 1e6f;
        Heatmap map = of(Array.of(Shape.of(64, 64), values));
        assertTrue(map.scale().high() < 5, () -> map.scale().toString());
        assertEquals(1 / 4096., map.scale().clipped());
        assertEquals(0, of(Models.uniform(new Random(1), 1, 64, 64)).scale().clipped());
    }

    @Test
    void fewIntegersAndBooleansAreReadAndNotSeen() {
        assertFalse(Heatmap.fits(Tensors.of(Array.of(new int[64])).orElseThrow()));
        assertTrue(Heatmap.fits(Tensors.of(Array.of(new int[65])).orElseThrow()));
        var table = Markup.parse(Views.view(Array.of(Shape.of(2, 3), new int[] {1, -2, 300, 4, 5, 6})).toHtml()).all("table").getFirst();
        assertEquals("[0][1][2] [0]1-2300 [1]456", String.join(" ", table.all("tr").stream().map(Markup.Element::text).toList()));
        assertTrue(Markup.parse(Views.view(Array.of(true, false)).toHtml()).text().contains("truefalse"));
        long exact = (1L << 60) + 1;
        assertTrue(Markup.parse(Views.view(Array.of(new long[] {exact, 2})).toHtml()).text().contains(Long.toString(exact)));
    }

    @Test
    void arraysInSightOfATreeOpenToTheirPictures() {
        var view = TreeView.of(Models.Stack.of(12));
        var plain = Markup.parse(view.toHtml());
        var root = Markup.parse(view.heatmaps().toHtml());
        assertEquals(0, plain.all("img").size());
        var images = root.all("img");
        assertTrue(images.size() > 2 && images.size() <= 12, images.size() + " images");
        assertTrue(images.stream().mapToInt(img -> img.attributes().get("src").length()).sum() <= 60_000 + 12 * 30);
        var embedding = root.all("details").stream()
                .filter(d -> ".embedding()".equals(d.children().getFirst().attributes().get("title"))).findFirst().orElseThrow();
        assertTrue(embedding.all("img").getFirst().attributes().get("alt").startsWith("heatmap of f32[100,8], red -"));
        assertFalse(embedding.attributes().containsKey("open"));
        assertEquals(view.toText(), view.heatmaps().toText());
    }

    @Test
    void imagesAreSmall() {
        assertTrue(of(Models.uniform(new Random(1), 1, 64, 64)).png().length < 7_000);
        assertTrue(of(Models.uniform(new Random(1), 1, 1000, 700)).png().length < 7_000);
    }

    @Test
    void aFewNumbersAreNoPicture() {
        assertFalse(Heatmap.fits(Tensors.of(Array.of(1f, 2f)).orElseThrow()));
        assertFalse(Heatmap.fits(Tensors.of(Array.of(new float[0])).orElseThrow()));
        assertTrue(Heatmap.fits(Tensors.of(Array.of(new float[16])).orElseThrow()));
    }

    @Test
    void arraysOfOneSignGoFromLightToDark() throws IOException {
        var values = new float[16];
        values[15] = 1;
        Heatmap map = of(Array.of(Shape.of(4, 4), values));
        assertFalse(map.scale().signed());
        BufferedImage image = decoded(map.png());
        assertNotEquals(image.getRGB(0, 0), image.getRGB(image.getWidth() - 1, image.getHeight() - 1));
    }

    private static int red(int rgb) {
        return rgb >> 16 & 0xff;
    }

    private static int blue(int rgb) {
        return rgb & 0xff;
    }
}
