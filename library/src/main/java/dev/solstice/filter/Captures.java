package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Tree;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the arrays that lambdas, and collections that are no trees, keep out of sight. The Java form of Equinox's warning for `self.f = jax.vmap(layer)`.
final class Captures {
    private static final ClassValue<List<Field>> CAPTURED = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            if (!type.isHidden()) return List.of();
            try {
                var fields = Arrays.stream(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers())).toList();
                fields.forEach(field -> field.setAccessible(true));
                return fields;
            } catch (InaccessibleObjectException closed) {
                return List.of(); // a lambda of a closed module: of the JDK, for example
            }
        }
    };

    private Captures() {}

    /// Whether it is a lambda that is a new object each time it is reached.
    static boolean isCapturing(Object leaf) {
        return !CAPTURED.get(leaf.getClass()).isEmpty();
    }

    /// @param what the user's word for what does not see the captured arrays
    /// @throws IllegalArgumentException naming the first leaf that is a lambda that captures an array
    static void requireNone(String what, Object tree) {
        for (PathLeaf leaf : Tree.leavesWithPath(tree)) {
            arrayIn(leaf.value()).ifPresent(array -> {
                var place = leaf.path().toString().isEmpty() ? "the root" : leaf.path();
                if (leaf.value() instanceof Collection<?>) {
                    throw Mistake.of("%s does not see the array %s in the %s at %s, which is no tree: it would be a constant. Keep it in a List or a Map."
                            .formatted(what, array.summary(), leaf.value().getClass().getSimpleName(), place));
                }
                throw Mistake.of("""
                        %s does not see the array %s that the lambda at %s captures: it would be a constant, without gradient and without updates.
                        Make it a part of the tree: Partial.of((Array w, Array x) -> ..., w), or a record that implements Fn1. \
                        An array that is to stay as it is goes in as Frozen.of(w)."""
                        .formatted(what, array.summary(), place));
            });
        }
    }

    private static Optional<Array> arrayIn(Object leaf) {
        if (leaf instanceof Array) return Optional.empty();
        if (leaf instanceof Collection<?> opaque) return arrayAmong(opaque.stream().map(element -> (Object) element));
        return arrayAmong(CAPTURED.get(leaf.getClass()).stream().map(field -> read(field, leaf)));
    }

    private static Optional<Array> arrayAmong(Stream<Object> values) {
        return values.filter(value -> value != null)
                .flatMap(value -> Tree.leaves(value).stream()).flatMap(inside -> (inside instanceof Array array ? Optional.of(array) : arrayIn(inside)).stream())
                .findFirst();
    }

    private static Object read(Field field, Object lambda) {
        try {
            return field.get(lambda);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError("was made accessible", impossible);
        }
    }
}
