package dev.solstice.render.tensor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes images as PNG (RFC 2083) without AWT, which a headless server may lack fonts and libraries for.
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private static final int GREY = 0, RGB = 2, PALETTE = 3, RGBA = 6;

    private Png() {}

    /// @param pixels  `height` rows of `width` palette indices
    /// @param palette at most 256 colours `0xRRGGBB`
    /// @param clear   the index that is transparent
    public static byte[] encode(int width, int height, byte[] pixels, int[] palette, int clear) {
        return encode(width, height, new Format(PALETTE, 1), pixels, out -> {
            chunk(out, "PLTE", colours(palette));
            chunk(out, "tRNS", opacity(clear));
        });
    }

    /// @param channels 1 (grey), 3 (RGB) or 4 (RGBA)
    /// @param pixels   `height` rows of `width` pixels of `channels` bytes
    public static byte[] encode(int width, int height, int channels, byte[] pixels) {
        return encode(width, height, new Format(channels == 1 ? GREY : channels == 3 ? RGB : RGBA, channels), pixels, out -> { });
    }

    /// @param type  PNG's number of what a pixel is
    /// @param bytes of a pixel
    private record Format(int type, int bytes) {}

    private interface Chunks {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] encode(int width, int height, Format format, byte[] pixels, Chunks colours) {
        if (pixels.length != width * height * format.bytes) {
            throw new IllegalArgumentException(pixels.length + " bytes for " + width + "x" + height + " pixels of " + format.bytes);
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(width, height, format.type));
            colours.write(out);
            chunk(out, "IDAT", compressed(width * format.bytes, height, pixels));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The image as an address that an `<img>` can show without a request.
    public static String address(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    private static byte[] header(int width, int height, int type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(width);
        out.writeInt(height);
        out.write(new byte[] {8, (byte) type, 0, 0, 0}); // eight bits a sample, deflate, no filter, not interlaced
        return bytes.toByteArray();
    }

    private static byte[] colours(int[] palette) {
        var bytes = new byte[3 * palette.length];
        for (int i = 0; i < palette.length; i++) {
            bytes[3 * i] = (byte) (palette[i] >> 16);
            bytes[3 * i + 1] = (byte) (palette[i] >> 8);
            bytes[3 * i + 2] = (byte) palette[i];
        }
        return bytes;
    }

    /// Colours after the last listed one are opaque.
    private static byte[] opacity(int clear) {
        var opacity = new byte[clear + 1];
        Arrays.fill(opacity, (byte) 0xff);
        opacity[clear] = 0;
        return opacity;
    }

    private static byte[] compressed(int width, int height, byte[] pixels) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < height; y++) {
                out.write(0); // each row starts with its filter: none
                out.write(pixels, y * width, width);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var check = new CRC32();
        check.update(name);
        check.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) check.getValue());
    }
}
