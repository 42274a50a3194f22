package dev.solstice.render.table;

import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Plain;
import java.util.List;

/// One value of an Arrow column as short text.
final class ArrowValues {
    private static final int LONGEST = 40;
    private static final int ELEMENTS = 6;

    private ArrowValues() {}

    static String text(Object value) {
        return switch (value) {
            case null -> "∅";
            case Float f -> number(f, Float.toString(f));
            case Double d -> number(d, Double.toString(d));
            case List<?> list -> elements(list);
            default -> Plain.shortened(Plain.visible(Plain.shortened(value.toString(), LONGEST + 1)), LONGEST);
        };
    }

    private static String number(double value, String exact) {
        return exact.length() <= 8 ? exact : Figures.digits(value, 6);
    }

    private static String elements(List<?> list) {
        var text = new StringBuilder("[");
        for (int i = 0; i < list.size(); i++) {
            if (i == ELEMENTS) return text.append(", …]").toString();
            text.append(i == 0 ? "" : ", ").append(text(list.get(i)));
        }
        return text.append(']').toString();
    }
}
