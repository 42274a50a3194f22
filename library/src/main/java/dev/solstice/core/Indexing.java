package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Index;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/// What a NumPy index means for an array of one shape: a strided view (slices, single positions, new axes), then a
/// gather at the integer arrays.
///
/// Entries are strings (`"1:3, :, -1"`, `"..."`, `"None"`), Java ints, [Index]es, integer arrays (also traced ones;
/// several broadcast together) and boolean masks, whose values must be known. As in NumPy the axes of the integer arrays
/// stay in their place if the arrays are neighbours, and come first otherwise; a Java int next to an array counts as one.
/// Negative positions count from the end. As in JAX, a position in an array that does not exist reads the nearest one,
/// and an update there is dropped; a Java int that does not exist is an error.
///
/// @param basic    the index with `:` in place of the arrays
/// @param view     what `basic` takes
/// @param axes     the axes of the view that the arrays index
/// @param arrays   the integer arrays, one for each of `axes`
/// @param position where the axes of the arrays come in the result
record Indexing(List<Index> basic, Index.View view, List<Integer> axes, List<Array> arrays, int position) {
    static Indexing of(Shape shape, Object... index) {
        var entries = expand(entries(shape, index), shape.rank());
        boolean gathers = entries.stream().anyMatch(Array.class::isInstance);
        var basic = new ArrayList<Index>();
        var axes = new ArrayList<Integer>();
        var arrays = new ArrayList<Array>();
        var places = new ArrayList<Integer>();
        int axis = 0;
        int resultAxis = 0;
        for (var entry : entries) {
            switch (entry) {
                case Array array -> {
                    places.add(basic.size());
                    basic.add(Index.Slice.ALL);
                    axes.add(resultAxis++);
                    arrays.add(array);
                }
                case Index.At(int given) when gathers -> {
                    places.add(basic.size());
                    basic.add(Index.Slice.ALL);
                    axes.add(resultAxis++);
                    arrays.add(Array.scalar(checked(given, axis, shape)));
                }
                case Index other -> {
                    basic.add(other);
                    if (!(other instanceof Index.At)) resultAxis++;
                }
                default -> throw new AssertionError(entry);
            }
            if (!(entry instanceof Index.NewAxis)) axis++;
        }
        boolean neighbours = places.isEmpty() || places.getLast() - places.getFirst() == places.size() - 1;
        return new Indexing(basic, Index.view(basic, shape), axes, arrays, neighbours && !axes.isEmpty() ? axes.getFirst() : 0);
    }

    private static int checked(int position, int axis, Shape shape) {
        int length = shape.dim(axis);
        if (position < -length || position >= length) {
            throw Mistake.outOfBounds("index " + position + " is out of bounds for axis " + axis + " of length " + length
                    + " (shape " + shape + ")");
        }
        return position;
    }

    // ---- reading an index ----

    private static List<Object> entries(Shape shape, Object... index) {
        var entries = new ArrayList<Object>();
        for (var given : index) {
            switch (given) {
                case null -> entries.add(new Index.NewAxis());
                case String text -> entries.addAll(Index.parse(text));
                case Integer position -> entries.add(new Index.At(position));
                case Index entry -> entries.add(entry);
                case int[] positions -> entries.add(Array.of(positions));
                case boolean[] mask -> entries.add(Array.of(mask));
                case Array array -> entries.add(array);
                default -> throw Mistake.of("a " + given.getClass().getName()
                        + " is no index: an entry is a string like \"1:3, :\", an int, an integer array or a boolean mask");
            }
        }
        return withoutMasks(entries, shape);
    }

    /// A mask of rank r becomes the r arrays of the positions where it is true.
    private static List<Object> withoutMasks(List<Object> entries, Shape shape) {
        if (entries.stream().noneMatch(entry -> entry instanceof Array array && array.dtype().isBool())) return numeric(entries);
        var out = new ArrayList<Object>();
        int axis = 0;
        for (var entry : entries) {
            if (entry instanceof Array mask && mask.dtype().isBool()) {
                out.addAll(positions(mask, axis, shape));
                axis += mask.rank();
            } else {
                out.add(entry);
                // An ellipsis before a mask stands for as many axes as the rest leaves.
                axis += entry instanceof Index.NewAxis ? 0 : entry instanceof Index.Ellipsis ? shape.rank() - consumed(entries) : 1;
            }
        }
        return numeric(out);
    }

    private static List<Array> positions(Array mask, int firstAxis, Shape shape) {
        for (int i = 0; i < mask.rank(); i++) {
            if (firstAxis + i >= shape.rank() || mask.shape().dim(i) != shape.dim(firstAxis + i)) {
                throw Mistake.outOfBounds("a mask of shape " + mask.shape() + " does not fit axis " + firstAxis
                        + " of an array of shape " + shape + ": a mask has the lengths of the axes that it indexes");
            }
        }
        if (mask.rank() == 0) throw Mistake.of("a mask of rank 0 selects no axis; use where(condition, x, y)");
        var truth = mask.toBooleanArray();
        var strides = mask.shape().strides();
        var found = new ArrayList<Integer>();
        for (int i = 0; i < truth.length; i++) if (truth[i]) found.add(i);
        var out = new ArrayList<Array>();
        for (int axis = 0; axis < mask.rank(); axis++) {
            int stride = strides[axis];
            int length = mask.shape().dim(axis);
            out.add(Array.of(found.stream().mapToInt(flat -> flat / stride % length).toArray()));
        }
        return out;
    }

