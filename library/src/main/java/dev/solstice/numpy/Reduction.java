package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import java.util.stream.IntStream;

/// How a reduction reduces, where its axes do not say it all: with which elements, from which value, in which dtype.
///
/// ```java
/// sum(x, Reduction.over(0).keepDims().where(x.gt(1))).toString()   // "[[3. 7.]]"
/// ```
///
/// Source: the parameters `axis`, `keepdims`, `where`, `initial`, `dtype` and `ddof` of `jax.numpy`'s reductions. What a
/// function does not have in NumPy it rejects.
public final class Reduction {
    private final int[] axes;
    private final boolean keepDims;
    private final Array where;
    private final Object initial;
    private final DType dtype;
    private final int ddof;

    private Reduction(int[] axes, boolean keepDims, Array where, Object initial, DType dtype, int ddof) {
        this.axes = axes;
        this.keepDims = keepDims;
        this.where = where;
        this.initial = initial;
        this.dtype = dtype;
        this.ddof = ddof;
    }

    /// Over these axes; over all if none are given.
    public static Reduction over(int... axes) {
        return new Reduction(axes.clone(), false, null, null, null, 0);
    }

    static Reduction over(int[] axes, boolean keepDims) {
        return keepDims ? over(axes).keepDims() : over(axes);
    }

    /// The reduced axes stay, with length 1.
    public Reduction keepDims() {
        return new Reduction(axes, true, where, initial, dtype, ddof);
    }

    /// Only elements where `mask`, which broadcasts, is true.
    public Reduction where(Array mask) {
        return new Reduction(axes, keepDims, mask, initial, dtype, ddof);
    }

    /// Starts with this value, a Java scalar or an [Array]; it is the result of no elements.
    public Reduction initial(Object value) {
        return new Reduction(axes, keepDims, where, value, dtype, ddof);
    }

    /// Computes in this dtype, which is the result's.
    public Reduction dtype(DType computed) {
        return new Reduction(axes, keepDims, where, initial, computed, ddof);
    }

    /// Degrees of freedom taken off the count of a variance: 1 for a sample's.
    public Reduction ddof(int degrees) {
        return new Reduction(axes, keepDims, where, initial, dtype, degrees);
    }

    // ---- what functions read ----

    /// Only elements where this mask is true too.
    Reduction whereToo(Array mask) {
        return where(where == null ? mask : Numpy.logicalAnd(where, mask));
    }

    boolean hasInitial() {
        return initial != null;
    }

    boolean isMasked() {
        return where != null;
    }

    int degreesOfFreedom() {
        return ddof;
    }

    int[] axesOf(Array x) {
        return axes.length == 0 ? IntStream.range(0, x.rank()).toArray() : x.shape().axes(axes);
    }

    DType dtypeOr(DType other) {
        return dtype == null ? other : dtype;
    }

    /// `x` with `neutral` where the mask is false.
    Array masked(Array x, Object neutral) {
        return where == null ? x : Numpy.where(where, x, Array.scalar(x.dtype(), neutral));
    }

    /// The first value as an array of this dtype.
    Array initial(DType of) {
        return initial instanceof Array array ? array.astype(of) : Array.scalar(of, initial);
    }

    /// How many elements each result comes from.
    Array count(Array x, DType as) {
        return finish((where == null ? Creation.ones(x.shape(), as) : where.astype(as).broadcastTo(x.shape())).sum(axesOf(x)), x);
    }

    /// A reduced `x` with its axes put back, if they are to stay.
    Array finish(Array reduced, Array x) {
        return keepDims ? restored(reduced, x) : reduced;
    }

    /// A reduced `x` with the reduced axes put back, with length 1.
    Array restored(Array reduced, Array x) {
        var lengths = x.shape().toArray();
        for (int axis : axesOf(x)) lengths[axis] = 1;
        return reduced.reshape(lengths);
    }

    void reject(String function, boolean noInitial, boolean noDtype) {
        if (noInitial && initial != null) throw Mistake.of(function + " has no initial value");
        if (noDtype && dtype != null) throw Mistake.of(function + " has no dtype; convert its operand or result with astype");
        if (ddof != 0 && !function.equals("var")) throw Mistake.of(function + " has no degrees of freedom; var and std have");
    }
}
