package dev.solstice.kernel.help;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis;

/// The Java sources from which documentation is read: the JDK's, this library's (the kernel ships with them), and those
/// of Maven artifacts whose `-sources.jar` lies beside the jar, or the pages of their `-javadoc.jar`.
///
/// JShell reads Javadoc from sources but has no way to be told of others than the JDK's, so they are put into its list;
/// this needs `--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED`, without which only the JDK is documented.
final class Sources {
    private static final String SHIPPED = "/sources/dev/solstice/";

    /// JShell's own list, or ours alone where it cannot be reached.
    private final List<Path> roots;
    private final Set<Path> added = new LinkedHashSet<>();
    private final JavadocPages pages = new JavadocPages();

    Sources(SourceCodeAnalysis analysis) {
        this.roots = rootsOf(analysis);
        shipped().ifPresent(this::addRoot);
    }

    @SuppressWarnings("unchecked")
    private static List<Path> rootsOf(SourceCodeAnalysis analysis) {
        try {
            var find = analysis.getClass().getDeclaredMethod("findSources");
            find.setAccessible(true);
            return (List<Path>) find.invoke(analysis);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return new ArrayList<>();
        }
    }

    private static Optional<Path> shipped() {
        var resource = Sources.class.getResource(SHIPPED + "core/Array.java");
        try {
            return resource == null ? Optional.empty() : Optional.of(path(resource.toURI()).getParent().getParent().getParent().getParent());
        } catch (Exception unreadable) {
            return Optional.empty();
        }
    }

    private static Path path(URI uri) throws IOException {
        if (uri.getScheme().equals("jar")) {
            try {
                FileSystems.newFileSystem(uri, Map.of());
            } catch (FileSystemAlreadyExistsException open) {
                // somebody else reads this jar too
            }
        }
        return Path.of(uri);
    }

    /// Looks beside a jar of the class path for its sources, else for its Javadoc; it may be such a jar itself.
    void addBeside(Path jar) {
        var name = jar.getFileName() == null ? "" : jar.getFileName().toString();
        var stem = name.replaceFirst("(-sources|-javadoc)?\\.jar$", "");
        var sources = jar.resolveSibling(stem + "-sources.jar");
        var javadoc = jar.resolveSibling(stem + "-javadoc.jar");
        if (name.equals(stem)) {
            return; // a folder
        }
        if (Files.isReadable(sources)) {
            addRoot(sources);
        } else if (Files.isReadable(javadoc) && added.add(javadoc)) {
            pages.add(javadoc);
        }
    }

    /// What made pages say about a signature that the sources know nothing of, or why there is nothing; may be empty.
    String comment(String signature) {
        return pages.comment(signature).or(() -> JdkSources.missing().filter(hint ->
            DocumentedName.of(signature).filter(JdkSources::contain).isPresent())).orElse("");
    }

    private void addRoot(Path root) {
        if (added.add(root)) {
            roots.add(root);
        }
    }

    /// The whole source file of a top-level class.
    Optional<String> of(String className) {
        var file = className.replace('.', '/') + ".java";
        for (var root : roots) {
            try {
                if (Files.isDirectory(root)) {
                    var found = root.resolve(file);
                    if (Files.isReadable(found)) {
                        return Optional.of(Files.readString(found));
                    }
                } else {
                    try (var jar = FileSystems.newFileSystem(root)) {
                        if (Files.isReadable(jar.getPath(file))) {
                            return Optional.of(Files.readString(jar.getPath(file)));
                        }
                    }
                }
            } catch (IOException unreadable) {
                // another root may have it
            }
        }
        return Optional.empty();
    }
}
