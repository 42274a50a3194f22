package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Matrices in the last two axes.
final class Matrices {
    private Matrices() {}

    /// The operand as floating-point matrices.
    static Array of(String what, Array x) {
        if (x.rank() < 2) throw Mistake.of(what + " takes matrices, the last two axes of an array, but got " + x.summary());
        return Numpy.inexact(x);
    }

    /// The operand as floating-point square matrices.
    static Array square(String what, Array x) {
        var a = of(what, x);
        if (a.shape().dim(-1) != a.shape().dim(-2)) {
            throw Mistake.of(what + " takes square matrices, but the last two axes of " + x.summary() + " differ");
        }
        return a;
    }

    /// One dtype for both.
    static DType common(Array x, Array y) {
        return Promotion.inexact(Promotion.promote(x.dtype(), y.dtype()));
    }

    static Shape batch(Array x) {
        return x.shape().remove(-2, -1);
    }

    static Array transposed(Array x) {
        return x.moveAxis(-1, -2);
    }

    static Array eye(int n, DType dtype) {
        return Creation.eye(n, n, 0, dtype);
    }

    /// The diagonal becomes the last axis.
    static Array diagonal(Array x, int offset) {
        return Manipulation.diagonal(x.moveAxis(-2, 0).moveAxis(-1, 1), offset);
    }

    static Array rows(Array x, int from, int to) {
        return Lax.sliceInDim(x, from, to, x.rank() - 2);
    }

    static Array columns(Array x, int from, int to) {
        return Lax.sliceInDim(x, from, to, x.rank() - 1);
    }
}
