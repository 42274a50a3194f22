package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.lax.Convolution;
import dev.solstice.lax.Lax;

/// NumPy's products.
final class Products {
    private Products() {}

    static Array dot(Array x, Array y) {
        if (x.rank() == 0 || y.rank() == 0) return x.mul(y);
        return tensordot(x, y, new int[] {x.rank() - 1}, new int[] {Math.max(0, y.rank() - 2)});
    }

    static Array tensordot(Array x, Array y, int axes) {
        if (axes < 0 || axes > Math.min(x.rank(), y.rank())) {
            throw new IllegalArgumentException("tensordot of " + x.summary() + " and " + y.summary() + " over " + axes + " axes: there are not as many");
        }
        var left = new int[axes];
        var right = new int[axes];
        for (int i = 0; i < axes; i++) {
            left[i] = x.rank() - axes + i;
            right[i] = i;
        }
        return tensordot(x, y, left, right);
    }

    static Array tensordot(Array x, Array y, int[] xAxes, int[] yAxes) {
        var dtype = Promotion.promote(x.dtype(), y.dtype());
        return Lax.dotGeneral(x.astype(dtype), y.astype(dtype), xAxes, yAxes, new int[0], new int[0]);
    }

    static Array kron(Array x, Array y) {
        int rank = Math.max(x.rank(), y.rank());
        var left = new int[2 * rank];
        var right = new int[2 * rank];
        var lengths = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i < rank - x.rank() ? 1 : x.shape().dim(i - rank + x.rank());
            int b = i < rank - y.rank() ? 1 : y.shape().dim(i - rank + y.rank());
            left[2 * i] = a;
            left[2 * i + 1] = 1;
            right[2 * i] = 1;
            right[2 * i + 1] = b;
            lengths[i] = a * b;
        }
        return x.reshape(left).mul(y.reshape(right)).reshape(Shape.of(lengths));
    }

    static Array cross(Array x, Array y) {
        if (x.shape().dim(-1) != 3 || y.shape().dim(-1) != 3) {
            throw new IllegalArgumentException("cross of " + x.summary() + " and " + y.summary() + ": the last axes have length 3");
        }
        return Numpy.roll(x, -1, -1).mul(Numpy.roll(y, -2, -1)).sub(Numpy.roll(x, -2, -1).mul(Numpy.roll(y, -1, -1)));
    }

    static Array convolve(Array x, Array y, String mode) {
        var operands = Promotion.inexact(Promotion.promote(x.dtype(), y.dtype()));
        if (x.rank() != 1 || y.rank() != 1) throw new IllegalArgumentException("convolve of " + x.summary() + " and " + y.summary() + ": both are vectors");
        var longer = (x.size() >= y.size() ? x : y).astype(operands);
        var shorter = (x.size() >= y.size() ? y : x).astype(operands);
        int n = shorter.size();
        int[] padding = switch (mode) {
            case "full" -> new int[] {n - 1, n - 1};
            case "same" -> new int[] {n / 2, n - n / 2 - 1};
            case "valid" -> new int[] {0, 0};
            default -> throw new IllegalArgumentException("convolve mode \"" + mode + "\" is none of full, same and valid");
        };
        return Convolution.of(1).padding(padding).apply(longer.reshape(1, 1, -1), Lax.rev(shorter, 0).reshape(1, 1, -1)).reshape(-1);
    }

    static Array polyval(Array coefficients, Array x) {
        var value = Numpy.zerosLike(x);
        for (int i = 0; i < coefficients.shape().dim(0); i++) value = value.mul(x).add(coefficients.get(i));
        return value;
    }

    static Array logaddexp(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var x = Numpy.inexact(operands[0]);
        var y = Numpy.inexact(operands[1]);
        var difference = x.sub(y);
        // Equal infinities have no difference, but their sum is known.
        var regular = Numpy.maximum(x, y).add(Lax.log1p(Lax.exp(Lax.neg(Lax.abs(difference)))));
        return Numpy.where(Numpy.isnan(difference), x.add(y), regular);
    }
}
