package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// Along which axes a function is vectorised: for each argument and for the result an axis, null, a
/// `Function<Object, Integer>` of a leaf, or a prefix tree of these.
///
/// ```java
/// vmap(f, MapAxes.in(null, 0).out(1))
/// ```
public final class MapAxes {
    static final int UNKNOWN = -1;

    private final List<Object> in;
    private final Object out;
    private final int size;
    private final String name;

    private MapAxes(List<Object> in, Object out, int size, String name) {
        this.in = in;
        this.out = out;
        this.size = size;
        this.name = name;
    }

    /// One axis for each argument; none means axis 0 of everything.
    public static MapAxes in(Object... axes) {
        // a lone null given to a varargs parameter arrives as no list at all
        return new MapAxes(axes == null ? Collections.singletonList(null) : Collections.unmodifiableList(Arrays.asList(axes.clone())), 0, UNKNOWN, "");
    }

    /// This axis for what is an array, none for everything else: what filterVmap does by itself. Equinox's `if_array`.
    public static Function<Object, Integer> ifArray(int axis) {
        return new IfArray(axis);
    }

    private record IfArray(int axis) implements Function<Object, Integer> {
        @Override
        public Integer apply(Object leaf) {
            return leaf instanceof Array ? axis : null;
        }
    }

    /// What a varargs list of axes means: the axes of the arguments, or one `MapAxes`.
    public static MapAxes of(Object[] inAxes) {
        return inAxes != null && inAxes.length == 1 && inAxes[0] instanceof MapAxes axes ? axes : in(inAxes);
    }

    /// Where the batch axis of the result goes.
    public MapAxes out(Object axes) {
        return new MapAxes(in, axes, size, name);
    }

    /// Says the size of the batch, needed only if no argument is mapped.
    public MapAxes size(int size) {
        return new MapAxes(in, out, size, name);
    }

    /// Gives the batch axis a name, along which the function may compute: `psum(x, name)` and its like.
    public MapAxes name(String name) {
        if (name.isBlank()) throw Mistake.of("the name of an axis is not blank");
        return new MapAxes(in, out, size, name);
    }

    /// The same batch with other axes for the arguments.
    public MapAxes withIn(Object... axes) {
        return new MapAxes(in(axes).in, out, size, name);
    }

    /// The axes for a call with `n` arguments.
    public List<Object> forArguments(int n) {
        if (in.isEmpty()) return Collections.nCopies(n, 0);
        if (in.size() != n) {
            throw Mistake.of("vmap was given %d %s, %s, but the function has %d %s. Give one for each: null for what is the same for all examples."
                    .formatted(in.size(), in.size() == 1 ? "axis" : "axes", in, n, n == 1 ? "argument" : "arguments"));
        }
        return in;
    }

    /// The axis of each leaf of these arguments, counted from the front; negative for none.
    public int[] inAxes(List<?> arguments) {
        return AxisSpec.resolve(forArguments(arguments.size()), arguments);
    }

    /// The batch axis of each leaf of a result that has it already, counted from the front; negative for none.
    public int[] outAxes(Object result) {
        return AxisSpec.resolve(out, result);
    }

    public Object out() {
        return out;
    }

    /// The name of the batch axis; empty if it has none.
    public String name() {
        return name;
    }

    /// The size of the batch, or a negative number if it is not given.
    public int size() {
        return size;
    }
}
