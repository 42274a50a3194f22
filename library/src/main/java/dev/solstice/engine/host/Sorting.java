package dev.solstice.engine.host;

import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import java.util.Arrays;

/// Stable ascending sort of several arrays along one axis by the first of them. NaN comes last, and -0 equals 0.
final class Sorting {
    private Sorting() {}

    static void run(Primitive.Sort sort, ConcreteArray[] operands, ConcreteArray[] results) {
        if (sort.numKeys() < 1 || sort.numKeys() > operands.length) {
            throw new UnsupportedOperationException("sort by " + sort.numKeys() + " of " + operands.length + " operands");
        }
        if (operands[0].shape().isEmpty()) return;
        int axis = operands[0].shape().axis(sort.dimension());
        int length = operands[0].shape().dim(axis);
        int inner = 1;
        for (int i = axis + 1; i < operands[0].rank(); i++) inner *= operands[0].shape().dim(i);
        int columns = operands[0].size() / length;
        long[][] keys = new long[sort.numKeys()][length];
        for (int column = 0; column < columns; column++) {
            CancelledException.check();
            long start = (long) column / inner * length * inner + column % inner;
            for (int key = 0; key < keys.length; key++) {
                for (int i = 0; i < length; i++) keys[key][i] = order(operands[key], start + (long) i * inner);
            }
            int[] permutation = keys.length == 1 ? permutation(keys[0], small(operands[0])) : permutation(keys);
            for (int i = 0; i < operands.length; i++) {
                int size = operands[i].dtype().byteSize();
                for (int to = 0; to < length; to++) {
                    StridedCopy.move(operands[i].segment(), start + (long) permutation[to] * inner, results[i].segment(),
                            start + (long) to * inner, size);
                }
            }
        }
    }

    private static boolean small(ConcreteArray operand) {
        return operand.dtype().byteSize() <= 4;
    }

    /// A number that orders as the element does.
    private static long order(ConcreteArray operand, long index) {
        if (!operand.dtype().isFloating()) {
            long value = Elements.asLong(operand.segment(), operand.dtype(), index);
            // moved into the range of an int, so that it can share a long with a position
            return switch (operand.dtype()) {
                case UINT32 -> value + Integer.MIN_VALUE;
                case UINT64 -> value + Long.MIN_VALUE;
                default -> value;
            };
        }
        double value = Elements.asDouble(operand.segment(), operand.dtype(), index);
        if (operand.dtype().byteSize() <= 4) {
            int bits = Float.floatToIntBits((float) value + 0f); // + 0 turns -0 into 0; NaN is canonical and above infinity
            return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        }
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    /// Sorts positions by their keys. Keys of 32 bits share a long with their position, which makes any sort stable.
    private static int[] permutation(long[] keys, boolean small) {
        if (!small) {
            return permutation(new long[][] {keys});
        }
        long[] packed = new long[keys.length];
        for (int i = 0; i < packed.length; i++) packed[i] = keys[i] << 32 | i;
        Arrays.sort(packed);
        int[] permutation = new int[packed.length];
        for (int i = 0; i < packed.length; i++) permutation[i] = (int) packed[i];
        return permutation;
    }

    private static int[] permutation(long[][] keys) {
        Integer[] positions = new Integer[keys[0].length];
        Arrays.setAll(positions, i -> i);
        Arrays.sort(positions, (a, b) -> {
            for (long[] key : keys) {
                int order = Long.compare(key[a], key[b]);
                if (order != 0) return order;
            }
            return 0;
        });
        return Arrays.stream(positions).mapToInt(Integer::intValue).toArray();
    }
}
