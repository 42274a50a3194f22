package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Trace;
import dev.solstice.core.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Vectorisation: a function of single examples becomes one of batches, each primitive doing the whole batch at
/// once. The rules are in [BatchingRule].
final class Batching {
    /// The axis of a value that is the same for all examples.
    static final int NOT_MAPPED = -1;

    private Batching() {}

    /// Arrays and the axis along which each is batched, or [#NOT_MAPPED].
    record Batched(Array[] values, int[] axes) {
        static Batched of(Array value, int axis) {
            return new Batched(new Array[] {value}, new int[] {axis});
        }
    }

    static Batched vmap(UnaryOperator<Array[]> function, Batched arguments, MappedAxis batch) {
        var trace = new BatchTrace(Trace.current(), batch);
        return batch.inScope(() -> trace.split(trace.run(() -> function.apply(trace.join(arguments)))));
    }

    private record Key(List<Integer> axes, MappedAxis batch, List<Boolean> forced) {}

    /// A program for batches, batched outputs along axis 0, and which outputs are batched.
    record BatchedProgram(Jaxpr jaxpr, int[] outAxes) {}

    static BatchedProgram program(Jaxpr jaxpr, int[] axes, MappedAxis batch) {
        return program(jaxpr, axes, batch, new boolean[jaxpr.outputs().size()]);
    }

    /// @param forced outputs that are wanted batched even where all examples have the same
    static BatchedProgram program(Jaxpr jaxpr, int[] axes, MappedAxis batch, boolean[] forced) {
        return jaxpr.derived(new Key(Arrays.stream(axes).boxed().toList(), batch, Masks.list(forced)), () -> trace(jaxpr, axes, batch, forced));
    }

    private static BatchedProgram trace(Jaxpr jaxpr, int[] axes, MappedAxis batch, boolean[] forced) {
        int size = batch.size();
        var outAxes = new int[1][];
        var types = new ArrayList<AbstractValue>();
        for (int i = 0; i < axes.length; i++) {
            var type = jaxpr.invars().get(i).type();
            types.add(axes[i] == NOT_MAPPED ? type : type.withShape(type.shape().insert(axes[i], size)));
        }
        var traced = Staging.trace(arguments -> {
            var out = vmap(jaxpr::evaluate, new Batched(arguments, axes), batch);
            outAxes[0] = new int[forced.length];
            var values = new Array[forced.length];
            for (int i = 0; i < values.length; i++) {
                boolean batched = forced[i] || out.axes()[i] != NOT_MAPPED;
                values[i] = batched ? materialise(out.values()[i], out.axes()[i], 0, size) : out.values()[i];
                outAxes[0][i] = batched ? 0 : NOT_MAPPED;
            }
            return values;
        }, types.toArray(AbstractValue[]::new));
        return new BatchedProgram(traced, outAxes[0]);
    }

    /// A value with its batch axis moved to `axis`; broadcast along it if it has none.
    static Array materialise(Array value, int from, int to, int size) {
        if (from != NOT_MAPPED) return from == to ? value : value.moveAxis(from, to);
        var shape = value.shape().insert(to, size);
        var dims = Axes.of(to).complement(shape.rank());
        return new Primitive.BroadcastInDim(shape, dims).apply(value);
    }

    private static final class BatchTrace extends Trace {
        private final Trace parent;
        private final MappedAxis batch;

        BatchTrace(Trace parent, MappedAxis batch) {
            this.parent = parent;
            this.batch = batch;
        }

        @Override
        public Array[] process(Primitive primitive, Array[] operands) {
            if (!ownsAny(operands) && !batch.isUsedBy(primitive)) return parent.process(primitive, operands);
            var batched = split(operands);
            return join(parent.run(() -> BatchingRule.apply(primitive, batched.values(), batched.axes(), batch)));
        }

        Batched split(Array[] arrays) {
            var values = new Array[arrays.length];
            var axes = new int[arrays.length];
            for (int i = 0; i < arrays.length; i++) {
                boolean own = owns(arrays[i]);
                values[i] = own ? ((BatchTracer) arrays[i]).value : arrays[i];
                axes[i] = own ? ((BatchTracer) arrays[i]).axis : NOT_MAPPED;
            }
            return new Batched(values, axes);
        }

        Array[] join(Batched batched) {
            var out = new Array[batched.values().length];
            for (int i = 0; i < out.length; i++) {
                var value = batched.values()[i];
                int axis = batched.axes()[i];
                out[i] = axis == NOT_MAPPED ? value : new BatchTracer(this, value, axis);
            }
            return out;
        }

        @Override
        public String transformation() {
            return "vmap";
        }
    }

    private static final class BatchTracer extends Tracer {
        private final Array value;
        private final int axis;

        BatchTracer(Trace trace, Array value, int axis) {
            super(trace, new AbstractValue(value.dtype(), value.shape().remove(axis)));
            this.value = value;
            this.axis = axis;
        }
    }
}
