package dev.solstice.kernel.jshell;

import dev.solstice.array.SourceLine;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.CompileReport;
import dev.solstice.kernel.error.CompileReport.Problem;
import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Origins;
import dev.solstice.kernel.error.Thrown;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
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
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// One notebook's Java: everything that its cells have declared.
///
/// May be called from any thread: JShell works for one at a time, and while a cell's own code runs it is free for others,
/// so that completion or another cell need not wait for the end of a long one.
public final class JavaSession implements AutoCloseable {
    /// Snippets of a long cell.
    private static final int MOST_LEFTOVERS = 50;
    /// What the compiler writes about lines and variables as a rule, and for a weaver. All class files of the two differ, so
    /// that JShell loads a declaration anew that is repeated under the other one.
    private static final String LINES = "-g:source,lines";
    private static final String VARIABLES = "-g:lines,vars";
    private static final Pattern EXPRESSION = Pattern.compile("(?<!\\\\)\\\\\\{([^}]*)\\}");

    private final ReentrantLock compiling = new ReentrantLock(true);
    private final CellClasses classes = new CellClasses();
    private final StoppableControl control = new StoppableControl(compiling, classes, this::beginning);
    private final JShell shell;
    private final SnippetLines lines;
    private final Origins origins = new Origins();
    private final CellTerms terms;
    private final Variables variables;
    private final Leftovers leftovers;
    private final Expressions expressions;
    private final Problems problems;
    private final Magics magics;
    private final List<Path> jars = new ArrayList<>();
    private final Scene scene;
    private final Completer completer;
    private final CellDocumentation cells;
    private Sources sources;
    /// How many cells, and evaluations that they ask for, have begun and not ended; guarded by `compiling`, as are the next two.
    private int evaluations;
    private int snippetsSinceSweep;
    private int calculations;

    /// What runs magics.
    public interface Magics {
        /// @param line without the percent sign
        Object line(String line) throws Exception;

        /// @param line the first line without the percent signs
        Object cell(String line, String body) throws Exception;

        /// Their names with percent signs, and how each is used and what for, as far as that is known.
        Map<String, String> purposes();
    }

    /// Starts JShell in this JVM, with this JVM's class path.
    public JavaSession(Magics magics) {
        this.magics = magics;
        this.shell = JShell.builder()
            .executionEngine(new InThisJvm(control), Map.of())
            .compilerOptions(compilerOptions())
            .build();
        SingleRun.in(shell);
        shell.addToClasspath(System.getProperty("java.class.path")); // as a compiler option it would hide what is added later
        this.variables = new Variables(shell, control);
        this.leftovers = new Leftovers(shell, classes);
        this.expressions = new Expressions(shell);
        this.problems = new Problems(shell);
        this.scene = new Scene(shell);
        this.completer = new Completer(shell.sourceCodeAnalysis(), scene, magics);
        this.cells = new CellDocumentation(shell, variables);
        this.lines = new SnippetLines(shell);
        this.terms = new CellTerms(lines, origins);
        SourceLine.inNotebook(frame -> place(frame.toStackTraceElement()).map(place -> new SourceLine(place.cell().name(), place.line(), "")));
        try {
            control.prepare();
        } catch (Exception e) {
            throw new IllegalStateException("JShell's LocalExecutionControl of JDK " + Runtime.version()
                + " is not the one that this kernel was built for", e);
        }
    }

    private static String[] compilerOptions() {
        var options = Stream.of(LINES, "-parameters", "-processorpath", ""); // the last, else each run looks for plugins in every jar
        var incubating = ModuleLayer.boot().modules().stream().map(Module::getName).filter(name -> name.startsWith("jdk.incubator."))
            .flatMap(name -> Stream.of("--add-modules", name)); // which a compiler leaves out even if this JVM was started with them
        return Stream.concat(options, incubating).toArray(String[]::new);
    }

    private record InThisJvm(StoppableControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "solstice";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }

    /// Runs a cell to its end or first failure.
    ///
    /// @param warn takes what the user should know although the cell did not fail of it
    /// @return the value of the cell's last expression, if it is one and not null
    /// @throws CellFailure when a part of it does not compile, throws or is interrupted
    public Optional<Object> evaluate(Cell cell, Consumer<String> warn) {
        return evaluateTyped(cell, warn).map(Typed::value);
    }

    /// The same with the type of the value.
    public Optional<Typed> evaluateTyped(Cell cell, Consumer<String> warn) {
        compiling.lock();
        evaluations++;
        try {
            return Optional.ofNullable(run(cell, warn)).filter(typed -> typed.value() != null);
        } finally {
            control.forget();
            completer.forget();
            try {
                sweep();
            } finally {
                evaluations--;
                compiling.unlock();
            }
        }
    }

