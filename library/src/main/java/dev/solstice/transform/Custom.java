package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Functions with derivatives of one's own.
public final class Custom {
    private Custom() {}

    /// A value and what its derivative will need of it.
    public record ValueAndResiduals<R, S>(R value, S residuals) {}

    /// `f` with the derivative that `rule` gives for a primal and a tangent. Works in both modes, since reverse mode
    /// transposes the rule, which has to be linear in the tangent. `jax.custom_jvp`.
    ///
    /// ```java
    /// var log1pexp = customJvp((Array x) -> log(exp(x).add(1.0)), (Array x, Array t) ->
    ///         new Derivatives.ValueAndTangent<>(log(exp(x).add(1.0)), t.mul(sigmoid(x))));
    /// ```
    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> f, Fn2<A, A, ValueAndTangent<R>> rule) {
        return a -> {
            var in = Leaves.of("customJvp", a);
            var out = new Leaves[1];
            var program = Staging.trace(flat(f, in, out), AbstractValue.of(in.arrays()));
            int hoisted = program.consts().size();
            var results = new Primitive.CustomJvp(Closing.program(program), (primals, tangents) -> {
                var x = Arrays.copyOfRange(primals, hoisted, primals.length);
                var t = Arrays.copyOfRange(tangents, hoisted, tangents.length);
                for (int i = 0; i < t.length; i++) t[i] = Zeros.instantiate(t[i], x[i]);
                var dual = rule.apply(in.unflatten(x), in.unflatten(t));
                return Masks.concatenate(Leaves.of("customJvp", dual.value()).arrays(), Leaves.of("customJvp", dual.tangent()).arrays());
            }).bind(Masks.concatenate(Closing.consts(program), in.arrays()));
            return out[0].unflatten(results);
        };
    }

    /// `f` with the reverse-mode derivative of two functions: `forward` gives the value and whatever `backward` needs
    /// beside the cotangent of the value. `jax.custom_vjp`.
    ///
    /// ```java
    /// var clipped = customVjp((Array x) -> x,
    ///         (Array x) -> new Custom.ValueAndResiduals<>(x, x),
    ///         (Array x, Array ct) -> clip(ct, -1, 1));
    /// ```
    public static <A, R, S> Fn1<A, R> customVjp(Fn1<A, R> f, Fn1<A, ValueAndResiduals<R, S>> forward, Fn2<S, R, A> backward) {
        return a -> {
            var in = Leaves.of("customVjp", a);
            var out = new Leaves[1];
            var program = Staging.trace(flat(f, in, out), AbstractValue.of(in.arrays()));
            int hoisted = program.consts().size();
            var saved = new ArrayTree[1];
            var results = new Primitive.CustomVjp(Closing.program(program), primals -> {
                var both = forward.apply(in.unflatten(Arrays.copyOfRange(primals, hoisted, primals.length)));
                saved[0] = ArrayTree.of(both.residuals());
                return Masks.concatenate(Leaves.of("customVjp", both.value()).arrays(), saved[0].arrays());
            }, (residuals, cotangents) -> {
                for (int i = 0; i < cotangents.length; i++) cotangents[i] = Zeros.instantiate(cotangents[i], out[0].arrays()[i].abstractValue());
                var gradient = Leaves.of("customVjp", backward.apply(saved[0].with(residuals), out[0].unflatten(cotangents)));
                return Masks.concatenate(new Array[hoisted], gradient.arrays());
            }).bind(Masks.concatenate(Closing.consts(program), in.arrays()));
            return out[0].unflatten(results);
        };
    }

    private static <A, R> UnaryOperator<Array[]> flat(Fn1<A, R> f, Leaves in, Leaves[] out) {
        return arrays -> {
            out[0] = Leaves.of("custom derivative", f.apply(in.unflatten(arrays)));
            return out[0].arrays();
        };
    }
}
