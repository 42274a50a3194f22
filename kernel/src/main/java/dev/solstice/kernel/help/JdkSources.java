package dev.solstice.kernel.help;

import dev.solstice.kernel.jshell.Preload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The JDK's own sources, from which its documentation is read; some distributions pack them separately.
public final class JdkSources {
    private JdkSources() {
    }

    /// What to install so that there is documentation of the JDK; empty when its sources are there.
    public static Optional<String> missing() {
        return missing(Path.of(System.getProperty("java.home")));
    }

    static Optional<String> missing(Path home) {
        var archive = home.resolve("lib").resolve("src.zip");
        return Files.exists(archive) ? Optional.empty() : Optional.of("this JDK has no sources (" + archive + "), from which its documentation is read: "
            + "install them (Debian, Ubuntu: apt install openjdk-" + Runtime.version().feature() + "-source; Fedora: dnf install java-"
            + Runtime.version().feature() + "-openjdk-src) or use a JDK that has them, such as Eclipse Temurin");
    }

    /// Whether a class is the JDK's; signatures leave out the package of what is imported.
    static boolean contain(DocumentedName name) {
        var packages = name.packageName().isEmpty() ? Preload.standard().imports().stream().filter(line -> line.startsWith("import java."))
            .map(line -> line.replaceFirst("import (.*)\\*;", "$1")) : Stream.of(name.packageName());
        return Stream.concat(Stream.of("java.lang."), packages).anyMatch(start -> isInJdk(start + name.className().replace('.', '$')));
    }

    private static boolean isInJdk(String className) {
        try {
            Class.forName(className, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError none) {
            return false;
        }
    }
}
