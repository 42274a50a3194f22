package dev.solstice.core;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.tree.Leaf;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/// An n-dimensional array: immutable, dense, row-major. The one type of value that programs compute with.
///
/// An array is *concrete* (it has its elements), a *tracer* (a transformation stands in for it), or *shape-only*
/// (see [ShapeStruct]). Code written against `Array` works with all three, which is how one function is
/// evaluated, differentiated, vectorised and compiled.
///
/// Semantics are NumPy's as JAX has them: operands broadcast and promote; Java scalars are weakly typed, so that
/// `x.mul(2.0)` keeps the dtype of a float16 `x`. Default dtypes are float32 and int32.
///
/// ```java
/// Array x = Array.of(new float[][] {{1, 2}, {3, 4}});
/// x.mul(2).add(Array.of(10, 20)).sum(0).toString()   // "[28. 52.]"
/// ```
public abstract sealed class Array implements Leaf permits ConcreteArray, Tracer, ShapeStruct {
    Array() {}

    // ---- what it is ----

    /// Dtype and shape together.
    public abstract AbstractValue abstractValue();

    public final DType dtype() {
        return abstractValue().dtype();
    }

    public final Shape shape() {
        return abstractValue().shape();
    }

    public final int rank() {
        return shape().rank();
    }

    public final int size() {
        return shape().size();
    }

    /// `f32[2,3]`.
    @Override
    public final String summary() {
        return abstractValue().toString();
    }

    // ---- making one ----

    /// A float32 vector.
    public static Array of(float... values) {
        return of(Shape.of(values.length), values);
    }

