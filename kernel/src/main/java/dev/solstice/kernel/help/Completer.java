package dev.solstice.kernel.help;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.help.Completion.Match;
import dev.solstice.kernel.jshell.CellPieces;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.Lexed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// Finds what could be written at the cursor: [what the compiler knows][Candidates], else what JShell suggests, keywords, classes
/// that are not imported yet by their full names, magics and their options, and files inside of string literals and behind magics.
final class Completer {
    /// Each signature is a question to the compiler; they are asked for where a choice is short enough to be read.
    private static final int MOST_SIGNATURES = 4;
    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*$");
    private static final Pattern NUMBER = Pattern.compile("(?s)(?:.*[^\\w.$])?\\d[\\w.]*");
    /// Of a class that is not imported so much has to be written before it is thought of.
    private static final int FEWEST_LETTERS = 3;
    private static final int MOST_CLASSES = 20;
    private static final List<String> KEYWORDS = List.of("abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "continue",
        "default", "do", "double", "else", "enum", "extends", "false", "final", "finally", "float", "for", "if", "implements", "import", "instanceof", "int",
        "interface", "long", "new", "null", "permits", "private", "protected", "public", "record", "return", "sealed", "short", "static", "super", "switch",
        "synchronized", "this", "throw", "throws", "true", "try", "var", "void", "when", "while", "yield");
    private static final Pattern TYPE_NAME = Pattern.compile("(?s)(?:.*(?<![\\w.$])|)([A-Z]\\w*)");

    private final SourceCodeAnalysis analysis;
    private final Scene scene;
    private final ClassIndex index;
    private final JavaSession.Magics magics;
    /// With names, by what they were without.
    private final Map<String, String> signatures = new HashMap<>();

    Completer(SourceCodeAnalysis analysis, Scene scene, JavaSession.Magics magics) {
        this.analysis = analysis;
        this.scene = scene;
        this.index = new ClassIndex(analysis);
        this.magics = magics;
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
        if (!magic.isJava()) {
            return options(magic, prefix).or(() -> FilePaths.inWord(prefix)).orElseGet(() -> new Completion(List.of(), at, at));
        }
        var lexed = Lexed.of(prefix.substring(magic.javaStart()));
        return switch (lexed.end()) {
            case CODE -> java(prefix, magic.javaStart(), rest);
            case STRING -> FilePaths.inString(prefix.substring(magic.javaStart() + lexed.opened() + 1), at, rest);
            case CHARACTER, TEXT_BLOCK, COMMENT, LINE_COMMENT -> new Completion(List.of(), at, at);
        };
    }

    /// The words that a magic takes as they are, from how it is used: `--offline`, `/vars`.
    private Optional<Completion> options(MagicLine magic, String prefix) {
        var typed = prefix.substring(prefix.lastIndexOf(' ') + 1);
        var words = Stream.of(magics.purposes().getOrDefault(magic.name(), "").split(": ")[0].split(" "))
            .map(word -> word.replaceAll("[\\[\\]]", "")).filter(word -> word.matches("[-/].+") && word.startsWith(typed)).distinct()
            .map(word -> new Match(word, "keyword", "")).toList();
        return Optional.of(new Completion(words, prefix.length() - typed.length(), prefix.length())).filter(found -> magic.isLine() && !words.isEmpty());
    }

    private Completion java(String prefix, int from, String rest) {
        return compiled(prefix, from).orElseGet(() -> suggested(prefix, from)).insteadOfNameIn(prefix, rest);
    }

    /// What the compiler knows, the earlier lines of the cell included.
    private Optional<Completion> compiled(String prefix, int from) {
        var name = NAME.matcher(prefix).region(from, prefix.length());
        int start = name.find() ? name.start() : prefix.length();
        var written = prefix.substring(start);
        var before = prefix.substring(from, start);
        if (NUMBER.matcher(before).matches()) {
            return Optional.of(new Completion(List.of(), prefix.length(), prefix.length()));
        }
        boolean isReference = before.endsWith("::");
        var shown = isReference ? before.substring(0, before.length() - 2) + "." : before;
        return scene.look(shown, compiled -> Candidates.at(compiled, isReference, NameStart.exactly(written)).filter(found -> !found.isEmpty())
                .or(() -> Candidates.at(compiled, isReference, NameStart.abbreviated(written)))
                .map(found -> isMember(shown) || written.isEmpty() ? found : withOthers(found, written, compiled)).orElse(null))
            .filter(found -> !found.isEmpty()).map(found -> completion(found, start, prefix.length()));
    }

