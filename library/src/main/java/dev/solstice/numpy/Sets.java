package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;

/// Arrays as sets: vectors of distinct elements, sorted. NaNs count as one element.
///
/// How many elements there are depends on the values, so these functions read them; inside a transformation that does not
/// know values, say how many there are.
///
/// Source: `jax.numpy`, *set routines*.
public final class Sets {
    private Sets() {}

    /// Distinct elements, and how they came to be.
    ///
    /// @param values  the elements, sorted
    /// @param indices the place of the first of each, in the array as a vector
    /// @param inverse the number in `values` of each element of the array, in its shape
    /// @param counts  how often each is there; 0 for what only fills up
    public record UniqueAll(Array values, Array indices, Array inverse, Array counts) {}

    /// The distinct elements, sorted. Reads the values.
    ///
    /// @throws dev.solstice.core.TracerException inside a transformation that does not know values: there, say how many
    ///     there are with [#unique(Array,int,Object)]
    public static Array unique(Array x) {
        return uniqueAll(x).values();
    }

    /// The first `size` distinct elements, sorted; where there are fewer, `fill`.
    ///
    /// @param fill a Java number, or null for the least element
    public static Array unique(Array x, int size, Object fill) {
        return uniqueAll(x, size, fill).values();
    }

    /// [#unique(Array)], the name of the array API.
    public static Array uniqueValues(Array x) {
        return unique(x);
    }

    /// The distinct elements with places and counts. Reads the values.
    public static UniqueAll uniqueAll(Array x) {
        if (x.size() == 0) {
            var none = Creation.zeros(Shape.of(0), DType.INT32);
            return new UniqueAll(x.reshape(-1), none, none.reshape(x.shape()), none);
        }
        return uniqueAll(x, starts(Sorting.sort(x.reshape(-1))).sum().intItem(), null);
    }

    /// The first `size` distinct elements with places and counts; where there are fewer, `fill`.
    ///
    /// @param fill a Java number, or null for the least element
    public static UniqueAll uniqueAll(Array x, int size, Object fill) {
        var flat = x.reshape(-1);
        var order = Sorting.argsort(flat);
        var sorted = Selection.take(flat, order, 0);
        var starts = starts(sorted);
        int n = flat.size();
        var places = Selection.flatnonzero(starts, size, n);
        var exists = places.lt(n);
        var first = Numpy.where(exists, places, 0);
        var values = Numpy.where(exists, Selection.take(sorted, first, 0), fill == null ? sorted.get(0) : fill).astype(x.dtype());
        var ends = Lax.concatenate(0, places, Array.of(n)).get("1:");
        var number = Reductions.cumsum(starts.astype(DType.INT32), 0).sub(1);
        var inverse = Selection.take(number, Sorting.argsort(order), 0).reshape(x.shape());
        return new UniqueAll(values, Selection.take(order, first, 0), inverse, ends.sub(places));
    }

    /// The distinct elements, and for each element of the array its number among them. Reads the values.
    public static Array[] uniqueInverse(Array x) {
        var all = uniqueAll(x);
        return new Array[] {all.values(), all.inverse()};
    }

    /// The distinct elements, and how often each is there. Reads the values.
    public static Array[] uniqueCounts(Array x) {
        var all = uniqueAll(x);
        return new Array[] {all.values(), all.counts()};
    }

    /// Where in a sorted vector another element begins.
    private static Array starts(Array sorted) {
        var before = sorted.get(":-1");
        var after = sorted.get("1:");
        var differs = Numpy.logicalAnd(before.ne(after), Numpy.logicalNot(Numpy.logicalAnd(Numpy.isnan(before), Numpy.isnan(after))));
        return Lax.concatenate(0, Array.of(true), differs);
    }

    /// The elements of either. Reads the values.
    public static Array union1d(Array x, Array y) {
        return unique(joined(x, y));
    }

    /// The first `size` elements of either; where there are fewer, `fill`, or the least if that is null.
    public static Array union1d(Array x, Array y, int size, Object fill) {
        return unique(joined(x, y), size, fill);
    }

    /// The elements of both. Reads the values.
    public static Array intersect1d(Array x, Array y) {
        var first = unique(x);
        return Selection.extract(isin(first, y), first).astype(joined(x, y).dtype());
    }

    /// The elements of `x` that `y` has not. Reads the values.
    public static Array setdiff1d(Array x, Array y) {
        var first = unique(x);
        return Selection.extract(Numpy.logicalNot(isin(first, y)), first);
    }

    /// The elements of one of both. Reads the values.
    public static Array setxor1d(Array x, Array y) {
        return Sorting.sort(joined(setdiff1d(x, y), setdiff1d(y, x)));
    }

    /// For each element of `x` whether `y` has it.
    public static Array isin(Array x, Array y) {
        if (y.size() == 0) return Creation.full(x.shape(), false);
        var operands = Operands.promoted(x, y.reshape(-1).get(0));
        var sorted = Sorting.sort(y.reshape(-1).astype(operands[0].dtype()));
        var places = Sorting.searchsorted(sorted, operands[0], false);
        return Numpy.equal(Selection.take(sorted, places, 0, "clip"), operands[0]);
    }

    private static Array joined(Array x, Array y) {
        return Manipulation.concatenate(x.reshape(-1), y.reshape(-1));
    }
}
