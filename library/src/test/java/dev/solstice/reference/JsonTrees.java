package dev.solstice.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.tree.Flatten;
import dev.solstice.tree.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Trees of the reference data as Java values and back. A tuple is an object array, a dict a map in the order of its keys,
/// a record one of the records below, `none` is null.
final class JsonTrees {
    record Linear(Object weight, Object bias) {}

    record Block(Object first, Object second, Object name) {}

    record Pair(Object left, Object right) {}

    /// A record of any other type.
    record Other(String type, List<String> names, List<Object> values) implements TreeNode {
        @Override
        public Flatten<Other> flattening() {
            return new Flatten<>() {
                @Override
                public List<?> children(Other node) {
                    return node.values;
                }

                @Override
                public Object metadata(Other node) {
                    return Arrays.asList(node.type, node.names);
                }

                @Override
                public Other unflatten(Object metadata, List<?> children) {
                    var both = (List<?>) metadata;
                    return new Other((String) both.get(0), names(metadata), new ArrayList<>(children));
                }

                @Override
                public String childName(Object metadata, int index) {
                    return names(metadata).get(index);
                }
            };
        }

        @SuppressWarnings("unchecked")
        private static List<String> names(Object metadata) {
            return (List<String>) ((List<?>) metadata).get(1);
        }
    }

    /// The functions that trees of the reference data hold: equal if they are the same.
    private static final Map<String, Object> FUNCTIONS = new HashMap<>();

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
            case "int" -> integer(tree.get("value").getAsLong());
            case "float" -> Params.real(tree.get("value"));
            case "bool" -> tree.get("value").getAsBoolean();
            case "str" -> tree.get("value").getAsString();
            case "function" -> FUNCTIONS.computeIfAbsent(tree.get("name").getAsString(), NamedFunctions::of);
            case "predicate" -> predicate(tree.get("name").getAsString());
            case String other -> throw new NotImplemented("trees of kind " + other);
        };
    }

    private static Object integer(long value) {
        return value == (int) value ? (Object) (int) value : (Object) value;
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
            case String type -> new Other(type, fields.asList().stream().map(field -> field.getAsJsonArray().get(0).getAsString()).toList(), values);
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

    static Filter predicate(String name) {
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
            case Object[] tuple -> actual instanceof Object[] other && sameAll(Arrays.asList(tuple), Arrays.asList(other));
            case Map<?, ?> map -> actual instanceof Map<?, ?> other && map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(key -> same(map.get(key), other.get(key)));
            case Linear(var weight, var bias) -> actual instanceof Linear other && same(weight, other.weight) && same(bias, other.bias);
            case Pair(var left, var right) -> actual instanceof Pair other && same(left, other.left) && same(right, other.right);
            case Block(var first, var second, var name) -> actual instanceof Block other
                    && same(first, other.first) && same(second, other.second) && same(name, other.name);
            case Other record -> actual instanceof Other other && record.type.equals(other.type) && record.names.equals(other.names)
                    && sameAll(record.values, other.values);
            case Array array -> actual instanceof Array other && array.abstractValue().equals(other.abstractValue())
                    && Arrays.equals(array.toDoubleArray(), other.toDoubleArray());
            default -> expected.equals(actual);
        };
    }

    private static boolean sameAll(List<?> expected, List<?> actual) {
        return expected.size() == actual.size() && IntStream.range(0, expected.size()).allMatch(i -> same(expected.get(i), actual.get(i)));
    }
}
