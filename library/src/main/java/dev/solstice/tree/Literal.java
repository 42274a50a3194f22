package dev.solstice.tree;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// Values as Java source, for map keys in paths and for metadata and plain leaves in printed trees.
final class Literal {

    private Literal() {}

    /// Source that means `value` where there is such, else its `toString()` as a comment.
    static String of(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quote(text);
            case Character c -> character(c);
            case Long number -> number + "L";
            case Float number -> floating(number, "Float", number + "f");
            case Double number -> floating(number, "Double", number.toString());
            case Byte number -> "(byte) " + number;
            case Short number -> "(short) " + number;
            case Integer number -> number.toString();
            case Boolean truth -> truth.toString();
            case Enum<?> constant -> constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            case Class<?> type -> type.getSimpleName() + ".class";
            case List<?> list -> list.stream().map(Literal::of).collect(Collectors.joining(", ", "List.of(", ")"));
            case Record record -> construction(record);
            default -> "/* " + String.valueOf(value).replace("*/", "* /") + " */";
        };
    }

    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(c == '\'' ? "'" : escape((char) c)));
        return quoted.append('"').toString();
    }

    private static String character(char c) {
        return "'" + (c == '"' ? "\"" : escape(c)) + "'";
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> Character.isISOControl(c)
                    ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }

    private static String floating(Number number, String type, String finite) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return type + ".NaN";
        }
        if (Double.isInfinite(value)) {
            return type + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY");
        }
        return finite;
    }

    private static String construction(Record record) {
        if (!(NodeTypes.of(record) instanceof RecordType type)) {
            return "/* " + record + " */";
        }
        var source = new StringJoiner(", ", "new " + record.getClass().getSimpleName() + "(", ")");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            source.add(of(type.component(record, component.getName())));
        }
        return source.toString();
    }
}
