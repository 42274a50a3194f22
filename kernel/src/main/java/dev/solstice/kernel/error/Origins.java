package dev.solstice.kernel.error;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which cell, and which line of it, every snippet came from.
public final class Origins {
    private record Origin(Cell cell, int firstLine) {}

    private final Map<String, Origin> origins = new ConcurrentHashMap<>();

    /// A line of a cell.
    public record Place(Cell cell, int line) {
        @Override
        public String toString() {
            return cell.name() + ", line " + line;
        }
    }

    private volatile Origin running;

    /// Notes that a piece of this cell, from this character on, is about to run: JShell names its snippet only afterwards.
    public void run(Cell cell, int offset) {
        running = new Origin(cell, cell.lineAt(offset));
    }

    /// Notes that the snippet's text starts at this character of the cell.
    public void add(String snippetId, Cell cell, int offset) {
        origins.put(snippetId, new Origin(cell, cell.lineAt(offset)));
    }

    /// Notes that a snippet has been declared again as it was.
    public void again(String snippetId, String newId) {
        var origin = origins.get(snippetId);
        if (origin != null) {
            origins.put(newId, origin);
        }
    }

    /// Notes that what is about to run is this snippet, which an earlier cell may have had, too.
    public void addRunning(String snippetId) {
        origins.computeIfPresent(snippetId, (id, earlier) -> running);
    }

    /// The ids that [#add] has noted; what is removed here is forgotten.
    public Set<String> snippetIds() {
        return origins.keySet();
    }

    /// The cell that a snippet came from.
    public Optional<Cell> cell(String snippetId) {
        return Optional.ofNullable(origins.getOrDefault(snippetId, running)).map(Origin::cell);
    }

    /// The place of a stack frame in which JShell has written `#id` as the file, or empty for other frames.
    public Optional<Place> place(StackTraceElement frame) {
        var file = frame.getFileName();
        if (file == null || !file.startsWith("#")) {
            return Optional.empty();
        }
        return Optional.ofNullable(origins.getOrDefault(file.substring(1), running))
            .map(origin -> new Place(origin.cell(), origin.firstLine() + frame.getLineNumber() - 1));
    }
}