    private static List<Object> numeric(List<Object> entries) {
        for (var entry : entries) {
            if (entry instanceof Array array && !array.dtype().isInteger()) {
                throw Mistake.of("an index array holds integers or booleans, not " + array.summary());
            }
        }
        return entries;
    }

    private static int consumed(List<Object> entries) {
        int count = 0;
        for (var entry : entries) {
            count += switch (entry) {
                case Array mask when mask.dtype().isBool() -> mask.rank();
                case Index.NewAxis _, Index.Ellipsis _ -> 0;
                default -> 1;
            };
        }
        return count;
    }

    /// Writes the ellipsis out; an index without one has one at its end.
    private static List<Object> expand(List<Object> entries, int rank) {
        int missing = rank - consumed(entries);
        if (missing < 0) {
            throw Mistake.outOfBounds("too many indices: " + consumed(entries) + " for an array of rank " + rank);
        }
        var out = new ArrayList<Object>();
        boolean filled = false;
        for (var entry : entries) {
            if (!(entry instanceof Index.Ellipsis)) {
                out.add(entry);
            } else if (filled) {
                throw Mistake.of("an index can have only one '...'");
            } else {
                out.addAll(Collections.nCopies(missing, Index.Slice.ALL));
                filled = true;
            }
        }
        if (!filled) out.addAll(Collections.nCopies(missing, Index.Slice.ALL));
        return out;
    }

    // ---- taking ----

    /// Whether no array takes part: every element of the result is another element of the operand.
    boolean isBasic() {
        return arrays.isEmpty();
    }

    /// The shape of what is taken.
    Shape shape() {
        if (isBasic()) return view.shape();
        var rest = view.shape().remove(Axes.of(axes).toArray()).toArray();
        var before = Shape.of(Arrays.copyOf(rest, position));
        return before.append(batchShape()).append(Shape.of(Arrays.copyOfRange(rest, position, rest.length)));
    }

    /// Whether the view is one block of the operand.
    boolean isBlock() {
        for (int stride : view.stride()) if (stride != 1) return false;
        return view.reversed().length == 0;
    }

    Array take(Array x, IndexMode mode) {
        var viewed = viewed(x);
        return isBasic() ? viewed : new Primitive.Gather(numbers(viewed.rank()), sliceSizes(viewed.shape()), mode).apply(viewed, indices(viewed.shape()));
    }

    private Array viewed(Array x) {
        var sliced = view.sliced().equals(x.shape()) ? x
                : new Primitive.Slice(Axes.of(view.start()), Axes.of(view.limit()), Axes.of(view.stride())).apply(x);
        var ordered = view.reversed().length == 0 ? sliced : new Primitive.Rev(Axes.of(view.reversed())).apply(sliced);
        return ordered.reshape(view.shape());
    }

    /// With the nearest positions that exist.
    Indexing clipped() {
        return withArrays((index, length) -> new Primitive.Max().apply(
                new Primitive.Min().apply(fromStart(index, length), Array.scalar(length - 1)), Array.scalar(0)));
    }

    private Indexing withArrays(BiFunction<Array, Integer, Array> f) {
        var moved = new ArrayList<Array>();
        for (int i = 0; i < arrays.size(); i++) moved.add(f.apply(arrays.get(i).astype(DType.INT32), view.shape().dim(axes.get(i))));
        return new Indexing(basic, view, axes, moved, position);
    }

    /// The dimension numbers of the gather, or of the scatter that is its counterpart.
    GatherDimensionNumbers numbers(int rank) {
        var indexed = Axes.of(axes);
        int batchRank = batchShape().rank();
        int resultRank = rank - axes.size() + batchRank;
        var batchDims = Axes.range(position, position + batchRank);
        return new GatherDimensionNumbers(batchDims.complement(resultRank), indexed, indexed, Axes.of(), Axes.of());
    }

    /// The arrays as one, whose last axis holds the index vectors; negative positions are counted from the end.
    Array indices(Shape viewed) {
        var batch = batchShape();
        var components = new Array[arrays.size()];
        for (int i = 0; i < components.length; i++) {
            int length = viewed.dim(axes.get(i));
            if (length == 0 && batch.size() > 0) {
                throw Mistake.outOfBounds("axis " + axes.get(i) + " of " + viewed + " is empty: there is nothing to index");
            }
            components[i] = fromStart(arrays.get(i).astype(DType.INT32), length).broadcastTo(batch).reshape(batch.append(Shape.of(1)));
        }
        return components.length == 1 ? components[0] : new Primitive.Concatenate(batch.rank()).apply(components);
    }

    private static Array fromStart(Array index, int length) {
        return new Primitive.SelectN().apply(index.lt(0), index, index.add(length));
    }

    private Axes sliceSizes(Shape viewed) {
        return Axes.range(viewed.rank()).map(axis -> axes.contains(axis) ? 1 : viewed.dim(axis));
    }

    private Shape batchShape() {
        return Shape.broadcast(arrays.stream().map(Array::shape).toArray(Shape[]::new));
    }
}
