package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.function.IntUnaryOperator;

/// NumPy's `pad`: each padded element is an element of the operand, which one says the mode.
final class Padding {
    private Padding() {}

    static Array apply(Array x, int[][] widths, String mode, Object constant) {
        if (widths.length != x.rank()) {
            throw Mistake.of("pad of " + x.summary() + " needs {before, after} for each axis, got " + widths.length);
        }
        if (mode.equals("constant")) {
            var config = new int[widths.length][];
            for (int i = 0; i < config.length; i++) config[i] = new int[] {widths[i][0], widths[i][1], 0};
            return Lax.pad(x, constant instanceof Array value ? value.astype(x.dtype()) : Array.scalar(x.dtype(), constant), config);
        }
        for (int axis = 0; axis < widths.length; axis++) {
            if (widths[axis][0] != 0 || widths[axis][1] != 0) x = Selection.take(x, positions(x, axis, widths[axis], mode), axis, "clip");
        }
        return x;
    }

    private static Array positions(Array x, int axis, int[] width, String mode) {
        int length = x.shape().dim(axis);
        if (length == 0) throw Mistake.of("pad of " + x.summary() + " by " + mode + ": axis " + axis + " is empty");
        IntUnaryOperator source = switch (mode) {
            case "edge" -> i -> Math.clamp(i, 0, length - 1);
            case "wrap" -> i -> Math.floorMod(i, length);
            // Reflection without the edge has the period 2 (n - 1), with the edge 2 n.
            case "reflect" -> i -> length == 1 ? 0 : fold(Math.floorMod(i, 2 * length - 2), 2 * length - 2);
            case "symmetric" -> i -> fold(Math.floorMod(i, 2 * length), 2 * length - 1);
            default -> throw Mistake.of("pad mode \"" + mode + "\" is none of constant, edge, reflect, symmetric and wrap");
        };
        var positions = new int[width[0] + length + width[1]];
        for (int i = 0; i < positions.length; i++) positions[i] = source.applyAsInt(i - width[0]);
        return Array.of(positions);
    }

    private static int fold(int i, int mirror) {
        return Math.min(i, mirror - i);
    }
}
