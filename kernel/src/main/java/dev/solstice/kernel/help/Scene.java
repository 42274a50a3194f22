package dev.solstice.kernel.help;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.Trees;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.CellPieces;
import dev.solstice.kernel.jshell.Inside;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/// What the compiler makes of a cell in which a name is being written, the cell's earlier declarations included, none of which
/// has run yet. JShell itself shows the compiler one snippet at a time and hands on no more than names.
///
/// Uses JShell's pool of compilers, which it [keeps to itself][Inside].
final class Scene {
    /// Stands for the name that is being written.
    static final String NAME = "$here";

    /// What is surely one piece, and no declaration of a class or method, need not be parsed to know it.
    private static final Pattern SEVERAL = Pattern.compile("[;}\\n%]");
    private static final Pattern DECLARATION = Pattern.compile("\\s*import\\b|[^=;]*\\{|[^=(]*[\\w>\\]]\\s+\\w+\\s*\\(");

    /// @param unit  the whole text, in which [#NAME] occurs once unless the compiler could make nothing of the place
    record Compiled(CompilationUnitTree unit, Trees trees, Types types, Elements elements) {}

    private final SourceCodeAnalysis analysis;
    private final JShell shell;

    Scene(JShell shell) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
    }

    /// @param code what stands before the name
    /// @return what `look` finds; empty where the JDK's JShell is another one
    <T> Optional<T> look(String code, Function<Compiled, T> look) {
        try {
            return Optional.ofNullable(compile(source(code + NAME), look));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            return Optional.empty();
        }
    }

    /// A class whose method is the cell.
    private String source(String code) throws ReflectiveOperationException {
        var imports = new StringBuilder();
        var members = new StringBuilder();
        var statements = new StringBuilder();
        var pieces = pieces(code);
        for (int i = 0; i < pieces.size(); i++) {
            boolean isLast = i == pieces.size() - 1;
            var source = pieces.get(i);
            switch (kind(source)) {
                case IMPORT -> imports.append(source).append(source.strip().endsWith(";") ? "\n" : ";\n");
                case METHOD, TYPE_DECL -> {
                    if (isLast) { // it sees the cell's variables
                        statements.append("class $Unfinished {\n").append(source);
                    } else {
                        members.append(source).append('\n');
                    }
                }
                default -> statements.append(source).append(isLast || source.strip().endsWith("}") ? "\n" : ";\n");
            }
        }
        Object maps = Inside.field(shell, "maps");
        var given = (String) Inside.method(maps.getClass(), "packageAndImportsExcept", Set.class, Collection.class).invoke(maps, null, null);
        return given + imports + "class $Cell {\n" + members + "void $run() throws Throwable {\n" + statements + "\n}\n}\n";
    }

    private List<String> pieces(String code) {
        return !SEVERAL.matcher(code).find() ? List.of(code) : CellPieces.of(new Cell(0, code), analysis).stream().map(piece -> switch (piece) {
            case CellPieces.Snippet snippet -> snippet.source();
            case CellPieces.Broken broken -> broken.source();
            case CellPieces.LineMagic magic -> "";
            case CellPieces.CellMagic magic -> "";
        }).toList();
    }

    private Snippet.Kind kind(String source) throws ReflectiveOperationException {
        return !DECLARATION.matcher(source).lookingAt() ? Snippet.Kind.STATEMENT : switch (String.valueOf(Inside.method(analysis.getClass(), "guessKind", String.class).invoke(analysis, source))) {
            case "IMPORT" -> Snippet.Kind.IMPORT;
            case "METHOD" -> Snippet.Kind.METHOD;
            case "CLASS", "INTERFACE", "RECORD", "ENUM", "ANNOTATION_TYPE" -> Snippet.Kind.TYPE_DECL;
            default -> Snippet.Kind.STATEMENT;
        };
    }

    @SuppressWarnings("unchecked")
    private <T> T compile(String source, Function<Compiled, T> look) throws ReflectiveOperationException {
        var wrap = Class.forName("jdk.jshell.Wrap");
        var outer = Class.forName("jdk.jshell.OuterWrap");
        var worker = Class.forName("jdk.jshell.TaskFactory$Worker");
        var constructor = outer.getDeclaredConstructor(wrap);
        constructor.setAccessible(true);
        var text = constructor.newInstance(Inside.method(wrap, "simpleWrap", String.class).invoke(null, source));
        Object factory = Inside.field(shell, "taskFactory");
        var looking = Proxy.newProxyInstance(worker.getClassLoader(), new Class<?>[] {worker}, (proxy, withTask, arguments) -> {
            var task = arguments[0];
            return look.apply(new Compiled((CompilationUnitTree) call(task, "firstCuTree"), (Trees) call(task, "trees"),
                (Types) call(task, "getTypes"), (Elements) call(task, "getElements")));
        });
        return (T) Inside.method(factory.getClass(), "analyze", outer, worker).invoke(factory, text, looking);
    }

    private static Object call(Object owner, String name) throws ReflectiveOperationException {
        return Inside.method(owner.getClass(), name).invoke(owner);
    }
}