    private Typed run(Cell cell, Consumer<String> warn) {
        var pieces = CellPieces.of(cell, shell.sourceCodeAnalysis());
        if (!pieces.isEmpty() && pieces.getLast() instanceof CellPieces.Broken broken) {
            throw CompileReport.of(cell, problemsOf(broken, cell)); // before anything of the cell has run
        }
        var declared = new LinkedHashMap<Snippet, Integer>();
        var touched = new LinkedHashSet<DeclarationSnippet>();
        var awaiting = SealedTypes.awaiting(pieces, shell);
        Stream.concat(awaiting.stream().map(SealedTypes::opened), SealedTypes.stubs(pieces, shell).stream())
            .flatMap(stub -> shell.eval(stub).stream())
            .filter(event -> event.causeSnippet() != null).forEach(event -> noteReplaced(event, touched, warn));
        int types = awaiting.isEmpty() ? 0 : SealedTypes.upToLastType(pieces, shell);
        try {
            run(pieces.subList(0, types), cell, declared, touched, warn);
        } finally {
            awaiting.forEach(sealed -> declareAgain(sealed, touched, warn));
        }
        var value = run(pieces.subList(types, pieces.size()), cell, declared, touched, warn);
        checkResolved(cell, declared, warn);
        touched.stream().filter(snippet -> !declared.containsKey(snippet)).flatMap(snippet -> problems.whyUnusable(snippet).stream()).forEach(warn);
        return value;
    }

    private Typed run(List<CellPieces.Piece> pieces, Cell cell, Map<Snippet, Integer> declared, Set<DeclarationSnippet> touched,
                      Consumer<String> warn) {
        Typed value = null;
        for (var statements : Blocks.runs(pieces, cell.source())) {
            if (statements.size() > 1 && ranAsOne(Blocks.block(statements, cell.source()), cell, declared, touched, warn)) {
                continue;
            }
            for (var piece : statements) {
                value = switch (piece) {
                    case CellPieces.Snippet snippet -> run(snippet, cell, declared, touched, warn);
                    case CellPieces.LineMagic magic -> {
                        var line = filledIn(magic.source().substring(1), cell);
                        yield new Typed(magic(() -> magics.line(line)), "Object");
                    }
                    case CellPieces.CellMagic magic -> new Typed(magic(() -> cellMagic(magic.source().substring(2))), "Object");
                    case CellPieces.Broken broken -> throw new IllegalStateException();
                };
            }
        }
        return value;
    }

    /// Declares what JShell has given up for something that does not compile, or that threw before it had a value.
    private void undo(Snippet failed, List<SnippetEvent> events, Set<DeclarationSnippet> touched, Consumer<String> warn) {
        var replaced = events.stream().filter(event -> event.status() == Snippet.Status.OVERWRITTEN && event.causeSnippet() == failed)
            .map(SnippetEvent::snippet).toList();
        if (replaced.isEmpty() && failed instanceof VarSnippet && shell.status(failed).isActive()) {
            shell.drop(failed);
        }
        for (var before : replaced) {
            if (before instanceof VarSnippet variable) {
                giveBack(variable, touched, warn);
            } else {
                declareAgain(before, touched, warn);
            }
        }
    }

    private void giveBack(VarSnippet variable, Set<DeclarationSnippet> touched, Consumer<String> warn) {
        var value = variables.value(variable);
        variables.gone(variable, null);
        for (var event : shell.eval(variable.typeName() + " " + variable.name() + ";")) {
            if (event.causeSnippet() != null) {
                noteReplaced(event, touched, warn);
            } else if (event.status() == Snippet.Status.VALID && variables.declared((VarSnippet) event.snippet(), value)) {
                origins.again(variable.id(), event.snippet().id());
            } else {
                warn.accept(variable.name() + " has lost its value; run the cell that makes it again.");
            }
        }
    }

    private void declareAgain(Snippet sealed, Set<DeclarationSnippet> touched, Consumer<String> warn) {
        for (var event : shell.eval(sealed.source())) {
            if (event.causeSnippet() == null) {
                origins.again(sealed.id(), event.snippet().id());
            } else {
                noteReplaced(event, touched, warn);
            }
        }
    }

    /// Between snippets of the only cell that runs: of another one's JShell has not finished with the one that runs.
    private void sweep() {
        if (evaluations == 1) {
            snippetsSinceSweep = 0;
            leftovers.sweep(origins.snippetIds());
        }
    }

