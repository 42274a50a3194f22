package dev.solstice.kernel.jshell;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/// Lets a cell declare a sealed type and what it permits.
///
/// JShell declares one type after the other. A sealed type is not usable before all that it permits are declared,
/// and those cannot be declared before it is usable; JShell copes with one permitted type, not with two. So the types
/// are first declared open and with empty methods (a switch over a sealed type would not be exhaustive yet); when they
/// are then declared as written, JShell compiles all that depend on each other together.
final class SealedTypes {
    private static final Pattern SEALED_WITH_PERMITS = Pattern.compile("\\bsealed\\b[^{;]*\\bpermits\\b");
    private static final Pattern MODIFIER = Pattern.compile("\\b(non-)?sealed\\b(?=[\\w\\s]*\\b(class|interface)\\b)");
    private static final Pattern PERMITS = Pattern.compile("\\bpermits\\s[\\w\\s.,]*(?=\\{)");
    private static final String EMPTY_BODY = "{ throw null; }";

    private record Body(int start, int end) {}

    private SealedTypes() {
    }

    /// What to declare before the cell's own pieces; empty for all but the rare cell that needs it.
    static List<String> stubs(List<CellPieces.Piece> pieces, JShell shell) {
        if (pieces.stream().noneMatch(piece -> SEALED_WITH_PERMITS.matcher(piece.source()).find())) {
            return List.of();
        }
        Set<String> known = shell.snippets()
            .filter(snippet -> snippet.kind() == Snippet.Kind.TYPE_DECL && shell.status(snippet) == Snippet.Status.VALID)
            .map(snippet -> snippet.source().strip()).collect(Collectors.toSet());
        return pieces.stream().map(CellPieces.Piece::source)
            .filter(source -> !known.contains(source.strip()) && isType(source, shell))
            .map(SealedTypes::stub).toList();
    }

    /// Sealed types of earlier cells that wait for a type which this cell declares: it cannot be declared while they wait.
    /// They are to be [opened][#opened(Snippet)] before, and declared as written again afterwards.
    static List<Snippet> awaiting(List<CellPieces.Piece> pieces, JShell shell) {
        return shell.snippets().filter(snippet -> snippet instanceof TypeDeclSnippet type
            && shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED && SEALED_WITH_PERMITS.matcher(snippet.source()).find()
            && shell.unresolvedDependencies(type).anyMatch(missing -> isDeclared(missing.substring(missing.lastIndexOf(' ') + 1), pieces))).toList();
    }

    private static boolean isDeclared(String name, List<CellPieces.Piece> pieces) {
        var declaration = Pattern.compile("\\b(class|interface|record|enum)\\s+" + Pattern.quote(name) + "\\b");
        return pieces.stream().anyMatch(piece -> declaration.matcher(piece.source()).find());
    }

    /// How many of the pieces it takes for all types of the cell to be declared.
    static int upToLastType(List<CellPieces.Piece> pieces, JShell shell) {
        int count = pieces.size();
        while (count > 0 && !isType(pieces.get(count - 1).source(), shell)) {
            count--;
        }
        return count;
    }

    static String opened(Snippet sealed) {
        return stub(sealed.source());
    }

    private static boolean isType(String source, JShell shell) {
        return shell.sourceCodeAnalysis().sourceToSnippets(source).stream().anyMatch(snippet -> snippet.kind() == Snippet.Kind.TYPE_DECL);
    }

    private static String stub(String source) {
        var stub = new StringBuilder(source);
        for (var body : methodBodies(source).reversed()) {
            stub.replace(body.start(), body.end(), EMPTY_BODY);
        }
        return PERMITS.matcher(MODIFIER.matcher(stub).replaceAll("")).replaceAll("");
    }

    /// Outermost bodies in source order; constructors keep theirs, because they initialize final fields.
    private static List<Body> methodBodies(String source) {
        var parsed = Parsed.of(source);
        var bodies = new ArrayList<Body>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                if (method.getBody() != null && method.getReturnType() != null) {
                    bodies.add(new Body(parsed.start(method.getBody()), parsed.end(method.getBody())));
                }
                return null;
            }
        }.scan(parsed.unit(), null);
        return bodies;
    }
}
