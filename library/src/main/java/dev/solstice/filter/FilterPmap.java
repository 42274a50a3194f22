package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.engine.Engine;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;
import dev.solstice.transform.MapAxes;

/// [FilterVmap], compiled, and the batch divided among the threads of this machine, as many as it has processors (or as the
/// system property `solstice.threads` says). Equinox's `filter_pmap`, for which a thread is a device; but the batch may be of
/// any size.
///
/// ```java
/// filterPmap((Mlp m, Array x) -> m.apply(x), null, 0).apply(model, batch)   // one model, each thread with a part of the batch
/// filterPmap((Key k) -> Mlp.of(64, k)).apply(keys)
/// ```
///
/// The results are those of [FilterVmap] to rounding: a matrix product of fewer rows may add up in another order. The batch
/// stays in one piece if its axis has a name, since then the examples know of each other; inside of other transformations; and
/// if nothing is mapped. The function must not change what it shares with other threads: it may be traced in any of them.
///
/// Worth it for what one thread computes in half a millisecond or more. Measured on two processors, both busy with other work: a
/// chain of `exp`, `sin` and `tanh` of 32,768 numbers takes 0.32 ms instead of 0.48 ms, of which the hand-over is about 0.08 ms. Matrix
/// products use all processors anyway, and gain nothing.
public final class FilterPmap {
    private static final String CPU = "cpu";

    private FilterPmap() {}

    public static <A, R> Fn1<A, R> filterPmap(Fn1<A, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    public static <A, B, R> Fn2<A, B, R> filterPmap(Fn2<A, B, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, R> filterPmap(Fn3<A, B, C, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> filterPmap(Fn4<A, B, C, D, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> filterPmap(Fn5<A, B, C, D, E, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> filterPmap(Fn6<A, B, C, D, E, F, R> function, Object... inAxes) {
        return distributed(function, inAxes).as();
    }

    /// A tree on a device. The arrays of every engine are in the processor's memory, so there is one device, `cpu`, where they
    /// are already; a program that names another one learns so. Equinox's `filter_shard`.
    ///
    /// @throws IllegalArgumentException if there is no such device
    public static <T> T filterShard(T tree, String device) {
        if (device.equals(CPU)) return tree;
        throw Mistake.of("there is no device '%s': the engine %s computes on the device '%s' alone. Its processors share the work of filterPmap."
                .formatted(device, Engine.current().name(), CPU));
    }

    private static <R> Transformed<R> distributed(Fn<R> function, Object... inAxes) {
        return new Transformed<>(FilterVmap.mapped(function, inAxes), new Pieces<R>(MapAxes.of(inAxes)));
    }
}
