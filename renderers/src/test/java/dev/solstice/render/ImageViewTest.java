package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageViewTest {

    private static List<BufferedImage> images(Array array) {
        return Markup.parse(Views.image(array).toHtml()).all("img").stream().map(img -> {
            try {
                String src = img.attributes().get("src");
                var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(src.substring(src.indexOf(',') + 1))));
                assertEquals(img.attributes().get("width"), Integer.toString(image.getWidth()));
                return image;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }).toList();
    }

    private static String text(Array array) {
        return Markup.parse(Views.image(array).toHtml()).text();
    }

    @Test
    void channelsAreRedGreenAndBlue() {
        var image = images(Array.of(Shape.of(3, 1, 2), new float[] {1, 0, 0.5f, 0, 0, 1})).getFirst();
        assertEquals(0xffff8000, image.getRGB(0, 0));
        assertEquals(0xff0000ff, image.getRGB(image.getWidth() - 1, image.getHeight() - 1));
    }

    @Test
    void bytesFloatsAndBooleansAreSeenAlike() {
        var floats = images(Array.of(Shape.of(2, 2), new float[] {0, 1, 1, 0})).getFirst();
        var bytes = images(Array.of(Shape.of(2, 2), new float[] {0, 255, 255, 0}).astype(DType.UINT8)).getFirst();
        var booleans = images(Array.of(Shape.of(2, 2), new float[] {0, 1, 1, 0}).astype(DType.BOOL)).getFirst();
        for (var image : List.of(floats, bytes, booleans)) {
            assertEquals(112, image.getHeight());
            assertEquals(0xff000000, image.getRGB(0, 0));
            assertEquals(0xffffffff, image.getRGB(111, 0));
        }
    }

    @Test
    void theFourthChannelIsOpacity() {
        var image = images(Array.of(Shape.of(4, 1, 1), new float[] {1, 0, 0, 0})).getFirst();
        assertEquals(0, image.getRGB(0, 0) >>> 24);
    }

    @Test
    void aBatchIsARowOfAtMostTwelveImagesAndSixtyKilobytes() {
        var batch = Models.uniform(new Random(1), 1, 20, 3, 64, 64).mul(0.5).add(0.5);
        assertEquals(12, images(batch).size());
        String html = Views.image(batch).toHtml();
        assertTrue(html.length() - Views.image(batch.get(":1, :, :1, :1")).toHtml().length() <= 60_000, () -> html.length() + " characters");
        assertTrue(text(batch).contains("20 images 64×64 of f32[20,3,64,64]") && text(batch).contains("the first 12 of 20"), text(batch));
        assertTrue(text(batch).contains("each pixel is the mean of 2×2"), text(batch));
    }

    @Test
    void whatIsOutsideIsClippedAndSaid() {
        var array = Array.of(Shape.of(1, 4), new float[] {-1, 2, Float.NaN, 0.5f});
        var image = images(array).getFirst();
        assertEquals(0xff000000, image.getRGB(0, 0));
        assertEquals(0xffffffff, image.getRGB(image.getWidth() * 3 / 8, 0));
        assertTrue(text(array).contains("75.0 % of the elements are outside 0..1"), text(array));
    }

    @Test
    void whatIsNoImageSaysWhatToDo() {
        String last = assertThrows(IllegalArgumentException.class, () -> Views.image(Array.of(Shape.of(5, 4, 3), new float[60]))).getMessage();
        assertEquals("expected an image [H,W], [C,H,W] or [N,C,H,W] with C = 1, 3 or 4 channels, got f32[5,4,3]: "
                + "move the channels to the front with transpose(2, 0, 1)", last);
        String ints = assertThrows(IllegalArgumentException.class, () -> Views.image(Array.of(Shape.of(1, 2), new int[] {1, 2}))).getMessage();
        assertTrue(ints.contains("astype(DType.UINT8)"), ints);
        assertThrows(IllegalArgumentException.class, () -> Views.image(Array.of(1f, 2f)));
        assertThrows(IllegalArgumentException.class, () -> Views.image(Array.of(Shape.of(0, 3), new float[0])));
    }
}
