package dev.solstice.engine;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Evaluator;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;

/// What `core` finds as its evaluator: single primitives at once, programs compiled.
public final class EngineEvaluator implements Evaluator {
    private static final Object EXECUTABLE = new Object();

    @Override
    public Array[] evaluate(Primitive primitive, Array[] operands) {
        CancelledException.check();
        if (primitive instanceof Primitive.HigherOrder program) {
            return ControlFlow.run(program, operands);
        }
        if (primitive instanceof Primitive.OptimizationBarrier) return operands.clone();
        AbstractValue[] types = ShapeRule.apply(primitive, AbstractValue.of(operands));
        if (keepsElements(primitive, operands.length == 0 ? null : operands[0].dtype())) {
            var operand = (ConcreteArray) operands[0];
            return new Array[] {new ConcreteArray(operand.buffer(), types[0].dtype(), types[0].shape())};
        }
        ConcreteArray[] in = new ConcreteArray[operands.length];
        for (int i = 0; i < in.length; i++) in[i] = (ConcreteArray) operands[i];
        ConcreteArray[] out = new ConcreteArray[types.length];
        for (int i = 0; i < out.length; i++) out[i] = allocate(types[i].dtype(), types[i].shape());
        Engine.current().execute(primitive, in, out);
        return out;
    }

    /// The program of a jaxpr, compiled when it is first asked for.
    static Program compile(Jaxpr jaxpr) {
        return jaxpr.derived(EXECUTABLE, () -> Planner.compile(jaxpr));
    }

    static ConcreteArray allocate(DType dtype, Shape shape) {
        return new ConcreteArray(Buffer.allocate((long) shape.size() * dtype.byteSize()), dtype, shape);
    }

    /// Whether the result has the operand's bytes, so that it can share its memory.
    static boolean keepsElements(Primitive primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Reshape _, Primitive.StopGradient _, Primitive.CheckpointName _, Primitive.NondifferentiableBackward _,
                 Primitive.BitcastConvertType _ -> true;
            case Primitive.ConvertElementType(DType to) -> to == dtype;
            default -> false;
        };
    }
}
