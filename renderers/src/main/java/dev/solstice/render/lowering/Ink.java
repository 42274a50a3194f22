package dev.solstice.render.lowering;

import java.util.ArrayList;
import java.util.List;

/// A line of text whose pieces may have colours. Colours take no room.
final class Ink {

    /// Select Graphic Rendition, as terminals know it (ECMA-48); the parameters between `ESC [` and `m`.
    enum Style {
        PLAIN(""), BOLD("1"), DIM("2"), RED("31"), GREEN("32"), YELLOW("33"), BLUE("34"), MAGENTA("35"), CYAN("36"), GREY("90");

        private final String parameters;

        Style(String parameters) {
            this.parameters = parameters;
        }
    }

    private record Piece(String text, Style style) {}

    private final List<Piece> pieces = new ArrayList<>();

    Ink add(String text, Style style) {
        if (!text.isEmpty()) pieces.add(new Piece(text, style));
        return this;
    }

    Ink add(String text) {
        return add(text, Style.PLAIN);
    }

    Ink add(Ink other) {
        pieces.addAll(other.pieces);
        return this;
    }

    /// Blanks up to `width` characters.
    Ink paddedTo(int width) {
        return add(" ".repeat(Math.max(0, width - length())));
    }

    int length() {
        return pieces.stream().mapToInt(piece -> characters(piece.text)).sum();
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /// At most `longest` characters; `mark` stands where there was more.
    Ink shortened(int longest, String mark) {
        if (length() <= longest) return this;
        var cut = new Ink();
        int room = longest - mark.length();
        for (Piece piece : pieces) {
            int length = Math.min(room, characters(piece.text));
            cut.add(piece.text.substring(0, piece.text.offsetByCodePoints(0, length)), piece.style);
            room -= length;
        }
        return cut.add(mark);
    }

    /// Without blanks at the end.
    String plain() {
        var text = new StringBuilder();
        for (Piece piece : pieces) text.append(piece.text);
        return text.toString().stripTrailing();
    }

    String coloured() {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.style == Style.PLAIN) text.append(piece.text);
            else text.append("\u001b[").append(piece.style.parameters).append('m').append(piece.text).append("\u001b[0m");
        }
        return text.toString().stripTrailing();
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
