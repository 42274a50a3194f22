package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Primitive;
import java.util.Arrays;
import java.util.List;

/// Functions that save memory by computing twice: their intermediate values are not kept for the derivative, but computed
/// again when it needs them. A [CheckpointPolicy] says which are kept nevertheless. Arguments and results are trees of any
/// values. `jax.checkpoint`, also called `remat`.
///
/// ```java
/// var layer = checkpoint((Array w, Array v) -> sin(checkpointName(sin(w.mul(v)), "inner")), CheckpointPolicy.saveOnlyTheseNames("inner"));
/// grad((Array w) -> sum(layer.apply(w, Array.of(1f, 2f)))).apply(Array.of(3f, 4f));
/// ```
public final class Checkpoints {
    private Checkpoints() {}

    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> function, CheckpointPolicy policy) {
        return a -> call(function, policy, a);
    }

    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> function, CheckpointPolicy policy) {
        return (a, b) -> call(function, policy, a, b);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> checkpoint(Fn3<A, B, C, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, B, C, R> Fn3<A, B, C, R> checkpoint(Fn3<A, B, C, R> function, CheckpointPolicy policy) {
        return (a, b, c) -> call(function, policy, a, b, c);
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> checkpoint(Fn4<A, B, C, D, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> checkpoint(Fn4<A, B, C, D, R> function, CheckpointPolicy policy) {
        return (a, b, c, d) -> call(function, policy, a, b, c, d);
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> checkpoint(Fn5<A, B, C, D, E, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> checkpoint(Fn5<A, B, C, D, E, R> function, CheckpointPolicy policy) {
        return (a, b, c, d, e) -> call(function, policy, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> checkpoint(Fn6<A, B, C, D, E, F, R> function) {
        return checkpoint(function, CheckpointPolicy.nothingSaveable());
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> checkpoint(Fn6<A, B, C, D, E, F, R> function, CheckpointPolicy policy) {
        return (a, b, c, d, e, f) -> call(function, policy, a, b, c, d, e, f);
    }

    /// The arrays of `x`, under a name that policies know. `jax.ad_checkpoint.checkpoint_name`.
    public static <T> T checkpointName(T x, String name) {
        var tree = ArrayTree.of(x);
        return tree.with(Arrays.stream(tree.arrays()).map(new Primitive.CheckpointName(name)::apply).toArray(Array[]::new));
    }

    /// The types of what is kept between `f` at `x` and its derivative, by which checkpoints are judged.
    /// `jax.ad_checkpoint.saved_residuals`.
    ///
    /// ```java
    /// savedResiduals((Array v) -> sin(sin(v)), Array.of(1f, 2f)).toString()               // "[f32[2], f32[2]]"
    /// savedResiduals(checkpoint((Array v) -> sin(sin(v))), Array.of(1f, 2f)).toString()   // "[f32[2]]"
    /// ```
    public static <A, R> List<AbstractValue> savedResiduals(Fn1<A, R> f, A x) {
        var in = ArrayTree.of(x);
        var linearized = Linearize.linearize(arrays -> ArrayTree.of(f.apply(in.with(arrays))).arrays(), in.arrays());
        return linearized.program().consts().stream().map(Array::abstractValue).toList();
    }

    private static <R> R call(Fn<R> function, CheckpointPolicy policy, Object... arguments) {
        var in = ArrayTree.of(Arrays.asList(arguments));
        var out = new ArrayTree[1];
        var program = Staging.trace(arrays -> {
            List<Object> values = in.with(arrays);
            out[0] = ArrayTree.of(function.call(values.toArray()));
            return out[0].arrays();
        }, AbstractValue.of(in.arrays()));
        var checkpoint = new Primitive.Checkpoint(Closing.program(program), policy);
        return out[0].with(checkpoint.bind(Masks.concatenate(Closing.consts(program), in.arrays())));
    }
}
