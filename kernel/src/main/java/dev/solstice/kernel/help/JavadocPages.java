package dev.solstice.kernel.help;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/// The pages that the `javadoc` tool has made, in `-javadoc.jar`s: documentation of artifacts whose sources are not there.
final class JavadocPages {
    private static final String ENDING = ".html";

    /// @param entry its name in the jar
    private record Page(Path jar, String entry) {}

    /// By name of class, which is the page's file name: `Map.Entry`.
    private final Map<String, List<Page>> pages = new HashMap<>();

    /// A jar that cannot be read documents nothing.
    void add(Path jar) {
        try (var zip = new ZipFile(jar.toFile())) {
            zip.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(ENDING) && !name.contains("/class-use/")).forEach(name ->
                pages.computeIfAbsent(name.substring(name.lastIndexOf('/') + 1, name.length() - ENDING.length()), ignored -> new ArrayList<>())
                    .add(new Page(jar, name)));
        } catch (IOException unreadable) {
            // as without it
        }
    }

    /// What the pages say, as simple HTML.
    ///
    /// @param signature as JShell gives it: `Name com.github.javafaker.Faker.name()`
    Optional<String> comment(String signature) {
        return DocumentedName.of(signature).flatMap(name -> page(name).flatMap(html -> JavadocPage.comment(html, name)));
    }

    private Optional<String> page(DocumentedName name) {
        return pages.getOrDefault(name.className(), List.of()).stream()
            .filter(page -> ("/" + page.entry()).endsWith("/" + name.path() + ENDING)).findFirst().flatMap(JavadocPages::read);
    }

    private static Optional<String> read(Page page) {
        try (var zip = new ZipFile(page.jar().toFile())) {
            return Optional.of(new String(zip.getInputStream(zip.getEntry(page.entry())).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
