package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What every notebook has imported before its first cell, one import a line in a text resource.
///
/// @param imports the lines
public record Preload(List<String> imports) {
    private static final String RESOURCE = "/dev/solstice/kernel/preload.txt";

    /// The kernel's own preload.
    public static Preload standard() {
        try (var in = Preload.class.getResourceAsStream(RESOURCE)) {
            return new Preload(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Imports everything that exists; a missing package does not keep a notebook from starting.
    ///
    /// @return the lines that did not compile
    public List<String> into(JavaSession java) {
        return java.declared(imports) ? List.of() : oneByOne(java);
    }

    private List<String> oneByOne(JavaSession java) {
        var failed = new ArrayList<String>();
        for (var line : imports) {
            try {
                java.evaluate(new Cell(0, line), warning -> { });
            } catch (CellFailure missing) {
                failed.add(line);
            }
        }
        return failed;
    }
}
