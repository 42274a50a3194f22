package dev.solstice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.solstice.core.Primitive;
import dev.solstice.optim.Optim;
import dev.solstice.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// FEATURES.md names nothing that does not exist, forgets neither a name of JAX's nor a function of ours, and counts right.
///
/// To say that something is there now, change its row: the sign, our name, the limits. Then run this test with
/// `-Dsolstice.features.update=true`, which writes the counts anew.
class FeaturesTest {
    private static final Path FEATURES = Path.of("../FEATURES.md");
    private static final Path CLASSES = Path.of("target/classes/dev/solstice");
    private static final List<String> ROOMS =
            List.of("tree", "array", "core", "engine", "transform", "lax", "numpy", "random", "filter", "debug", "nn", "optim", "data", "io");
    private static final List<String> MODULES = List.of("jax", "jax.lax", "jax.numpy", "jax.nn", "jax.nn.initializers", "jax.random",
            "jax.numpy.linalg", "jax.numpy.fft", "jax.scipy.special", "jax.scipy.linalg", "optax");
    /// What only other rooms call.
    private static final Set<String> INTERPRETERS = Set.of("Closing", "Jvp", "Linearize", "Staging");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");
    private static final Pattern COUNTS = Pattern.compile("\\d+ of the \\d+ names that make sense .*");

    private final String text = read(FEATURES);

    private record Row(String name, String sign, List<String> ours, String remark) {
        static Row of(String line) {
            var cells = line.split("\\|", -1);
            return new Row(cells[1].strip().replace("`", ""), cells[2].strip(), names(cells[3]), cells[4].strip());
        }

        boolean isThere() {
            return sign.equals("✓") || sign.equals("◐");
        }
    }

    @Test
    void whatATableSaysIsThereExists() {
        var rows = rows(text);
        assertEquals(List.of(), rows.stream().flatMap(row -> row.ours.stream()).filter(name -> !exists(name)).toList());
        assertFalse(rows.size() < 1000, "only " + rows.size() + " rows were read");
    }

