package dev.solstice.reference;

import dev.solstice.core.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The functions of leaves that cases write down: `(u, v) -> u + v`, `(u, v) -> [u, v]`, `x -> 2 x`. Leaves are arrays and
/// numbers.
final class JsonArithmetic {
    private JsonArithmetic() {}

    static UnaryOperator<Object> unary(String text) {
        var function = function(text);
        return x -> function.apply(new Object[] {x});
    }

    static Function<Object[], Object> function(String text) {
        var body = text.substring(text.indexOf("->") + 2).replaceFirst(";.*", "").strip();
        if (body.startsWith("[")) return Arrays::asList;
        if (body.startsWith("(")) return row -> row.clone();
        if (body.equals("2 x") || body.equals("2 * x")) return row -> multiply(2, row[0]);
        if (body.equals("x")) return row -> row[0];
        var operators = List.of(body.replaceAll("[^-+*]", "").split(""));
        if (operators.contains("") || operators.stream().distinct().count() > 1) throw new NotImplemented("the function " + text);
        BinaryOperator<Object> operator = switch (operators.getFirst()) {
            case "+" -> JsonArithmetic::add;
            case "-" -> (a, b) -> add(a, multiply(-1, b));
            default -> JsonArithmetic::multiply;
        };
        return row -> Arrays.stream(row).reduce(operator).orElseThrow();
    }

    private static Object add(Object a, Object b) {
        return a instanceof Array x && b instanceof Array y ? x.add(y)
                : a instanceof Integer x && b instanceof Integer y ? (Object) (x + y) : (Object) (real(a) + real(b));
    }

    private static Object multiply(Object a, Object b) {
        return b instanceof Array y ? (a instanceof Array x ? x.mul(y) : y.mul(real(a)))
                : a instanceof Integer x && b instanceof Integer y ? (Object) (x * y) : (Object) (real(a) * real(b));
    }

    private static double real(Object number) {
        return ((Number) number).doubleValue();
    }
}
