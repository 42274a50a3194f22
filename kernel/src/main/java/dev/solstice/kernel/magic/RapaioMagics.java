package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.JavaSession;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import jdk.jshell.Snippet;

/// Magics that Rapaio's kernel has and IJava's and JJava's have not, so that its notebooks run here.
final class RapaioMagics {
    private static final String DEPENDENCY = "%dependency /add GROUP:ARTIFACT:VERSION | /resolve | /add-repo ID URL | /list-dependencies"
        + " | /list-artifacts | /list-repos";
    private static final String IMAGE = "%image FILE|URL";
    private static final String JSHELL = "%jshell /vars | /types | /methods | /imports | /list";

    private final Dependencies dependencies;
    private final ClassPath classPath;
    private final JavaSession java;
    private final InspectionMagics inspection;
    private final List<String> proposed = new ArrayList<>();
    private final List<String> resolved = new ArrayList<>();

    RapaioMagics(Dependencies dependencies, ClassPath classPath, JavaSession java, InspectionMagics inspection) {
        this.dependencies = dependencies;
        this.classPath = classPath;
        this.java = java;
        this.inspection = inspection;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.line(DEPENDENCY, "collects artifacts and adds them together, as Rapaio's kernel does", this::dependency);
        catalogue.line(IMAGE, "shows a picture", this::image);
        catalogue.line(JSHELL, "lists what the cells have declared", this::jshell);
    }

    private Object dependency(List<String> words) {
        var arguments = Arguments.of(DEPENDENCY, words, Set.of(), Set.of("--optional"));
        return switch (arguments.required(0, "what to do")) {
            case "/add" -> {
                proposed.add(arguments.required(1, "what to add"));
                yield null;
            }
            case "/resolve" -> resolve();
            case "/add-repo" -> {
                dependencies.addRepository(arguments.required(1, "a name for the repository"), arguments.required(2, "the repository's address"));
                yield null;
            }
            case "/list-repos" -> String.join("\n", dependencies.repositories());
            case "/list-dependencies" -> "proposed: " + String.join(", ", proposed) + "\nresolved: " + String.join(", ", resolved);
            case "/list-artifacts" -> String.join("\n", classPath.entries().stream().map(Path::toString).toList());
            default -> throw Arguments.misused(DEPENDENCY, "there is no " + words.getFirst());
        };
    }

    /// What cannot be resolved is forgotten, so that it does not stand in the way of what is added next.
    private Object resolve() {
        var wanted = List.copyOf(proposed);
        proposed.clear();
        var found = dependencies.resolve(wanted, List.of(), false);
        resolved.addAll(wanted);
        return classPath.add(found, dependencies);
    }

    private Object image(List<String> words) throws IOException {
        var place = Arguments.of(IMAGE, words).atMost(1).required(0, "the picture's place");
        var file = Arguments.file(place);
        if (!place.contains("://") && !Files.isRegularFile(file)) {
            throw CellFailure.plain("NoSuchFile", "there is no file " + file.toAbsolutePath());
        }
        var image = place.contains("://") ? fetched(place) : ImageIO.read(file.toFile());
        if (image == null) {
            throw CellFailure.plain("NoPicture", place + " is no picture of a kind that Java reads (" + String.join(", ", ImageIO.getReaderFileSuffixes())
                + "); for others: %%html with <img src=...>");
        }
        return image;
    }

    private static BufferedImage fetched(String address) throws IOException {
        try (var in = URI.create(address).toURL().openStream()) {
            return ImageIO.read(in);
        } catch (IOException e) {
            throw CellFailure.plain("NoPicture", address + " cannot be read: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Object jshell(List<String> words) {
        return switch (Arguments.of(JSHELL, words).required(0, "what to list")) {
            case "/vars" -> inspection.who();
            case "/types" -> sources(Snippet.Kind.TYPE_DECL);
            case "/methods" -> sources(Snippet.Kind.METHOD);
            case "/imports" -> sources(Snippet.Kind.IMPORT);
            case "/list" -> sources(Snippet.Kind.TYPE_DECL, Snippet.Kind.METHOD, Snippet.Kind.VAR, Snippet.Kind.EXPRESSION, Snippet.Kind.STATEMENT);
            default -> throw Arguments.misused(JSHELL, "there is no " + words.getFirst());
        };
    }

    private String sources(Snippet.Kind... kinds) {
        return String.join("\n", java.sources(Set.of(kinds)));
    }
}
