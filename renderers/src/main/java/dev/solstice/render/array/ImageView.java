package dev.solstice.render.array;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.text;

import dev.solstice.core.Array;
import dev.solstice.render.View;
import dev.solstice.render.html.Html;
import dev.solstice.render.lowering.Frame;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Picture;
import dev.solstice.render.tensor.Png;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/// An array seen as an image, or a batch of them side by side.
///
/// ```java
/// image(Array.full(Shape.of(3, 8, 8), 0.5f)).toText()    // "image 8×8 of f32[3,8,8]"
/// ```
public final class ImageView implements View {
    private static final int MOST_IMAGES = 12;
    private static final int MOST_BYTES = 60_000;

    /// Images are enlarged to about this height in pixels, so that small ones can be seen.
    private static final int HEIGHT = 112;

    private final Tensor tensor;
    private final int channels;
    private final int height;
    private final int width;
    private final int images;

    /// @param array `[H,W]`, `[C,H,W]` or `[N,C,H,W]` with 1 (grey), 3 (RGB) or 4 (RGBA) channels; floats in 0..1, uint8 in
    ///              0..255, or booleans
    /// @throws IllegalArgumentException for other shapes and element types
    public ImageView(Array array) {
        this.tensor = Tensors.of(array).orElseThrow();
        int[] shape = tensor.shape();
        int rank = shape.length;
        this.height = rank < 2 ? 0 : shape[rank - 2];
        this.width = rank < 2 ? 0 : shape[rank - 1];
        this.channels = rank < 3 ? 1 : shape[rank - 3];
        this.images = rank < 4 ? 1 : shape[0];
        check(rank);
    }

    private void check(int rank) {
        if (!tensor.hasValues()) throw new IllegalArgumentException(tensor.spec() + " has no values to show as an image");
        if (rank < 2 || rank > 4 || channels != 1 && channels != 3 && channels != 4 || tensor.size() == 0) {
            int[] shape = tensor.shape();
            boolean last = rank == 3 && (shape[2] == 3 || shape[2] == 4);
            throw new IllegalArgumentException("expected an image [H,W], [C,H,W] or [N,C,H,W] with C = 1, 3 or 4 channels, got "
                    + tensor.spec() + (last ? ": move the channels to the front with transpose(2, 0, 1)" : ""));
        }
        if (tensor.elements() == Tensor.Elements.INTEGER && !tensor.dtype().equals("u8")) {
            throw new IllegalArgumentException("expected an image of floats in 0..1, uint8 or booleans, got " + tensor.spec()
                    + ": convert it with astype(DType.UINT8), or astype(DType.FLOAT32) and div(largest)");
        }
    }

    @Override
    public String toHtml() {
        int shown = Math.min(images, MOST_IMAGES);
        int most = MOST_BYTES * 3 / 4 / shown; // base64 makes four characters of three bytes
        var pictures = new ArrayList<Html>();
        double outside = 0;
        Picture first = null;
        for (int i = 0; i < shown; i++) {
            Picture picture = Picture.of(tensor, i, channels, height, width, HEIGHT, most);
            outside = Math.max(outside, picture.outside());
            if (first == null) first = picture;
            pictures.add(element("img").attribute("src", Png.address(picture.png())).attribute("width", Integer.toString(picture.width()))
                    .attribute("height", Integer.toString(picture.height())).attribute("alt", images == 1 ? toText() : "image " + i));
            pictures.add(text(" "));
        }
        return Frame.write(List.of(element("div").style("white-space:normal").with(pictures),
                element("div").named("jt").with(caption(first, outside, shown))));
    }

    private String caption(Picture first, double outside, int shown) {
        var caption = new StringBuilder(toText());
        if (first.reduced() > 1) caption.append("; each pixel is the mean of %d×%d".formatted(first.reduced(), first.reduced()));
        if (shown < images) caption.append("; the first %d of %d".formatted(shown, images));
        if (outside > 0) caption.append("; up to %s %% of the elements are outside 0..1 or not finite and clipped".formatted(Figures.real(100 * outside)));
        return caption.toString();
    }

    /// `image 28×28 of f32[1,28,28]`, height before width as in the shape.
    @Override
    public String toText() {
        return (images == 1 ? "image " : images + " images ") + height + "×" + width + " of " + tensor.spec();
    }

    @Override
    public String toString() {
        return toText();
    }
}
