package dev.solstice.engine;

import dev.solstice.array.Buffer;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import dev.solstice.core.Trace;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Runs primitives that call programs. Each program is compiled once, however often it is called.
final class ControlFlow {
    private ControlFlow() {}

    static Array[] run(HigherOrder primitive, Array[] operands) {
        return switch (primitive) {
            case Jit(_, var jaxpr) -> EngineEvaluator.compile(jaxpr).run(operands);
            case Checkpoint(var jaxpr, _) -> EngineEvaluator.compile(jaxpr).run(operands);
            case CustomJvp(var jaxpr, _) -> EngineEvaluator.compile(jaxpr).run(operands);
            case CustomVjp(var jaxpr, _, _) -> EngineEvaluator.compile(jaxpr).run(operands);
            case LinearSolve(_, var solve, _, _) -> EngineEvaluator.compile(solve).run(operands);
            case Cond(var branches) -> {
                int index = Math.clamp(operands[0].intItem(), 0, branches.size() - 1);
                yield EngineEvaluator.compile(branches.get(index)).run(Arrays.copyOfRange(operands, 1, operands.length));
            }
            case While loop -> loop(loop, operands);
            case Scan scan -> scan(scan, operands);
            case Callback callback -> callback(callback, operands);
            case CustomLinear _ -> throw CustomLinear.notTransposed();
        };
    }

    private static Array[] callback(Callback callback, Array[] operands) {
        var results = Trace.evaluate(() -> callback.function().apply(operands));
        for (int i = 0; i < results.length; i++) {
            var expected = callback.results().get(i);
            if (!results[i].abstractValue().equals(expected)) {
                throw Mistake.of("result %d of a callback was announced as %s, but is %s. Give the callback an example of what its function returns."
                        .formatted(i, expected, results[i].abstractValue()));
            }
        }
        return results;
    }

    private static Array[] loop(While loop, Array[] operands) {
        var condition = EngineEvaluator.compile(loop.condition());
        var body = EngineEvaluator.compile(loop.body());
        int start = loop.conditionConsts();
        int fixed = start + loop.bodyConsts();
        var test = Arrays.copyOf(operands, start + operands.length - fixed);
        var step = Arrays.copyOfRange(operands, start, operands.length);
        while (true) {
            CancelledException.check();
            System.arraycopy(step, loop.bodyConsts(), test, start, test.length - start);
            if (!condition.run(test)[0].booleanItem()) return Arrays.copyOfRange(step, loop.bodyConsts(), step.length);
            System.arraycopy(body.run(step), 0, step, loop.bodyConsts(), step.length - loop.bodyConsts());
        }
    }

    private static Array[] scan(Scan scan, Array[] operands) {
        var body = EngineEvaluator.compile(scan.body());
        int fixed = scan.consts() + scan.carry();
        var results = results(scan, operands);
        var step = operands.clone();
        for (int k = 0; k < scan.length(); k++) {
            CancelledException.check();
            int position = scan.reverse() ? scan.length() - 1 - k : k;
            for (int i = fixed; i < operands.length; i++) step[i] = row((ConcreteArray) operands[i], position);
            var out = body.run(step);
            System.arraycopy(out, 0, step, scan.consts(), scan.carry());
            for (int i = scan.carry(); i < out.length; i++) {
                row((ConcreteArray) results[i], position).segment().copyFrom(((ConcreteArray) out[i]).segment());
            }
        }
        System.arraycopy(step, scan.consts(), results, 0, scan.carry());
        return results;
    }

    /// Room for everything that is stacked; the places of the carry are still empty.
    private static Array[] results(Scan scan, Array[] operands) {
        var types = ShapeRule.apply(scan, AbstractValue.of(operands));
        var results = new Array[types.length];
        for (int i = scan.carry(); i < types.length; i++) results[i] = EngineEvaluator.allocate(types[i].dtype(), types[i].shape());
        return results;
    }

    /// One slice along axis 0, in the memory of the whole.
    private static ConcreteArray row(ConcreteArray x, int i) {
        Shape shape = x.shape().remove(0);
        long bytes = (long) shape.size() * x.dtype().byteSize();
        MemorySegment slice = x.segment().asSlice(i * bytes, bytes);
        return new ConcreteArray(Buffer.of(slice), x.dtype(), shape);
    }
}
