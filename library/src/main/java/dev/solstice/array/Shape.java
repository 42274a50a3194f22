package dev.solstice.array;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The lengths of an array's axes. Immutable, compared by value; rank 0 is a scalar and an axis may be empty.
///
/// ```java
/// Shape s = Shape.of(2, 3);
/// s.rank()                                      // 2
/// s.dim(-1)                                     // 3
/// Shape.broadcast(s, Shape.of(3)).toString()    // "[2,3]"
/// ```
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /// The shape with these axis lengths.
    ///
    /// @throws IllegalArgumentException if a length is negative or the product exceeds 2^31 - 1
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        return new Shape(dims.clone(), checkedSize(dims));
    }

    /// The shape of a single number, `[]`.
    public static Shape scalar() {
        return SCALAR;
    }

    private static int checkedSize(int[] dims) {
        long size = 1;
        boolean overflow = false;
        boolean empty = false;
        for (int dim : dims) {
            if (dim < 0) {
                throw Mistake.of("an axis of " + text(dims) + " has the negative length " + dim);
            }
            empty |= dim == 0;
            size = overflow ? size : size * dim;
            overflow |= size > Integer.MAX_VALUE;
        }
        if (overflow && !empty) {
            throw Mistake.of("an array of shape " + text(dims) + " would have more than 2^31 - 1 elements");
        }
        return empty ? 0 : (int) size;
    }

    /// Number of axes.
    public int rank() {
        return dims.length;
    }

    /// Length of an axis; negative counts from the end.
    ///
    /// @throws IndexOutOfBoundsException if there is no such axis
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /// Number of elements.
    public int size() {
        return size;
    }

    /// Whether there are no axes.
    public boolean isScalar() {
        return dims.length == 0;
    }

    /// Whether there are no elements.
    public boolean isEmpty() {
        return size == 0;
    }

    /// The lengths, in a fresh array.
    public int[] toArray() {
        return dims.clone();
    }

    /// How many elements lie between neighbours along each axis of a dense row-major array.
    public int[] strides() {
        int[] strides = new int[dims.length];
        long stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = (int) stride;
            stride = size == 0 ? 0 : stride * dims[i];
        }
        return strides;
    }

    /// The axis as a number from 0 to rank - 1.
    ///
    /// @throws IndexOutOfBoundsException if there is no such axis
    public int axis(int axis) {
        int found = axis < 0 ? axis + dims.length : axis;
        if (found < 0 || found >= dims.length) {
            throw Mistake.outOfBounds("axis " + axis + " does not exist: shape " + this + " has " + dims.length
                    + (dims.length == 1 ? " axis" : " axes") + (dims.length == 0 ? "" : ", from 0 to " + (dims.length - 1) + " or from " + -dims.length + " to -1"));
        }
        return found;
    }

    /// Several axes, each made non-negative, in the given order.
    ///
    /// @throws IndexOutOfBoundsException if one does not exist
    /// @throws IllegalArgumentException if one is named twice
    public int[] axes(int... axes) {
        int[] found = new int[axes.length];
        boolean[] seen = new boolean[dims.length];
        for (int i = 0; i < axes.length; i++) {
            found[i] = axis(axes[i]);
            if (seen[found[i]]) {
                throw Mistake.of("axis " + axes[i] + " of " + this + " is named twice in " + text(axes));
            }
            seen[found[i]] = true;
        }
        return found;
    }

    /// This shape with a new axis that becomes number `axis` (negative counts from the end of the result).
    public Shape insert(int axis, int length) {
        int at = axis < 0 ? axis + dims.length + 1 : axis;
        if (at < 0 || at > dims.length) {
            throw Mistake.outOfBounds("cannot insert axis " + axis + " into shape " + this);
        }
        int[] result = new int[dims.length + 1];
        System.arraycopy(dims, 0, result, 0, at);
        result[at] = length;
        System.arraycopy(dims, at, result, at + 1, dims.length - at);
        return of(result);
    }

    /// This shape without the named axes.
    public Shape remove(int... axes) {
        boolean[] removed = new boolean[dims.length];
        for (int axis : axes(axes)) {
            removed[axis] = true;
        }
        return of(IntStream.range(0, dims.length).filter(i -> !removed[i]).map(i -> dims[i]).toArray());
    }

    /// This shape with one axis of another length.
    public Shape with(int axis, int length) {
        int[] result = dims.clone();
        result[axis(axis)] = length;
        return of(result);
    }

    /// This shape followed by the axes of another.
    public Shape append(Shape other) {
        int[] result = Arrays.copyOf(dims, dims.length + other.dims.length);
        System.arraycopy(other.dims, 0, result, dims.length, other.dims.length);
        return of(result);
    }

    /// The shape a reshape to `lengths` gives; one of them may be -1, which stands for whatever is left.
    ///
    /// @throws IllegalArgumentException if the number of elements would change or two lengths are -1
    public Shape reshape(int... lengths) {
        int[] result = lengths.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < result.length; i++) {
            if (result[i] == -1) {
                if (open >= 0) {
                    throw Mistake.of("cannot reshape " + this + " to " + text(lengths) + ": only one length may be -1");
                }
                open = i;
            } else if (known <= Integer.MAX_VALUE) {
                known *= result[i];
            }
        }
        if (open >= 0) {
            result[open] = known > 0 && size % known == 0 ? (int) (size / known) : -2;
        }
        if (open >= 0 && result[open] == -2 || open < 0 && known != size) {
            throw Mistake.of("cannot reshape " + this + " (" + size + " elements) to " + text(lengths)
                    + (open < 0 ? " (" + known + " elements)" : "") + "; a length of -1 stands for what the others leave");
        }
        return of(result);
    }

    /// The shape that NumPy's broadcasting gives: aligned at the last axis, an axis of length 1 stretches.
    ///
    /// @throws IllegalArgumentException with all shapes and the axis in question, if they do not fit
    public static Shape broadcast(Shape... shapes) {
        int rank = 0;
        for (Shape shape : shapes) {
            rank = Math.max(rank, shape.dims.length);
        }
        int[] result = new int[rank];
        Arrays.fill(result, 1);
        for (Shape shape : shapes) {
            int offset = rank - shape.dims.length;
            for (int i = 0; i < shape.dims.length; i++) {
                int dim = shape.dims[i];
                if (result[offset + i] == 1) {
                    result[offset + i] = dim;
                } else if (dim != 1 && dim != result[offset + i]) {
                    throw broadcastError(shapes, offset + i - rank, result[offset + i], dim);
                }
            }
        }
        return of(result);
    }

    private static IllegalArgumentException broadcastError(Shape[] shapes, int axis, int one, int other) {
        String all = Arrays.stream(shapes).map(Shape::toString).collect(Collectors.joining(" and "));
        return Mistake.of("shapes " + all + " do not broadcast: axis " + axis + " has the lengths " + one + " and "
                + other + ". Shapes are aligned at their last axis, and lengths must be equal or 1: insert an axis of length 1"
                + " (reshape, get(\"None, :\")), transpose one of them, or vmap over the extra axis");
    }

    /// Whether an array of this shape can be stretched to `target`.
    public boolean broadcastsTo(Shape target) {
        int offset = target.dims.length - dims.length;
        return offset >= 0
                && IntStream.range(0, dims.length).allMatch(i -> dims[i] == 1 || dims[i] == target.dims[offset + i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// `[2,3]`; `[]` for a scalar.
    @Override
    public String toString() {
        return text(dims);
    }

    private static String text(int[] dims) {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
