package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Operands;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;
import java.util.List;

/// Python's division, which rounds down, over the one of processors, which rounds towards zero.
final class Division {
    private Division() {}

    static Array mod(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var divisor = divisor(operands[1]);
        var remainder = Lax.rem(operands[0], divisor);
        return Numpy.where(crosses(remainder, divisor), Lax.add(remainder, divisor), remainder);
    }

    static Array fmod(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        return Lax.rem(operands[0], divisor(operands[1]));
    }

    /// The remainder of an integer by zero is 0, as in JAX.
    private static Array divisor(Array y) {
        return y.dtype().isInteger() ? Numpy.where(y.eq(0), 1, y) : y;
    }

    static Array floorDivide(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var x = operands[0];
        var y = operands[1];
        var remainder = Lax.rem(x, y);
        if (!x.dtype().isFloating()) {
            var quotient = Lax.div(x, y);
            if (!x.dtype().isSigned()) return quotient;
            var crosses = Numpy.logicalAnd(Lax.sign(x).ne(Lax.sign(y)), remainder.ne(0)); // also where the divisor is zero
            return Numpy.where(crosses, quotient.sub(1), quotient);
        }
        var crosses = crosses(remainder, y);
        // Exactly divisible up to rounding: the quotient is a whole number, which rounding makes it again. By zero there is no
        // remainder, but an infinite quotient.
        var quotient = Lax.div(Numpy.where(y.eq(0), x, Lax.sub(x, remainder)), y);
        return Lax.round(Numpy.where(crosses, quotient.sub(1), quotient));
    }

    /// Euclid's algorithm, until no element has a remainder.
    static Array gcd(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        requireIntegers("gcd", operands[0]);
        var shape = Shape.broadcast(operands[0].shape(), operands[1].shape());
        var start = List.of(Numpy.abs(operands[0]).broadcastTo(shape), Numpy.abs(operands[1]).broadcastTo(shape));
        Fn1<List<Array>, Array> unfinished = pair -> Lax.reduceOr(pair.get(1).ne(0), Axes.range(shape.rank()).toArray());
        Fn1<List<Array>, List<Array>> step = pair -> {
            var divisor = pair.get(1);
            var safe = Numpy.where(divisor.eq(0), 1, divisor);
            return List.of(Numpy.where(divisor.eq(0), pair.get(0), divisor), Numpy.where(divisor.eq(0), 0, Lax.rem(pair.get(0), safe)));
        };
        return ControlFlow.whileLoop(unfinished, step, start).get(0);
    }

    static Array lcm(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var divisor = gcd(left, right);
        var product = Numpy.multiply(Numpy.abs(operands[0]), floorDivide(Numpy.abs(operands[1]), Numpy.where(divisor.eq(0), 1, divisor)));
        return Numpy.where(divisor.eq(0), 0, product);
    }

    private static void requireIntegers(String function, Array x) {
        if (!x.dtype().isInteger()) throw Mistake.of(function + " is of integers, not of " + x.summary());
    }

    /// Where the remainder has the other sign than the divisor, so that the floor is one below the truncated quotient.
    private static Array crosses(Array remainder, Array divisor) {
        if (divisor.dtype().isUnsigned()) return Creation.full(remainder.shape(), false);
        return Lax.bitwiseAnd(remainder.ne(0), Lax.ne(remainder.lt(0), Numpy.less(divisor, 0).broadcastTo(remainder.shape())));
    }
}
