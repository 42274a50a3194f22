package dev.solstice.tree;

import java.util.ArrayList;
import java.util.List;

/// The way from the root of a tree to one of its nodes, printed as the Java that goes there:
/// `.layers().get(1).weight()`, `.get("embedding")`, `[2]`, `.get()` for an optional.
///
/// ```java
/// KeyPath path = KeyPath.parse(".layers().get(1).weight()");
/// path.get(model);                                          // what is there
/// Tree.at(model, path, replacement);                        // a model with something else there
/// ```
public final class KeyPath {

    /// The path of the root.
    public static final KeyPath ROOT = new KeyPath(List.of());

    private final List<Key> entries;

    /// @param entries the steps, from the root; none for the root itself
    public KeyPath(List<Key> entries) {
        this.entries = List.copyOf(entries);
    }

    /// The steps, from the root; none for the root itself.
    public List<Key> entries() {
        return entries;
    }

    /// One step of a path.
    public sealed interface Key permits Field, Index, Slot, MapKey, Some, Expression {}

    /// A record component, or a named child of a registered type: `.weight()`.
    public record Field(String name) implements Key {
        @Override
        public String toString() {
            return "." + name + "()";
        }
    }

    /// An element of a list, or a numbered child of a registered type: `.get(1)`.
    public record Index(int index) implements Key {
        @Override
        public String toString() {
            return ".get(" + index + ")";
        }
    }

    /// An element of an object array: `[1]`.
    public record Slot(int index) implements Key {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /// The value of a map at a key: `.get("name")`.
    public record MapKey(Object key) implements Key {
        @Override
        public String toString() {
            return ".get(" + Literal.of(key) + ")";
        }
    }

    /// The content of an optional: `.get()`.
    public record Some() implements Key {
        @Override
        public String toString() {
            return ".get()";
        }
    }

    /// A map key that was parsed but whose value only a map can tell: `.get(Color.RED)`.
    public record Expression(String source) implements Key {
        @Override
        public String toString() {
            return ".get(" + source + ")";
        }
    }

    /// Reads what [#toString] prints.
    ///
    /// @throws TreeException if the text is no path; the message shows the place
    public static KeyPath parse(String text) {
        return new PathParser(text).parse();
    }

    /// This path and one step more.
    public KeyPath append(Key key) {
        var longer = new ArrayList<>(entries);
        longer.add(key);
        return new KeyPath(longer);
    }

    /// This path, continued by another one.
    public KeyPath append(KeyPath rest) {
        var longer = new ArrayList<>(entries);
        longer.addAll(rest.entries);
        return new KeyPath(longer);
    }

    /// What is at this path; metadata components are found, too.
    ///
    /// @throws TreeException if the tree has no such place; the message lists what there is instead
    public Object get(Object tree) {
        Object node = tree;
        for (int i = 0; i < entries.size(); i++) {
            node = Nodes.step(node, entries, i).value();
        }
        return node;
    }

    /// Whether `other` is this path or leads to something inside of what is at this path.
    public boolean isPrefixOf(KeyPath other) {
        int length = entries.size();
        return length <= other.entries.size() && other.entries.subList(0, length).equals(entries);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPath path && entries.equals(path.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        entries.forEach(text::append);
        return text.toString();
    }
}
