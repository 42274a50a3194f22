package dev.solstice.render;

import java.util.LinkedHashMap;
import java.util.Map;

/// Something that can be looked at, in a notebook and in a terminal.
public interface View {

    /// One element, complete without scripts and without trust; its styles stay inside of it.
    String toHtml();

    /// At most 40 lines of at most 100 columns for trees; deterministic.
    String toText();

    /// The text with colours for a terminal (ANSI escape sequences).
    default String toAnsi() {
        return toText();
    }

    /// MIME type to content, as a notebook displays it.
    default Map<String, String> bundle() {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/html", toHtml());
        bundle.put("text/plain", toText());
        return bundle;
    }
}
