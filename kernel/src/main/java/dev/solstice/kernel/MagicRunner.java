package dev.solstice.kernel;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.Spelling;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// Runs magics, this kernel's and those that JJava extensions have registered; of a name that is unknown it says what is meant.
final class MagicRunner implements JavaSession.Magics {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    /// Magics whose argument is Java, spaces and quotes included.
    private static final Pattern OF_JAVA = Pattern.compile("(time)\\s+(.*)", Pattern.DOTALL);

    /// What does here what people know from IPython.
    private static final Map<String, String> OF_PYTHON = Map.ofEntries(
        Map.entry("%pip", "Java libraries come by %maven GROUP:ARTIFACT:VERSION, and %%bash runs pip"), Map.entry("%conda", "%%bash runs conda"),
        Map.entry("%matplotlib", "charts need no switch here"), Map.entry("%run", "%load FILE runs a file of Java or a notebook"),
        Map.entry("%cd", "a JVM stays in its folder; %%bash has cd for itself"), Map.entry("%pwd", "%%bash has it"), Map.entry("%ls", "%%bash has it"),
        Map.entry("%whos", "%who shows names, types and values"), Map.entry("%reset", "restarting the kernel forgets everything"),
        Map.entry("%history", "In holds the sources of earlier cells: In.get(3)"), Map.entry("%%js", "%%javascript runs the cell in the browser"),
        Map.entry("%timeit", "%time runs a line once"), Map.entry("%%timeit", "%%time runs the cell once"), Map.entry("%%script", "%%bash runs the cell"),
        Map.entry("%%file", "%%writefile FILE writes the cell to a file"), Map.entry("%set_env", "%env NAME=VALUE sets it"));

    private final MagicsRegistry registry;
    private NotebookKernel kernel;
    private Supplier<Map<String, String>> purposes = Map::of;

    MagicRunner(MagicsRegistry registry) {
        this.registry = registry;
    }

    void setKernel(NotebookKernel kernel) {
        this.kernel = kernel;
    }

    void setPurposes(Supplier<Map<String, String>> purposes) {
        this.purposes = purposes;
    }

    @Override
    public Map<String, String> purposes() {
        return purposes.get();
    }

    @Override
    public Object line(String line) throws Exception {
        var words = words(line);
        requireKnown("%" + words.getFirst());
        return registry.evalLineMagic(kernel, words.getFirst(), words.subList(1, words.size()));
    }

    @Override
    public Object cell(String line, String body) throws Exception {
        var words = words(line);
        requireKnown("%%" + words.getFirst());
        return registry.evalCellMagic(kernel, words.getFirst(), words.subList(1, words.size()), body);
    }

    private void requireKnown(String name) {
        var known = purposes();
        if (!known.containsKey(name)) {
            var small = name.toLowerCase(Locale.ROOT);
            var nearest = known.keySet().stream().min(Comparator.comparing(other -> Spelling.distance(small, other.toLowerCase(Locale.ROOT))))
                .filter(other -> Spelling.isSlip(small, other.toLowerCase(Locale.ROOT)))
                .map(other -> known.get(other).isEmpty() ? other : known.get(other));
            throw CellFailure.plain("UnknownMagic", "there is no magic " + name + " in this kernel"
                + Optional.ofNullable(OF_PYTHON.get(name)).map(instead -> "; " + instead + ";")
                .or(() -> nearest.map(other -> "; do you mean " + other + "?")).orElse(";") + " %help lists all that there are");
        }
    }

    /// Words are separated by white space; double quotes keep it.
    static List<String> words(String line) {
        var java = OF_JAVA.matcher(line);
        if (java.matches()) {
            return List.of(java.group(1), java.group(2));
        }
        var words = new ArrayList<String>();
        if (line.replaceAll("\\\\.", "").chars().filter(c -> c == '"').count() % 2 != 0) {
            throw CellFailure.plain("MagicUsage", "a quotation mark is missing in: " + line);
        }
        var word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1).replaceAll("\\\\(.)", "$1") : word.group(2));
        }
        return words;
    }
}
