package dev.solstice.debug;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive.VmapMethod;
import dev.solstice.core.ShapeStruct;
import dev.solstice.lax.Lax;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Callbacks;
import dev.solstice.transform.Fn1;
import java.util.Arrays;
import java.util.List;

/// Java code that runs whenever a value is computed and needed: the value hangs on what the code says. Derivatives pass it by, a
/// batch calls it once.
final class Hanging {
    private Hanging() {}

    /// `x`, or where `isSpoilt` gives true NaN, the largest integer, or true.
    ///
    /// @param isSpoilt of the operands, with leading batch axes, to a bool array of their common shape
    static <T> T on(T x, Fn1<List<Array>, Array> isSpoilt, Array... operands) {
        var tree = ArrayTree.of(x);
        if (tree.arrays().length == 0) throw Mistake.of("there is no array in " + x + " on which a check could hang");
        var spoilt = Callbacks.pureCallback(isSpoilt, new ShapeStruct(DType.BOOL, Shape.scalar()), Arrays.asList(operands), VmapMethod.BROADCAST_ALL);
        return tree.with(Arrays.stream(tree.arrays()).map(array -> Lax.select(spoilt.broadcastTo(array.shape()), spoiltLike(array), array)).toArray(Array[]::new));
    }

    /// Never true.
    static Array unspoilt(Array operand) {
        return Array.full(operand.shape(), DType.BOOL, 0);
    }

    private static Array spoiltLike(Array array) {
        var type = array.dtype();
        if (type.isInexact()) return Array.full(array.shape(), type, Double.NaN);
        if (type.isBool()) return Array.full(array.shape(), type, 1);
        var allBits = Lax.not(Array.full(array.shape(), type, 0));
        return type.isUnsigned() ? allBits : Lax.shiftRightLogical(allBits, Array.full(array.shape(), type, 1));
    }
}
