package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Arrays put together, taken apart and rearranged: `jax.numpy`, *array manipulation*.
///
/// Source: `jax.numpy`.
public final class Manipulation {
    private Manipulation() {}

    /// Joins the arrays along a new axis 0.
    public static Array stack(Array... arrays) {
        return stack(List.of(arrays), 0);
    }

    /// Joins the arrays along a new axis.
    public static Array stack(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) throw Mistake.of("stack needs at least one array");
        var operands = promoted(arrays);
        for (var operand : operands) {
            if (!operand.shape().equals(operands[0].shape())) {
                throw Mistake.of("stack: all arrays have one shape, but there are " + operands[0].shape() + " and " + operand.shape());
            }
        }
        int at = axis < 0 ? axis + operands[0].rank() + 1 : axis;
        for (int i = 0; i < operands.length; i++) operands[i] = operands[i].expandDims(at);
        return Lax.concatenate(at, operands);
    }

    /// Joins the arrays along axis 0.
    public static Array concatenate(Array... arrays) {
        return concatenate(List.of(arrays), 0);
    }

    /// Joins the arrays along an existing axis.
    public static Array concatenate(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) throw Mistake.of("concatenate needs at least one array");
        return Lax.concatenate(axis, promoted(arrays));
    }

    /// Divides an axis into equal parts.
    ///
    /// @throws IllegalArgumentException if it does not divide
    public static Array[] split(Array x, int sections, int axis) {
        int length = x.shape().dim(axis);
        if (sections <= 0 || length % sections != 0) {
            throw Mistake.of("split of " + x.summary() + ": axis " + axis + " does not divide into " + sections + " equal parts");
        }
        var at = new int[sections - 1];
        for (int i = 0; i < at.length; i++) at[i] = (i + 1) * (length / sections);
        return split(x, at, axis);
    }

    /// Divides an axis before each of the positions.
    public static Array[] split(Array x, int[] indices, int axis) {
        int length = x.shape().dim(axis);
        var parts = new Array[indices.length + 1];
        int start = 0;
        for (int i = 0; i <= indices.length; i++) {
            int end = i == indices.length ? length : Math.clamp(indices[i] < 0 ? indices[i] + length : indices[i], 0, length);
            parts[i] = Lax.sliceInDim(x, Math.min(start, end), end, axis);
            start = end;
        }
        return parts;
    }

    /// The parts along the axis, which they lack: the inverse of [#stack(List,int)].
    public static Array[] unstack(Array x, int axis) {
        int along = x.shape().axis(axis);
        var parts = new Array[x.shape().dim(along)];
        for (int i = 0; i < parts.length; i++) parts[i] = Lax.sliceInDim(x, i, i + 1, along).squeeze(along);
        return parts;
    }

    /// The same elements in another shape; one length may be -1.
    public static Array reshape(Array x, int... lengths) {
        return x.reshape(lengths);
    }

    /// The elements as a vector.
    public static Array ravel(Array x) {
        return x.reshape(-1);
    }

    /// Permutes the axes; without arguments reverses them.
    public static Array transpose(Array x, int... permutation) {
        return x.transpose(permutation);
    }

    /// Exchanges two axes.
    public static Array swapaxes(Array x, int one, int other) {
        var order = new int[x.rank()];
        Arrays.setAll(order, i -> i);
        order[x.shape().axis(one)] = x.shape().axis(other);
        order[x.shape().axis(other)] = x.shape().axis(one);
        return x.transpose(order);
    }

    /// Moves one axis to another place; the rest keep their order.
    public static Array moveaxis(Array x, int from, int to) {
        return x.moveAxis(from, to);
    }

    /// Drops axes of length 1: the named ones, or all.
    public static Array squeeze(Array x, int... axes) {
        return x.squeeze(axes);
    }

    /// Inserts an axis of length 1.
    public static Array expandDims(Array x, int axis) {
        return x.expandDims(axis);
    }

    public static Array broadcastTo(Array x, int... lengths) {
        return x.broadcastTo(Shape.of(lengths));
    }

    /// Broadcast from the left: the axes of `x` are the first ones of the result, where numpy makes them the last. Equinox's
    /// `internal.left_broadcast_to`.
    ///
    /// ```java
    /// leftBroadcastTo(Array.of(1, 2), 2, 3).toString()   // "[[1 1 1]\n [2 2 2]]"
    /// ```
    public static Array leftBroadcastTo(Array x, int... lengths) {
        if (x.rank() > lengths.length) throw Mistake.of(x.summary() + " has more axes than the shape " + Shape.of(lengths) + " that it is to have");
        var lengthened = Arrays.copyOf(x.shape().toArray(), lengths.length);
        Arrays.fill(lengthened, x.rank(), lengths.length, 1);
        return x.reshape(Shape.of(lengthened)).broadcastTo(Shape.of(lengths));
    }

    /// Repeats the whole array along each axis.
    public static Array tile(Array x, int... repetitions) {
        int rank = Math.max(x.rank(), repetitions.length);
        var lengths = new int[rank];
        var spread = new int[2 * rank];
        var narrow = new int[2 * rank];
        for (int i = 0; i < rank; i++) {
            int axis = i - (rank - x.rank());
            int repetition = i - (rank - repetitions.length);
            int length = axis < 0 ? 1 : x.shape().dim(axis);
            int times = repetition < 0 ? 1 : repetitions[repetition];
            narrow[2 * i] = 1;
            narrow[2 * i + 1] = length;
            spread[2 * i] = times;
            spread[2 * i + 1] = length;
            lengths[i] = times * length;
        }
        return x.reshape(Shape.of(narrow)).broadcastTo(Shape.of(spread)).reshape(Shape.of(lengths));
    }

    /// Repeats each element along the axis.
    public static Array repeat(Array x, int repeats, int axis) {
        int along = x.shape().axis(axis);
        return x.expandDims(along + 1).broadcastTo(x.shape().insert(along + 1, repeats))
                .reshape(x.shape().with(along, x.shape().dim(along) * repeats));
    }

    /// Moves the elements along the axis by `shift` places; those that leave come back at the other end.
    public static Array roll(Array x, int shift, int axis) {
        int length = x.shape().dim(axis);
        int by = length == 0 ? 0 : Math.floorMod(shift, length);
        return by == 0 ? x : Lax.concatenate(axis, Lax.sliceInDim(x, length - by, length, axis), Lax.sliceInDim(x, 0, length - by, axis));
    }

    /// [#roll] of the elements as one vector.
    public static Array roll(Array x, int shift) {
        return roll(x.reshape(-1), shift, 0).reshape(x.shape());
    }

    /// Reverses the axes; without arguments all.
    public static Array flip(Array x, int... axes) {
        return Lax.rev(x, Reduction.over(axes).axesOf(x));
    }

    /// The lower triangle of the last two axes; above it zeros.
    public static Array tril(Array x) {
        return tril(x, 0);
    }

    /// The part of the last two axes on and below the `k`-th diagonal; above it zeros.
    public static Array tril(Array x, int k) {
        return Numpy.where(lowerMask(x.shape(), k), x, Creation.zerosLike(x));
    }

    /// The upper triangle of the last two axes; below it zeros.
    public static Array triu(Array x) {
        return triu(x, 0);
    }

    /// The part of the last two axes on and above the `k`-th diagonal; below it zeros.
    public static Array triu(Array x, int k) {
        return Numpy.where(lowerMask(x.shape(), k - 1), Creation.zerosLike(x), x);
    }

    /// The diagonal of the first two axes, `offset` above the main one; it becomes the last axis.
    public static Array diagonal(Array x, int offset) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        int length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        var along = Lax.iota(DType.INT32, length);
        // NumPy puts the diagonal last.
        return x.get(along.add(Math.max(0, -offset)), along.add(Math.max(0, offset))).moveAxis(0, -1);
    }

    /// A matrix with the vector on its diagonal, or the diagonal of a matrix.
    public static Array diag(Array x) {
        return x.rank() == 1 ? Numpy.where(Creation.eye(x.size()).astype(DType.BOOL), x, Array.scalar(x.dtype(), 0)) : diagonal(x, 0);
    }

    /// Pads each axis by `{before, after}` zeros.
    public static Array pad(Array x, int[][] widths) {
        return Padding.apply(x, widths, "constant", 0);
    }

    /// Pads each axis by `{before, after}` elements.
    ///
    /// @param mode `"constant"` (zeros), `"edge"`, `"reflect"`, `"symmetric"` or `"wrap"`
    public static Array pad(Array x, int[][] widths, String mode) {
        return Padding.apply(x, widths, mode, 0);
    }

    private static Array[] promoted(List<Array> arrays) {
        var dtype = Promotion.promote(arrays.stream().map(Array::dtype).toArray(DType[]::new));
        return arrays.stream().map(array -> array.astype(dtype)).toArray(Array[]::new);
    }

    /// 1 where the column is at most `k` right of the row, for the last two axes.
    static Array lowerMask(Shape shape, int k) {
        var matrix = Shape.of(shape.dim(-2), shape.dim(-1));
        return Lax.iota(DType.INT32, matrix, 0).add(k).ge(Lax.iota(DType.INT32, matrix, 1));
    }

    /// At least rank 1: a scalar becomes a vector.
    public static Array atleast1d(Array x) {
        return x.rank() == 0 ? x.reshape(1) : x;
    }

    /// At least rank 2: a vector becomes a row.
    public static Array atleast2d(Array x) {
        return x.rank() < 2 ? x.reshape(1, x.size()) : x;
    }

    /// At least rank 3: a vector becomes `[1,n,1]`, a matrix `[m,n,1]`.
    public static Array atleast3d(Array x) {
        return x.rank() < 2 ? x.reshape(1, x.size(), 1) : x.rank() == 2 ? x.expandDims(2) : x;
    }

    /// Joins the arrays as columns: along axis 1, vectors along axis 0.
    public static Array hstack(Array... arrays) {
        var parts = Arrays.stream(arrays).map(Manipulation::atleast1d).toList();
        return concatenate(parts, parts.getFirst().rank() == 1 ? 0 : 1);
    }

    /// Joins the arrays along axis 0, vectors as rows.
    public static Array vstack(Array... arrays) {
        return concatenate(Arrays.stream(arrays).map(Manipulation::atleast2d).toList(), 0);
    }

    /// Joins the arrays along axis 2.
    public static Array dstack(Array... arrays) {
        return concatenate(Arrays.stream(arrays).map(Manipulation::atleast3d).toList(), 2);
    }

    /// Joins vectors as columns, and matrices along axis 1.
    public static Array columnStack(Array... arrays) {
        return concatenate(Arrays.stream(arrays).map(array -> array.rank() < 2 ? array.reshape(-1, 1) : array).toList(), 1);
    }

    /// Joins blocks that are written as they lie: the innermost lists are joined along the last axis, the ones around them along
    /// the axis before.
    ///
    /// ```java
    /// block(List.of(List.of(x, ones(2, 1)), List.of(zeros(1, 3)))).shape().toString()   // "[3,3]"
    /// ```
    ///
    /// @param blocks lists, all as deep, of arrays or Java scalars
    public static Array block(List<?> blocks) {
        int depth = depth(blocks);
        int rank = Math.max(depth, leavesRank(blocks));
        return block(blocks, depth, rank);
    }

    private static Array block(Object blocks, int depth, int rank) {
        if (!(blocks instanceof List<?> list)) {
            var array = Operands.array(blocks);
            while (array.rank() < rank) array = array.expandDims(0);
            return array;
        }
        return concatenate(list.stream().map(each -> block(each, depth - 1, rank)).toList(), rank - depth);
    }

    private static int depth(Object blocks) {
        if (!(blocks instanceof List<?> list)) return 0;
        var depths = list.stream().map(Manipulation::depth).distinct().toList();
        if (depths.size() != 1) throw Mistake.of("block: all lists are as deep and none is empty, but one has parts of the depths " + depths);
        return 1 + depths.getFirst();
    }

    private static int leavesRank(Object blocks) {
        return blocks instanceof List<?> list ? list.stream().mapToInt(Manipulation::leavesRank).max().orElse(0) : Operands.array(blocks).rank();
    }

    /// `values` behind `x`, both as vectors.
    public static Array append(Array x, Object values) {
        return concatenate(x.reshape(-1), Operands.array(values).reshape(-1));
    }

    /// `values` behind `x` along the axis.
    public static Array append(Array x, Array values, int axis) {
        return concatenate(List.of(x, values), axis);
    }

    /// Divides an axis into parts as equal as can be, the longer ones first.
    public static Array[] arraySplit(Array x, int sections, int axis) {
        if (sections <= 0) throw Mistake.of("arraySplit into " + sections + " parts: there is at least one");
        int length = x.shape().dim(axis);
        var at = new int[sections - 1];
        for (int i = 0; i < at.length; i++) at[i] = (i + 1) * (length / sections) + Math.min(i + 1, length % sections);
        return split(x, at, axis);
    }

    /// [#split(Array,int,int)] along axis 1, a vector along axis 0.
    public static Array[] hsplit(Array x, int sections) {
        return split(x, sections, x.rank() == 1 ? 0 : 1);
    }

    /// [#split(Array,int,int)] along axis 0.
    public static Array[] vsplit(Array x, int sections) {
        return split(x, sections, 0);
    }

    /// [#split(Array,int,int)] along axis 2.
    public static Array[] dsplit(Array x, int sections) {
        return split(x, sections, 2);
    }

    /// The arrays in their common shape.
    public static Array[] broadcastArrays(Array... arrays) {
        var shape = Shape.broadcast(Arrays.stream(arrays).map(Array::shape).toArray(Shape[]::new));
        return Arrays.stream(arrays).map(array -> array.broadcastTo(shape)).toArray(Array[]::new);
    }

    /// Without the elements at these places along the axis; negative ones count from the end.
    public static Array delete(Array x, int[] places, int axis) {
        int length = x.shape().dim(axis);
        var gone = new boolean[length];
        for (int place : places) gone[existing(place, length, "delete from " + x.summary() + " along axis " + axis)] = true;
        return Selection.take(x, Array.of(IntStream.range(0, length).filter(i -> !gone[i]).toArray()), axis);
    }

    /// Without the element at this place along the axis.
    public static Array delete(Array x, int place, int axis) {
        return delete(x, new int[] {place}, axis);
    }

    /// `values` put before this place along the axis; they broadcast to one element of the axis, and take the dtype of `x`.
    public static Array insert(Array x, int place, Object values, int axis) {
        int length = x.shape().dim(axis);
        int at = place == length ? length : existing(place, length, "insert into " + x.summary() + " along axis " + axis);
        var given = Operands.array(values).astype(x.dtype());
        // One element of the axis lacks it; more than one have it, where NumPy has it too: in place of the axis.
        var inserted = given.rank() == x.rank() ? given : given.rank() == 0 ? given.broadcastTo(x.shape().with(x.shape().axis(axis), 1))
                : x.rank() == 1 ? given : given.broadcastTo(x.shape().remove(x.shape().axis(axis))).expandDims(x.shape().axis(axis));
        return concatenate(List.of(Lax.sliceInDim(x, 0, at, axis), inserted, Lax.sliceInDim(x, at, length, axis)), axis);
    }

    private static int existing(int place, int length, String operation) {
        if (place < -length || place >= length) throw Mistake.outOfBounds(operation + ": there is no place " + place + " among " + length);
        return Math.floorMod(place, length);
    }

    /// The elements over and over again until the shape is full.
    public static Array resize(Array x, int... lengths) {
        var shape = Shape.of(lengths);
        if (x.size() == 0) return Creation.zeros(shape, x.dtype());
        var times = Math.ceilDiv(shape.size(), x.size());
        return Lax.sliceInDim(tile(x.reshape(-1), times), 0, shape.size(), 0).reshape(shape);
    }

    /// Repeats each element along the axis as often as its own count says.
    public static Array repeat(Array x, int[] repeats, int axis) {
        int length = x.shape().dim(axis);
        if (repeats.length != length) throw Mistake.of("repeat of " + x.summary() + " has " + repeats.length + " counts for axis " + axis);
        var places = IntStream.range(0, length).flatMap(i -> IntStream.generate(() -> i).limit(repeats[i])).toArray();
        return Selection.take(x, Array.of(places), axis);
    }

    /// [#roll(Array,int,int)] along several axes.
    public static Array roll(Array x, int[] shifts, int[] axes) {
        if (shifts.length != axes.length) throw Mistake.of("roll has " + shifts.length + " shifts for " + axes.length + " axes");
        for (int i = 0; i < axes.length; i++) x = roll(x, shifts[i], axes[i]);
        return x;
    }

    /// Reverses the columns, axis 1.
    public static Array fliplr(Array x) {
        return flip(x, 1);
    }

    /// Reverses the rows, axis 0.
    public static Array flipud(Array x) {
        return flip(x, 0);
    }

    /// Turns the first two axes by 90 degrees.
    public static Array rot90(Array x) {
        return rot90(x, 1, 0, 1);
    }

    /// Turns by 90 degrees `times` times, from the one axis towards the other.
    public static Array rot90(Array x, int times, int from, int to) {
        return switch (Math.floorMod(times, 4)) {
            case 0 -> x;
            case 1 -> flip(swapaxes(x, from, to), from);
            case 2 -> flip(x, from, to);
            default -> flip(swapaxes(x, from, to), to);
        };
    }

    /// Moves an axis before the place `start`.
    public static Array rollaxis(Array x, int axis, int start) {
        int from = x.shape().axis(axis);
        int before = start < 0 ? start + x.rank() : start;
        return x.moveAxis(from, from < before ? before - 1 : before);
    }

    /// Moves several axes to other places; the rest keep their order.
    public static Array moveaxis(Array x, int[] from, int[] to) {
        if (from.length != to.length) throw Mistake.of("moveaxis has " + from.length + " sources for " + to.length + " places");
        var sources = x.shape().axes(from);
        var places = x.shape().axes(to);
        var order = new int[x.rank()];
        Arrays.fill(order, -1);
        for (int i = 0; i < places.length; i++) order[places[i]] = sources[i];
        var rest = IntStream.range(0, x.rank()).filter(axis -> IntStream.of(sources).noneMatch(source -> source == axis)).iterator();
        for (int i = 0; i < order.length; i++) if (order[i] < 0) order[i] = rest.nextInt();
        return x.transpose(order);
    }

    /// Exchanges the last two axes.
    public static Array matrixTranspose(Array x) {
        return swapaxes(x, -1, -2);
    }

    /// A vector without the zeros at its ends. Reads the values.
    ///
    /// @throws dev.solstice.core.TracerException inside a transformation that does not know values
    public static Array trimZeros(Array x) {
        var nonzero = x.ne(0).toBooleanArray();
        int first = 0;
        int end = nonzero.length;
        while (first < end && !nonzero[first]) first++;
        while (end > first && !nonzero[end - 1]) end--;
        return Lax.sliceInDim(x, first, end, 0);
    }

    /// The `k`-th diagonal of a matrix, or the matrix that has a vector there.
    public static Array diag(Array x, int k) {
        return x.rank() == 1 ? Creation.diagflat(x, k) : diagonal(x, k);
    }

    /// The diagonal of two axes, `offset` towards the second; it becomes the last axis.
    public static Array diagonal(Array x, int offset, int rows, int columns) {
        return diagonal(moveaxis(x, new int[] {rows, columns}, new int[] {0, 1}), offset);
    }

    /// Pads each axis by `{before, after}` elements `value`.
    public static Array pad(Array x, int[][] widths, Object value) {
        return Padding.apply(x, widths, "constant", value);
    }
}
