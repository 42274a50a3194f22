package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.Completion.Match;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// Finds what could be written at the cursor: what JShell suggests with kinds and signatures, classes that are not
/// imported yet by their full names, magics, and files inside of string literals and behind magics.
final class Completer {
    /// Each signature is a question to the compiler; they are asked for where a choice is short enough to be read.
    private static final int MOST_SIGNATURES = 4;
    private static final Pattern MEMBER = Pattern.compile("(?s)(.*(?<![\\w.$])|)([A-Z]\\w*)\\.(\\w*)");
    private static final Pattern TYPE_NAME = Pattern.compile("(?s)(?:.*(?<![\\w.$])|)([A-Z]\\w*)");

    /// What every object has is seldom what somebody looks for.
    private static final Set<String> OF_EVERY_OBJECT =
        Set.of("clone()", "equals(", "getClass()", "hashCode()", "notify()", "notifyAll()", "toString()", "wait(");
    /// JShell takes protected members of cells' classes for accessible; this one nobody should call anyway.
    private static final String UNWANTED = "finalize()";

    private final SourceCodeAnalysis analysis;
    private final JavaSession.Magics magics;
    private final Map<String, String> signatures = new HashMap<>();

    Completer(SourceCodeAnalysis analysis, JavaSession.Magics magics) {
        this.analysis = analysis;
        this.magics = magics;
    }

    /// A cell has run: names may mean something else now.
    void forget() {
        signatures.clear();
    }

    /// @param cursor number of characters before the cursor
    Completion at(String code, int cursor) {
        int at = Math.clamp(cursor, 0, code.length());
        var prefix = code.substring(0, at);
        var magic = MagicLine.at(prefix);
        if (magic.isName()) {
            return new Completion(magics.purposes().entrySet().stream().filter(known -> known.getKey().startsWith(magic.name()))
                .map(known -> new Match(known.getKey(), "magic", known.getValue())).toList(), at - magic.name().length(), at);
        }
        var rest = code.substring(at);
        return FilePaths.inString(prefix, rest).or(() -> magic.isLine() ? FilePaths.inWord(prefix) : Optional.empty())
            .orElseGet(() -> java(prefix, magic.javaStart(), rest));
    }

    private Completion java(String prefix, int from, String rest) {
        var found = snippet(prefix, from);
        if (found.matches().isEmpty()) {
            // JShell looks at one snippet; earlier ones of the cell may hide the last
            var pieces = CellPieces.of(new Cell(0, prefix.substring(from)), analysis);
            found = pieces.isEmpty() || pieces.getLast().offset() == 0 ? found : snippet(prefix, from + pieces.getLast().offset());
        }
        return (found.matches().isEmpty() ? notImported(prefix) : found).insteadOfNameIn(prefix, rest);
    }

    private Completion snippet(String prefix, int from) {
        var anchor = new int[1];
        var snippet = prefix.substring(from);
        var suggestions = analysis.completionSuggestions(snippet, snippet.length(), anchor);
        var member = MEMBER.matcher(snippet);
        if (member.matches() && (suggestions.isEmpty() || names(suggestions).contains("getClass()"))) {
            // a variable that has its class's name stands for the class: Random.normal
            var type = analysis.analyzeType(member.group(2), member.group(2).length());
            if (type != null && type.endsWith("." + member.group(2))) {
                var whole = type + "." + member.group(3);
                suggestions = analysis.completionSuggestions(whole, whole.length(), anchor);
                anchor[0] = snippet.length() - member.group(3).length();
            }
        }
        int start = suggestions.isEmpty() ? prefix.length() : from + anchor[0];
        var texts = suggestions.stream()
            .sorted(Comparator.comparing(Suggestion::matchesType).reversed().thenComparing(found -> OF_EVERY_OBJECT.contains(found.continuation())))
            .map(Suggestion::continuation).filter(text -> !text.equals(UNWANTED)).distinct().toList();
        boolean few = texts.stream().filter(text -> text.contains("(")).count() <= MOST_SIGNATURES;
        return new Completion(texts.stream().map(text -> new Match(text, type(text), few && text.contains("(")
            ? signature(prefix.substring(from, start) + text) : "")).toList(), start, prefix.length());
    }

    private static Set<String> names(List<Suggestion> suggestions) {
        return suggestions.stream().map(Suggestion::continuation).collect(Collectors.toSet());
    }

    private String signature(String call) {
        return signatures.computeIfAbsent(call, ignored -> {
            var open = call.substring(0, call.indexOf('(', call.lastIndexOf('.') + 1) + 1);
            var found = analysis.documentation(open, open.length(), false);
            return found.isEmpty() ? "" : Documentation.readable(found.getFirst().signature())
                + (found.size() == 1 ? "" : " (and " + (found.size() - 1) + " more)");
        });
    }

    private static String type(String text) {
        return text.contains("(") ? "function" : text.endsWith(".") ? "module" : SourceVersion.isKeyword(text) ? "keyword"
            : Character.isUpperCase(text.charAt(0)) && !text.equals(text.toUpperCase(Locale.ROOT)) ? "class" : "instance";
    }

    /// `HttpClient` becomes `java.net.http.HttpClient`.
    private Completion notImported(String prefix) {
        var name = TYPE_NAME.matcher(prefix);
        if (!name.matches()) {
            return new Completion(List.of(), prefix.length(), prefix.length());
        }
        var found = analysis.listQualifiedNames(name.group(1), name.group(1).length());
        var matches = found.isResolvable() ? List.<Match>of()
            : found.getNames().stream().map(text -> new Match(text, "class", "import " + text + ";")).toList();
        return new Completion(matches, matches.isEmpty() ? prefix.length() : name.start(1), prefix.length());
    }
}
