package dev.solstice.render.lowering;

import java.util.Map;
import java.util.stream.Collectors;

/// Text for terminals and logs that have nothing but ASCII. What a sign means is still said, by another one.
final class Ascii {
    private static final Map<Integer, String> SIGNS = Map.ofEntries(
            sign("▲", "^"), sign("■", "#"), sign("◆", "*"), sign("●", "@"), sign("★", "%"), sign("✚", "+"), sign("✖", "x"), sign("⬟", "&"),
            sign("○", "o"), sign("◐", "~"), sign("·", "."), sign("▁", "_"), sign("▂", "."), sign("▃", ":"), sign("▄", "-"), sign("▅", "="),
            sign("▆", "+"), sign("▇", "*"), sign("█", "#"), sign("▕", "["), sign("▏", "]"), sign("▎", "."), sign("▍", ":"), sign("▌", "-"),
            sign("▋", "="), sign("▊", "+"), sign("▉", "*"), sign("├", "|"), sign("└", "`"), sign("─", "-"), sign("│", "|"),
            sign("…", "..."), sign("×", "x"), sign("λ", "fn"), sign("⚠", "!"), sign("∅", "null"), sign("⤴", "^"), sign("↻", "@"),
            sign("→", "->"), sign("μ", "mean "), sign("σ", "std "), sign("±", "+-"), sign("−", "-"), sign("≠", "!="),
            sign("‖", "|"), sign("Δ", "d"));

    private Ascii() {}

    /// Characters without a stand-in are written as Java escapes.
    static String of(String text) {
        if (text.chars().allMatch(c -> c < 0x7f)) return text;
        return text.codePoints().mapToObj(Ascii::of).collect(Collectors.joining());
    }

    private static String of(int character) {
        if (character < 0x7f) return Character.toString(character);
        String sign = SIGNS.get(character);
        if (sign != null) return sign;
        return Character.toString(character).chars().mapToObj(half -> String.format("\\u%04x", half)).collect(Collectors.joining());
    }

    private static Map.Entry<Integer, String> sign(String sign, String ascii) {
        return Map.entry(sign.codePointAt(0), ascii);
    }
}
