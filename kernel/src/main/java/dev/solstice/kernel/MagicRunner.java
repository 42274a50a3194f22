package dev.solstice.kernel;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// Runs magics that JJava extensions have registered; says clearly which there are when the name is unknown.
final class MagicRunner implements JavaSession.Magics {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

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
        requireKnown("%", words.getFirst(), registry.getLineMagicNames());
        return registry.evalLineMagic(kernel, words.getFirst(), words.subList(1, words.size()));
    }

    @Override
    public Object cell(String line, String body) throws Exception {
        var words = words(line);
        requireKnown("%%", words.getFirst(), registry.getCellMagicNames());
        return registry.evalCellMagic(kernel, words.getFirst(), words.subList(1, words.size()), body);
    }

    private static void requireKnown(String sign, String name, Set<String> known) {
        if (!known.contains(name)) {
            var list = known.stream().sorted().map(other -> sign + other).toList();
            throw CellFailure.plain("UnknownMagic", "there is no magic " + sign + name + " in this kernel; there "
                + (list.isEmpty() ? "are none yet" : "is " + String.join(", ", list)));
        }
    }

    /// Words are separated by white space; double quotes keep it.
    static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1).replaceAll("\\\\(.)", "$1") : word.group(2));
        }
        return words;
    }
}
