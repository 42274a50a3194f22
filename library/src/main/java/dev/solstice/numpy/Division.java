package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;

/// Python's division, which rounds down, over the one of processors, which rounds towards zero.
final class Division {
    private Division() {}

    static Array mod(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var remainder = Lax.rem(operands[0], operands[1]);
        return Numpy.where(crosses(remainder, operands[1]), Lax.add(remainder, operands[1]), remainder);
    }

    static Array floorDivide(Object left, Object right) {
        var operands = Operands.promoted(left, right);
        var x = operands[0];
        var y = operands[1];
        var remainder = Lax.rem(x, y);
        var crosses = crosses(remainder, y);
        if (!x.dtype().isFloating()) {
            var quotient = Lax.div(x, y);
            return Numpy.where(crosses, quotient.sub(1), quotient);
        }
        // Exactly divisible up to rounding: the quotient is a whole number, which rounding makes it again.
        var quotient = Lax.div(Lax.sub(x, remainder), y);
        return Lax.round(Numpy.where(crosses, quotient.sub(1), quotient));
    }

    /// Where the remainder has the other sign than the divisor, so that the floor is one below the truncated quotient.
    private static Array crosses(Array remainder, Array divisor) {
        if (divisor.dtype().isUnsigned()) return Creation.full(remainder.shape(), false);
        return Lax.bitwiseAnd(remainder.ne(0), Lax.ne(remainder.lt(0), Numpy.less(divisor, 0).broadcastTo(remainder.shape())));
    }
}
