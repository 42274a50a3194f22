package dev.solstice.engine.host;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive.Window;
import java.util.Arrays;

/// Sliding windows: pooling and its derivatives.
final class Windows {
    private Windows() {}

    /// Maximum or sum over windows. Both fold one axis after the other, so that a window of 3x3 costs 3 + 3, not 9.
    static void reduce(Fold fold, Window window, ConcreteArray operand, ConcreteArray result) {
        ConcreteArray current = operand;
        // Sums of sums are kept in float32 between axes, however narrow the dtype.
        DType between = operand.dtype().isFloating() && operand.dtype().byteSize() == 2 ? DType.FLOAT32 : operand.dtype();
        int last = lastActiveAxis(window, operand.rank());
        if (last < 0) {
            Structural.same(operand, result);
            return;
        }
        for (int axis = 0; axis <= last; axis++) {
            if (!active(window, axis)) continue;
            Shape shape = current.shape().with(axis, result.shape().dim(axis));
            ConcreteArray next = axis == last ? result
                    : new ConcreteArray(Buffer.allocate((long) shape.size() * between.byteSize()), between, shape);
            alongAxis(fold, window, axis, current, next);
            if (current != operand) current.buffer().release();
            current = next;
        }
    }

    private static boolean active(Window window, int axis) {
        return window.dimensions().get(axis) != 1 || window.strides().get(axis) != 1 || window.padLow().get(axis) != 0
                || window.padHigh().get(axis) != 0;
    }

    private static int lastActiveAxis(Window window, int rank) {
        for (int axis = rank - 1; axis >= 0; axis--) {
            if (active(window, axis)) return axis;
        }
        return -1;
    }

    private static void alongAxis(Fold fold, Window window, int axis, ConcreteArray operand, ConcreteArray result) {
        int extent = window.extent(axis);
        int dilation = window.dilation().get(axis);
        int stride = window.strides().get(axis);
        int low = window.padLow().get(axis);
        int outputs = result.shape().dim(axis);
        Wide wide = new Wide(result.dtype());
        if (operand.shape().isEmpty()) {
            fill(fold, wide, result);
            return;
        }
        AxisLoop.run(operand, axis, (slab, length, width, position) -> {
            Object folded = wide.tile(outputs * width);
            for (int o = 0; o < outputs; o++) {
                int first = firstInside(o * stride - low, dilation);
                int end = Math.min(length, o * stride - low + extent);
                identity(fold, folded, result.dtype(), o * width, width);
                for (int i = first; i < end; i += dilation) {
                    switch (slab) {
                        case double[] x -> fold.combine((double[]) folded, o * width, x, i * width, width);
                        case long[] x -> fold.combine((long[]) folded, o * width, x, i * width, width);
                        default -> throw new AssertionError(slab.getClass());
                    }
                }
            }
            position.store(wide, folded, outputs, width, result.segment());
        });
    }

    /// The first of `start, start + dilation, ...` that is not in the padding before the operand.
    private static int firstInside(int start, int dilation) {
        return start >= 0 ? start : start + Math.ceilDiv(-start, dilation) * dilation;
    }

    private static void identity(Fold fold, Object tile, DType dtype, int at, int count) {
        if (tile instanceof double[] doubles) {
            Arrays.fill(doubles, at, at + count, fold.identity());
        } else {
            Arrays.fill((long[]) tile, at, at + count, fold.identity(dtype));
        }
    }

    private static void fill(Fold fold, Wide wide, ConcreteArray result) {
        Object tile = wide.tile(result.size());
        identity(fold, tile, result.dtype(), 0, result.size());
        wide.store(tile, 0, result.segment(), 0, result.size());
    }

    /// `result[o] = tangents[position of the first maximum of operand in window o]`.
    static void gatherAtMaximum(Window window, ConcreteArray tangents, ConcreteArray operand, ConcreteArray result) {
        DType dtype = result.dtype();
        new Selection(window, operand, result.shape()).forEach((output, chosen) -> {
            if (dtype.isFloating()) {
                double value = chosen < 0 ? 0 : Elements.asDouble(tangents.segment(), dtype, chosen);
                Elements.put(result.segment(), dtype, output, value);
            } else {
                Elements.put(result.segment(), dtype, output, chosen < 0 ? 0L : Elements.asLong(tangents.segment(), dtype, chosen));
            }
        });
    }

    /// `result[position of the first maximum of operand in window o] += source[o]`.
    static void scatterAtMaximum(Window window, ConcreteArray source, ConcreteArray operand, ConcreteArray result) {
        DType dtype = result.dtype();
        Wide wide = new Wide(dtype);
        Object totals = wide.tile(result.size());
        new Selection(window, operand, source.shape()).forEach((output, chosen) -> {
            if (chosen < 0) return;
            if (totals instanceof double[] doubles) {
                doubles[chosen] += Elements.asDouble(source.segment(), dtype, output);
            } else {
                ((long[]) totals)[chosen] += Elements.asLong(source.segment(), dtype, output);
            }
        });
        wide.store(totals, 0, result.segment(), 0, result.size());
    }

    @FunctionalInterface
    private interface Choice {
        /// `chosen` is -1 where a window lies in the padding altogether.
        void accept(int output, int chosen);
    }

    /// Finds the first maximum of every window.
    private static final class Selection {
        private final Window window;
        private final Object values;
        private final long flip;
        private final int[] dims;
        private final int[] strides;
        private final Shape outputs;

        Selection(Window window, ConcreteArray operand, Shape outputs) {
            this.window = window;
            this.outputs = outputs;
            this.dims = operand.shape().toArray();
            this.strides = operand.shape().strides();
            // Flipping the top bit maps unsigned order to signed order.
            this.flip = operand.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
            Wide wide = new Wide(operand.dtype());
            this.values = wide.tile(operand.size());
            wide.load(operand.segment(), 0, values, 0, operand.size());
        }

        void forEach(Choice choice) {
            int[] index = new int[dims.length];
            for (int output = 0; output < outputs.size(); output++) {
                choice.accept(output, choose(0, index, 0, -1));
                for (int axis = dims.length - 1; axis >= 0; axis--) {
                    if (++index[axis] < outputs.dim(axis)) break;
                    index[axis] = 0;
                }
                if ((output & 0xFFFF) == 0) CancelledException.check();
            }
        }

        private int choose(int axis, int[] index, int at, int best) {
            int first = index[axis] * window.strides().get(axis) - window.padLow().get(axis);
            int end = Math.min(dims[axis], first + window.extent(axis));
            int dilation = window.dilation().get(axis);
            int chosen = best;
            for (int i = firstInside(first, dilation); i < end; i += dilation) {
                int position = at + i * strides[axis];
                if (axis < dims.length - 1) {
                    chosen = choose(axis + 1, index, position, chosen);
                } else if (chosen < 0 || greater(position, chosen)) {
                    chosen = position;
                }
            }
            return chosen;
        }

        private boolean greater(int position, int best) {
            return switch (values) {
                case double[] x -> x[position] > x[best] || x[position] != x[position] && x[best] == x[best];
                case long[] x -> (x[position] ^ flip) > (x[best] ^ flip);
                default -> throw new AssertionError(values.getClass());
            };
        }
    }
}
