package dev.solstice.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a file completely or not at all: whoever is interrupted while saving keeps the file from before.
final class WholeFile {
    private WholeFile() {}

    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static void write(Path file, Content content) {
        var target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            var part = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
            try {
                try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
                    content.writeTo(out);
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
