package dev.solstice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.solstice.core.Primitive;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activations;
import dev.solstice.nn.Losses;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Special;
import dev.solstice.optim.Optim;
import dev.solstice.optim.Schedule;
import dev.solstice.random.Random;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// FEATURES.md names nothing that does not exist, and its lists of functions forget nothing.
class FeaturesTest {
    private static final List<String> ROOMS = List.of("tree", "array", "core", "transform", "lax", "filter", "nn", "optim", "data");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");
    private final String text = read();

    @Test
    void whatATableSaysIsThereExists() {
        var missing = new ArrayList<String>();
        int rows = 0;
        for (var line : text.lines().filter(each -> each.startsWith("| ")).toList()) {
            var cells = line.split("\\|", -1);
            var names = names(cells[3]);
            names.stream().filter(name -> !exists(name)).forEach(missing::add);
            if (cells[2].strip().equals("–") && !names.isEmpty()) missing.add(cells[1] + "is said not to be there, but there is " + names);
            rows++;
        }
        assertEquals(List.of(), missing);
        assertFalse(rows < 100, "only " + rows + " rows were read");
    }

    @Test
    void everyPrimitiveIsListed() {
        assertEquals(leaves(Primitive.class).map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)), listed("## Primitives"));
    }

    @Test
    void everyFunctionIsListed() {
        assertEquals(functions(Lax.class), listed("## `jax.lax`", "Convolution", "conv_general_dilated"));
        assertEquals(functions(Numpy.class), listed("## `jax.numpy`", "Array"));
        assertEquals(functions(Special.class), listed("## `jax.scipy.special`"));
        assertEquals(functions(Random.class), listed("## `jax.random`", "Key", "split", "splitBatch", "foldIn"));
        assertEquals(functions(Activations.class, Losses.class), listed("## `jax.nn`"));
        assertEquals(functions(Optim.class, Schedule.class), listed("## Optax"));
    }

    private Set<String> listed(String heading, String... others) {
        var section = text.substring(text.indexOf("\n" + heading) + 1);
        var body = section.substring(section.indexOf('\n'), section.indexOf("\n## "));
        var names = new TreeSet<>(names(body));
        Arrays.asList(others).forEach(names::remove);
        return names;
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FeaturesTest::leaves) : Stream.of(type);
    }

    private static Set<String> functions(Class<?>... classes) {
        return Arrays.stream(classes).flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /// `Class` or `Class.method`.
    private static boolean exists(String name) {
        var parts = name.split("\\.");
        return ROOMS.stream().flatMap(room -> publicClass("dev.solstice." + room + "." + parts[0]))
                .anyMatch(type -> parts.length == 1 || Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals(parts[1])));
    }

    private static Stream<Class<?>> publicClass(String name) {
        try {
            var type = Class.forName(name, false, FeaturesTest.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers()) ? Stream.of(type) : Stream.empty();
        } catch (ClassNotFoundException absent) {
            return Stream.empty();
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../FEATURES.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
