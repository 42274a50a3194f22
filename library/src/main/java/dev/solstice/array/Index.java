package dev.solstice.array;

import java.util.ArrayList;
import java.util.List;

/// One entry of a NumPy index: `2`, `1:3`, `None`, `...`.
///
/// ```java
/// List<Index> index = Index.parse("1:3, :, -1");
/// Index.view(index, Shape.of(4, 5, 6)).shape()     // [2,5]
/// ```
public sealed interface Index {
    /// One position; negative counts from the end. The axis disappears.
    record At(int position) implements Index {}

    /// `start:stop:step`; null means left out.
    record Slice(Integer start, Integer stop, Integer step) implements Index {
        /// `:`
        public static final Slice ALL = new Slice(null, null, null);
    }

    /// `None`: an axis of length 1 appears.
    record NewAxis() implements Index {}

    /// `...`: as many `:` as the rank needs.
    record Ellipsis() implements Index {}

    /// What an index takes from an array, in three simple steps: a strided slice with positive steps, reversal of
    /// some axes, and a reshape that drops and inserts axes of length 1.
    ///
    /// @param start    first element of each axis
    /// @param limit    one past the last element of each axis
    /// @param stride   positive step of each axis
    /// @param reversed axes to reverse after slicing
    /// @param sliced   shape after the slice
    /// @param shape    shape of the result
    record View(int[] start, int[] limit, int[] stride, int[] reversed, Shape sliced, Shape shape) {
        /// Whether the slice takes everything in order.
        public boolean isWhole(Shape of) {
            return reversed.length == 0 && sliced.equals(of);
        }
    }

    /// Reads entries separated by commas.
    ///
    /// @throws IllegalArgumentException naming the entry that is not understood
    static List<Index> parse(String text) {
        List<Index> entries = new ArrayList<>();
        String body = text.strip();
        if (body.startsWith("[") && body.endsWith("]")) {
            body = body.substring(1, body.length() - 1);
        }
        for (String entry : body.split(",", -1)) {
            entries.add(entry(entry.strip(), text));
        }
        return List.copyOf(entries);
    }

    private static Index entry(String entry, String whole) {
        switch (entry) {
            case "...":
                return new Ellipsis();
            case "None", "null", "newaxis":
                return new NewAxis();
            case ":":
                return Slice.ALL;
            default:
        }
        try {
            if (entry.indexOf(':') < 0) {
                return new At(Integer.parseInt(entry));
            }
            String[] parts = entry.split(":", -1);
            if (parts.length <= 3) {
                return new Slice(part(parts[0]), part(parts[1]), parts.length == 3 ? part(parts[2]) : null);
            }
        } catch (NumberFormatException notANumber) {
            // reported below with the same words
        }
        throw Mistake.of("'" + entry + "' in the index \"" + whole
                + "\" is not understood; an entry is a number, start:stop:step, ':', '...' or 'None'");
    }

    private static Integer part(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? null : Integer.valueOf(stripped);
    }

    /// What the index takes from an array of this shape. Axes that the index does not reach are taken whole.
    ///
    /// @throws IndexOutOfBoundsException if a position does not exist or there are more entries than axes
    /// @throws IllegalArgumentException if there are two ellipses or a step is 0
    static View view(List<Index> index, Shape shape) {
        List<Index> entries = expand(index, shape);
        int rank = shape.rank();
        int[] start = new int[rank];
        int[] limit = new int[rank];
        int[] stride = new int[rank];
        int[] sliced = new int[rank];
        List<Integer> reversed = new ArrayList<>();
        List<Integer> dims = new ArrayList<>();
        int axis = 0;
        for (Index entry : entries) {
            switch (entry) {
                case NewAxis() -> dims.add(1);
                case At(int position) -> {
                    start[axis] = position(position, axis, shape);
                    limit[axis] = start[axis] + 1;
                    stride[axis] = 1;
                    sliced[axis++] = 1;
                }
                case Slice slice -> {
                    SliceRange range = SliceRange.of(slice, shape.dim(axis));
                    if (range.reversed()) {
                        reversed.add(axis);
                    }
                    start[axis] = range.start();
                    stride[axis] = range.stride();
                    limit[axis] = range.count() == 0 ? range.start() : range.start() + (range.count() - 1) * range.stride() + 1;
                    sliced[axis++] = range.count();
                    dims.add(range.count());
                }
                case Ellipsis() -> throw new AssertionError("expanded above");
            }
        }
        return new View(start, limit, stride, toArray(reversed), Shape.of(sliced), Shape.of(toArray(dims)));
    }

    /// The index with its ellipsis written out, one entry for each axis besides the new ones.
    private static List<Index> expand(List<Index> index, Shape shape) {
        long consumed = index.stream().filter(e -> e instanceof At || e instanceof Slice).count();
        long ellipses = index.stream().filter(Ellipsis.class::isInstance).count();
        if (ellipses > 1) {
            throw Mistake.of("an index can have only one '...'");
        }
        if (consumed > shape.rank()) {
            throw Mistake.outOfBounds("too many indices: " + consumed + " for an array of shape " + shape);
        }
        List<Index> entries = new ArrayList<>();
        int missing = shape.rank() - (int) consumed;
        for (Index entry : index) {
            if (entry instanceof Ellipsis) {
                fill(entries, missing);
            } else {
                entries.add(entry);
            }
        }
        if (ellipses == 0) {
            fill(entries, missing);
        }
        return entries;
    }

    private static void fill(List<Index> entries, int count) {
        for (int i = 0; i < count; i++) {
            entries.add(Slice.ALL);
        }
    }

    private static int position(int position, int axis, Shape shape) {
        int length = shape.dim(axis);
        int found = position < 0 ? position + length : position;
        if (found < 0 || found >= length) {
            throw Mistake.outOfBounds(
                    "index " + position + " is out of bounds for axis " + axis + " of length " + length + " (shape " + shape + ")"
                            + (length == 0 ? ", which is empty" : "; indices go from 0 to " + (length - 1) + " or from " + -length + " to -1"));
        }
        return found;
    }

    private static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
