package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.CompileReport.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// What the compiler has against a snippet, with places in the cell and what could be done about it.
final class Problems {
    private static final int MOST_HINTS = 5;
    private static final Pattern PACKAGE = Pattern.compile("package\\s+[\\w.]+\\s*;");
    private static final Pattern FIRST_NAME = Pattern.compile("\\w+");

    private final JShell shell;
    private final Suggestions suggestions;

    Problems(JShell shell) {
        this.shell = shell;
        this.suggestions = new Suggestions(shell.sourceCodeAnalysis());
    }

    /// @param offset of the snippet in its cell
    /// @return at least one
    List<Problem> of(Snippet snippet, int offset) {
        var inPackage = PACKAGE.matcher(snippet.source());
        if (inPackage.lookingAt()) {
            return List.of(new Problem(offset, offset + inPackage.end(),
                "a notebook's classes are in no package of their own: leave this line out"));
        }
        var problems = shell.diagnostics(snippet).filter(Diag::isError).map(diagnostic -> problem(diagnostic, snippet.source(), offset)).toList();
        if (problems.isEmpty() && snippet instanceof DeclarationSnippet declaration) {
            var source = RecordConstructors.asWritten(declaration.source());
            problems = shell.unresolvedDependencies(declaration).map(name -> unresolved(name, source, offset)).toList();
        }
        return problems.isEmpty() ? List.of(new Problem(offset, -1, "does not compile")) : problems;
    }

    private Problem problem(Diag diagnostic, String source, int offset) {
        return new Problem(offset + RecordConstructors.written(source, diagnostic.getStartPosition()),
            offset + RecordConstructors.written(source, diagnostic.getEndPosition()),
            diagnostic.getMessage(Locale.ENGLISH) + hint(diagnostic, source));
    }

    private String hint(Diag diagnostic, String source) {
        int start = Math.clamp(diagnostic.getStartPosition(), 0, source.length());
        int end = Math.clamp(diagnostic.getEndPosition(), start, source.length());
        return switch (diagnostic.getCode()) {
            case String code when code.startsWith("compiler.err.cant.resolve") -> hint(source, start, end);
            // in system.out the compiler takes what it does not know for a package
            case "compiler.err.doesnt.exist" -> FIRST_NAME.matcher(source).region(start, end).results().findFirst()
                .map(first -> hint(source, first.start(), first.end())).orElse("");
            default -> "";
        };
    }

    /// The imports that would make a missing class known, or the name that was perhaps meant.
    private String hint(String source, int start, int end) {
        var imports = importHint(source.substring(start, end));
        return imports.isEmpty() ? suggestions.insteadOf(source, start, end).map(name -> "\n  did you mean " + name + "?").orElse("") : imports;
    }

    private String importHint(String name) {
        if (!SourceVersion.isIdentifier(name) || !Character.isUpperCase(name.charAt(0))) {
            return "";
        }
        return shell.sourceCodeAnalysis().listQualifiedNames(name, name.length()).getNames().stream().limit(MOST_HINTS)
            .map(found -> "\n  to import it: import " + found + ";").collect(Collectors.joining());
    }

    /// JShell names what is missing ("class Foo", "method f(int)") but not where; the first mention is the place.
    private Problem unresolved(String missing, String source, int offset) {
        var name = missing.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
        var mention = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source);
        return mention.find()
            ? new Problem(offset + mention.start(), offset + mention.end(), "cannot find " + missing + hint(source, mention.start(), mention.end()))
            : new Problem(offset, -1, "cannot find " + missing + importHint(name));
    }
}
