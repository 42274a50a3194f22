package dev.solstice.kernel.help;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.CellPieces;
import dev.solstice.kernel.jshell.Lexed;
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
/// @param argument index of the parameter that is being written, or [#NONE]
public record Documentation(List<Entry> entries, int argument) {
    private static final int NONE = -1;
    private static final Pattern REST_OF_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}]*");
    private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*(%{1,2}\\w+)");
    /// A method of instances by its class: `String.length`.
    private static final Pattern OF_CLASS = Pattern.compile("^((?:\\w+\\.)*[A-Z]\\w*)\\.(\\w+)$");
    /// `three:int`, as JShell describes a variable, or `Linear(Array weight).SCALAR:int`.
    private static final Pattern VARIABLE = Pattern.compile("([\\w.]+)(?:\\([^()]*\\))?((?:\\.\\w+)?):(.*)");
    /// The class in `Fn1<A,R> dev.solstice.transform.Vmap.<A,R>vmap(Fn1<A,R> function)`.
    private static final Pattern OWNER = Pattern.compile("(?:.* )?([\\w.]+)(?:<[^()]*>)?(?:\\([^()]*\\))?\\.(?:<[^(]*>)?\\w+\\(.*");
    /// `words::trim`
    private static final Pattern REFERENCE = Pattern.compile("([\\p{javaJavaIdentifierPart}.]+)\\s*::\\s*([\\p{javaJavaIdentifierPart}]+)$");
    /// A name with nothing behind its dot yet.
    private static final Pattern BEHIND_DOT = Pattern.compile("(?s)(.*[\\p{javaJavaIdentifierPart})\\]])\\s*\\.\\s*$");
    /// `E`, `T1`, as the JDK calls type parameters.
    private static final Pattern TYPE_PARAMETER = Pattern.compile("\\b[A-Z]\\d?\\b");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*");
    private static final Pattern LAST_NAME = Pattern.compile("(?s).*?([\\p{javaJavaIdentifierPart}.]+)");

    /// Like the text around it: in tooltips JupyterLab gives code far margins and another colour behind it.
    private static final String PRE = "<pre style=\"margin:.4em 0;background-color:transparent\">";

    Documentation(List<Entry> entries) {
        this(entries, NONE);
    }

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
    static Optional<Documentation> at(String code, int cursor, SourceCodeAnalysis analysis, Scene scene, Comments comments) {
        int within = Math.clamp(cursor, 0, code.length());
        var rest = REST_OF_NAME.matcher(code).region(within, code.length());
        int end = rest.lookingAt() ? rest.end() : within;
        if (Lexed.of(code.substring(0, within)).end() != Lexed.Place.CODE) {
            return Optional.empty();
        }
        var prefix = BEHIND_DOT.matcher(code.substring(0, end)).replaceFirst("$1");
        var pieces = CellPieces.of(new Cell(0, prefix), analysis);
        var snippet = pieces.isEmpty() ? prefix : prefix.substring(pieces.getLast().offset());
        var reference = REFERENCE.matcher(snippet);
        if (reference.find()) {
            return nameAlone(reference.group(1) + "." + reference.group(2), analysis, comments);
        }
        // a method is looked up by its call
        return lookup(snippet + (snippet.endsWith("(") ? "" : "("), analysis, comments)
            .or(() -> lookup(snippet, analysis, comments))
            .or(() -> inCell(prefix, analysis, scene, comments))
            .or(() -> nameAlone(snippet, analysis, comments))
            .map(found -> found.forPlace(prefix, scene));
    }

    /// What only the cell itself has declared, in lines that have not run yet.
    private static Optional<Documentation> inCell(String prefix, SourceCodeAnalysis analysis, Scene scene, Comments comments) {
        return candidate(prefix, scene).map(found -> (found.source().isEmpty() ? Optional.<Documentation>empty() : lookup(found.source(), analysis, comments))
            .orElseGet(() -> new Documentation(List.of(new Entry(found.signature(), "")))));
    }

    private static Optional<Candidate> candidate(String prefix, Scene scene) {
        var code = Lexed.of(prefix).code();
        boolean isName = !code.isEmpty() && Character.isJavaIdentifierPart(code.charAt(code.length() - 1));
        int end = isName ? code.length() : Argument.at(code).map(Argument::open).orElse(code.length());
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        var name = prefix.substring(start, end);
        return name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0)) ? Optional.empty()
            : scene.look(prefix.substring(0, start), compiled -> Candidates.at(compiled, false, name::equals).orElse(List.of()))
                .flatMap(found -> found.stream().filter(one -> !one.type().equals("keyword")).findFirst());
    }

    /// With the types of the place filled in, and the parameter marked that is being written.
    private Documentation forPlace(String prefix, Scene scene) {
        var first = entries.getFirst();
        var known = entries.size() == 1 && TYPE_PARAMETER.matcher(first.signature()).find()
            ? candidate(prefix, scene).flatMap(found -> found.isNamed() ? Optional.of(found.signature()) : named(found.signature(), first.signature()))
            : Optional.<String>empty();
        var typed = known.filter(signature -> signature.contains("(")).map(signature -> List.of(new Entry(signature, first.javadoc()))).orElse(entries);
        return new Documentation(typed, Argument.at(Lexed.of(prefix).code())
            .filter(place -> typed.stream().allMatch(entry -> entry.signature().contains(place.called() + "("))).map(Argument::index).orElse(NONE));
    }

    /// Where in a call the end of a text is.
    ///
    /// @param open   index of the call's parenthesis
    /// @param called the method's name
    /// @param index  of the argument
    private record Argument(int open, String called, int index) {
        private static final Pattern CALLED = Pattern.compile("([\\p{javaJavaIdentifierPart}]+)(?:<[^()]*>)?\\s*$");

        static Optional<Argument> at(String code) {
            int depth = 0;
            int index = 0;
            for (int i = code.length() - 1; i >= 0; i--) {
                char c = code.charAt(i);
                if (depth == 0 && c == '(') {
                    var called = CALLED.matcher(code.substring(0, i));
                    return called.find() ? Optional.of(new Argument(i, called.group(1), index)) : Optional.empty();
                }
                if (depth == 0 && ";{".indexOf(c) >= 0) {
                    return Optional.empty();
                }
                index += depth == 0 && c == ',' ? 1 : 0;
                depth += ")]}".indexOf(c) >= 0 ? 1 : "([{".indexOf(c) >= 0 ? -1 : 0;
            }
            return Optional.empty();
        }
    }

    /// The name before the cursor without what surrounds it, which need not be Java yet.
    private static Optional<Documentation> nameAlone(String snippet, SourceCodeAnalysis analysis, Comments comments) {
        var name = LAST_NAME.matcher(snippet);
        if (!name.matches()) {
            return Optional.empty();
        }
        var ofClass = OF_CLASS.matcher(name.group(1)).replaceFirst("(($1) null).$2(");
        return lookup(name.group(1) + "(", analysis, comments).or(() -> lookup(name.group(1), analysis, comments))
            .or(() -> lookup(ofClass, analysis, comments)).or(() -> notImported(name.group(1), analysis, comments));
    }

    /// `HttpClient`, which a notebook has to import first.
    private static Optional<Documentation> notImported(String name, SourceCodeAnalysis analysis, Comments comments) {
        var known = analysis.listQualifiedNames(name, name.length());
        return known.isResolvable() || !TYPE.matcher(name).matches() ? Optional.empty() : known.getNames().stream()
            .map(full -> lookup(full, analysis, comments)).flatMap(Optional::stream).findFirst();
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
        return PRE + signatures().stream().map(this::marked).collect(Collectors.joining("\n")) + "</pre>" + documented().stream()
            .map(entry -> heading(entry, PRE, "</pre>") + Javadoc.html(entry.javadoc()).replace("<pre>", PRE)).reduce("", String::concat);
    }

    /// Which overload a comment belongs to, where there are several.
    private String heading(Entry entry, String before, String after) {
        return documented().size() == 1 ? "" : before + (before.isEmpty() ? entry.signature() : escaped(entry.signature())) + after;
    }

    /// In HTML, the parameter that is being written in bold.
    private String marked(String signature) {
        var parameters = parameters(signature);
        if (argument < 0 || parameters.isEmpty() || argument >= parameters.size() && !parameters.getLast().contains("...")) {
            return escaped(signature);
        }
        var parts = new ArrayList<>(parameters.stream().map(Documentation::escaped).toList());
        int marked = Math.min(argument, parts.size() - 1);
        parts.set(marked, "<b>" + parts.get(marked) + "</b>");
        return escaped(signature.substring(0, signature.indexOf('(') + 1)) + String.join(", ", parts) + escaped(signature.substring(signature.indexOf(')')));
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
