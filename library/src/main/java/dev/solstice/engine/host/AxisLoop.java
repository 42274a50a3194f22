package dev.solstice.engine.host;

import dev.solstice.array.Shape;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import java.lang.foreign.MemorySegment;

/// Visits an array along one axis, in slabs that hold this axis whole and some neighbours of it:
/// `slab[i * width + column]`, in the wide lane.
final class AxisLoop {
    /// Elements of a slab, unless a single column has more.
    private static final int SLAB = 1 << 14;

    private AxisLoop() {}

    /// Where a slab comes from: index `outer` before the axis, columns `from .. from + width` of `inner` after it.
    record Position(int outer, int inner, int from) {
        /// Writes a slab whose axis may have another length than the operand's.
        void store(Wide wide, Object slab, int length, int width, MemorySegment to) {
            long start = (long) outer * length * inner + from;
            if (width == inner) {
                wide.store(slab, 0, to, start, length * width);
                return;
            }
            for (int i = 0; i < length; i++) wide.store(slab, i * width, to, start + (long) i * inner, width);
        }
    }

    @FunctionalInterface
    interface Body {
        void accept(Object slab, int length, int width, Position position);
    }

    static void run(ConcreteArray operand, int axis, Body body) {
        Shape shape = operand.shape();
        if (shape.isEmpty()) return;
        int length = shape.dim(axis);
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) inner *= shape.dim(i);
        int outer = shape.size() / length / inner;
        int chunk = Math.max(1, Math.min(inner, SLAB / length));
        Wide wide = new Wide(operand.dtype());
        Object slab = wide.tile(length * chunk);
        MemorySegment segment = operand.segment();
        for (int o = 0; o < outer; o++) {
            for (int from = 0; from < inner; from += chunk) {
                int width = Math.min(chunk, inner - from);
                long start = (long) o * length * inner + from;
                if (width == inner) {
                    wide.load(segment, start, slab, 0, length * width);
                } else {
                    for (int i = 0; i < length; i++) wide.load(segment, start + (long) i * inner, slab, i * width, width);
                }
                body.accept(slab, length, width, new Position(o, inner, from));
            }
            if ((o & 0xFF) == 0) CancelledException.check();
        }
    }
}
