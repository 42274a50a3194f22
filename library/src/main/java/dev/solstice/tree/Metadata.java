package dev.solstice.tree;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/// When two pieces of metadata are the same: by `equals` and by type, arrays by content.
final class Metadata {

    private Metadata() {}

    static boolean same(Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        if (a instanceof Object[] left && b instanceof Object[] right) {
            return left.getClass() == right.getClass() && sameElements(left, right);
        }
        if (a.getClass().isArray()) {
            return Arrays.deepEquals(new Object[] {a}, new Object[] {b});
        }
        // Which class implements a collection is no property of its value: List.of(1) is the same as an ArrayList of 1.
        boolean comparable = a.getClass() == b.getClass() || a instanceof Collection && b instanceof Collection
                || a instanceof Map && b instanceof Map;
        return comparable && a.equals(b);
    }

    static int hash(Object metadata) {
        return switch (metadata) {
            case null -> 0;
            case Object[] array -> {
                int hash = 1;
                for (Object element : array) {
                    hash = 31 * hash + hash(element);
                }
                yield hash;
            }
            case Object other when other.getClass().isArray() -> Arrays.deepHashCode(new Object[] {other});
            default -> metadata.hashCode();
        };
    }

    private static boolean sameElements(Object[] left, Object[] right) {
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (!same(left[i], right[i])) {
                return false;
            }
        }
        return true;
    }
}
