package dev.solstice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rooms of the library, bottom up: each uses those before it and none after it.
class ArchitectureTest {
    private static final List<String> ROOMS = List.of("tree", "array", "core", "engine", "transform", "lax", "numpy",
            "random", "filter", "debug", "nn", "optim", "io", "data");
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.solstice");

    @TestFactory
    List<DynamicTest> dependenciesGoOneWay() {
        return IntStream.range(0, ROOMS.size() - 1).mapToObj(i -> DynamicTest.dynamicTest(
                ROOMS.get(i) + " uses no room above it",
                () -> noClasses().that().resideInAPackage(room(i))
                        .should().dependOnClassesThat().resideInAnyPackage(IntStream.range(i + 1, ROOMS.size()).mapToObj(ArchitectureTest::room).toArray(String[]::new))
                        .check(LIBRARY))).toList();
    }

    @Test
    void theTransformationsKnowNoEngine() {
        noClasses().that().resideInAPackage(room(ROOMS.indexOf("transform")))
                .should().dependOnClassesThat().resideInAPackage(room(ROOMS.indexOf("engine"))).check(LIBRARY);
    }

    @Test
    void everyRoomIsInThePlan() throws IOException {
        try (var folders = Files.list(Path.of("src/main/java/dev/solstice"))) {
            var rooms = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            Assertions.assertEquals(new TreeSet<>(ROOMS), rooms);
        }
    }

    private static String room(int i) {
        return "dev.solstice." + ROOMS.get(i) + "..";
    }
}
