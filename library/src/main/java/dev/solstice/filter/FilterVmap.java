package dev.solstice.filter;

import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.Vmap;
import java.util.Arrays;
import java.util.List;

/// Vectorises a function of any values: arrays are mapped along their axis (by default 0), everything else is the
/// same for all examples. Mapping a constructor over keys makes an ensemble. Equinox's `filter_vmap`.
///
/// ```java
/// filterVmap((Mlp m, Array x) -> m.apply(x), null, 0).apply(model, batch)    // one model, many inputs
/// filterVmap((Key k) -> Mlp.of(64, k)).apply(keys)                           // many models
/// ```
public final class FilterVmap {
    private FilterVmap() {}

    public static <A, R> Fn1<A, R> filterVmap(Fn1<A, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    public static <A, B, R> Fn2<A, B, R> filterVmap(Fn2<A, B, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, R> filterVmap(Fn3<A, B, C, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> filterVmap(Fn4<A, B, C, D, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> filterVmap(Fn5<A, B, C, D, E, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> filterVmap(Fn6<A, B, C, D, E, F, R> function, Object... inAxes) {
        return mapped(function, inAxes).as();
    }

    static <R> Transformed<R> mapped(Fn<R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return new Transformed<>(function, (f, arguments) -> map(f, axes, arguments));
    }

    @SuppressWarnings("unchecked") // the result is the function's
    private static <R> R map(Fn<?> f, MapAxes axes, Object... arguments) {
        var in = Halves.of(Arrays.asList(arguments));
        var out = new Halves[1];
        var mapped = Vmap.vmap((Object arrays) -> {
            out[0] = Halves.of(f.call(((List<?>) in.with(arrays).whole()).toArray()));
            return out[0].arrays();
        }, axes.withIn(axes.forArguments(arguments.length))).apply(in.arrays());
        return (R) out[0].with(mapped).whole();
    }
}