    private static boolean isMember(String before) {
        return before.stripTrailing().endsWith(".") || before.endsWith("@");
    }

    /// Names that need no declaration: keywords, packages, and classes that are not imported, these by their full names.
    private List<Candidate> withOthers(List<Candidate> found, String written, Scene.Compiled compiled) {
        var exactly = NameStart.exactly(written);
        var keywords = written.length() < 2 ? Stream.<Candidate>of() : KEYWORDS.stream().filter(exactly)
            .map(word -> Candidate.plain(word, "keyword", "", 0)).sorted(Comparator.comparing(Candidate::text));
        var packages = index.packages(exactly).stream().map(text -> Candidate.plain(text + ".", "module", "", 0));
        var own = found.stream().collect(Collectors.partitioningBy(one -> one.rank() < Candidates.OTHERS));
        boolean isKnown = found.stream().anyMatch(one -> exactly.test(one.text())); // the only choice is inserted without asking
        var classes = isKnown || written.length() < FEWEST_LETTERS || !Character.isUpperCase(written.charAt(0)) ? Stream.<Candidate>of()
            : index.classes(exactly).stream().filter(full -> isPublic(full, compiled)).limit(MOST_CLASSES)
                .map(full -> Candidate.plain(full, "class", "import " + full + ";", 0));
        return Stream.of(own.get(true).stream(), keywords, own.get(false).stream(), packages, classes).flatMap(stream -> stream).toList();
    }

    private static boolean isPublic(String name, Scene.Compiled compiled) {
        var type = compiled.elements().getTypeElement(name);
        return type != null && type.getModifiers().contains(Modifier.PUBLIC);
    }

    private Completion completion(List<Candidate> found, int start, int end) {
        boolean few = found.stream().filter(one -> one.type().equals("function")).count() <= MOST_SIGNATURES;
        return new Completion(found.stream().map(one -> new Match(one.text(), one.type(), few ? withNames(one) : one.signature())).toList(), start, end);
    }

    /// Names of parameters, which the JDK's classes have only in their source. That of others may still be on its way.
    private String withNames(Candidate one) {
        var named = one.isNamed() ? one.signature() : signatures.computeIfAbsent(one.source() + one.signature(), unknown ->
            analysis.documentation(one.source(), one.source().length(), false).stream()
                .map(each -> Documentation.named(one.signature(), Documentation.readable(each.signature()))).flatMap(Optional::stream)
                .findFirst().orElse(null));
        return Objects.requireNonNullElse(named, one.signature());
    }

    /// What JShell itself says.
    private Completion suggested(String prefix, int from) {
        var found = snippet(prefix, from);
        if (found.matches().isEmpty()) {
            // JShell looks at one snippet; earlier ones of the cell may hide the last
            var pieces = CellPieces.of(new Cell(0, prefix.substring(from)), analysis);
            found = pieces.isEmpty() || pieces.getLast().offset() == 0 ? found : snippet(prefix, from + pieces.getLast().offset());
        }
        return found.matches().isEmpty() ? notImported(prefix) : found;
    }

    private Completion snippet(String prefix, int from) {
        var anchor = new int[1];
        var snippet = prefix.substring(from);
        var suggestions = analysis.completionSuggestions(snippet, snippet.length(), anchor);
        int start = suggestions.isEmpty() ? prefix.length() : from + anchor[0];
        return new Completion(suggestions.stream().sorted(Comparator.comparing(Suggestion::matchesType).reversed()).map(Suggestion::continuation)
            .filter(text -> !text.startsWith("$JShell$")).distinct().map(text -> new Match(text, type(text), "")).toList(), start, prefix.length());
    }

    private static String type(String text) {
        return text.contains("(") ? "function" : text.endsWith(".") ? "module" : SourceVersion.isKeyword(text) ? "keyword"
            : Character.isUpperCase(text.charAt(0)) && !text.equals(text.toUpperCase(Locale.ROOT)) ? "class" : "instance";
    }

    /// `HttpClient` becomes `java.net.http.HttpClient`.
    private Completion notImported(String prefix) {
        var name = TYPE_NAME.matcher(prefix);
        if (!name.matches() || name.group(1).length() < FEWEST_LETTERS) {
            return new Completion(List.of(), prefix.length(), prefix.length());
        }
        var matches = index.classes(NameStart.exactly(name.group(1))).stream().limit(MOST_CLASSES).map(text -> new Match(text, "class", "import " + text + ";")).toList();
        return new Completion(matches, matches.isEmpty() ? prefix.length() : name.start(1), prefix.length());
    }
}
