package dev.solstice.debug;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.Tracer;
import dev.solstice.numpy.Reductions;
import dev.solstice.lax.Lax;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Callbacks;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Values as they are, that watch or forbid what happens to them.
public final class Guards {
    private Guards() {}

    /// `x`, by which nobody may differentiate. Equinox's `internal.nondifferentiable`.
    ///
    /// @param what the user's word for it, for the error
    public static <T> T nondifferentiable(T x, String what) {
        return Custom.<T, T>customJvp(value -> value, (value, tangent) -> {
            throw Mistake.unsupported(what + " must not be differentiated by. Cut it off with stopGradient, if its derivative is not wanted.");
        }).apply(x);
    }

    /// `x`, by which nobody may differentiate in reverse mode; forward mode goes through. Equinox's
    /// `internal.nondifferentiable_backward`.
    ///
    /// @param what the user's word for it, for the error
    public static <T> T nondifferentiableBackward(T x, String what) {
        var tree = ArrayTree.of(x);
        var identity = new Primitive.NondifferentiableBackward(
                what + " must not be differentiated by in reverse mode. Use jvp or jacfwd, or cut it off with stopGradient.");
        return tree.with(Arrays.stream(tree.arrays()).map(identity::apply).toArray(Array[]::new));
    }

    /// `x`, which has to be known: outside of jit, vmap and derivatives. Equinox's `internal.nontraceable`.
    public static <T> T nontraceable(T x, String what) {
        for (var array : ArrayTree.of(x).arrays()) {
            if (array instanceof Tracer) throw Mistake.unsupported(what + " must not be traced, but is " + array);
        }
        return x;
    }

    /// `x`, which no vmap may make a batch of; found out when the program runs. Equinox's `internal.nonbatchable`.
    public static <T> T nonbatchable(T x, String what) {
        var arrays = ArrayTree.of(x).arrays();
        var ranks = Arrays.stream(arrays).mapToInt(Array::rank).toArray();
        return Hanging.on(x, operands -> {
            for (int i = 0; i < ranks.length; i++) {
                if (operands.get(i).rank() != ranks[i]) throw Mistake.unsupported(what + " must not be batched, but is " + operands.get(i).summary());
            }
            return Array.scalar(false);
        }, arrays);
    }

    /// `x`; each cotangent that comes back is printed under the name, with the value. Forward mode has no cotangents, and is an error.
    /// Equinox's `debug.backward_nan`.
    ///
    /// @param terminate whether a NaN in it is a [CheckFailedException]
    public static Array backwardNan(Array x, String name, boolean terminate) {
        return Custom.<Array, Array, Array>customVjp(value -> value, value -> new Custom.ValueAndResiduals<>(value, value), (value, cotangent) -> {
            Callbacks.debugPrint(name + ":\n   primals={}\ncotangents={}", value, cotangent);
            return terminate ? ErrorIf.errorIf(cotangent, Lax.ne(cotangent, cotangent), name + ": NaN in the cotangent") : cotangent;
        }).apply(x);
    }

    /// Calls `hook` with the values whenever a program comes here and the predicate is true: a line to put a debugger's
    /// breakpoint on. Equinox's `debug.breakpoint_if`.
    ///
    /// @param predicate bool of any shape; true anywhere is enough
    public static void breakpointIf(Array predicate, Consumer<List<Object>> hook, Object... values) {
        record Moment(Array predicate, List<Object> values) {}
        Consumer<Moment> stop = moment -> {
            if (moment.predicate().item() != 0) hook.accept(moment.values());
        };
        Callbacks.debugCallback(stop, new Moment(Reductions.any(predicate), Arrays.asList(values)));
    }

    /// `x`, telling when it is reached by which transformation, and again when it is differentiated.
    /// Equinox's `debug.announce_transform`.
    ///
    /// @param announce gets lines such as `"x: jit"`
    public static Array announceTransform(Array x, String name, Consumer<String> announce) {
        announce.accept(name + ": " + (x instanceof Tracer tracer ? tracer.trace().transformation() : "evaluated"));
        return Custom.<Array, Array>customJvp(value -> value, (value, tangent) -> {
            announce.accept(name + ": differentiated");
            return new ValueAndTangent<>(value, tangent);
        }).apply(x);
    }
}
