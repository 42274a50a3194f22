package dev.solstice.render.lowering;

import dev.solstice.render.html.Compact;
import dev.solstice.render.html.Html;
import dev.solstice.render.html.HtmlWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The element around every view. It brings the style sheet and, where there is something to do, the script; in an
/// untrusted notebook both are dropped and the view is plain but complete.
public final class Frame {
    private static final Html.StyleSheet STYLES = new Html.StyleSheet(Compact.styles(resource("view.css")));
    private static final Html.Script SCRIPT = new Html.Script(Compact.script(resource("load.js")).replace("CODE",
            Compact.deflated(Compact.script(resource("view.js")).replace("STYLES", Compact.styles(resource("hydrated.css"))))));

    /// What an untrusted notebook keeps of the looks: a font in which columns of figures and block characters line up.
    private static final String INLINE = "font-family:monospace;font-size:13px;white-space:nowrap";

    private Frame() {}

    public static String write(List<Html> content) {
        var children = new ArrayList<Html>();
        children.add(STYLES);
        children.addAll(content);
        return HtmlWriter.write(Html.element("div").named("jxt1-root").style(INLINE).with(children));
    }

    /// The same, with the script. It comes last, because a page that is being loaded runs it before it reads on.
    public static String hydrated(List<Html> content) {
        var children = new ArrayList<>(content);
        children.add(SCRIPT);
        return write(children);
    }

    private static String resource(String name) {
        try (var in = Frame.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
