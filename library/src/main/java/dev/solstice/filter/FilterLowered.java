package dev.solstice.filter;

import dev.solstice.core.Jaxpr;
import dev.solstice.core.ShapeStruct;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Lowered;
import java.util.Arrays;
import java.util.List;

/// A traced function of any values before it is compiled. See [FilterJit#filterLower].
public final class FilterLowered<R> {
    private final Lowered<Halves> lowered;

    private FilterLowered(Lowered<Halves> lowered) {
        this.lowered = lowered;
    }

    static <R> FilterLowered<R> of(Fn<R> function, Object... arguments) {
        return new FilterLowered<>(Jit.lower((Halves in) -> Halves.of(function.call(((List<?>) in.whole()).toArray())), Halves.of(Arrays.asList(arguments))));
    }

    /// The program as traced; its inputs are the arrays of the arguments in order.
    public Jaxpr jaxpr() {
        return lowered.jaxpr();
    }

    /// The program in JAX's notation, and the user's line behind each equation.
    public String asText() {
        return lowered.asText();
    }

    /// The program as it is compiled.
    public Jaxpr optimised() {
        return lowered.optimised();
    }

    /// An estimate of how many operations on numbers the optimised program takes.
    public long flops() {
        return lowered.flops();
    }

    /// What the function gives: shapes ([ShapeStruct]) in the place of arrays, and everything else as it is.
    @SuppressWarnings("unchecked") // the structure is that of the function's result
    public R result() {
        var shapes = Arrays.stream(jaxpr().outputTypes()).map(type -> new ShapeStruct(type.dtype(), type.shape())).toList();
        return (R) ((Halves) lowered.result().unflatten(shapes)).whole();
    }

    /// The function for arguments of these types and these static values only.
    @SuppressWarnings("unchecked") // the result is the function's
    public Fn<R> compile() {
        var compiled = lowered.compile();
        return arguments -> (R) compiled.call(Halves.of(Arrays.asList(arguments))).whole();
    }
}