    /// As in Rapaio's kernel, `\{expression}` in a magic stands for its value.
    private String filledIn(String line, Cell cell) {
        return EXPRESSION.matcher(line).replaceAll(found -> {
            var value = run(new Cell(cell.number(), found.group(1)), warning -> { });
            return Matcher.quoteReplacement(String.valueOf(value == null ? null : value.value()));
        });
    }

    /// Declares imports without compiling each.
    ///
    /// @return whether cells compile with them; if not, none of them is declared
    boolean declared(List<String> imports) {
        compiling.lock();
        try {
            var added = new ImportTable(shell).add(imports);
            if (added.isEmpty() || compiles()) {
                return !added.isEmpty();
            }
            added.forEach(shell::drop);
            return false;
        } finally {
            compiling.unlock();
        }
    }

    /// The first run of the compiler costs as much as twenty later ones, so that this makes the first cell fast too.
    private boolean compiles() {
        try {
            return evaluate(new Cell(0, "1 + 1"), warning -> { }).equals(Optional.of(2));
        } catch (CellFailure imported) {
            return false;
        }
    }

    /// Runs code that calls user code, such as a renderer, so that [#interrupt()] stops it.
    public <T> T call(Callable<T> code) throws Exception {
        return control.call(code);
    }

    /// What failed in code that no cell called directly, such as a `toString` that rendering called, in terms of cells.
    public CellFailure failure(Throwable thrown) {
        var frames = new IdentityHashMap<Throwable, List<StackTraceElement>>();
        for (var each : Thrown.graph(thrown)) {
            frames.put(each, Stream.of(Thrown.stack(each)).map(frame -> lines.of(frame).orElse(frame)).toList());
        }
        return failure(thrown, frames);
    }

    private CellFailure failure(Throwable thrown, Map<Throwable, List<StackTraceElement>> frames) {
        return thrown instanceof Interruption interruption
            ? interruption.failure(frames.get(thrown), origins)
            : ExceptionReport.of(thrown, frames, origins);
    }

    /// Text that a program has printed, with the stack frames and classes of cells as their user knows them.
    public String inCellTerms(String text) {
        return terms.of(text);
    }

    /// Stops what runs, from another thread; until [#resume()] nothing else starts either.
    public void interrupt() {
        control.stop();
    }

    /// What was interrupted has ended.
    public void resume() {
        control.resume();
    }

    /// Whether [#interrupt()] has been called and what it stops has not ended.
    public boolean stopRequested() {
        return control.stopRequested();
    }

    /// The line of a cell that a running frame is at, or a frame of a class that is being loaded.
    public Optional<Origins.Place> place(StackTraceElement frame) {
        return lines.of(frame).flatMap(origins::place);
    }

    /// Changes the classes of what is compiled from here on; while something does, the compiler notes all variables in them.
    ///
    /// @throws IllegalStateException when this JVM does not let us look into JShell
    public void weave(ClassWeaver weaver) {
        compiling.lock();
        try {
            Inside.<List<String>>field(shell, "extraCompilerOptions").set(0, weaver == ClassWeaver.NONE ? LINES : VARIABLES);
            classes.weave(weaver);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            throw new IllegalStateException("cells cannot be woven here; it needs --add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED"
                + " and the JShell that this kernel was built for", closed);
        } finally {
            compiling.unlock();
        }
    }

    /// Compiles an expression or a statement over parameters; it is never woven.
    ///
    /// @param parameters name to type, in Java's syntax
    /// @throws CellFailure when it does not compile
    public Calculation calculation(String code, Map<String, String> parameters) {
        compiling.lock();
        var weaver = classes.weave(ClassWeaver.NONE);
        try {
            return Calculation.of(code, parameters, ++calculations, shell, control);
        } finally {
            classes.weave(weaver);
            compiling.unlock();
        }
    }

    /// For completion, documentation and completeness.
    public <T> T analyse(Function<SourceCodeAnalysis, T> question) {
        compiling.lock();
        try {
            return question.apply(shell.sourceCodeAnalysis());
        } finally {
            compiling.unlock();
        }
    }

    /// The variables that cells have declared, in the order in which they did, with their values of now.
    public List<Variable> variables() {
        return analyse(analysis -> shell.variables()
            .filter(variable -> shell.status(variable) == Snippet.Status.VALID && !Expressions.declared(variable))
            .map(variable -> new Variable(variable.name(), variable.typeName(), variables.value(variable))).toList());
    }

