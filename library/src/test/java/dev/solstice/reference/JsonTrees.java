package dev.solstice.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.numpy.Numpy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Trees of the reference data as Java values and back. A tuple is an object array, a dict a map in the order of its keys,
/// a record one of the records below, `none` is null.
final class JsonTrees {
    record Linear(Object weight, Object bias) {}

    record Block(Object first, Object second, Object name) {}

    record Pair(Object left, Object right) {}

    /// The one function that trees of the reference data hold.
    private static final UnaryOperator<Array> TANH = Numpy::tanh;

    private JsonTrees() {}

    static Object value(JsonElement json) {
        var tree = json.getAsJsonObject();
        return switch (kind(tree)) {
            case "none" -> null;
            case "list" -> items(tree);
            case "tuple" -> items(tree).toArray();
            case "dict" -> {
                var map = new TreeMap<String, Object>();
                tree.getAsJsonObject("entries").entrySet().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            case "record" -> record(tree);
            case "array" -> array(tree);
            case "int" -> tree.get("value").getAsInt();
            case "float" -> Params.real(tree.get("value"));
            case "bool" -> tree.get("value").getAsBoolean();
            case "str" -> tree.get("value").getAsString();
            case "function" -> {
                if (!tree.get("name").getAsString().equals("tanh")) throw new NotImplemented("function " + tree.get("name"));
                yield TANH;
            }
            case "predicate" -> predicate(tree.get("name").getAsString());
            case String other -> throw new NotImplemented("trees of kind " + other);
        };
    }

    private static String kind(JsonObject tree) {
        return tree.get("kind").getAsString();
    }

    private static List<Object> items(JsonObject tree) {
        var items = new ArrayList<>();
        tree.getAsJsonArray("items").forEach(item -> items.add(value(item)));
        return items;
    }

    private static Object record(JsonObject tree) {
        var fields = tree.getAsJsonArray("fields");
        var values = IntStream.range(0, fields.size()).mapToObj(i -> fields.get(i).getAsJsonArray().get(1)).map(JsonTrees::value)
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        return switch (tree.get("type").getAsString()) {
            case "Linear" -> new Linear(values.get(0), values.get(1));
            case "Block" -> new Block(values.get(0), values.get(1), values.get(2));
            case "Pair" -> new Pair(values.get(0), values.get(1));
            case String other -> throw new NotImplemented("record type " + other);
        };
    }

    private static Array array(JsonObject tree) {
        var shape = Shape.of(ints(tree.get("shape")));
        var values = StreamSupport.stream(tree.getAsJsonArray("values").spliterator(), false).map(JsonElement::getAsJsonPrimitive)
                .mapToDouble(value -> value.isBoolean() ? (value.getAsBoolean() ? 1 : 0) : Params.real(value)).toArray();
        var dtype = tree.get("dtype").getAsString();
        if (List.of(DType.values()).stream().noneMatch(known -> known.toString().equals(dtype))) throw new NotImplemented("dtype " + dtype);
        return Array.of(shape, values).astype(DType.of(dtype));
    }

    private static int[] ints(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).mapToInt(JsonElement::getAsInt).toArray();
    }

    private static Filter predicate(String name) {
        return switch (name) {
            case "is_array" -> Filter.isArray();
            case "is_inexact_array" -> Filter.isInexactArray();
            case "is_array_like" -> Filter.isArrayLike();
            case "is_inexact_array_like" -> Filter.isInexactArrayLike();
            default -> throw new NotImplemented("predicate " + name);
        };
    }

    /// Whether the value is exactly the tree of the reference data: node for node and bit for bit.
    static boolean matches(JsonElement expected, Object actual) {
        return same(value(expected), actual);
    }

    private static boolean same(Object expected, Object actual) {
        return switch (expected) {
            case null -> actual == null;
            case List<?> list -> actual instanceof List<?> other && sameAll(list, other);
            case Object[] tuple -> actual instanceof Object[] other && sameAll(java.util.Arrays.asList(tuple), java.util.Arrays.asList(other));
            case Map<?, ?> map -> actual instanceof Map<?, ?> other && map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(key -> same(map.get(key), other.get(key)));
            case Linear(var weight, var bias) -> actual instanceof Linear other && same(weight, other.weight) && same(bias, other.bias);
            case Pair(var left, var right) -> actual instanceof Pair other && same(left, other.left) && same(right, other.right);
            case Block(var first, var second, var name) -> actual instanceof Block other
                    && same(first, other.first) && same(second, other.second) && same(name, other.name);
            case Array array -> actual instanceof Array other && array.abstractValue().equals(other.abstractValue())
                    && java.util.Arrays.equals(array.toDoubleArray(), other.toDoubleArray());
            default -> expected.equals(actual);
        };
    }

    private static boolean sameAll(List<?> expected, List<?> actual) {
        return expected.size() == actual.size() && IntStream.range(0, expected.size()).allMatch(i -> same(expected.get(i), actual.get(i)));
    }
}
