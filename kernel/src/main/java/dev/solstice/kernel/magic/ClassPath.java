package dev.solstice.kernel.magic;

import dev.solstice.kernel.jshell.JavaSession;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;

/// What magics have added to what cells can import.
final class ClassPath {
    private final JavaSession java;
    private final Runnable grown;
    private final Set<Path> added = new LinkedHashSet<>();

    /// @param grown is run after something was added
    ClassPath(JavaSession java, Runnable grown) {
        this.java = java;
        this.grown = grown;
    }

    /// Adds artifacts and says how many of them are new; nothing to show. Their documentation follows when it comes.
    Object add(Dependencies.Resolved found, Dependencies from) {
        var artifacts = found.artifacts();
        artifacts.forEach(ClassPath::sayIfHidden);
        int before = added.size();
        add(artifacts.stream().map(artifact -> artifact.getFile().toPath()));
        System.out.println("class path: " + artifacts.size() + " artifacts, " + (added.size() - before) + " of them new");
        if (added.size() > before) {
            Thread.ofPlatform().daemon().name("documentation").start(() -> from.document(found.asked(), java::documented));
        }
        return null;
    }

    void add(Stream<Path> paths) {
        var grownBy = paths.map(path -> path.toAbsolutePath().normalize()).filter(added::add).map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
        if (!grownBy.isEmpty()) {
            java.addToClasspath(grownBy); // all at once, because JShell looks through the whole class path each time
            grown.run();
        }
    }

    /// Everything that was added, in order.
    List<Path> entries() {
        return List.copyOf(added);
    }

    /// The kernel's own jars come first on the class path, whatever version a notebook asks for.
    private static void sayIfHidden(Artifact wanted) {
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(entry -> Path.of(entry).getFileName())
            .filter(name -> name != null && name.toString().matches("\\Q" + wanted.getArtifactId() + "\\E-\\d.*\\.jar"))
            .filter(name -> !name.toString().startsWith(wanted.getArtifactId() + "-" + wanted.getVersion()))
            .findFirst().ifPresent(own -> System.err.println("note: cells go on to use " + own + ", which the kernel itself has, instead of version "
                + wanted.getVersion()));
    }
}
