package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// Magics whose body is text for the reader or for a file.
final class TextMagics {
    private static final String WRITE_FILE = "%%writefile [-a] FILE";

    private TextMagics() {
    }

    static void register(MagicCatalogue catalogue) {
        catalogue.cell("%%html", "shows the cell as HTML", (words, body) -> shown("text/html", body));
        catalogue.cell("%%javascript", "runs the cell in the browser", (words, body) -> shown("application/javascript", body));
        catalogue.cell("%%markdown", "shows the cell as Markdown", (words, body) -> shown("text/markdown", body));
        catalogue.cell("%%latex", "shows the cell as LaTeX", (words, body) -> shown("text/latex", body));
        catalogue.cell("%%svg", "shows the cell as a picture in SVG", (words, body) -> shown("image/svg+xml", body));
        catalogue.cell(WRITE_FILE, "writes the cell to a file, or appends it (-a)", TextMagics::writeFile);
    }

    private static DisplayData shown(String type, String body) {
        var data = new DisplayData(body);
        data.putData(type, body);
        return data;
    }

    private static Object writeFile(List<String> words, String body) throws Exception {
        var arguments = Arguments.of(WRITE_FILE, words, Set.of(), Set.of("-a"));
        var file = arguments.atMost(1).file(0, "the file's name");
        var folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder != null && !Files.isDirectory(folder)) {
            throw CellFailure.plain("NoSuchFile", Files.isDirectory(file) ? file + " is a folder" : "there is no folder " + folder);
        }
        boolean append = arguments.has("-a");
        var text = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
        boolean existed = Files.exists(file);
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        System.out.println((append && existed ? "Appended to " : existed ? "Overwrote " : "Wrote ") + file);
        return null;
    }
}
