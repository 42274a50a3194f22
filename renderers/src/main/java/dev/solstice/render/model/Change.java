package dev.solstice.render.model;

/// How something differs between two trees.
public enum Change {
    SAME("="), CHANGED("±"), ADDED("+"), REMOVED("−"), RETYPED("≠");

    private final String glyph;

    Change(String glyph) {
        this.glyph = glyph;
    }

    public String glyph() {
        return glyph;
    }
}
