package dev.solstice.render.html;

import java.util.ArrayList;
import java.util.List;

/// A piece of HTML as a value. Only [HtmlWriter] turns it into characters, so escaping happens exactly once.
///
/// ```java
/// Html row = Html.element("li").with(Html.element("b").title(".weight()").with("weight"));
/// String markup = HtmlWriter.write(row);
/// ```
public sealed interface Html {

    /// Characters to show; any markup in them is shown, not obeyed.
    record Text(String characters) implements Html {}

    /// Style rules from this module's own resources, never from a user's value.
    record StyleSheet(String rules) implements Html {
        public StyleSheet {
            if (rules.contains("<")) throw new IllegalArgumentException("a style sheet cannot contain '<'");
        }
    }

    /// Data for a script: JSON that browsers do not run.
    record Data(String cssClass, String json) implements Html {
        public Data {
            if (json.contains("<")) throw new IllegalArgumentException("JSON in a page writes '<' as \\u003c");
        }
    }

    /// A script from this module's own resources, never with a user's value in it.
    record Script(String code) implements Html {
        public Script {
            if (code.contains("</") || code.contains("<!--")) throw new IllegalArgumentException("a script cannot contain '</' or '<!--'");
        }
    }

    /// An attribute. An empty value is a boolean attribute (`open`).
    record Attribute(String name, String value) {}

    /// A tag with its attributes and children.
    record Element(String tag, List<Attribute> attributes, List<Html> children) implements Html {
        public Element {
            attributes = List.copyOf(attributes);
            children = List.copyOf(children);
        }

        public Element with(Html... more) {
            return with(List.of(more));
        }

        public Element with(List<? extends Html> more) {
            var all = new ArrayList<>(children);
            all.addAll(more);
            return new Element(tag, attributes, all);
        }

        public Element with(String characters) {
            return with(new Text(characters));
        }

        public Element attribute(String name, String value) {
            var all = new ArrayList<>(attributes);
            all.add(new Attribute(name, value));
            return new Element(tag, all, children);
        }

        public Element named(String cssClass) {
            return attribute("class", cssClass);
        }

        public Element title(String title) {
            return title.isEmpty() ? this : attribute("title", title);
        }

        /// Inline style; keep to what `SafeSubset` in the tests lists, anything else is lost in an untrusted notebook.
        public Element style(String declarations) {
            return attribute("style", declarations);
        }
    }

    static Element element(String tag) {
        return new Element(tag, List.of(), List.of());
    }

    static Element span(String cssClass, String characters) {
        return element("span").named(cssClass).with(characters);
    }

    static Text text(String characters) {
        return new Text(characters);
    }
}
