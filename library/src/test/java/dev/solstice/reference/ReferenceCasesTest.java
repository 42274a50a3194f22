package dev.solstice.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.solstice.io.SafeTensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Runs the reference data of JAX, Equinox and optax against this library.
///
/// The root folder (one folder an area) is the system property `solstice.reference`, by default the test resources; the
/// areas are `solstice.reference.areas`, comma-separated, by default all. A case is dispatched by its `op`; one whose `op`,
/// setting or dtype does not exist yet counts as not implemented, never as passed: of the cases in the resources there is none.
/// With `solstice.reference.compiled=true` layers and optimisers are compiled.
class ReferenceCasesTest {
    private static final Map<String, Map<String, Operation>> AREAS = new LinkedHashMap<>();

    static {
        AREAS.put("random", RandomCases.operations());
        AREAS.put("primitives", PrimitiveCases.operations());
        AREAS.put("transforms", TransformCases.operations());
        AREAS.put("nn", NnCases.operations());
        AREAS.put("optim", OptimCases.operations());
        AREAS.put("training", TrainingCases.operations());
        AREAS.put("filters", FilterCases.operations());
    }

    /// What became of the cases of one area.
    private record Tally(String area, int passed, List<String> failures, Map<String, List<String>> notImplemented) {
        @Override
        public String toString() {
            return "reference %s: %d passed, %d failed, %d not implemented".formatted(
                    area, passed, failures.size(), notImplemented.values().stream().mapToInt(List::size).sum());
        }
    }

    @Test
    void every_implemented_case_agrees_with_the_reference() throws Exception {
        var root = root();
        var tallies = new ArrayList<Tally>();
        for (var area : areas()) tallies.add(run(area, root.resolve(area)));
        for (var tally : tallies) describe(tally);
        tallies.forEach(System.out::println);
        var failures = tallies.stream().flatMap(tally -> tally.failures().stream()).toList();
        assertEquals(List.of(), failures, () -> failures.size() + " reference cases failed");
        if (given().isBlank()) for (var tally : tallies) assertEquals(Map.of(), tally.notImplemented(), tally::toString);
    }

    /// Written by `filters/cases.py`.
    @Test
    void odd_trees_agree_with_equinox() throws Exception {
        var tally = run("filters", Path.of(ReferenceCasesTest.class.getResource("/filters/index.json").toURI()).getParent());
        assertEquals(List.of(), tally.failures());
        assertEquals(Map.of(), tally.notImplemented());
        assertTrue(tally.passed() > 100, tally::toString);
    }

    private static Path root() throws URISyntaxException {
        var given = given();
        if (given.isBlank()) return Path.of(ReferenceCasesTest.class.getResource("/reference/README.md").toURI()).getParent();
        // Tests run in the module's folder, but a relative path is meant from where Maven was started.
        var root = Path.of(given);
        return Files.isDirectory(root) ? root : Path.of("..").resolve(root);
    }

    private static String given() {
        return System.getProperty("solstice.reference", "");
    }

    private static List<String> areas() {
        var given = System.getProperty("solstice.reference.areas");
        if (given == null || given.isBlank() || given.equals("all")) return List.copyOf(AREAS.keySet());
        var areas = List.of(given.strip().split("\\s*,\\s*"));
        assertTrue(AREAS.keySet().containsAll(areas), "solstice.reference.areas=" + given + ": the areas are " + AREAS.keySet());
        return areas;
    }

    private static Tally run(String area, Path folder) throws IOException {
        var index = JsonParser.parseString(Files.readString(folder.resolve("index.json"))).getAsJsonObject();
        var tensors = SafeTensors.load(folder.resolve("tensors.safetensors")).tensors();
        int passed = 0;
        var failures = new ArrayList<String>();
        var notImplemented = new TreeMap<String, List<String>>();
        for (var element : index.getAsJsonArray("cases")) {
            var given = new ReferenceCase(element.getAsJsonObject(), tensors, Boolean.getBoolean("solstice.reference.compiled"));
            try {
                run(given.choose(AREAS.get(area)), given);
                passed++;
            } catch (NotImplemented missing) {
                notImplemented.computeIfAbsent(missing.getMessage(), _ -> new ArrayList<>()).add(given.id());
            } catch (AssertionError | RuntimeException wrong) {
                failures.add(area + " " + given.id() + ": " + (wrong instanceof RuntimeException ? where(wrong) : "") + wrong.getMessage());
            }
        }
        return new Tally(area, passed, failures, notImplemented);
    }

    /// Where the op is a formula's own name, it may go on: `mlp_spiral_wide` is a `mlp_spiral` of other parameters.
    private static Operation operation(String area, String op) {
        var operations = AREAS.get(area);
        if (operations.containsKey(op)) return operations.get(op);
        return operations.keySet().stream().filter(known -> op.startsWith(known + "_")).max(Comparator.comparingInt(String::length))
                .map(operations::get).orElse(null);
    }

    private static void run(Operation operation, ReferenceCase given) {
        operation.run(given);
        given.close();
    }

    /// The exception's type and the innermost lines that threw it: a failure must be findable from the report.
    private static String where(Throwable wrong) {
        var trace = wrong.getStackTrace();
        var lines = new StringBuilder(wrong.getClass().getSimpleName());
        for (int i = 0; i < Math.min(3, trace.length); i++) lines.append(" < ").append(trace[i].getFileName()).append(':').append(trace[i].getLineNumber());
        return lines + ": ";
    }

    private static void describe(Tally tally) {
        for (var failure : tally.failures()) System.out.println("reference FAILED " + failure);
        tally.notImplemented().forEach((what, cases) ->
                System.out.println("reference " + tally.area() + " not implemented: " + what + " (" + String.join(", ", cases) + ")"));
    }
}
