package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.JavaSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;

/// Magics that bring classes to the cells: from Maven repositories, jars and folders.
final class MavenMagics {
    private static final String MAVEN = "%maven GROUP:ARTIFACT:VERSION... [--from URL] [--offline]";
    private static final String REPOSITORY = "%mavenRepo ID URL";
    private static final String POM = "%loadFromPOM FILE [SCOPE]... [--offline]";
    private static final String POM_CELL = "%%loadFromPOM [SCOPE]... [--offline]";
    private static final String CLASSPATH = "%classpath PATH...";
    private static final String JARS = "%jars PATTERN...";
    private static final String GLOB = "*?[{";

    private final Dependencies dependencies;
    private final JavaSession java;
    private final Runnable grown;
    private final Set<Path> added = new LinkedHashSet<>();

    MavenMagics(Dependencies dependencies, JavaSession java, Runnable grown) {
        this.dependencies = dependencies;
        this.java = java;
        this.grown = grown;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.line(MAVEN, "adds artifacts and what they need to the class path", this::maven);
        catalogue.alsoLine(this::maven, "addMavenDependency", "addMavenDependencies");
        catalogue.line(REPOSITORY, "looks for artifacts in this repository, too", this::repository);
        catalogue.alsoLine(this::repository, "addMavenRepo");
        catalogue.line(POM, "adds what a Maven project depends on", this::pom);
        catalogue.cell(POM_CELL, "the same for a POM, or pieces of one, in the cell", this::pomCell);
        catalogue.line(CLASSPATH, "adds jars and folders, by name or pattern (lib/*.jar)", words -> classpath(CLASSPATH, words));
        catalogue.line(JARS, "the same for jars", words -> classpath(JARS, words));
    }

    private Object maven(List<String> words) {
        var arguments = Arguments.of(MAVEN, words, Set.of("--from"), Set.of("--offline"));
        arguments.required(0, "what to add");
        return add(dependencies.resolve(arguments.positional(), arguments.values("--from"), arguments.has("--offline")));
    }

    private Object repository(List<String> words) {
        var arguments = Arguments.of(REPOSITORY, words);
        dependencies.addRepository(arguments.required(0, "a name for the repository"), arguments.required(1, "the repository's address"));
        return null;
    }

    private Object pom(List<String> words) {
        var arguments = Arguments.of(POM, words, Set.of(), Set.of("--offline"));
        var file = Path.of(arguments.required(0, "the POM's name"));
        if (!Files.isRegularFile(file)) {
            throw CellFailure.plain("NoSuchFile", "there is no file " + file.toAbsolutePath());
        }
        var scopes = arguments.positional().subList(1, arguments.positional().size());
        return add(dependencies.resolvePom(file.toAbsolutePath(), scopes(scopes), arguments.has("--offline")));
    }

    private Object pomCell(List<String> words, String body) throws IOException {
        var arguments = Arguments.of(POM_CELL, words, Set.of(), Set.of("--offline"));
        var file = Files.createTempFile("notebook", ".pom");
        try {
            Files.writeString(file, PartialPom.complete(body));
            return add(dependencies.resolvePom(file, scopes(arguments.positional()), arguments.has("--offline")));
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> scopes(List<String> given) {
        return given.isEmpty() ? Dependencies.SCOPES : given;
    }

    /// A list of what was added, which IJava's notebooks assign to a variable.
    private Object classpath(String usage, List<String> words) throws IOException {
        var arguments = Arguments.of(usage, words);
        arguments.required(0, "what to add");
        var found = new ArrayList<Path>();
        for (var pattern : arguments.positional()) {
            var matches = matches(pattern);
            if (matches.isEmpty() && pattern.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
                throw CellFailure.plain("NoSuchFile", "there is no file or folder " + Path.of(pattern).toAbsolutePath());
            }
            found.addAll(matches);
        }
        add(found.stream());
        return found.stream().map(Path::toString).toList();
    }

    private Object add(List<Artifact> artifacts) {
        artifacts.forEach(MavenMagics::sayIfHidden);
        var jars = artifacts.stream().map(artifact -> artifact.getFile().toPath()).toList();
        int before = added.size();
        add(jars.stream());
        System.out.println("class path: " + jars.size() + " artifacts, " + (added.size() - before) + " of them new");
        return null;
    }

    private void add(Stream<Path> paths) {
        var grownBy = paths.map(path -> path.toAbsolutePath().normalize()).filter(added::add).map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
        if (!grownBy.isEmpty()) {
            java.addToClasspath(grownBy); // all at once, because JShell looks through the whole class path each time
            grown.run();
        }
    }

    /// The kernel's own jars come first on the class path, whatever version a notebook asks for.
    private static void sayIfHidden(Artifact wanted) {
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(entry -> Path.of(entry).getFileName())
            .filter(name -> name != null && name.toString().matches("\\Q" + wanted.getArtifactId() + "\\E-\\d.*\\.jar"))
            .filter(name -> !name.toString().startsWith(wanted.getArtifactId() + "-" + wanted.getVersion()))
            .findFirst().ifPresent(own -> System.err.println("note: cells go on to use " + own + ", which the kernel itself has, instead of version "
                + wanted.getVersion()));
    }

    private static List<Path> matches(String pattern) throws IOException {
        var whole = Path.of("").toAbsolutePath().resolve(pattern.replaceFirst("^~(?=/)", System.getProperty("user.home"))).normalize();
        if (pattern.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
            return Files.exists(whole) ? List.of(whole) : List.of();
        }
        var root = whole;
        while (root.toString().chars().anyMatch(c -> GLOB.indexOf(c) >= 0)) {
            root = root.getParent();
        }
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + whole);
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : whole.getNameCount() - root.getNameCount(); // /*.jar is not the whole disk
        try (var files = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(matcher::matches).sorted().toList();
        }
    }
}
