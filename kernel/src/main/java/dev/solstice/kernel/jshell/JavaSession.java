package dev.solstice.kernel.jshell;

import dev.solstice.array.SourceLine;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Origins;
import dev.solstice.kernel.error.Thrown;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
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

    private final ReentrantLock compiling = new ReentrantLock(true);
    final Magics magics;
    final CellClasses classes = new CellClasses();
    final StoppableControl control = new StoppableControl(compiling, classes, this::beginning);
    final JShell shell;
    final Origins origins = new Origins();
    final Variables variables;
    final Expressions expressions;
    final Problems problems;
    private final SnippetLines lines;
    private final CellTerms terms;
    private final Leftovers leftovers;
    private final List<Path> jars = new ArrayList<>();
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
            return Optional.ofNullable(new CellRun(this, cell, warn).run()).filter(typed -> typed.value() != null);
        } finally {
            control.forget();
            try {
                sweep();
            } finally {
                evaluations--;
                compiling.unlock();
            }
        }
    }

    /// Before each snippet of a cell.
    void betweenSnippets() {
        control.forget();
        if (++snippetsSinceSweep > MOST_LEFTOVERS) {
            sweep();
        }
    }

    /// Between snippets of the only cell that runs: of another one's JShell has not finished with the one that runs.
    private void sweep() {
        if (evaluations == 1) {
            snippetsSinceSweep = 0;
            leftovers.sweep(origins.snippetIds());
        }
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

    CellFailure failure(Throwable thrown, Map<Throwable, List<StackTraceElement>> frames) {
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

    /// Asks JShell something, which is not to run anything.
    public <T> T analyse(Function<JShell, T> question) {
        compiling.lock();
        try {
            return question.apply(shell);
        } finally {
            compiling.unlock();
        }
    }

    /// The variables that cells have declared, in the order in which they did, with their values of now.
    public List<Variable> variables() {
        return analyse(shell -> shell.variables()
            .filter(variable -> shell.status(variable) == Snippet.Status.VALID && !Expressions.declared(variable))
            .map(variable -> new Variable(variable.name(), variable.typeName(), variables.value(variable))).toList());
    }

    /// The sources of what cells have declared and is still in force.
    public List<String> sources(Set<Snippet.Kind> kinds) {
        return analyse(shell -> shell.snippets().filter(snippet -> shell.status(snippet).isActive() && kinds.contains(snippet.kind()))
            .map(snippet -> RecordConstructors.asWritten(snippet.source()).strip()).toList());
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

    /// The jars that have come to the class path, or got sources or Javadoc beside them, since this was asked last.
    public List<Path> newJars() {
        return analyse(shell -> {
            var taken = List.copyOf(jars);
            jars.clear();
            return taken;
        });
    }

    /// What loads all that has been added to the class path, and the cells' own classes.
    public ClassLoader classLoader() {
        return classes.classPath();
    }

    @Override
    public void close() {
        shell.close();
    }

    /// Code of a generated class is about to run; of a variable that is declared again unchanged it is not a new class.
    private void beginning(String className) {
        if (classes.weaver() != ClassWeaver.NONE) {
            lines.of(new StackTraceElement(className, "", null, 1)).map(StackTraceElement::getFileName)
                .ifPresent(id -> origins.addRunning(id.substring(1)));
            classes.weaver().repeated(className);
        }
    }
}
