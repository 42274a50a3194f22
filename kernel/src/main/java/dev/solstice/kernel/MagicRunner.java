package dev.solstice.kernel;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.Spelling;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// Runs magics, this kernel's and those that JJava extensions have registered; of a name that is unknown it says what is meant.
final class MagicRunner implements JavaSession.Magics {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    /// Magics whose argument is Java, spaces and quotes included.
    private static final Pattern OF_JAVA = Pattern.compile("(time)\\s+(.*)", Pattern.DOTALL);

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
            var nearest = known.keySet().stream().min(Comparator.comparing(other -> Spelling.distance(name, other)))
                .filter(other -> Spelling.isSlip(name, other))
                .map(other -> known.get(other).isEmpty() ? other : known.get(other));
            throw CellFailure.plain("UnknownMagic", "there is no magic " + name + " in this kernel"
                + nearest.map(other -> "; do you mean " + other + "?").orElse(";") + " %help lists all that there are");
        }
    }

    /// Words are separated by white space; double quotes keep it.
    static List<String> words(String line) {
        var java = OF_JAVA.matcher(line);
        if (java.matches()) {
            return List.of(java.group(1), java.group(2));
        }
        var words = new ArrayList<String>();
        var word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1).replaceAll("\\\\(.)", "$1") : word.group(2));
        }
        return words;
    }
}
