package dev.solstice.render.table;

import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Arrow's types in the library's short notation where it has one: `f32`, `u8[64]`, `list<i32>`.
final class ArrowTypes {
    private ArrowTypes() {}

    static String name(Field field) {
        return switch (field.getType()) {
            case ArrowType.Int type -> (type.getIsSigned() ? "i" : "u") + type.getBitWidth();
            case ArrowType.FloatingPoint type -> switch (type.getPrecision()) {
                case HALF -> "f16";
                case SINGLE -> "f32";
                case DOUBLE -> "f64";
            };
            case ArrowType.Bool _ -> "bool";
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _ -> "string";
            case ArrowType.FixedSizeList type -> child(field) + "[" + type.getListSize() + "]";
            case ArrowType.List _ -> "list<" + child(field) + ">";
            case ArrowType.Struct _ -> field.getChildren().stream().map(c -> c.getName() + ": " + name(c))
                    .collect(Collectors.joining(", ", "{", "}"));
            case ArrowType type -> type.toString();
        };
    }

    static boolean isNumber(Field field) {
        return field.getType() instanceof ArrowType.Int || field.getType() instanceof ArrowType.FloatingPoint
                || field.getType() instanceof ArrowType.Decimal;
    }

    private static String child(Field field) {
        return name(field.getChildren().getFirst());
    }
}
