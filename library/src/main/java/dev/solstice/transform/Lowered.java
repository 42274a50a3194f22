package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Optimisation;
import dev.solstice.tree.TreeDef;
import java.util.Arrays;
import java.util.List;

/// A traced function before it is compiled. See [Jit#lower].
///
/// @param jaxpr     the program as traced
/// @param arguments the structure of the list of arguments
/// @param result    the structure of the result
public record Lowered<R>(Jaxpr jaxpr, TreeDef arguments, TreeDef result) {
    static <R> Lowered<R> of(Fn<R> f, Object... arguments) {
        var in = Leaves.of("jit", Arrays.asList(arguments));
        var out = new TreeDef[1];
        var jaxpr = Staging.trace(arrays -> {
            List<?> values = in.unflatten(arrays);
            var results = Leaves.of("jit", f.call(values.toArray()));
            out[0] = results.treedef();
            return results.arrays();
        }, AbstractValue.of(in.arrays()));
        return new Lowered<>(jaxpr, in.treedef(), out[0]);
    }

    /// The program in JAX's notation, and the user's line behind each equation.
    public String asText() {
        return jaxpr.annotated();
    }

    /// The program as it is compiled: calls inlined, constants folded, common subexpressions merged, dead code left out.
    public Jaxpr optimised() {
        return Optimisation.apply(jaxpr);
    }

    /// An estimate of how many operations on numbers the optimised program takes.
    public long flops() {
        return optimised().flops();
    }

    /// The function for arguments of these types only.
    public Fn<R> compile() {
        return given -> {
            var leaves = Leaves.of("jit", Arrays.asList(given));
            if (!leaves.treedef().equals(arguments)) {
                throw Mistake.of("a function compiled for " + arguments + " was called with " + leaves.treedef());
            }
            var types = jaxpr.invars().stream().map(Jaxpr.Var::type).toList();
            var got = List.of(AbstractValue.of(leaves.arrays()));
            if (!types.equals(got)) throw new IllegalArgumentException("a function compiled for " + types + " was called with " + got);
            Array[] results = JitCall.bind("f", jaxpr, leaves.arrays());
            @SuppressWarnings("unchecked") // the structure is that of the function's result
            var result = (R) this.result.unflatten(Arrays.asList(results));
            return result;
        };
    }
}
