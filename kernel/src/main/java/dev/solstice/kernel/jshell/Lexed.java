package dev.solstice.kernel.jshell;

/// A text of Java, which need not be finished, with its comments and the contents of its literals blanked out.
///
/// @param code   as long as the text, with its line breaks
/// @param end    what the end of the text is in
/// @param opened where that comment or literal begins; the text's length where it ends in code
public record Lexed(String code, Place end, int opened) {
    public enum Place { CODE, LINE_COMMENT, COMMENT, CHARACTER, STRING, TEXT_BLOCK }

    private static final String TEXT_BLOCK = "\"\"\"";

    public static Lexed of(String text) {
        var code = new StringBuilder(text);
        var place = Place.CODE;
        int opened = 0;
        int i = 0;
        while (i < text.length()) {
            var delimiter = delimiter(text, i, place);
            var next = delimiter.isEmpty() ? place : after(delimiter, place);
            if (place == Place.CODE && next != Place.CODE) {
                opened = i;
            }
            boolean isLiteral = place.compareTo(Place.CHARACTER) >= 0 || next.compareTo(Place.CHARACTER) >= 0;
            int length = delimiter.isEmpty() ? 1 : delimiter.length();
            for (int at = i; at < i + length; at++) {
                if (text.charAt(at) != '\n' && (place != Place.CODE || next != Place.CODE) && (delimiter.isEmpty() || next == place || !isLiteral)) {
                    code.setCharAt(at, ' ');
                }
            }
            place = next;
            i += length;
        }
        return new Lexed(code.toString(), place, place == Place.CODE ? text.length() : opened);
    }

    /// What begins at this index that matters in such a place: the start or end of a comment or literal, or an escape; may be empty.
    private static String delimiter(String text, int at, Place place) {
        char c = text.charAt(at);
        return switch (place) {
            case CODE -> text.startsWith("//", at) ? "//" : text.startsWith("/*", at) ? "/*"
                : text.startsWith(TEXT_BLOCK, at) ? TEXT_BLOCK : c == '"' || c == '\'' ? String.valueOf(c) : "";
            case LINE_COMMENT -> c == '\n' ? "\n" : "";
            case COMMENT -> text.startsWith("*/", at) ? "*/" : "";
            case CHARACTER, STRING, TEXT_BLOCK -> c == '\\' && at + 1 < text.length() ? text.substring(at, at + 2)
                : place == Place.TEXT_BLOCK ? text.startsWith(TEXT_BLOCK, at) ? TEXT_BLOCK : ""
                : c == '\n' || c == (place == Place.STRING ? '"' : '\'') ? String.valueOf(c) : "";
        };
    }

    private static Place after(String delimiter, Place place) {
        if (delimiter.startsWith("\\")) {
            return place;
        }
        return place != Place.CODE ? Place.CODE : switch (delimiter) {
            case "//" -> Place.LINE_COMMENT;
            case "/*" -> Place.COMMENT;
            case "'" -> Place.CHARACTER;
            case "\"" -> Place.STRING;
            default -> Place.TEXT_BLOCK;
        };
    }
}
