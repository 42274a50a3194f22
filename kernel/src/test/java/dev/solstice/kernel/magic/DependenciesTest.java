package dev.solstice.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.error.CellFailure;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.eclipse.aether.artifact.Artifact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a repository in a folder; nothing here needs the network.
class DependenciesTest {
    @TempDir
    Path folder;
    private Path repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = folder.resolve("repository");
        publish("leaf", "1.0", "");
        publish("leaf", "2.0", "");
        publish("middle", "1.0", dependency("leaf", "<version>1.0</version>"));
        publish("top", "1.0", dependency("middle", "<version>1.0</version>") + dependency("leaf", "<version>2.0</version><optional>true</optional>"));
        write("parent", "1.0", "pom", "<packaging>pom</packaging><properties><leaf>2.0</leaf></properties>"
            + "<dependencyManagement><dependencies>" + dependency("leaf", "<version>${leaf}</version>") + "</dependencies></dependencyManagement>");
    }

    private void publish(String name, String version, String dependencies) throws IOException {
        write(name, version, "pom", "<dependencies>" + dependencies + "</dependencies>");
        new JarOutputStream(Files.newOutputStream(file(name, version, "jar"))).close();
    }

    private void write(String name, String version, String ending, String content) throws IOException {
        var file = file(name, version, ending);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>" + name + "</artifactId><version>"
            + version + "</version>" + content + "</project>");
    }

    private Path file(String name, String version, String ending) {
        return repository.resolve("test/" + name + "/" + version + "/" + name + "-" + version + "." + ending);
    }

    private static String dependency(String name, String rest) {
        return "<dependency><groupId>test</groupId><artifactId>" + name + "</artifactId>" + rest + "</dependency>";
    }

    /// A user whose settings send every request to our folder, as a company's mirror does.
    private Dependencies mirrored() throws IOException {
        return settings("<mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>" + repository.toUri() + "</url></mirror></mirrors>");
    }

    private Dependencies settings(String content) throws IOException {
        var settings = folder.resolve("settings.xml");
        Files.writeString(settings, "<settings>" + content + "</settings>");
        return new Dependencies(ContextOverrides.create().withUserSettings(true).withUserSettingsXmlOverride(settings)
            .withLocalRepositoryOverride(folder.resolve("local")).build());
    }

    private static List<String> names(List<Artifact> artifacts) {
        return artifacts.stream().map(artifact -> artifact.getFile().getName()).toList();
    }

    @Test
    void whatAnArtifactNeedsComesWithIt() throws IOException {
        assertEquals(List.of("top-1.0.jar", "middle-1.0.jar", "leaf-1.0.jar"), names(mirrored().resolve(List.of("test:top:1.0"), List.of(), false).artifacts()));
    }

    @Test
    void ofSeveralVersionsInOneRequestThereIsOne() throws IOException {
        assertEquals(List.of("leaf-2.0.jar", "middle-1.0.jar"),
            names(mirrored().resolve(List.of("test:leaf:2.0", "test:middle:1.0"), List.of(), false).artifacts()));
    }

    @Test
    void ivysCoordinatesAreUnderstood() throws IOException {
        assertEquals(List.of("leaf-1.0.jar"), names(mirrored().resolve(List.of("test#leaf;1.0"), List.of(), false).artifacts()));
    }

    @Test
    void aMissingArtifactIsNamedWithThePlacesWhereItIsNot() throws IOException {
        var dependencies = mirrored();
        var failure = assertThrows(CellFailure.class, () -> dependencies.resolve(List.of("test:gone:1.0"), List.of(), false));
        assertTrue(failure.getMessage().contains("test:gone:jar:1.0") && failure.getMessage().contains("ours"), failure.getMessage());
        assertThrows(CellFailure.class, () -> dependencies.resolve(List.of("nonsense"), List.of(), false));
    }

    @Test
    void offlineInTheSettingsIsOffline() throws IOException {
        var dependencies = settings("<offline>true</offline>");
        var failure = assertThrows(CellFailure.class, () -> dependencies.resolve(List.of("test:leaf:1.0"), List.of(), false));
        assertTrue(failure.getMessage().contains("offline"), failure.getMessage());
    }

    @Test
    void whatHasBeenDownloadedOnceIsThereOffline() throws IOException {
        mirrored().resolve(List.of("test:top:1.0"), List.of(), false);
        Files.move(repository, folder.resolve("elsewhere"));
        assertEquals(3, mirrored().resolve(List.of("test:top:1.0"), List.of(), true).artifacts().size());
    }

    @Test
    void piecesOfAPomWithParentAndManagedVersionsAreCompleted() throws IOException {
        var pom = folder.resolve("cell.pom");
        Files.writeString(pom, PartialPom.complete("""
            <?xml version="1.0"?>
            <!-- pasted -->
            <parent><groupId>test</groupId><artifactId>parent</artifactId><version>1.0</version></parent>
            <dependency><groupId>test</groupId><artifactId>leaf</artifactId></dependency>
            <dependencies>
              <dependency><groupId>test</groupId><artifactId>middle</artifactId><version>1.0</version><scope>test</scope></dependency>
            </dependencies>
            """));
        assertEquals(List.of("leaf-2.0.jar"), names(mirrored().resolvePom(pom, Dependencies.SCOPES, false).artifacts()));
        var tests = mirrored().resolvePom(pom, List.of("test"), false).artifacts();
        assertEquals(List.of("middle-1.0.jar", "leaf-2.0.jar"), names(tests));
    }

    @Test
    void aPomThatIsNotXmlSaysWhere() {
        var failure = assertThrows(CellFailure.class, () -> PartialPom.complete("<dependency>"));
        assertEquals("InvalidPom", failure.name());
    }

    @Test
    void ofWhatWasAskedForTheDocumentationIsFetchedSourcesFirst() throws IOException {
        Files.createFile(file("leaf", "1.0", "jar").resolveSibling("leaf-1.0-javadoc.jar"));
        Files.createFile(file("top", "1.0", "jar").resolveSibling("top-1.0-sources.jar"));
        Files.createFile(file("top", "1.0", "jar").resolveSibling("top-1.0-javadoc.jar"));
        var dependencies = mirrored();
        var found = dependencies.resolve(List.of("test:top:1.0", "test:leaf:1.0"), List.of(), false);
        assertEquals(List.of("top-1.0.jar", "leaf-1.0.jar"), names(found.asked()));
        var arrived = new ArrayList<Path>();
        dependencies.document(found.asked(), arrived::add);
        var leaf = arrived.getLast();
        assertEquals(List.of("top-1.0.jar", "leaf-1.0.jar"), arrived.stream().map(jar -> jar.getFileName().toString()).toList());
        assertTrue(Files.exists(leaf.resolveSibling("leaf-1.0-javadoc.jar")));
        assertFalse(Files.exists(arrived.getFirst().resolveSibling("top-1.0-javadoc.jar")));
        assertEquals(List.of(), mirrored().resolve(List.of("test:top:1.0"), List.of(), true).asked());
    }
}
