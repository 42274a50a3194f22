package dev.solstice.lax;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Staging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A choice between functions as one between their programs.
final class Branching {
    private Branching() {}

    /// @param what the user's word, for errors
    static <R> R run(String what, Array index, List<? extends Fn<R>> branches, Object... operands) {
        var in = ArrayTree.of(Arrays.asList(operands));
        var results = new ArrayList<ArrayTree>();
        var programs = new ArrayList<Jaxpr>();
        for (var branch : branches) {
            programs.add(Staging.trace(arrays -> {
                List<Object> values = in.with(arrays);
                results.add(ArrayTree.of(branch.call(values.toArray())));
                return results.getLast().arrays();
            }, AbstractValue.of(in.arrays())));
        }
        for (var result : results) results.getFirst().requireSameTypes("the branches of " + what + " have to give the same structure, dtypes and shapes",
                what.equals("cond") ? "onFalse gives" : "the first gives", what.equals("cond") ? "onTrue" : "another", result);
        var closed = Closing.branches(programs);
        var out = new Primitive.Cond(closed.programs()).bind(ControlFlow.join(new Array[] {index}, closed.consts(), in.arrays()));
        return results.getFirst().with(out);
    }
}
