package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.CompileReport;
import dev.solstice.kernel.error.CompileReport.Problem;
import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Origins;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/// One run of a cell: piece after piece to its end or first failure.
final class CellRun {
    private static final Pattern EXPRESSION = Pattern.compile("(?<!\\\\)\\\\\\{([^}]*)\\}");

    private final JavaSession session;
    private final JShell shell;
    private final StoppableControl control;
    private final CellClasses classes;
    private final Origins origins;
    private final Variables variables;
    private final Expressions expressions;
    private final Problems problems;
    private final Cell cell;
    private final Consumer<String> warn;
    private final Replacements replacements;
    /// What the cell has declared, and where its piece begins.
    private final Map<Snippet, Integer> declared = new LinkedHashMap<>();

    CellRun(JavaSession session, Cell cell, Consumer<String> warn) {
        this.session = session;
        this.shell = session.shell;
        this.control = session.control;
        this.classes = session.classes;
        this.origins = session.origins;
        this.variables = session.variables;
        this.expressions = session.expressions;
        this.problems = session.problems;
        this.cell = cell;
        this.warn = warn;
        this.replacements = new Replacements(shell, origins, variables, problems, warn);
    }

    /// Runs it to its end or first failure.
    ///
    /// @return the value of its last expression, or null
    /// @throws CellFailure when a part of it does not compile, throws or is interrupted
    Typed run() {
        var pieces = CellPieces.of(cell, shell.sourceCodeAnalysis());
        if (!pieces.isEmpty() && pieces.getLast() instanceof CellPieces.Broken broken) {
            throw CompileReport.of(cell, problemsOf(broken)); // before anything of the cell has run
        }
        var awaiting = SealedTypes.awaiting(pieces, shell);
        Stream.concat(awaiting.stream().map(SealedTypes::opened), SealedTypes.stubs(pieces, shell).stream())
            .flatMap(stub -> shell.eval(stub).stream())
            .filter(event -> event.causeSnippet() != null).forEach(replacements::note);
        int types = awaiting.isEmpty() ? 0 : SealedTypes.upToLastType(pieces, shell);
        try {
            run(pieces.subList(0, types));
        } finally {
            awaiting.forEach(replacements::declareAgain);
        }
        var value = run(pieces.subList(types, pieces.size()));
        checkResolved();
        replacements.unusable(declared.keySet()).forEach(warn);
        return value;
    }

    private Typed run(List<CellPieces.Piece> pieces) {
        Typed value = null;
        for (var statements : Blocks.runs(pieces, cell.source())) {
            if (statements.size() > 1 && ranAsOne(Blocks.block(statements, cell.source()))) {
                continue;
            }
            for (var piece : statements) {
                value = switch (piece) {
                    case CellPieces.Snippet snippet -> run(snippet);
                    case CellPieces.LineMagic magic -> {
                        var line = filledIn(magic.source().substring(1));
                        yield new Typed(magic(() -> session.magics.line(line)), "Object");
                    }
                    case CellPieces.CellMagic magic -> new Typed(magic(() -> cellMagic(magic.source().substring(2))), "Object");
                    case CellPieces.Broken broken -> throw new IllegalStateException();
                };
            }
        }
        return value;
    }

    /// As in Rapaio's kernel, `\{expression}` in a magic stands for its value.
    private String filledIn(String line) {
        return EXPRESSION.matcher(line).replaceAll(found -> {
            var value = new CellRun(session, new Cell(cell.number(), found.group(1)), warning -> { }).run();
            return Matcher.quoteReplacement(String.valueOf(value == null ? null : value.value()));
        });
    }

    private Typed run(CellPieces.Snippet piece) {
        beforeRunning(piece);
        return ran(expressions.evaluate(piece.source()).orElseGet(() -> compiled(piece.source(), new HashSet<>())), piece);
    }

    /// False when the block does not compile; then nothing of it has run.
    private boolean ranAsOne(CellPieces.Snippet block) {
        beforeRunning(block);
        var events = compiled(block.source(), new HashSet<>());
        if (events.getFirst().status() == Snippet.Status.REJECTED) {
            return false;
        }
        ran(events, block);
        return true;
    }

    private void beforeRunning(CellPieces.Snippet piece) {
        session.betweenSnippets();
        origins.run(cell, piece.offset());
    }

