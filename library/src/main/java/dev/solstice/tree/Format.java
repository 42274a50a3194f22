package dev.solstice.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// How trees are printed, in the layout of Equinox's `tree_pformat`.
///
/// ```java
/// Tree.format(model, 80);
/// // Linear(weight=f32[3,4], bias=f32[3], inFeatures=4)
/// Format.DEFAULT.withWidth(40).withTruncate(Linear.class::isInstance).apply(model);
/// // Mlp(hidden=Linear(...), out=Linear(...))
/// ```
///
/// @param width how long lines may get, as far as unbreakable pieces allow
/// @param indent how much further right the inside of a node begins
/// @param limit how many leaves and metadata components are printed before `...` stands for the rest
/// @param truncate which nodes and leaves are printed as `Name(...)`; it sees nulls, too
public record Format(int width, int indent, int limit, Predicate<Object> truncate) {

    /// 80 columns, indented by 2, nothing truncated but what exceeds 10,000 leaves.
    public static final Format DEFAULT = new Format(80, 2, 10_000, node -> false);

    public Format withWidth(int columns) {
        return new Format(columns, indent, limit, truncate);
    }

    public Format withIndent(int columns) {
        return new Format(width, columns, limit, truncate);
    }

    public Format withLimit(int leaves) {
        return new Format(width, indent, leaves, truncate);
    }

    public Format withTruncate(Predicate<Object> nodes) {
        return new Format(width, indent, limit, nodes);
    }

    /// The tree as text.
    public String apply(Object tree) {
        Tree<Object> flat = Tree.flatten(tree, truncate);
        return structure(flat.treedef(), flat.leaves().stream().map(this::leaf).toList());
    }

    String structure(TreeDef treedef, List<String> leaves) {
        return Doc.layout(new Writer(leaves.iterator()).doc(treedef), width, indent);
    }

    private String leaf(Object leaf) {
        if (truncate.test(leaf)) {
            return leaf == null ? "null" : leaf.getClass().getSimpleName() + "(...)";
        }
        return plain(leaf);
    }

    /// A leaf or a piece of metadata on one line.
    static String plain(Object value) {
        return switch (value) {
            case null -> "null";
            case Leaf leaf -> leaf.summary();
            case String text -> Literal.quote(text);
            case Character c -> Literal.of(c);
            case Enum<?> constant -> constant.toString();
            case Class<?> type -> type.getSimpleName() + ".class";
            case Object array when array.getClass().isArray() -> array(array);
            case Object node when NodeTypes.of(node) != null -> DEFAULT.withWidth(Integer.MAX_VALUE).apply(node);
            default -> object(value);
        };
    }

    private static String array(Object array) {
        int length = java.lang.reflect.Array.getLength(array);
        if (array instanceof Object[] objects) {
            return Arrays.deepToString(objects);
        }
        if (length > 8) {
            return array.getClass().getComponentType() + "[" + length + "]";
        }
        String elements = Arrays.deepToString(new Object[] {array});
        return elements.substring(1, elements.length() - 1);
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).stripTrailing() + " ...";
    }

    private static String object(Object value) {
        Class<?> type = value.getClass();
        if (type.getName().contains("$$Lambda")) {
            return "<lambda>";
        }
        String name = "<" + (type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName()) + ">";
        try {
            boolean saysNothing = value.toString().equals(type.getName() + "@" + Integer.toHexString(value.hashCode()));
            return saysNothing ? name : firstLine(value.toString());
        } catch (RuntimeException broken) {
            return name; // printing a tree, in an error message above all, must not depend on every toString
        }
    }

    /// Turns a structure into a document while it consumes the leaves.
    private final class Writer {

        private final Iterator<String> leaves;
        private int written;

        Writer(Iterator<String> leaves) {
            this.leaves = leaves;
        }

        Doc doc(TreeDef treedef) {
            if (treedef.type() == null) {
                written++;
                return new Doc.Text(treedef.isLeaf() ? leaves.next() : "null");
            }
            var elements = new ArrayList<Doc>();
            for (NodeType.Part part : treedef.parts()) {
                if (written >= limit) {
                    elements.add(new Doc.Text("..."));
                    break;
                }
                elements.add(element(part, treedef));
            }
            return Doc.bracketed(treedef.type().opening(treedef.metadata()), elements, treedef.type().closing());
        }

        private Doc element(NodeType.Part part, TreeDef treedef) {
            Doc value = part.isStatic() ? metadata(part.value()) : doc(treedef.child(part.index()));
            Doc label = new Doc.Text(part.label());
            return part.label().endsWith(":") ? Doc.concat(label, new Doc.Break(" "), value) : Doc.concat(label, value);
        }

        private Doc metadata(Object value) {
            written++;
            return new Doc.Text(plain(value));
        }
    }
}
