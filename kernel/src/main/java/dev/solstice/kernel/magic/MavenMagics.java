package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Magics that bring classes to the cells: from Maven repositories, jars and folders.
final class MavenMagics {
    private static final String MAVEN = "%maven GROUP:ARTIFACT:VERSION... [--from URL] [--offline]";
    private static final String REPOSITORY = "%mavenRepo ID URL";
    private static final String POM = "%loadFromPOM FILE [SCOPE]... [--offline]";
    private static final String POM_CELL = "%%loadFromPOM [SCOPE]... [--offline]";
    private static final String CLASSPATH = "%classpath PATH...";
    private static final String JARS = "%jars PATTERN...";
    private static final String JARS_CELL = "%%jars";
    private static final String GLOB = "*?[{";
    private static final Pattern URL = Pattern.compile("\\w+:.+");

    private final Dependencies dependencies;
    private final ClassPath classPath;

    MavenMagics(Dependencies dependencies, ClassPath classPath) {
        this.dependencies = dependencies;
        this.classPath = classPath;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.line(MAVEN, "adds artifacts and what they need to the class path", this::maven);
        catalogue.alsoLine(this::maven, "addMavenDependency", "addMavenDependencies");
        catalogue.line(REPOSITORY, "looks for artifacts in this repository, too", this::repository);
        catalogue.alsoLine(this::repository, "addMavenRepo");
        catalogue.line(POM, "adds what a Maven project depends on", this::pom);
        catalogue.cell(POM_CELL, "the same for a POM, or pieces of one, in the cell", this::pomCell);
        catalogue.line(CLASSPATH, "adds jars and folders, by name or pattern (lib/*.jar)", words -> classpath(CLASSPATH, words));
        catalogue.line(JARS, "the same for jars; of a folder, those in it", this::jars);
        catalogue.alsoLine(this::jars, "jar");
        catalogue.cell(JARS_CELL, "the same for jars that the cell names, one a line",
            (words, body) -> jars(body.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()));
    }

    private Object maven(List<String> words) {
        var arguments = Arguments.of(MAVEN, words, Set.of("--from"), Set.of("--offline"));
        arguments.required(0, "what to add");
        return classPath.add(dependencies.resolve(arguments.positional(), arguments.values("--from"), arguments.has("--offline")), dependencies);
    }

    private Object repository(List<String> words) {
        var arguments = Arguments.of(REPOSITORY, words);
        var id = arguments.required(0, "a name for the repository");
        var url = arguments.atMost(2).required(1, "the repository's address");
        if (!URL.matcher(url).matches()) {
            throw Arguments.misused(REPOSITORY, "\"" + url + "\" is no address, which would begin with https:// or file:");
        }
        dependencies.addRepository(id, url);
        return null;
    }

    private Object pom(List<String> words) {
        var arguments = Arguments.of(POM, words, Set.of(), Set.of("--offline"));
        var file = arguments.file(0, "the POM's name");
        if (!Files.isRegularFile(file)) {
            throw CellFailure.plain("NoSuchFile", "there is no file " + file.toAbsolutePath());
        }
        var scopes = arguments.positional().subList(1, arguments.positional().size());
        return classPath.add(dependencies.resolvePom(file.toAbsolutePath(), scopes(scopes), arguments.has("--offline")), dependencies);
    }

    private Object pomCell(List<String> words, String body) throws IOException {
        var arguments = Arguments.of(POM_CELL, words, Set.of(), Set.of("--offline"));
        var file = Files.createTempFile("notebook", ".pom");
        try {
            Files.writeString(file, PartialPom.complete(body));
            return classPath.add(dependencies.resolvePom(file, scopes(arguments.positional()), arguments.has("--offline")), dependencies);
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> scopes(List<String> given) {
        return given.isEmpty() ? Dependencies.SCOPES : given;
    }

    private Object classpath(String usage, List<String> words) throws IOException {
        return added(found(usage, words));
    }

    private Object jars(List<String> words) throws IOException {
        var jars = new ArrayList<Path>();
        for (var path : found(JARS, words)) {
            jars.addAll(Files.isDirectory(path) ? matches(path + "/*.jar") : List.of(path));
        }
        var other = jars.stream().filter(path -> !path.toString().matches(".*\\.(?:jar|zip)")).findFirst();
        if (other.isPresent()) {
            throw CellFailure.plain("NoJar", other.get() + " is no jar");
        }
        return added(jars);
    }

    /// A list of what was added, which IJava's notebooks assign to a variable.
    private Object added(List<Path> paths) {
        classPath.add(paths.stream());
        return paths.stream().map(Path::toString).toList();
    }

    private static List<Path> found(String usage, List<String> words) throws IOException {
        var arguments = Arguments.of(usage, words);
        arguments.required(0, "what to add");
        var found = new ArrayList<Path>();
        for (var pattern : arguments.positional()) {
            var matches = matches(pattern);
            if (matches.isEmpty() && pattern.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
                throw CellFailure.plain("NoSuchFile", "there is no file or folder " + Path.of(pattern).toAbsolutePath());
            }
            if (matches.isEmpty()) {
                System.err.println("note: no file matches " + pattern + " in " + Path.of("").toAbsolutePath());
            }
            found.addAll(matches);
        }
        return found;
    }

    private static List<Path> matches(String pattern) throws IOException {
        var whole = Path.of("").toAbsolutePath().resolve(Arguments.file(pattern)).normalize();
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
