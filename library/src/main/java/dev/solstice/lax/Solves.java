package dev.solstice.lax;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Jvp;
import dev.solstice.transform.Staging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Solutions of equations whose derivatives follow from the equation, not from the steps that found the solution (the
/// implicit function theorem): any solver will do, an iterative one too. Unknowns are trees of arrays; functions may
/// close over arrays, traced ones too, and the solution has derivatives by all of them.
///
/// Source: `jax.lax.custom_root` and `jax.lax.custom_linear_solve`.
public final class Solves {
    private Solves() {}

    /// The `x` with `f(x) = 0` that `solve` finds. `jax.lax.custom_root`.
    ///
    /// ```java
    /// Array two = Array.scalar(2f);
    /// Fn1<Array, Array> f = y -> y.mul(y).sub(two);
    /// Array root = customRoot(f, Array.scalar(1f),
    ///         (g, y) -> foriLoop(0, 10, (Array i, Array z) -> z.sub(g.apply(z).div(z.mul(2.0))), y),
    ///         (g, y) -> y.div(g.apply(Array.scalar(1f))));
    /// ```
    ///
    /// @param f            keeps structure, shapes and dtypes
    /// @param solve        finds a root of the function it is given from the initial guess
    /// @param tangentSolve for a linear function and a vector, the argument at which the function is that vector; by
    ///                     [#customLinearSolve] or, for one number, by a division
    public static <S> S customRoot(Fn1<S, S> f, S initialGuess, Fn2<Fn1<S, S>, S, S> solve, Fn2<Fn1<S, S>, S, S> tangentSolve) {
        var unknown = ArrayTree.of(initialGuess);
        var closed = Closing.branches(List.of(
                program("the function of customRoot", f, unknown),
                Solves.<S>program("what solve of customRoot finds", x -> solve.apply(f, x), unknown)));
        return unknown.with(new Root<>(closed.programs().get(0), closed.programs().get(1), closed.consts().length, unknown, tangentSolve)
                .bind(join(closed.consts(), unknown.arrays())));
    }

    /// Both programs take `(constants, unknown)`.
    private record Root<S>(Jaxpr f, Jaxpr solve, int consts, ArrayTree unknown, Fn2<Fn1<S, S>, S, S> tangentSolve) {
        Array[] bind(Array[] operands) {
            return new Primitive.CustomJvp(solve, this::pushforward).bind(operands);
        }

        /// From `f(c, x(c)) = 0`: `df/dx dx = -df/dc dc`.
        private Array[] pushforward(Array[] operands, Array[] tangents) {
            var constants = Arrays.copyOf(operands, consts);
            var root = bind(operands);
            var change = tangentsOfF(constants, root, Arrays.copyOf(tangents, consts), new Array[root.length]);
            Fn1<S, S> derivative = v -> unknown.with(tangentsOfF(constants, root, new Array[consts], ArrayTree.of(v).arrays()));
            var right = Arrays.stream(change).map(Array::neg).toArray(Array[]::new);
            var tangent = ArrayTree.of(tangentSolve.apply(derivative, unknown.with(right)));
            unknown.requireSameTypes("what tangentSolve of customRoot finds", tangent);
            return join(root, tangent.arrays());
        }

        private Array[] tangentsOfF(Array[] constants, Array[] x, Array[] constantTangents, Array[] tangents) {
            var dual = Jvp.jvp(f::evaluate, join(constants, x), join(constantTangents, tangents));
            var out = dual.tangents();
            for (int i = 0; i < out.length; i++) if (out[i] == null) out[i] = zeros(x[i]);
            return out;
        }
    }

    /// The `x` with `matvec(x) = b`, where `matvec` is linear, with derivatives in forward mode only.
    public static <B> B customLinearSolve(Fn1<B, B> matvec, B b, Fn2<Fn1<B, B>, B, B> solve) {
        return linearSolve(matvec, b, solve, Optional.empty());
    }

    /// The `x` with `matvec(x) = b`, where `matvec` is linear. `jax.lax.custom_linear_solve`.
    ///
    /// ```java
    /// Array d = Array.of(2f, 4f);
    /// customLinearSolve((Array v) -> v.mul(d), Array.of(1f, 1f), (_, v) -> v.div(d), (_, v) -> v.div(d)).toString()   // "[0.50 0.25]"
    /// ```
    ///
    /// @param solve          finds the solution for the map and the right-hand side it is given
    /// @param transposeSolve does so for the transposed map, for derivatives in reverse mode: `solve` again if the map is
    ///                       symmetric
    public static <B> B customLinearSolve(Fn1<B, B> matvec, B b, Fn2<Fn1<B, B>, B, B> solve, Fn2<Fn1<B, B>, B, B> transposeSolve) {
        return linearSolve(matvec, b, solve, Optional.of(transposeSolve));
    }

    private static <B> B linearSolve(Fn1<B, B> matvec, B b, Fn2<Fn1<B, B>, B, B> solve, Optional<Fn2<Fn1<B, B>, B, B>> transposeSolve) {
        var in = ArrayTree.of(b);
        Fn1<B, B> transposed = y -> Derivatives.vjp(matvec, in.<B>with(zeros(in.arrays()))).pullback().apply(y);
        var programs = new ArrayList<Jaxpr>();
        programs.add(program("the matvec of customLinearSolve", matvec, in));
        programs.add(Solves.<B>program("what solve of customLinearSolve finds", y -> solve.apply(matvec, y), in));
        transposeSolve.ifPresent(find -> programs.add(
                Solves.<B>program("what transposeSolve of customLinearSolve finds", y -> find.apply(transposed, y), in)));
        var closed = Closing.branches(programs);
        return in.with(new Primitive.LinearSolve(closed.programs().get(0), closed.programs().get(1),
                closed.programs().stream().skip(2).findFirst(), closed.consts().length).bind(join(closed.consts(), in.arrays())));
    }

    private static <S> Jaxpr program(String what, Fn1<S, S> f, ArrayTree in) {
        return Staging.trace(arrays -> {
            var out = ArrayTree.of(f.apply(in.with(arrays)));
            in.requireSameTypes(what, out);
            return out.arrays();
        }, AbstractValue.of(in.arrays()));
    }

    private static Array zeros(Array x) {
        return Array.full(x.shape(), x.dtype(), 0);
    }

    private static Array[] zeros(Array[] x) {
        return Arrays.stream(x).map(Solves::zeros).toArray(Array[]::new);
    }

    private static Array[] join(Array[] first, Array[] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(Array[]::new);
    }
}
