package dev.solstice.tree;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// When two trees are equal.
///
/// The structures must be equal, and leaf by leaf:
/// arrays by dtype, shape and values; numbers by value whatever their types (`1` equals `1.0`; `true` counts as 1, as in
/// Equinox); an array never equals a Java number; NaN equals nothing; anything else by `equals`. A tolerance is for
/// arrays of floating or complex numbers: all else is equal or not, as in Equinox.
///
/// ```java
/// Tree.equal(a, b, Equality.EXACT.within(1e-5, 1e-8));
/// ```
///
/// @param sameTypes whether plain leaves must also have the same class, so that `1` differs from `1.0`
/// @param rtol how much elements of floating arrays may differ, relative to the second one
/// @param atol how much elements of floating arrays may differ besides
public record Equality(boolean sameTypes, double rtol, double atol) {

    /// Equal values, no tolerance, plain numbers of any type.
    public static final Equality EXACT = new Equality(false, 0, 0);

    /// The same, but plain leaves must have the same class.
    public Equality typed() {
        return new Equality(true, rtol, atol);
    }

    /// The same, but elements of floating arrays may differ by `atol + rtol * |second|`.
    public Equality within(double relative, double absolute) {
        return new Equality(sameTypes, relative, absolute);
    }

    /// Whether the trees are equal.
    public boolean test(Object a, Object b) {
        Tree<Object> left = Tree.flatten(a);
        Tree<Object> right = Tree.flatten(b);
        List<Object> leaves = left.leaves();
        return left.treedef().equals(right.treedef())
                && IntStream.range(0, leaves.size()).allMatch(i -> leaf(leaves.get(i), right.leaves().get(i)));
    }

    private boolean leaf(Object a, Object b) {
        if (a instanceof Leaf leaf) {
            return rtol == 0 && atol == 0 ? leaf.sameAs(b) : leaf.closeTo(b, rtol, atol);
        }
        if (b instanceof Leaf || sameTypes && a.getClass() != b.getClass()) {
            return false;
        }
        return isNumber(a) && isNumber(b) ? number(a, b)
                : a.equals(b) || a.getClass().isArray() && Arrays.deepEquals(new Object[] {a}, new Object[] {b});
    }

    private static boolean number(Object a, Object b) {
        if (isIntegral(a) && isIntegral(b)) {
            return integer(a) == integer(b);
        }
        if (isSimple(a) && isSimple(b)) {
            return floating(a) == floating(b);
        }
        return a.equals(b);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static boolean isIntegral(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte
                || value instanceof Boolean;
    }

    // BigDecimal and the like have more digits than a double: they are equal by their own rules.
    private static boolean isSimple(Object value) {
        return isIntegral(value) || value instanceof Float || value instanceof Double;
    }

    private static long integer(Object value) {
        return value instanceof Boolean truth ? truth ? 1 : 0 : ((Number) value).longValue();
    }

    private static double floating(Object value) {
        return value instanceof Boolean truth ? truth ? 1 : 0 : ((Number) value).doubleValue();
    }
}
