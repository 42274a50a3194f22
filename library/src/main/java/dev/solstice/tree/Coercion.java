package dev.solstice.tree;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Record components that are declared as one particular list or map class: nodes are put together as unmodifiable
/// lists and maps, which these components would not accept, so they get a copy of their own class.
final class Coercion {

    private static final Map<Class<?>, MethodHandle> COPIES = Map.of(
            ArrayList.class, copy("arrayList", ArrayList.class),
            LinkedList.class, copy("linkedList", LinkedList.class),
            HashMap.class, copy("hashMap", HashMap.class),
            LinkedHashMap.class, copy("linkedHashMap", LinkedHashMap.class),
            TreeMap.class, copy("treeMap", TreeMap.class));

    private Coercion() {}

    /// The filter of a constructor argument of this type, or null if it needs none.
    static MethodHandle to(Class<?> type) {
        return COPIES.get(type);
    }

    static boolean exists(Class<?> type, Object value) {
        return COPIES.containsKey(type)
                && (Collection.class.isAssignableFrom(type) ? value instanceof List : value instanceof Map);
    }

    private static MethodHandle copy(String method, Class<?> type) {
        try {
            return MethodHandles.lookup().findStatic(Coercion.class, method, MethodType.methodType(type, Object.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static ArrayList<?> arrayList(Object value) {
        return value == null || value instanceof ArrayList ? (ArrayList<?>) value : new ArrayList<>((List<?>) value);
    }

    private static LinkedList<?> linkedList(Object value) {
        return value == null || value instanceof LinkedList ? (LinkedList<?>) value : new LinkedList<>((List<?>) value);
    }

    // A map with an order of its own keeps it: the class of the copy decides in which order its keys are read next time.
    private static HashMap<?, ?> hashMap(Object value) {
        return value instanceof SequencedMap ? linkedHashMap(value)
                : value == null || value instanceof HashMap ? (HashMap<?, ?>) value : new HashMap<>((Map<?, ?>) value);
    }

    private static LinkedHashMap<?, ?> linkedHashMap(Object value) {
        return value == null || value instanceof LinkedHashMap
                ? (LinkedHashMap<?, ?>) value : new LinkedHashMap<>((Map<?, ?>) value);
    }

    private static TreeMap<?, ?> treeMap(Object value) {
        return switch (value) {
            case null -> null;
            case TreeMap<?, ?> map -> map;
            case SortedMap<?, ?> map -> new TreeMap<>(map);
            default -> new TreeMap<>((Map<?, ?>) value);
        };
    }
}
