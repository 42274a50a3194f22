package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Any [Map]: the values are the children, the keys are metadata. A map with an order of its own (a [SequencedMap]: linked
/// or sorted) keeps it, any other is read in the natural order of its keys.
///
/// Put together as a [LinkedHashMap], [TreeMap] or [HashMap], so that a variable declared as one of them can hold it.
enum MapType implements NodeType {
    INSTANCE;

    /// Where the order of the keys comes from.
    enum Order { NATURAL, OWN, SORTED }

    /// The metadata of a map: its order and its keys in this order.
    record Keys(Order order, Comparator<Object> comparator, List<Object> keys) {}

    @Override
    public Object[] children(Object node) {
        var map = (Map<?, ?>) node;
        if (node instanceof SequencedMap) {
            return map.values().toArray(new Object[0]);
        }
        Object[] children = sortedKeys(map);
        Arrays.setAll(children, i -> map.get(children[i]));
        return children;
    }

    @Override
    public Keys metadata(Object node) {
        return switch (node) {
            case SortedMap<?, ?> map -> new Keys(Order.SORTED, comparator(map), unmodifiable(map.keySet().toArray()));
            case SequencedMap<?, ?> map -> new Keys(Order.OWN, null, unmodifiable(map.keySet().toArray()));
            default -> new Keys(Order.NATURAL, null, unmodifiable(sortedKeys((Map<?, ?>) node)));
        };
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        var keys = (Keys) metadata;
        Map<Object, Object> map = switch (keys.order) {
            case NATURAL -> HashMap.newHashMap(children.length);
            case OWN -> LinkedHashMap.newLinkedHashMap(children.length);
            case SORTED -> new TreeMap<>(keys.comparator);
        };
        for (int i = 0; i < children.length; i++) {
            map.put(keys.keys.get(i), children[i]);
        }
        return map;
    }

    /// Another map matches if it has the same keys, whatever order they have there.
    @Override
    public Object[] childrenAs(Object metadata, int childCount, Object node) {
        var map = (Map<?, ?>) node;
        List<Object> keys = ((Keys) metadata).keys;
        if (map.size() != childCount || !keys.stream().allMatch(map::containsKey)) {
            return null;
        }
        return keys.stream().map(key -> (Object) map.get(key)).toArray();
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return IntStream.range(0, childCount)
                .mapToObj(i -> Part.child(key(metadata, i), Literal.of(((Keys) metadata).keys.get(i)) + ":", i))
                .toList();
    }

    @Override
    public Key key(Object metadata, int child) {
        return new KeyPath.MapKey(((Keys) metadata).keys.get(child));
    }

    @Override
    public String typeName() {
        return "Map";
    }

    @Override
    public String opening(Object metadata) {
        return "{";
    }

    @Override
    public String closing() {
        return "}";
    }

    private static Object[] sortedKeys(Map<?, ?> map) {
        Object[] keys = map.keySet().toArray(new Object[0]);
        if (keys.length > 1) {
            try {
                Arrays.sort(keys);
            } catch (ClassCastException | NullPointerException unordered) {
                throw new TreeException("the keys of a map have no natural order", null,
                        "keys that can be compared with each other", Arrays.toString(keys),
                        "use a LinkedHashMap: its keys keep the order of insertion", unordered).here();
            }
        }
        return keys;
    }

    private static List<Object> unmodifiable(Object[] keys) {
        return Collections.unmodifiableList(Arrays.asList(keys));
    }

    @SuppressWarnings("unchecked") // only ever used on the keys of maps that it has sorted
    private static Comparator<Object> comparator(SortedMap<?, ?> map) {
        return (Comparator<Object>) map.comparator();
    }
}