    /// A float32 matrix; all rows have one length.
    public static Array of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        var flat = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw Mistake.of("row %d has %d elements, row 0 has %d: the rows of a matrix have one length"
                        .formatted(i, rows[i].length, columns));
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return of(Shape.of(rows.length, columns), flat);
    }

    /// A float64 vector.
    public static Array of(double... values) {
        return of(Shape.of(values.length), values);
    }

    /// An int32 vector.
    public static Array of(int... values) {
        return of(Shape.of(values.length), values);
    }

    /// An int64 vector.
    public static Array of(long... values) {
        return of(Shape.of(values.length), values);
    }

    /// A boolean vector.
    public static Array of(boolean... values) {
        return of(Shape.of(values.length), values);
    }

    /// A complex64 vector; complex128 comes from `Lax.complex` of float64 parts.
    public static Array of(Complex... values) {
        return of(Shape.of(values.length), values);
    }

    /// A float32 array of the elements in row-major order.
    public static Array of(Shape shape, float... values) {
        return Elements.array(shape, DType.FLOAT32, MemorySegment.ofArray(values));
    }

    /// A float64 array of the elements in row-major order.
    public static Array of(Shape shape, double... values) {
        return Elements.array(shape, DType.FLOAT64, MemorySegment.ofArray(values));
    }

    /// An int32 array of the elements in row-major order.
    public static Array of(Shape shape, int... values) {
        return Elements.array(shape, DType.INT32, MemorySegment.ofArray(values));
    }

    /// An int64 array of the elements in row-major order.
    public static Array of(Shape shape, long... values) {
        return Elements.array(shape, DType.INT64, MemorySegment.ofArray(values));
    }

    /// A boolean array of the elements in row-major order.
    public static Array of(Shape shape, boolean... values) {
        return Elements.array(shape, values);
    }

    /// A complex64 array of the elements in row-major order.
    public static Array of(Shape shape, Complex... values) {
        return Elements.array(shape, values);
    }

    /// An array of rank 0 with the scalar's default dtype: float32, int32, bool or complex64.
    ///
    /// @param value a boxed number or boolean, or a [Complex]
    public static Array scalar(Object value) {
        return scalar(DType.ofScalar(value), value);
    }

    /// An array of rank 0 of the given dtype.
    public static Array scalar(DType dtype, Object value) {
        return Elements.scalar(dtype, value);
    }

    /// An array whose elements all are `value`; staged, so free inside `jit`.
    public static Array full(Shape shape, DType dtype, Object value) {
        var scalar = scalar(dtype, value);
        return shape.rank() == 0 ? scalar : scalar.broadcastTo(shape);
    }

    // ---- reading it ----

    /// The elements in row-major order, converted to float.
    ///
    /// @throws TracerException inside a transformation that does not know values
    public final float[] toFloatArray() {
        return Elements.floats(concrete("toFloatArray()"));
    }

    /// The elements in row-major order, converted to double.
    public final double[] toDoubleArray() {
        return Elements.doubles(concrete("toDoubleArray()"));
    }

    /// The elements in row-major order, converted to int.
    public final int[] toIntArray() {
        return Elements.ints(concrete("toIntArray()"));
    }

    /// The elements in row-major order, converted to long; of uint64 the bits.
    public final long[] toLongArray() {
        return Elements.longs(concrete("toLongArray()"));
    }

    /// The elements in row-major order; true where not 0.
    public final boolean[] toBooleanArray() {
        return Elements.booleans(concrete("toBooleanArray()"));
    }

    /// The elements in row-major order as complex numbers; of real arrays with imaginary part 0.
    public final Complex[] toComplexArray() {
        return Elements.complexes(concrete("toComplexArray()"));
    }

    /// The only element, as a double.
    ///
    /// @throws IllegalStateException if there is not exactly one element
    public final double item() {
        return Elements.doubles(single("item()"))[0];
    }

    /// The only element, as an int.
    public final int intItem() {
        return Elements.ints(single("intItem()"))[0];
    }

    /// The only element, as a complex number.
    public final Complex complexItem() {
        return Elements.complexes(single("complexItem()"))[0];
    }

    /// The only element, as a boolean.
    public final boolean booleanItem() {
        return Elements.booleans(single("booleanItem()"))[0];
    }

    private ConcreteArray single(String operation) {
        if (size() != 1) {
            throw Mistake.state(operation + " reads an array of one element, but this is " + summary() + ". Select one with get(i), or read all with toFloatArray()");
        }
        return concrete(operation);
    }

    /// This array with its elements, for the operation that wants to read them.
    protected abstract ConcreteArray concrete(String operation);

    // ---- arithmetic; `other` is an Array or a Java scalar ----

    public final Array add(Object other) {
        return Operands.binary(new Primitive.Add(), this, other);
    }

    public final Array sub(Object other) {
        return Operands.binary(new Primitive.Sub(), this, other);
    }

    public final Array mul(Object other) {
        return Operands.binary(new Primitive.Mul(), this, other);
    }

    /// True division: integers become float32.
    public final Array div(Object other) {
        var operands = Operands.promoted(this, other);
        var dtype = Promotion.inexact(operands[0].dtype());
        return new Primitive.Div().apply(operands[0].astype(dtype), operands[1].astype(dtype));
    }

    /// This array to the power of `other`; an `Integer` exponent is exact for integers too.
    public final Array pow(Object other) {
        return other instanceof Integer exponent && (exponent >= 0 || dtype().isInexact())
                ? new Primitive.IntegerPow(exponent).apply(this)
                : Operands.binary(new Primitive.Pow(), this, other);
    }

    public final Array neg() {
        return new Primitive.Neg().apply(this);
    }

    /// The real parts of complex elements; any other array is its own.
    public final Array real() {
        return dtype().isComplex() ? new Primitive.Real().apply(this) : this;
    }

    /// The imaginary parts of complex elements; of any other array zeros.
    public final Array imag() {
        return dtype().isComplex() ? new Primitive.Imag().apply(this) : full(shape(), dtype(), 0);
    }

    /// The complex conjugates; any array that is not complex is its own.
    public final Array conj() {
        return dtype().isComplex() ? new Primitive.Conj().apply(this) : this;
    }

    /// Matrix product as NumPy's `@`: the last axis with the other's last but one, leading axes broadcast.
    public final Array matmul(Array other) {
        return Contraction.matmul(this, other);
    }

    // ---- comparison ----

    public final Array eq(Object other) {
        return Operands.binary(new Primitive.Eq(), this, other);
    }

    public final Array ne(Object other) {
        return Operands.binary(new Primitive.Ne(), this, other);
    }

    public final Array lt(Object other) {
        return Operands.binary(new Primitive.Lt(), this, other);
    }

    public final Array le(Object other) {
        return Operands.binary(new Primitive.Le(), this, other);
    }

    public final Array gt(Object other) {
        return Operands.binary(new Primitive.Gt(), this, other);
    }

    public final Array ge(Object other) {
        return Operands.binary(new Primitive.Ge(), this, other);
    }

    // ---- reductions; no axes means all ----

    /// Sum over the axes; booleans and small integers sum as 32-bit integers.
    public final Array sum(int... axes) {
        return new Primitive.ReduceSum(reduced(axes)).apply(astype(Promotion.sum(dtype())));
    }

    /// Arithmetic mean over the axes; of integers as float32.
    public final Array mean(int... axes) {
        var reduced = reduced(axes);
        int count = reduced.stream().map(shape()::dim).reduce(1, Math::multiplyExact);
        return astype(Promotion.inexact(dtype())).sum(reduced.toArray()).div((double) count);
    }

    public final Array max(int... axes) {
        return new Primitive.ReduceMax(reducedNonEmpty("max", axes)).apply(this);
    }

    public final Array min(int... axes) {
        return new Primitive.ReduceMin(reducedNonEmpty("min", axes)).apply(this);
    }

    private Axes reduced(int... axes) {
        return axes.length == 0 ? Axes.range(rank()) : Axes.of(IntStream.of(shape().axes(axes)).sorted().toArray());
    }

    private Axes reducedNonEmpty(String operation, int... axes) {
        var reduced = reduced(axes);
        if (reduced.stream().anyMatch(axis -> shape().dim(axis) == 0)) {
            throw Mistake.of(operation + " over an empty axis of " + summary() + " has no result");
        }
        return reduced;
    }

    // ---- structure ----

    /// Same elements in another shape; one length may be -1.
    public final Array reshape(int... lengths) {
        return reshape(shape().reshape(lengths));
    }

    public final Array reshape(Shape target) {
        return target.equals(shape()) ? this : new Primitive.Reshape(target).apply(this);
    }

    /// Permutes the axes; without arguments reverses them.
    public final Array transpose(int... permutation) {
        int rank = rank();
        var axes = permutation.length == 0 && rank > 0
                ? Axes.range(rank).map(i -> rank - 1 - i)
                : Axes.of(shape().axes(permutation));
        if (axes.size() != rank) {
            throw Mistake.of("transpose of " + summary() + " needs " + rank + " axes, got " + Arrays.toString(permutation));
        }
        return axes.equals(Axes.range(rank)) ? this : new Primitive.Transpose(axes).apply(this);
    }

    /// Moves one axis to another place; the rest keep their order.
    public final Array moveAxis(int from, int to) {
        int source = shape().axis(from);
        int target = shape().axis(to);
        var rest = Axes.of(source).complement(rank());
        return transpose(rest.insert(target, source).toArray());
    }

    /// Broadcasts as NumPy does: aligned at the last axis, axes of length 1 stretch.
    public final Array broadcastTo(Shape target) {
        if (target.equals(shape())) return this;
        if (!shape().broadcastsTo(target)) {
            throw Mistake.of("cannot broadcast " + summary() + " to " + target
                    + ": aligned at the last axis, each length must be 1 or the target's");
        }
        return new Primitive.BroadcastInDim(target, Axes.range(target.rank() - rank(), target.rank())).apply(this);
    }

    /// Inserts an axis of length 1.
    public final Array expandDims(int axis) {
        return reshape(shape().insert(axis, 1));
    }

    /// Drops axes of length 1: the named ones, or all.
    public final Array squeeze(int... axes) {
        var dropped = axes.length > 0 ? shape().axes(axes)
                : IntStream.range(0, rank()).filter(i -> shape().dim(i) == 1).toArray();
        for (int axis : dropped) {
            if (shape().dim(axis) != 1) {
                throw Mistake.of("cannot squeeze axis " + axis + " of " + summary() + ": its length is not 1");
            }
        }
        return reshape(shape().remove(dropped));
    }

    /// Converts the elements; floats to integers towards zero, complex numbers to their real part, to bool by `!= 0`.
    public final Array astype(DType dtype) {
        return dtype == dtype() ? this : new Primitive.ConvertElementType(dtype).apply(this);
    }

    // ---- indexing ----

    /// The elements at a NumPy index: slices and positions as text (`"1:3, :, -1"`, `"..."`, `"None"`), Java ints, integer
    /// arrays (several broadcast together) and boolean masks of known values.
    ///
    /// ```java
    /// x.get("::-1, :3")      // the rows in reverse, of each the first three
    /// x.get(0)               // the first row
    /// x.get(Array.of(2, 0))  // rows 2 and 0
    /// x.get(x.gt(0))         // the positive elements
    /// ```
    ///
    /// @throws IndexOutOfBoundsException if a Java int does not exist or there are too many entries; a position in an
    ///     integer array that does not exist reads the nearest element, as in JAX
    public final Array get(Object... index) {
        return Indexing.of(shape(), index).take(this, Primitive.IndexMode.PROMISE_IN_BOUNDS);
    }

    /// The positions of an index, to write to: `x.at(":, 0").set(1)`. The array itself never changes.
    public final IndexedUpdate at(Object... index) {
        return new IndexedUpdate(this, Indexing.of(shape(), index), false);
    }

    // ---- as a leaf ----

    /// Equal dtype, shape and elements; NaN differs from NaN.
    @Override
    public final boolean sameAs(Object other) {
        return closeTo(other, 0, 0);
    }

    @Override
    public final boolean closeTo(Object other, double rtol, double atol) {
        if (!(other instanceof Array that) || !abstractValue().equals(that.abstractValue())) return false;
        if (!dtype().isFloating() && !dtype().isComplex()) return Arrays.equals(toLongArray(), that.toLongArray());
        if (dtype().isComplex()) return closeTo(toComplexArray(), that.toComplexArray(), rtol, atol);
        var ours = toDoubleArray();
        var theirs = that.toDoubleArray();
        for (int i = 0; i < ours.length; i++) {
            boolean close = ours[i] == theirs[i] || Double.isFinite(theirs[i]) && Math.abs(ours[i] - theirs[i]) <= atol + rtol * Math.abs(theirs[i]);
            if (!close) return false;
        }
        return true;
    }

    private static boolean closeTo(Complex[] ours, Complex[] theirs, double rtol, double atol) {
        for (int i = 0; i < ours.length; i++) {
            var one = ours[i];
            var other = theirs[i];
            boolean same = one.re() == other.re() && one.im() == other.im();
            double distance = Math.hypot(one.re() - other.re(), one.im() - other.im());
            if (!same && !(distance <= atol + rtol * Math.hypot(other.re(), other.im()))) return false;
        }
        return true;
    }

    @Override
    public final Leaf opaque() {
        return new ShapeStruct(dtype(), shape());
    }
}
