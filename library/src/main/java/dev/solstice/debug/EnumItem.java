package dev.solstice.debug;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Tracer;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Static;
import java.util.Arrays;
import java.util.List;

/// A constant of a Java enum that a program chooses when it runs: how a solver ended, for example. Its message is the
/// constant's `toString()`. Equinox's `Enumeration`.
///
/// ```java
/// enum Ending { CONVERGED, DIVERGED }
/// var ending = EnumItem.where(Array.scalar(true), EnumItem.of(Ending.DIVERGED), EnumItem.of(Ending.CONVERGED));
/// ending.value().toString()   // "DIVERGED"
/// ```
///
/// @param index int32 `[]`: the constant's number
public record EnumItem<E extends Enum<E>>(Array index, @Static Class<E> type) {
    public static <E extends Enum<E>> EnumItem<E> of(E constant) {
        return new EnumItem<>(Array.scalar(DType.INT32, constant.ordinal()), constant.getDeclaringClass());
    }

    /// `whenTrue` or `whenFalse`; an equal constant on both sides is no choice.
    ///
    /// @param predicate bool `[]`
    public static <E extends Enum<E>> EnumItem<E> where(Array predicate, EnumItem<E> whenTrue, EnumItem<E> whenFalse) {
        if (predicate.rank() != 0 || !predicate.dtype().isBool()) throw Mistake.of("where chooses by one bool, not by " + predicate.summary());
        return whenTrue == whenFalse ? whenTrue : new EnumItem<>(Lax.select(predicate, whenTrue.index, whenFalse.index), whenTrue.type);
    }

    /// Whether it is this constant: bool `[]`.
    public Array is(E constant) {
        return index.eq(constant.ordinal());
    }

    /// Whether both are one constant: bool `[]`.
    public Array eq(EnumItem<E> other) {
        return index.eq(other.index);
    }

    /// Whether which constant it is will be known only when the program runs.
    public boolean isTraced() {
        return index instanceof Tracer;
    }

    /// The constant.
    ///
    /// @throws dev.solstice.core.TracerException if it is traced
    public E value() {
        return type.getEnumConstants()[(int) index.item()];
    }

    /// `x`, and an error with the constant's message if the predicate is true.
    public <T> T errorIf(T x, Array predicate) {
        return ErrorIf.branchedErrorIf(x, predicate, index, Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList());
    }

    /// The constant of the same name in an enum that has all of this one's and more.
    ///
    /// @throws IllegalArgumentException naming the constants that it does not have
    public <F extends Enum<F>> EnumItem<F> promote(Class<F> wider) {
        var names = Arrays.stream(wider.getEnumConstants()).map(Enum::name).toList();
        var ours = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        if (!names.containsAll(ours)) {
            throw Mistake.of("%s has not all constants of %s: %s are missing".formatted(wider.getSimpleName(), type.getSimpleName(), missing(ours, names)));
        }
        var promoted = Array.scalar(DType.INT32, names.indexOf(ours.getFirst()));
        for (int i = 1; i < ours.size(); i++) promoted = Lax.select(index.eq(i), Array.scalar(DType.INT32, names.indexOf(ours.get(i))), promoted);
        return new EnumItem<>(promoted, wider);
    }

    private static List<String> missing(List<String> ours, List<String> names) {
        return ours.stream().filter(name -> !names.contains(name)).toList();
    }
}
