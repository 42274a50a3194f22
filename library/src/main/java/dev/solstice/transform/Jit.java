package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.AxisNames;
import dev.solstice.core.Debugging;
import dev.solstice.core.Tracer;
import dev.solstice.tree.TreeDef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Compilation: a function is traced once for each structure, shapes and dtypes of its arguments, and from then
/// on its program runs instead of it. `jax.jit`.
///
/// Arguments and results are trees of arrays (Java numbers count as arrays); for trees that hold anything else
/// there is `filterJit`. What the function does besides computing with arrays happens only while it is traced.
///
/// ```java
/// var f = jit((Array x) -> x.mul(x).sum());
/// f.apply(Array.of(1, 2, 3)).item()   // 14.0
/// ```
public final class Jit {
    private Jit() {}

    public static <A, R> Fn1<A, R> jit(Fn1<A, R> function) {
        var jitted = new Jitted<>(function);
        return a -> jitted.call(a);
    }

    public static <A, B, R> Fn2<A, B, R> jit(Fn2<A, B, R> function) {
        var jitted = new Jitted<>(function);
        return (a, b) -> jitted.call(a, b);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> jit(Fn3<A, B, C, R> function) {
        var jitted = new Jitted<>(function);
        return (a, b, c) -> jitted.call(a, b, c);
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> jit(Fn4<A, B, C, D, R> function) {
        var jitted = new Jitted<>(function);
        return (a, b, c, d) -> jitted.call(a, b, c, d);
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> jit(Fn5<A, B, C, D, E, R> function) {
        var jitted = new Jitted<>(function);
        return (a, b, c, d, e) -> jitted.call(a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> jit(Fn6<A, B, C, D, E, F, R> function) {
        var jitted = new Jitted<>(function);
        return (a, b, c, d, e, f) -> jitted.call(a, b, c, d, e, f);
    }

    /// The program of a function for arguments like these, to be looked at before it runs: `jax.jit(f).lower(...)`.
    ///
    /// ```java
    /// var lowered = Jit.lower((Array v) -> v.matmul(v.transpose()), Array.full(Shape.of(2, 3), DType.FLOAT32, 1));
    /// lowered.flops()   // 24
    /// ```
    public static <A, R> Lowered<R> lower(Fn1<A, R> function, A a) {
        return Lowered.of(function, a);
    }

    public static <A, B, R> Lowered<R> lower(Fn2<A, B, R> function, A a, B b) {
        return Lowered.of(function, a, b);
    }

    public static <A, B, C, R> Lowered<R> lower(Fn3<A, B, C, R> function, A a, B b, C c) {
        return Lowered.of(function, a, b, c);
    }

    public static <A, B, C, D, R> Lowered<R> lower(Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return Lowered.of(function, a, b, c, d);
    }

    public static <A, B, C, D, E, R> Lowered<R> lower(Fn5<A, B, C, D, E, R> function, A a, B b, C c, D d, E e) {
        return Lowered.of(function, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Lowered<R> lower(Fn6<A, B, C, D, E, F, R> function, A a, B b, C c, D d, E e, F f) {
        return Lowered.of(function, a, b, c, d, e, f);
    }

    private record Key(TreeDef in, List<AbstractValue> types, Map<String, Integer> axisNames) {}

    private static final class Jitted<R> implements Fn<R> {
        private final Fn<R> function;
        private final Map<Key, Lowered<R>> programs = new ConcurrentHashMap<>();

        private volatile Key last;

        Jitted(Fn<R> function) {
            this.function = function;
        }

        @Override
        @SuppressWarnings("unchecked") // the program's result has the structure of the function's
        public R call(Object... arguments) {
            if (Debugging.isJitDisabled()) return function.call(arguments);
            var leaves = Leaves.of("jit", Arrays.asList(arguments));
            var key = new Key(leaves.treedef(), List.of(AbstractValue.of(leaves.arrays())), AxisNames.current());
            var program = programs.get(key);
            if (program == null) program = traced(key, arguments);
            var results = JitCall.bind("f", program.jaxpr(), leaves.arrays());
            return (R) program.result().unflatten(Arrays.asList(results));
        }

        /// Threads that call a function for the first time wait for the one that traces it.
        private synchronized Lowered<R> traced(Key key, Object... arguments) {
            var known = programs.get(key);
            if (known != null) return known;
            var program = Lowered.of(function, arguments);
            Debugging.compiled(program.jaxpr(), () -> difference(key));
            last = key;
            // a program that closes over tracers belongs to the transformation around this one call
            if (program.jaxpr().consts().stream().noneMatch(Tracer.class::isInstance)) programs.put(key, program);
            return program;
        }

        private String difference(Key key) {
            var before = last;
            if (before == null) return "";
            if (!before.in.equals(key.in)) return "the arguments have the structure " + key.in + " instead of " + before.in;
            for (int i = 0; i < key.types.size(); i++) {
                if (!before.types.get(i).equals(key.types.get(i))) {
                    return "the argument " + key.in.paths().get(i) + " is " + key.types.get(i) + " instead of " + before.types.get(i);
                }
            }
            return "the named axes in scope are " + key.axisNames + " instead of " + before.axisNames;
        }
    }
}