    /// The sources of what cells have declared and is still in force.
    public List<String> sources(Set<Snippet.Kind> kinds) {
        return analyse(analysis -> shell.snippets().filter(snippet -> shell.status(snippet).isActive() && kinds.contains(snippet.kind()))
            .map(snippet -> RecordConstructors.asWritten(snippet.source()).strip()).toList());
    }

    /// @param cursor number of characters before the cursor
    public Completion completion(String code, int cursor) {
        return analyse(analysis -> completer.at(code, cursor));
    }

    /// Questions like the first ones of a user, who then need not wait while the compiler reads every class that can be named:
    /// one package after the other, and at last a name, for which it goes through all of them.
    public List<Runnable> firstQuestions() {
        var packages = analyse(analysis -> shell.imports().filter(imported -> !imported.isStatic()).map(ImportSnippet::fullname)
            .filter(name -> name.endsWith(".*")).map(name -> name.substring(0, name.length() - 1)).toList());
        return Stream.concat(packages.stream(), Stream.of("vma")).<Runnable>map(begun -> () -> completion(begun, begun.length())).toList();
    }

    /// @param cursor number of characters before the cursor
    public Optional<Documentation> documentation(String code, int cursor) {
        return Documentation.ofMagic(code, cursor, magics.purposes()).or(() -> analyse(analysis -> {
            findSources();
            return Documentation.at(code, cursor, analysis, scene, new Comments(cells, sources));
        }));
    }

    /// The source that declares a name, where it can be found: cells, the JDK, this library, artifacts with their sources.
    public Optional<String> source(String name) {
        return analyse(analysis -> {
            findSources();
            return SourceText.of(name, Documentation.at(name, name.length(), analysis, scene, new Comments(cells, sources)), shell, sources);
        });
    }

    /// Not before somebody asks, because it opens the JDK's sources.
    private void findSources() {
        if (sources == null) {
            sources = new Sources(shell.sourceCodeAnalysis());
        }
        jars.forEach(sources::addBeside);
        jars.clear();
    }

    /// Adds jars or folders, joined by the platform's separator, to what cells can import.
    public void addToClasspath(String path) {
        compiling.lock();
        try {
            shell.addToClasspath(path);
            Stream.of(path.split(File.pathSeparator)).map(Path::of).forEach(jars::add);
        } finally {
            compiling.unlock();
        }
    }

    /// Sources or Javadoc of a jar on the class path have come to lie beside it.
    public void documented(Path jar) {
        compiling.lock();
        try {
            jars.add(jar);
        } finally {
            compiling.unlock();
        }
    }

    /// What loads all that has been added to the class path, and the cells' own classes.
    public ClassLoader classLoader() {
        return classes.classPath();
    }

    @Override
    public void close() {
        shell.close();
    }

    private Typed run(CellPieces.Snippet piece, Cell cell, Map<Snippet, Integer> declared, Set<DeclarationSnippet> touched,
                      Consumer<String> warn) {
        beforeRunning(piece, cell);
        return ran(expressions.evaluate(piece.source()).orElseGet(() -> compiled(piece.source(), new HashSet<>())), piece, cell, declared, touched, warn);
    }

    /// False when the block does not compile; then nothing of it has run.
    private boolean ranAsOne(CellPieces.Snippet block, Cell cell, Map<Snippet, Integer> declared, Set<DeclarationSnippet> touched,
                             Consumer<String> warn) {
        beforeRunning(block, cell);
        var events = compiled(block.source(), new HashSet<>());
        if (events.getFirst().status() == Snippet.Status.REJECTED) {
            return false;
        }
        ran(events, block, cell, declared, touched, warn);
        return true;
    }

    private void beforeRunning(CellPieces.Snippet piece, Cell cell) {
        control.forget();
        if (++snippetsSinceSweep > MOST_LEFTOVERS) {
            sweep();
        }
        origins.run(cell, piece.offset());
    }

