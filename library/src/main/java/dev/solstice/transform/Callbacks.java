package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Effect;
import dev.solstice.core.Primitive.VmapMethod;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Java code that runs when the values are known, under every transformation: what a compiled function calls back.
public final class Callbacks {
    private Callbacks() {}

    /// What `f` computes of concrete arrays, by any Java code. `f` must have no side effects: how often it is called is not
    /// said. It has no derivative; give it one with `customJvp` or `customVjp`. `jax.pure_callback`.
    ///
    /// ```java
    /// Fn1<Array, Array> gamma = v -> pureCallback((Array x) -> Array.of(x.shape(), Arrays.stream(x.toDoubleArray()).map(Math::cbrt).toArray()), v, v);
    /// jit(gamma).apply(Array.of(8.0, 27.0)).toString()   // "[2. 3.]"
    /// ```
    ///
    /// @param resultLike a tree of arrays or `ShapeStruct`s with the structure, dtypes and shapes of what `f` returns
    /// @param operand    a tree of any values
    public static <A, R> R pureCallback(Fn1<A, R> f, R resultLike, A operand) {
        return pureCallback(f, resultLike, operand, VmapMethod.SEQUENTIAL);
    }

    /// As [#pureCallback], and `vmapMethod` says how `f` is called for a batch: for each example
    /// ([VmapMethod#SEQUENTIAL]), or once, with a leading batch axis on operands and results ([VmapMethod#EXPAND_DIMS],
    /// [VmapMethod#BROADCAST_ALL]).
    public static <A, R> R pureCallback(Fn1<A, R> f, R resultLike, A operand, VmapMethod vmapMethod) {
        return call("pureCallback", Effect.PURE, f, resultLike, operand, vmapMethod);
    }

    /// What `f` gives, called once each time this is reached, in the order of the program, even if nobody needs the
    /// result. Under vmap it is called for each example. `jax.experimental.io_callback`.
    public static <A, R> R ioCallback(Fn1<A, R> f, R resultLike, A operand) {
        return call("ioCallback", Effect.IO, f, resultLike, operand, VmapMethod.SEQUENTIAL);
    }

    /// Shows a value to `action` each time the program computes it, in the order of the program; of a batch every example.
    /// Derivatives pass it by. `jax.debug.callback`.
    public static <A> void debugCallback(Consumer<A> action, A operand) {
        Fn1<A, Object> f = values -> {
            action.accept(values);
            return null;
        };
        call("debugCallback", Effect.DEBUG, f, null, operand, VmapMethod.SEQUENTIAL);
    }

    /// Prints a line each time the program computes the values, which take the places of the `{}` in the format.
    /// `jax.debug.print`.
    ///
    /// ```java
    /// jit((Array x) -> { debugPrint("x = {}", x); return x.mul(2); }).apply(Array.of(1f, 2f));
    /// ```
    public static void debugPrint(String format, Object... values) {
        Consumer<List<Object>> print = known -> System.out.println(filled(format, known));
        debugCallback(print, Arrays.asList(values));
    }

    private static String filled(String format, List<Object> values) {
        var parts = format.split("\\{}", -1);
        if (parts.length != values.size() + 1) {
            throw Mistake.of("debugPrint has %d places {} for %d values: \"%s\"".formatted(parts.length - 1, values.size(), format));
        }
        var line = new StringBuilder(parts[0]);
        for (int i = 0; i < values.size(); i++) line.append(values.get(i)).append(parts[i + 1]);
        return line.toString();
    }

    private static <A, R> R call(String what, Effect effect, Fn1<A, R> f, R resultLike, A operand, VmapMethod vmapMethod) {
        var in = ArrayTree.of(operand);
        var out = Leaves.of(what, resultLike);
        UnaryOperator<Array[]> function = arrays -> {
            var results = Leaves.of(what, f.apply(in.with(arrays)));
            if (!results.treedef().equals(out.treedef())) {
                throw Mistake.of("the function of %s was announced to return %s, but it returned %s".formatted(what, out.treedef(), results.treedef()));
            }
            return results.arrays();
        };
        return out.unflatten(new Primitive.Callback(effect, function, List.of(AbstractValue.of(out.arrays())), vmapMethod).bind(in.arrays()));
    }
}
