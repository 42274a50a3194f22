package dev.solstice.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// An immutable list of integers with value equality: the axes, sizes, strides or paddings that a
/// [Primitive] takes as parameters. Prints like a Python tuple, as jaxprs do.
///
/// ```java
/// Axes.of(0, 2).contains(2)   // true
/// Axes.range(3).toString()    // "(0, 1, 2)"
/// ```
public final class Axes {
    private static final Axes EMPTY = new Axes(new int[0]);
    private final int[] values;

    private Axes(int[] values) {
        this.values = values;
    }

    public static Axes of(int... values) {
        return values.length == 0 ? EMPTY : new Axes(values.clone());
    }

    public static Axes of(Collection<Integer> values) {
        return of(values.stream().mapToInt(Integer::intValue).toArray());
    }

    /// The integers `0 .. n-1`.
    public static Axes range(int n) {
        return range(0, n);
    }

    public static Axes range(int from, int to) {
        return new Axes(IntStream.range(from, to).toArray());
    }

    public static Axes filled(int n, int value) {
        var values = new int[n];
        Arrays.fill(values, value);
        return new Axes(values);
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public int get(int i) {
        return values[i];
    }

    public boolean contains(int value) {
        return indexOf(value) >= 0;
    }

    public int indexOf(int value) {
        for (int i = 0; i < values.length; i++) if (values[i] == value) return i;
        return -1;
    }

    public boolean all(int value) {
        for (int v : values) if (v != value) return false;
        return true;
    }

    public Axes map(IntUnaryOperator f) {
        return new Axes(Arrays.stream(values).map(f).toArray());
    }

    /// This list with `value` put in at `position`.
    public Axes insert(int position, int value) {
        var out = new int[values.length + 1];
        System.arraycopy(values, 0, out, 0, position);
        out[position] = value;
        System.arraycopy(values, position, out, position + 1, values.length - position);
        return new Axes(out);
    }

    public Axes append(int value) {
        return insert(values.length, value);
    }

    public Axes plus(Axes more) {
        return new Axes(IntStream.concat(stream(), more.stream()).toArray());
    }

    /// The axes of a rank-`rank` array that are not in this list, ascending.
    public Axes complement(int rank) {
        return new Axes(IntStream.range(0, rank).filter(i -> !contains(i)).toArray());
    }

    /// For a permutation: the permutation that undoes it.
    public Axes inverse() {
        var out = new int[values.length];
        for (int i = 0; i < values.length; i++) out[values[i]] = i;
        return new Axes(out);
    }

    public IntStream stream() {
        return Arrays.stream(values);
    }

    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Axes that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        if (values.length == 1) return "(" + values[0] + ",)";
        var joined = Arrays.toString(values);
        return "(" + joined.substring(1, joined.length() - 1) + ")";
    }
}
