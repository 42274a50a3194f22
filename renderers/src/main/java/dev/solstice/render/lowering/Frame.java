package dev.solstice.render.lowering;

import dev.solstice.render.html.Html;
import dev.solstice.render.html.HtmlWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The element around every view. It brings the style sheet; in an untrusted notebook that is dropped and the view
/// is plain but complete.
public final class Frame {
    private static final Html.StyleSheet STYLES = new Html.StyleSheet(compact(resource()));

    /// What an untrusted notebook keeps of the looks: a font in which columns of figures and block characters line up.
    private static final String INLINE = "font-family:monospace;font-size:13px;white-space:nowrap";

    private Frame() {}

    public static String write(List<Html> content) {
        var children = new ArrayList<Html>();
        children.add(STYLES);
        children.addAll(content);
        return HtmlWriter.write(Html.element("div").named("jxt1-root").style(INLINE).with(children));
    }

    private static String resource() {
        try (var in = Frame.class.getResourceAsStream("view.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every output carries the sheet, so comments and indentation are left out.
    private static String compact(String css) {
        return css.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s+", " ").replaceAll(" ?([{};,]) ?", "$1")
                .replace(": ", ":").replace(";}", "}").strip();
    }
}
