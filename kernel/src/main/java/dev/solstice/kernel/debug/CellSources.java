package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Cell;
import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The texts of cells by the paths under which a front end knows them. There are no files at these paths.
final class CellSources {
    static final int SEED = 0xc70f6907;
    static final String PREFIX = System.getProperty("java.io.tmpdir") + File.separator + "solstice_" + ProcessHandle.current().pid()
        + File.separator;
    static final String SUFFIX = ".java";
    private static final Pattern NO_CODE = Pattern.compile("\\s*(?://.*)?");

    private final Map<String, Cell> cells = new ConcurrentHashMap<>();

    static String path(String source) {
        return PREFIX + Murmur2.hash(source, SEED) + SUFFIX;
    }

    /// @return its path
    String add(Cell cell) {
        var path = path(cell.source());
        cells.put(path, cell);
        return path;
    }

    Optional<String> source(String path) {
        return Optional.ofNullable(cells.get(path)).map(Cell::source);
    }

    /// The first line from here on that is neither blank nor a comment; empty when there is none, or no Java at all. The line
    /// itself for a cell that is not known.
    OptionalInt nextCode(String path, int line) {
        var cell = cells.get(path);
        if (cell == null) {
            return OptionalInt.of(line);
        }
        return cell.source().startsWith("%%") ? OptionalInt.empty()
            : IntStream.rangeClosed(line, cell.lineCount()).filter(each -> !NO_CODE.matcher(cell.line(each)).matches()).findFirst();
    }

    void clear() {
        cells.clear();
    }
}
