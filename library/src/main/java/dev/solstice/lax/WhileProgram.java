package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Staging;

/// A loop as programs: `test` and `step` take what they close over, then what is carried.
record WhileProgram(ArrayTree initial, Jaxpr test, Array[] testConsts, Jaxpr step, Array[] stepConsts) {
    /// @param what the user's word, for errors
    static <S> WhileProgram of(String what, Fn1<S, Array> condition, Fn1<S, S> body, S initial) {
        var in = ArrayTree.of(initial);
        var types = AbstractValue.of(in.arrays());
        var test = Staging.trace(arrays -> {
            var holds = condition.apply(in.with(arrays));
            ControlFlow.requireScalar("the condition of " + what, holds, DType.BOOL);
            return new Array[] {holds};
        }, types);
        var step = Staging.trace(arrays -> {
            var next = ArrayTree.of(body.apply(in.with(arrays)));
            in.requireSameTypes("what " + what + " carries", next);
            return next.arrays();
        }, types);
        return new WhileProgram(in, Closing.program(test), Closing.consts(test), Closing.program(step), Closing.consts(step));
    }

    <S> S run() {
        return initial.with(new Primitive.While(test, testConsts.length, step, stepConsts.length)
                .bind(ControlFlow.join(testConsts, stepConsts, initial.arrays())));
    }

    Array holds(Array[] state) {
        return new Primitive.Jit("condition", test).apply(ControlFlow.join(testConsts, state));
    }

    Array[] next(Array[] state) {
        return new Primitive.Jit("step", step).bind(ControlFlow.join(stepConsts, state));
    }
}
