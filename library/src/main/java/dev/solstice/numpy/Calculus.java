package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;

/// Differences, gradients and integrals of what an array samples.
///
/// Source: `jax.numpy`.
public final class Calculus {
    private Calculus() {}

    /// Differences of neighbours along the axis, `n` times.
    public static Array diff(Array x, int n, int axis) {
        for (int i = 0; i < n; i++) {
            int length = x.shape().dim(axis);
            if (length == 0) return x;
            x = Lax.sliceInDim(x, 1, length, axis).sub(Lax.sliceInDim(x, 0, length - 1, axis));
        }
        return x;
    }

    /// Differences of neighbours along the last axis.
    public static Array diff(Array x) {
        return diff(x, 1, -1);
    }

    /// Differences of neighbours of the array as a vector.
    public static Array ediff1d(Array x) {
        return diff(x.reshape(-1), 1, 0);
    }

    /// The gradient along each axis, for a distance of 1: central differences inside, one-sided ones at the ends.
    public static Array[] gradient(Array x) {
        var gradients = new Array[x.rank()];
        for (int axis = 0; axis < gradients.length; axis++) gradients[axis] = gradient(x, 1.0, axis);
        return gradients;
    }

    /// The gradient along one axis: differences of second order inside, one-sided ones at the ends.
    ///
    /// @param spacing the distance of neighbours, or the vector of their coordinates
    /// @throws IllegalArgumentException if the axis has fewer than two elements
    public static Array gradient(Array x, Object spacing, int axis) {
        int along = x.shape().axis(axis);
        int n = x.shape().dim(along);
        if (n < 2) throw Mistake.of("gradient of " + x.summary() + ": axis " + axis + " needs two elements");
        var values = Numpy.inexact(x);
        var differences = diff(values, 1, along);
        var first = Lax.sliceInDim(differences, 0, 1, along);
        var last = Lax.sliceInDim(differences, n - 2, n - 1, along);
        if (spacing instanceof Array coordinates && coordinates.rank() == 1) {
            var steps = new int[x.rank()];
            Arrays.fill(steps, 1);
            steps[along] = n - 1;
            var h = diff(coordinates.astype(values.dtype())).reshape(steps);
            var slopes = differences.div(h);
            var left = Lax.sliceInDim(h, 0, n - 2, along);
            var right = Lax.sliceInDim(h, 1, n - 1, along);
            var inner = Lax.sliceInDim(slopes, 0, n - 2, along).mul(right).add(Lax.sliceInDim(slopes, 1, n - 1, along).mul(left)).div(left.add(right));
            return Lax.concatenate(along, Lax.sliceInDim(slopes, 0, 1, along), inner, Lax.sliceInDim(slopes, n - 2, n - 1, along));
        }
        var inner = Lax.sliceInDim(values, 2, n, along).sub(Lax.sliceInDim(values, 0, n - 2, along)).mul(0.5);
        return Lax.concatenate(along, first, inner, last).div(spacing);
    }

    /// The integral along the last axis by trapezoids of width 1.
    public static Array trapezoid(Array y) {
        return trapezoid(y, 1.0, -1);
    }

    /// The integral along the axis by trapezoids.
    ///
    /// @param spacing the distance of neighbours, or their coordinates: a vector, or an array of the shape of `y`
    public static Array trapezoid(Array y, Object spacing, int axis) {
        var values = Numpy.inexact(y).moveAxis(axis, -1);
        int n = values.shape().dim(-1);
        if (n < 2) return Creation.zeros(values.shape().remove(values.rank() - 1), values.dtype());
        var means = values.get("..., 1:").add(values.get("..., :-1")).mul(0.5);
        var widths = !(spacing instanceof Array x) || x.rank() == 0 ? spacing : diff(x.rank() == 1 ? x : x.moveAxis(axis, -1));
        return means.mul(widths).sum(-1);
    }

    /// The values at `x` on the straight lines between the points `(xp, fp)`; beyond them the first and the last value.
    ///
    /// @param xp increasing
    public static Array interp(Array x, Array xp, Array fp) {
        if (xp.rank() != 1 || !xp.shape().equals(fp.shape()) || xp.size() == 0) {
            throw Mistake.of("interp between the points " + xp.summary() + " and " + fp.summary() + ": both are vectors of one length");
        }
        var dtype = Promotion.inexact(Promotion.promote(x.dtype(), xp.dtype(), fp.dtype()));
        var at = x.astype(dtype);
        var places = xp.astype(dtype);
        var values = fp.astype(dtype);
        int n = xp.size();
        var right = Numpy.clip(Sorting.searchsorted(places, at, true), 1, Math.max(1, n - 1));
        var left = right.sub(1);
        var x0 = Selection.take(places, left, 0, "clip");
        var y0 = Selection.take(values, left, 0, "clip");
        var width = Selection.take(places, right, 0, "clip").sub(x0);
        var rise = Selection.take(values, right, 0, "clip").sub(y0);
        // Two equal places have no slope between them.
        var flat = Lax.abs(width).le(dtype.smallestNormal());
        var inside = Numpy.where(flat, y0, y0.add(at.sub(x0).div(Numpy.where(flat, 1, width)).mul(rise)));
        return Numpy.where(Numpy.less(at, places.get(0)), values.get(0), Numpy.where(Numpy.greater(at, places.get(n - 1)), values.get(n - 1), inside));
    }

    /// Angles along the last axis without jumps: whole turns are added where neighbours differ by more than half a turn.
    public static Array unwrap(Array x) {
        return unwrap(x, 2 * Math.PI, -1);
    }

    /// Values of a period along the axis without jumps.
    public static Array unwrap(Array x, double period, int axis) {
        int along = x.shape().axis(axis);
        var values = Numpy.inexact(x);
        if (values.shape().dim(along) == 0) return values;
        double half = period / 2;
        var steps = diff(values, 1, along);
        var wrapped = Numpy.mod(steps.add(half), period).sub(half);
        // A step of exactly half a period keeps its sign.
        var kept = Numpy.where(Numpy.logicalAnd(wrapped.eq(-half), steps.gt(0)), half, wrapped);
        var turns = Lax.cumsum(Numpy.where(Lax.abs(steps).lt(half), 0, kept.sub(steps)), along, false);
        var first = Lax.sliceInDim(values, 0, 1, along);
        return Lax.concatenate(along, first, Lax.sliceInDim(values, 1, values.shape().dim(along), along).add(turns));
    }
}
