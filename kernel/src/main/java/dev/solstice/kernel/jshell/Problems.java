package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.CompileReport;
import dev.solstice.kernel.error.CompileReport.Problem;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    static final Set<Snippet.Status> UNUSABLE = EnumSet.of(Snippet.Status.RECOVERABLE_DEFINED, Snippet.Status.RECOVERABLE_NOT_DEFINED);
    private static final Pattern PACKAGE = Pattern.compile("package\\s+[\\w.]+\\s*;");
    private static final Pattern FIRST_NAME = Pattern.compile("\\w+");

    /// The compiler's own words are English; for `Locale.ENGLISH`, which it has no file for, it takes those of the default locale.
    static final Locale LANGUAGE = Locale.ROOT;

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

    /// Why what a cell has declared cannot be used: something is missing, perhaps in what it mentions, or does not fit any more.
    /// Empty when it can be used.
    Optional<String> whyUnusable(DeclarationSnippet snippet) {
        if (!UNUSABLE.contains(shell.status(snippet))) {
            return Optional.empty();
        }
        var missing = new LinkedHashSet<String>();
        collectMissing(snippet, missing, new HashSet<>());
        return Optional.of(snippet.name() + (missing.isEmpty()
            ? " cannot be used any more: " + shell.diagnostics(snippet).filter(Diag::isError).map(this::readable).findFirst().orElse("it does not compile")
            : " cannot be used before this is declared: " + String.join(", ", missing)));
    }

    private String readable(Diag diagnostic) {
        return CompileReport.readable(diagnostic.getMessage(LANGUAGE));
    }

    private void collectMissing(DeclarationSnippet snippet, Set<String> missing, Set<DeclarationSnippet> seen) {
        if (seen.add(snippet)) {
            shell.unresolvedDependencies(snippet).forEach(name -> unmentionable(simpleName(name)).ifPresentOrElse(
                declared -> collectMissing(declared, missing, seen), () -> missing.add(name)));
            shell.diagnostics(snippet).flatMap(diagnostic -> unmentionable(marked(diagnostic, snippet.source())).stream())
                .forEach(declared -> collectMissing(declared, missing, seen));
        }
    }

    /// What cells have declared under this name, if it cannot even be mentioned.
    private Optional<DeclarationSnippet> unmentionable(String name) {
        return shell.snippets().filter(DeclarationSnippet.class::isInstance).map(DeclarationSnippet.class::cast)
            .filter(snippet -> snippet.name().equals(name) && shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED).findFirst();
    }

    /// What the compiler objects to.
    private static String marked(Diag diagnostic, String source) {
        int start = Math.clamp(diagnostic.getStartPosition(), 0, source.length());
        return source.substring(start, Math.clamp(diagnostic.getEndPosition(), start, source.length()));
    }

    private Problem problem(Diag diagnostic, String source, int offset) {
        int start = Math.clamp(diagnostic.getStartPosition(), 0, source.length());
        int end = Math.clamp(diagnostic.getEndPosition(), start, source.length());
        var message = unmentionable(marked(diagnostic, source)).flatMap(this::whyUnusable)
            .orElseGet(() -> diagnostic.getMessage(LANGUAGE) + hint(diagnostic.getCode(), source, start, end));
        return new Problem(offset + RecordConstructors.written(source, diagnostic.getStartPosition()),
            offset + RecordConstructors.written(source, diagnostic.getEndPosition()), message);
    }

    private String hint(String code, String source, int start, int end) {
        return switch (code) {
            case String missing when missing.startsWith("compiler.err.cant.resolve") -> hint(source, start, end);
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

    private static String simpleName(String missing) {
        return missing.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
    }

    /// JShell names what is missing ("class Foo", "method f(int)") but not where; the first mention is the place.
    private Problem unresolved(String missing, String source, int offset) {
        var name = simpleName(missing);
        var mention = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source);
        return mention.find()
            ? new Problem(offset + mention.start(), offset + mention.end(), "cannot find " + missing + hint(source, mention.start(), mention.end()))
            : new Problem(offset, -1, "cannot find " + missing + importHint(name));
    }
}