    @Test
    void aSignHasWhatItNeeds() {
        var wrong = new ArrayList<String>();
        for (var row : MODULES.stream().map(this::section).flatMap(section -> rows(section).stream()).toList()) {
            var complaint = switch (row.sign) {
                case "✓" -> row.ours.isEmpty() && row.remark.isEmpty() ? "is said to be there, but not as what" : "";
                case "◐" -> row.remark.isEmpty() ? "has limits that are not named" : "";
                case "–" -> row.ours.isEmpty() ? "" : "is said not to be there, but there is " + row.ours;
                case "✗" -> row.remark.isEmpty() || !row.ours.isEmpty() ? "makes no sense, but there is no reason why" : "";
                default -> "has the sign " + row.sign;
            };
            if (!complaint.isEmpty()) wrong.add(row.name + " " + complaint);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyNameOfJaxHasARow() {
        for (var module : MODULES) {
            var names = read(Path.of("src/test/resources/features/" + module + ".txt")).lines().toList();
            assertEquals(names, rows(section(module)).stream().map(Row::name).toList(), module);
        }
    }

    @Test
    void theCountsAreTrue() throws IOException {
        var counted = text;
        for (var module : Stream.concat(Stream.of("Equinox"), MODULES.stream()).toList()) {
            var section = section(module);
            counted = counted.replace(section, COUNTS.matcher(section).replaceFirst(counts(rows(section))));
        }
        if (Boolean.getBoolean("solstice.features.update")) Files.writeString(FEATURES, counted);
        else assertEquals(counted, text, "run this test with -Dsolstice.features.update=true");
    }

    @Test
    void fourFifthsOfWhatMakesSenseIsThere() {
        assertEquals(List.of(), MODULES.stream().filter(module -> !fourFifths(rows(section(module)))).toList());
    }

    private static boolean fourFifths(List<Row> rows) {
        long sensible = rows.stream().filter(row -> !row.sign.equals("✗")).count();
        return 5 * rows.stream().filter(Row::isThere).count() >= 4 * sensible;
    }

    private static String counts(List<Row> rows) {
        var count = rows.stream().collect(Collectors.groupingBy(Row::sign, Collectors.counting()));
        long full = count.getOrDefault("✓", 0L);
        long limited = count.getOrDefault("◐", 0L);
        long absent = count.getOrDefault("–", 0L);
        long there = full + limited;
        return "%d of the %d names that make sense are there (%d %%): %d ✓, %d ◐, %d –; %d ✗.".formatted(
                there, there + absent, 100 * there / (there + absent), full, limited, absent, count.getOrDefault("✗", 0L));
    }

    @Test
    void everyPrimitiveIsListed() {
        assertEquals(leaves(Primitive.class).map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(names(section("Primitives"))));
    }

    @Test
    void everyFunctionIsNamed() throws IOException {
        var named = Set.copyOf(names(text));
        assertEquals(List.of(), Stream.concat(functionClasses().stream(), Stream.of(Optim.class, Schedule.class)).filter(type -> !INTERPRETERS.contains(type.getSimpleName()))
                .flatMap(type -> functions(type).stream().map(name -> type.getSimpleName() + "." + name))
                .filter(name -> !named.contains(name)).toList());
    }

    /// The public classes that hold nothing but functions.
    private static List<Class<?>> functionClasses() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.map(CLASSES::relativize).map(Path::toString).filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .filter(name -> ROOMS.indexOf(name.split("[/\\\\]")[0]) >= ROOMS.indexOf("transform"))
                    .flatMap(name -> publicClass("dev.solstice." + name.replace(".class", "").replaceAll("[/\\\\]", ".")))
                    .filter(type -> !type.isInterface() && !type.isEnum() && type.getConstructors().length == 0)
                    .filter(type -> publicMethods(type).findAny().isPresent()
                            && publicMethods(type).allMatch(method -> Modifier.isStatic(method.getModifiers())))
                    .sorted(Comparator.comparing(Class::getName)).<Class<?>>map(type -> type).toList();
        }
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(method -> method.getDeclaringClass() != Object.class);
    }

    private static Set<String> functions(Class<?>... classes) {
        return Arrays.stream(classes).flatMap(FeaturesTest::publicMethods).filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /// From the heading, without the heading's own line, to the next.
    private String section(String heading) {
        int start = Stream.of("\n## `" + heading + "`\n", "\n## " + heading).mapToInt(text::indexOf).filter(at -> at >= 0).findFirst().orElseThrow();
        int body = text.indexOf('\n', start + 1);
        int end = text.indexOf("\n## ", body);
        return text.substring(body, end < 0 ? text.length() : end);
    }

    private static List<Row> rows(String text) {
        return text.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| | ") && !line.contains("| | Solstice | |"))
                .map(Row::of).toList();
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FeaturesTest::leaves) : Stream.of(type);
    }

    /// `Class`, `Class.method`, `Class.CONSTANT` or `Class.Nested`.
    private static boolean exists(String name) {
        var parts = name.split("\\.");
        return ROOMS.stream().flatMap(room -> publicClass("dev.solstice." + room + "." + parts[0]))
                .anyMatch(type -> parts.length == 1 || members(type).anyMatch(parts[1]::equals));
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(Arrays.stream(type.getMethods()).map(Method::getName), Arrays.stream(type.getFields()).map(field -> field.getName()),
                Arrays.stream(type.getClasses()).map(Class::getSimpleName)).flatMap(each -> each);
    }

    private static Stream<Class<?>> publicClass(String name) {
        try {
            var type = Class.forName(name, false, FeaturesTest.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers()) ? Stream.of(type) : Stream.empty();
        } catch (ClassNotFoundException absent) {
            return Stream.empty();
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
