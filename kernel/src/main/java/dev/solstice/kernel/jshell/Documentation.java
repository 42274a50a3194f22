package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;

/// What is known about the name at the cursor.
///
/// @param entries one per overload, documented ones first
public record Documentation(List<Entry> entries) {
    private static final Pattern REST_OF_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}]*");
    private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*(%{1,2}\\w+)");
    /// A method of instances by its class: `String.length`.
    private static final Pattern OF_CLASS = Pattern.compile("^((?:\\w+\\.)*[A-Z]\\w*)\\.(\\w+)$");
    /// `three:int`, as JShell describes a variable, or `Linear(Array weight).SCALAR:int`.
    private static final Pattern VARIABLE = Pattern.compile("([\\w.]+)(?:\\([^()]*\\))?((?:\\.\\w+)?):(.*)");
    /// The class in `Fn1<A,R> dev.solstice.transform.Vmap.<A,R>vmap(Fn1<A,R> function)`.
    private static final Pattern OWNER = Pattern.compile("(?:.* )?([\\w.]+)(?:<[^()]*>)?(?:\\([^()]*\\))?\\.(?:<[^(]*>)?\\w+\\(.*");
    private static final Pattern LAST_NAME = Pattern.compile("(?s).*?([\\p{javaJavaIdentifierPart}.]+)");

    /// Like the text around it: in tooltips JupyterLab gives code far margins and another colour behind it.
    private static final String PRE = "<pre style=\"margin:.4em 0;background-color:transparent\">";

    /// @param signature what the compiler knows
    /// @param javadoc   the comment in the source, empty when there is none
    public record Entry(String signature, String javadoc) {}

    /// The magic whose name is at the cursor.
    static Optional<Documentation> ofMagic(String code, int cursor, Map<String, String> purposes) {
        var magic = MAGIC.matcher(code);
        while (magic.find() && magic.start(1) <= cursor) {
            if (cursor <= magic.end(1)) {
                return Optional.ofNullable(purposes.get(magic.group(1))).filter(purpose -> !purpose.isEmpty())
                    .map(purpose -> new Documentation(List.of(new Entry(purpose, ""))));
            }
        }
        return Optional.empty();
    }

    /// @param cursor number of characters before the cursor
    static Optional<Documentation> at(String code, int cursor, SourceCodeAnalysis analysis, Comments comments) {
        int within = Math.clamp(cursor, 0, code.length());
        var rest = REST_OF_NAME.matcher(code).region(within, code.length());
        int end = rest.lookingAt() ? rest.end() : within;
        var prefix = code.substring(0, end);
        var pieces = CellPieces.of(new Cell(0, prefix), analysis);
        var snippet = pieces.isEmpty() ? prefix : prefix.substring(pieces.getLast().offset());
        // a method is looked up by its call
        return lookup(snippet + (snippet.endsWith("(") ? "" : "("), analysis, comments)
            .or(() -> lookup(snippet, analysis, comments))
            .or(() -> nameAlone(snippet, analysis, comments));
    }

    /// The name before the cursor without what surrounds it, which need not be Java yet.
    private static Optional<Documentation> nameAlone(String snippet, SourceCodeAnalysis analysis, Comments comments) {
        var name = LAST_NAME.matcher(snippet);
        if (!name.matches()) {
            return Optional.empty();
        }
        var ofClass = OF_CLASS.matcher(name.group(1)).replaceFirst("(($1) null).$2(");
        return lookup(name.group(1) + "(", analysis, comments).or(() -> lookup(name.group(1), analysis, comments))
            .or(() -> lookup(ofClass, analysis, comments));
    }

    private static Optional<Documentation> lookup(String snippet, SourceCodeAnalysis analysis, Comments comments) {
        var found = analysis.documentation(snippet, snippet.length(), true);
        var entries = found.stream().map(one -> entry(one, analysis, comments))
            .sorted((one, other) -> Boolean.compare(one.javadoc().isEmpty(), other.javadoc().isEmpty())).toList();
        if (!entries.isEmpty() && entries.getFirst().javadoc().isEmpty()) {
            return Optional.of(new Documentation(withComment(ofOwner(found.getFirst(), analysis, comments), entries)));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(new Documentation(entries));
    }

    /// A function like `vmap`, whose overloads have nothing to say one by one, is described by its class.
    private static String ofOwner(SourceCodeAnalysis.Documentation member, SourceCodeAnalysis analysis, Comments comments) {
        var owner = OWNER.matcher(member.signature());
        return owner.matches() ? ofType(owner.group(1), analysis, comments) : "";
    }

    private static String ofType(String type, SourceCodeAnalysis analysis, Comments comments) {
        return analysis.documentation(type, type.length(), true).stream().findFirst().map(comments::of).orElse("");
    }

    private static List<Entry> withComment(String javadoc, List<Entry> entries) {
        return Stream.concat(Stream.of(new Entry(entries.getFirst().signature(), javadoc)), entries.stream().skip(1)).toList();
    }

    private static Entry entry(SourceCodeAnalysis.Documentation found, SourceCodeAnalysis analysis, Comments comments) {
        var variable = VARIABLE.matcher(found.signature());
        if (variable.matches()) {
            var name = withoutPackages(variable.group(1) + variable.group(2));
            var own = comments.of(found);
            return new Entry(withoutPackages(variable.group(3)) + " " + name + comments.value(name),
                own.isEmpty() ? ofType(variable.group(3).replaceFirst("<.*", ""), analysis, comments) : own);
        }
        return new Entry(readable(found.signature()), comments.of(found));
    }

    /// Without packages, and without type parameters and components of the class whose member or constructor it is:
    /// `List<E> List.of(E e1)`. A class alone keeps its package.
    static String readable(String signature) {
        if (!signature.contains("(")) {
            return signature;
        }
        return withoutPackages(signature.replaceFirst("(\\w)(?:<[^()]*>)?(?:\\([^()]*\\))?\\.(?:<[^(]*>)?(\\w+)\\(", "$1.$2(")
            .replaceFirst("(\\w(?:<[^()]*>)?)\\([^()]*\\)(?=\\()", "$1"));
    }

    /// A signature with types that are known at the place, and another's names of parameters: `Point List.get(int)` with those of
    /// `E List.get(int index)`.
    static Optional<String> named(String typed, String documented) {
        var types = parameters(typed);
        var names = parameters(documented).stream().map(parameter -> parameter.substring(parameter.lastIndexOf(' ') + 1)).toList();
        if (types.size() != names.size()) {
            return Optional.empty();
        }
        var both = IntStream.range(0, types.size()).mapToObj(i -> types.get(i) + " " + names.get(i)).collect(Collectors.joining(", "));
        return Optional.of(typed.substring(0, typed.indexOf('(') + 1) + both + typed.substring(typed.indexOf(')')));
    }

    private static List<String> parameters(String signature) {
        var list = signature.substring(signature.indexOf('(') + 1, Math.max(signature.indexOf('(') + 1, signature.indexOf(')')));
        var parameters = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            depth += list.charAt(i) == '<' ? 1 : list.charAt(i) == '>' ? -1 : 0;
            if (depth == 0 && list.charAt(i) == ',') {
                parameters.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!list.isBlank()) {
            parameters.add(list.substring(start).strip());
        }
        return parameters;
    }

    private static String withoutPackages(String types) {
        return types.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "");
    }

    public String text() {
        return String.join("\n", signatures())
            + documented().stream().map(entry -> "\n\n" + heading(entry, "", "\n") + Javadoc.text(entry.javadoc())).reduce("", String::concat);
    }

    public String html() {
        return PRE + escaped(String.join("\n", signatures())) + "</pre>" + documented().stream()
            .map(entry -> heading(entry, PRE, "</pre>") + Javadoc.html(entry.javadoc()).replace("<pre>", PRE)).reduce("", String::concat);
    }

    /// Which overload a comment belongs to, where there are several.
    private String heading(Entry entry, String before, String after) {
        return documented().size() == 1 ? "" : before + (before.isEmpty() ? entry.signature() : escaped(entry.signature())) + after;
    }

    private List<String> signatures() {
        return entries.stream().map(Entry::signature).toList();
    }

    private List<Entry> documented() {
        return entries.stream().filter(entry -> !entry.javadoc().isEmpty()).toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