    /// What came of a piece.
    private Typed ran(List<SnippetEvent> events, CellPieces.Snippet piece, Cell cell, Map<Snippet, Integer> declared,
                      Set<DeclarationSnippet> touched, Consumer<String> warn) {
        Typed value = null;
        for (var event : events) {
            var snippet = event.snippet();
            if (event.causeSnippet() != null) {
                noteReplaced(event, touched, warn);
                continue;
            }
            if (event.status() == Snippet.Status.REJECTED) {
                var failure = CompileReport.of(cell, problems.of(snippet, piece.offset()));
                undo(snippet, events, touched, warn);
                throw failure;
            }
            origins.add(snippet.id(), cell, piece.offset());
            if (classes.weaver() != ClassWeaver.NONE && event.status() == Snippet.Status.VALID && snippet.kind().isPersistent()) {
                classes.weaver().repeated(classOf(snippet));
            }
            if (event.exception() != null) {
                var failure = failure(event, cell, piece);
                undo(snippet, events, touched, warn);
                throw failure;
            }
            if (snippet instanceof VarSnippet variable) {
                variables.declared(variable);
            }
            if (snippet instanceof ImportSnippet own) {
                OwnImports.completing(own, classLoader()).forEach(shell::eval);
            }
            declared.put(snippet, piece.offset());
            value = valueOf(snippet, piece.source());
        }
        if (control.thrown() != null) {
            throw failure(control.thrown());
        }
        if (control.stopRequested()) {
            throw new Interruption(new StackTraceElement[0], false).failure(List.of(), origins);
        }
        return value;
    }

    /// Code of a generated class is about to run; of a variable that is declared again unchanged it is not a new class.
    private void beginning(String className) {
        if (classes.weaver() != ClassWeaver.NONE) {
            lines.of(new StackTraceElement(className, "", null, 1)).map(StackTraceElement::getFileName)
                .ifPresent(id -> origins.addRunning(id.substring(1)));
            classes.weaver().repeated(className);
        }
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

    private CellFailure failure(SnippetEvent event, Cell cell, CellPieces.Snippet piece) {
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return unresolved(unresolved.getSnippet(), cell, piece);
        }
        var thrown = control.thrown();
        if (thrown == null || !(event.exception() instanceof EvalException)) {
            return CellFailure.plain("KernelError", String.valueOf(event.exception()));
        }
        return failure(thrown, control.carrier().takeApart(event.exception().getStackTrace()));
    }

    /// The cell called something that was declared with a gap in it.
    private CellFailure unresolved(DeclarationSnippet snippet, Cell cell, CellPieces.Snippet piece) {
        var mention = Pattern.compile("\\b" + Pattern.quote(snippet.name()) + "\\b").matcher(cell.source());
        int end = Math.min(cell.source().length(), piece.offset() + piece.source().stripTrailing().length());
        boolean mentioned = mention.region(piece.offset(), end).find();
        return CompileReport.of(cell, List.of(new Problem(mentioned ? mention.start() : piece.offset(), mentioned ? mention.end() : end,
            problems.whyUnusable(snippet).orElseGet(() -> snippet.name() + " cannot be used yet"))));
    }

    /// Methods and classes may refer to what a later cell declares; say so, because it is usually a typing error.
    private void checkResolved(Cell cell, Map<Snippet, Integer> declared, Consumer<String> warn) {
        declared.forEach((snippet, offset) -> {
            if (snippet instanceof VarSnippet && shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
                throw CompileReport.of(cell, problems.of(snippet, offset));
            }
            if (Problems.UNUSABLE.contains(shell.status(snippet))) {
                CompileReport.warning(cell, problems.of(snippet, offset)).forEach(warn);
            }
        });
    }

    /// Declaring something anew replaces what was there; variables of a replaced class cannot keep their value.
    private void noteReplaced(SnippetEvent event, Set<DeclarationSnippet> touched, Consumer<String> warn) {
        if (!(event.snippet() instanceof VarSnippet variable)) {
            if (event.snippet() instanceof DeclarationSnippet declaration) {
                touched.add(declaration);
            }
            return;
        }
        if (event.status() == Snippet.Status.OVERWRITTEN) {
            variables.gone(variable, event.causeSnippet() instanceof VarSnippet successor ? successor : null);
        } else if (event.status() == Snippet.Status.VALID && variables.moved(variable)) {
            return;
        } else if (event.previousStatus() == Snippet.Status.VALID && event.causeSnippet() instanceof DeclarationSnippet cause) {
            variables.gone(variable, null);
            warn.accept(variable.name() + " has lost its value, because " + cause.name()
                + " was declared anew; run the cell that makes it again.");
        }
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
        return lineEnd < 0 ? magics.cell(source, "") : magics.cell(source.substring(0, lineEnd), source.substring(lineEnd + 1));
    }

    private List<Problem> problemsOf(CellPieces.Broken broken, Cell cell) {
        return shell.eval(broken.source()).stream()
            .filter(event -> event.status() == Snippet.Status.REJECTED)
            .findFirst()
            .map(event -> problems.of(event.snippet(), broken.offset()))
            .orElseGet(() -> List.of(new Problem(cell.source().stripTrailing().length() - 1, -1, "the cell ends in the middle of a statement")));
    }
}
