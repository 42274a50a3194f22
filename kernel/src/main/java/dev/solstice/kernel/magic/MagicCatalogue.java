package dev.solstice.kernel.magic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// Registers magics together with what `%help` says about them.
final class MagicCatalogue {
    /// The function behind `%name`.
    interface Line {
        Object run(List<String> words) throws Exception;
    }

    /// The function behind `%%name`.
    interface Body {
        Object run(List<String> words, String body) throws Exception;
    }

    /// A longer usage has its line for itself.
    private static final int WIDEST = 50;

    private final MagicsRegistry registry;
    private final Map<String, String> purposes = new LinkedHashMap<>();

    MagicCatalogue(MagicsRegistry registry) {
        this.registry = registry;
    }

    /// @param usage `%name ARGUMENTS`
    void line(String usage, String purpose, Line magic) {
        purposes.put(usage, purpose);
        registry.registerLineMagic(name(usage), (BaseKernel kernel, List<String> words) -> magic.run(words));
    }

    /// Other names that IJava or JJava had; not listed.
    void alsoLine(Line magic, String... names) {
        for (var name : names) {
            registry.registerLineMagic(name, (BaseKernel kernel, List<String> words) -> magic.run(words));
        }
    }

    /// Other names of a cell magic; not listed.
    void alsoCell(Body magic, String... names) {
        for (var name : names) {
            registry.registerCellMagic(name, (BaseKernel kernel, List<String> words, String body) -> magic.run(words, body));
        }
    }

    /// @param usage `%%name ARGUMENTS`
    void cell(String usage, String purpose, Body magic) {
        purposes.put(usage, purpose);
        registry.registerCellMagic(name(usage), (BaseKernel kernel, List<String> words, String body) -> magic.run(words, body));
    }

    /// Every magic's name with its percent signs, and what [#help()] says about it, empty for those of extensions.
    Map<String, String> byName() {
        var names = new TreeMap<String, String>();
        registry.getLineMagicNames().forEach(name -> names.put("%" + name, ""));
        registry.getCellMagicNames().forEach(name -> names.put("%%" + name, ""));
        purposes.forEach((usage, purpose) -> names.put(usage.split(" ")[0], usage + ": " + purpose));
        return names;
    }

    /// What there is to say about one magic, by its name with or without percent signs.
    String help(String name) {
        var known = byName();
        return Stream.of(name, "%" + name, "%%" + name).map(known::get).filter(text -> text != null && !text.isEmpty()).distinct()
            .reduce((one, other) -> one + "\n" + other).orElseThrow(() -> Arguments.misused("%help [MAGIC]", "there is nothing to say about " + name));
    }

    /// One line a magic: how it is called and what for; then the names that extensions have registered.
    String help() {
        int width = purposes.keySet().stream().mapToInt(String::length).filter(length -> length <= WIDEST).max().orElse(0);
        var own = purposes.entrySet().stream().map(entry -> entry.getKey().length() <= width
            ? ("%-" + width + "s  %s").formatted(entry.getKey(), entry.getValue())
            : entry.getKey() + "\n" + " ".repeat(width + 2) + entry.getValue());
        var known = purposes.keySet().stream().map(usage -> usage.split(" ")[0]).collect(Collectors.toSet());
        var others = Stream.concat(registry.getLineMagicNames().stream().map("%"::concat),
                registry.getCellMagicNames().stream().map("%%"::concat))
            .filter(name -> !known.contains(name)).sorted().collect(Collectors.joining(", "));
        return Stream.concat(own, others.isEmpty() ? Stream.empty() : Stream.of("", "also: " + others)).collect(Collectors.joining("\n"));
    }

    private static String name(String usage) {
        return usage.replaceFirst("^%+", "").split(" ")[0];
    }
}
