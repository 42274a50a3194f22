package dev.solstice.render.model;

import java.util.stream.Collectors;

/// Makes any string safe to show on one line: no line breaks, no characters that hide, reorder or break text.
public final class Plain {
    private Plain() {}

    /// Control characters, bidirectional controls, lone surrogates and line separators as Java escapes.
    public static String visible(String text) {
        if (isPlainAscii(text)) return text;
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (isShown(c)) out.appendCodePoint(c);
                    else out.append(escaped(c));
                }
            }
        }
        return out.toString();
    }

    /// At most `longest` characters; the cut is marked.
    public static String shortened(String text, int longest) {
        if (text.codePointCount(0, Math.min(text.length(), 2 * longest + 2)) <= longest) return text;
        return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) return false;
        }
        return true;
    }

    /// As Java writes it, which knows only the two halves of what is beyond the first plane.
    private static String escaped(int c) {
        return Character.toString(c).chars().mapToObj(half -> String.format("\\u%04x", half)).collect(Collectors.joining());
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