    /// What came of a piece.
    private Typed ran(List<SnippetEvent> events, CellPieces.Snippet piece) {
        Typed value = null;
        for (var event : events) {
            var snippet = event.snippet();
            if (event.causeSnippet() != null) {
                replacements.note(event);
                continue;
            }
            if (event.status() == Snippet.Status.REJECTED) {
                var failure = CompileReport.of(cell, problems.of(snippet, piece.offset()));
                replacements.undo(snippet, events);
                throw failure;
            }
            origins.add(snippet.id(), cell, piece.offset());
            if (classes.weaver() != ClassWeaver.NONE && event.status() == Snippet.Status.VALID && snippet.kind().isPersistent()) {
                classes.weaver().repeated(classOf(snippet));
            }
            if (event.exception() != null) {
                var failure = failure(event, piece);
                replacements.undo(snippet, events);
                throw failure;
            }
            if (snippet instanceof VarSnippet variable) {
                variables.declared(variable);
            }
            if (snippet instanceof ImportSnippet own) {
                OwnImports.completing(own, session.classLoader()).forEach(shell::eval);
            }
            declared.put(snippet, piece.offset());
            value = valueOf(snippet, piece.source());
        }
        if (control.thrown() != null) {
            throw session.failure(control.thrown());
        }
        if (control.stopRequested()) {
            throw new Interruption(new StackTraceElement[0], false).failure(List.of(), origins);
        }
        return value;
    }

    private String classOf(Snippet snippet) {
        return shell.sourceCodeAnalysis().wrapper(snippet).fullClassName();
    }

    /// Runs a snippet; of names that the preload has too, it means those that a cell has imported.
    private List<SnippetEvent> compiled(String source, Set<String> settled) {
        var events = shell.eval(source);
        var imports = OwnImports.settling(events.stream().filter(event -> event.status() == Snippet.Status.REJECTED)
            .flatMap(event -> shell.diagnostics(event.snippet())));
        if (!settled.addAll(imports)) {
            return events;
        }
        imports.forEach(shell::eval);
        return compiled(source, settled);
    }

    /// The value of an expression; the variable that held it goes away, since nobody knows its name.
    private Typed valueOf(Snippet snippet, String source) {
        if (Expressions.declared(snippet)) {
            drop((VarSnippet) snippet);
            return expressions.typed(control.result(), source);
        }
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> new Typed(control.result(), ((ExpressionSnippet) snippet).typeName());
            case TEMP_VAR_EXPRESSION_SUBKIND -> {
                drop((VarSnippet) snippet);
                yield new Typed(control.result(), ((VarSnippet) snippet).typeName());
            }
            default -> null;
        };
    }

    private void drop(VarSnippet variable) {
        variables.gone(variable, null);
        shell.drop(variable);
    }

    private CellFailure failure(SnippetEvent event, CellPieces.Snippet piece) {
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return unresolved(unresolved.getSnippet(), piece);
        }
        var thrown = control.thrown();
        if (thrown == null || !(event.exception() instanceof EvalException)) {
            return CellFailure.plain("KernelError", String.valueOf(event.exception()));
        }
        return session.failure(thrown, control.carrier().takeApart(event.exception().getStackTrace()));
    }

    /// The cell called something that was declared with a gap in it.
    private CellFailure unresolved(DeclarationSnippet snippet, CellPieces.Snippet piece) {
        var mention = Pattern.compile("\\b" + Pattern.quote(snippet.name()) + "\\b").matcher(cell.source());
        int end = Math.min(cell.source().length(), piece.offset() + piece.source().stripTrailing().length());
        boolean mentioned = mention.region(piece.offset(), end).find();
        return CompileReport.of(cell, List.of(new Problem(mentioned ? mention.start() : piece.offset(), mentioned ? mention.end() : end,
            problems.whyUnusable(snippet).orElseGet(() -> snippet.name() + " cannot be used yet"))));
    }

    /// Methods and classes may refer to what a later cell declares; say so, because it is usually a typing error.
    private void checkResolved() {
        declared.forEach((snippet, offset) -> {
            if (snippet instanceof VarSnippet && shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
                throw CompileReport.of(cell, problems.of(snippet, offset));
            }
            if (Problems.UNUSABLE.contains(shell.status(snippet))) {
                CompileReport.warning(cell, problems.of(snippet, offset)).forEach(warn);
            }
        });
    }

    private Object magic(Callable<Object> magic) {
        try {
            return control.call(magic);
        } catch (CellFailure failure) {
            throw failure;
        } catch (Interruption interruption) {
            throw interruption.failure(List.of(), origins);
        } catch (Exception e) {
            throw ExceptionReport.of(e, Map.of(), origins);
        }
    }

    private Object cellMagic(String source) throws Exception {
        int lineEnd = source.indexOf('\n');
        return lineEnd < 0 ? session.magics.cell(source, "") : session.magics.cell(source.substring(0, lineEnd), source.substring(lineEnd + 1));
    }

    private List<Problem> problemsOf(CellPieces.Broken broken) {
        return shell.eval(broken.source()).stream()
            .filter(event -> event.status() == Snippet.Status.REJECTED)
            .findFirst()
            .map(event -> problems.of(event.snippet(), broken.offset()))
            .orElseGet(() -> List.of(new Problem(cell.source().stripTrailing().length() - 1, -1, "the cell ends in the middle of a statement")));
    }
}
