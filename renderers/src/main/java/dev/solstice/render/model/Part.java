package dev.solstice.render.model;

import java.util.List;

/// One part of a partition. It is told apart three ways (glyph, letter, line), so that colour is only a fourth.
///
/// @param name   what the legend calls it
public record Part(String name, String glyph, String letter, Line line, Colour colour) {

    /// The pattern of the line at the left of a leaf.
    public enum Line { SOLID, DASHED, DOTTED, DOUBLE }

    /// The Okabe-Ito palette, safe for the common colour blindnesses, and two colours more.
    public enum Colour {
        BLUE("#0072B2"), VERMILION("#D55E00"), GREEN("#009E73"), PINK("#CC79A7"), AMBER("#E69F00"), SKY("#56B4E9"),
        OCHRE("#8A6D00"), VIOLET("#6A5ACD"), GREY("#767676");

        private final String hex;

        Colour(String hex) {
            this.hex = hex;
        }

        /// `#rrggbb`.
        public String hex() {
            return hex;
        }
    }

    public static final Part TRAINABLE = new Part("trainable", "▲", "T", Line.SOLID, Colour.BLUE);
    public static final Part FROZEN = new Part("frozen", "■", "F", Line.DASHED, Colour.VERMILION);
    public static final Part NON_DIFFERENTIABLE = new Part("non-differentiable", "◆", "N", Line.DOUBLE, Colour.GREEN);
    public static final Part STATIC = new Part("static", "·", "S", Line.DOTTED, Colour.GREY);

    /// What no named filter selects.
    public static final Part REST = new Part("other", "○", "O", Line.DOTTED, Colour.GREY);

    private static final List<String> GLYPHS = List.of("▲", "■", "◆", "●", "★", "✚", "✖", "⬟");

    /// How many named parts a partition can have.
    public static final int MOST = GLYPHS.size();

    /// The part for the `index`-th named filter of a user: letters A to H.
    public static Part named(int index, String name) {
        return new Part(name, GLYPHS.get(index), String.valueOf((char) ('A' + index)),
                Line.values()[index % Line.values().length], Colour.values()[index]);
    }

    /// Glyph and letter: `▲T`.
    public String badge() {
        return glyph + letter;
    }
}
