package dev.solstice.kernel.jshell;

import java.lang.reflect.Method;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// Takes out of JShell what is left of snippets that no later code can name: statements, expressions, what did not compile
/// and what has been declared anew.
///
/// JShell keeps all of it for the session: the snippets themselves, their class files, which the compiler lists at each
/// snippet, and the generated sources, which tell the line of a stack frame. The latter stay while a class exists.
/// Where JShell [cannot be looked into][Inside] nothing is taken out, and a session grows by 15 to 60 kB a cell.
final class Leftovers {
    private static final Pattern INDEX = Pattern.compile("\\d+");

    private final JShell shell;
    private final CellClasses classes;
    private final Optional<Insides> insides;

    Leftovers(JShell shell, CellClasses classes) {
        this.shell = shell;
        this.classes = classes;
        this.insides = Insides.of(shell);
    }

    /// @param byIndex      the latest snippet with each index, or null; indices are never used again
    /// @param dependents   by name, the indices of the declarations that mention it
    /// @param keys         what keeps the index of a declared name
    /// @param outers       generated sources by the simple name of their class
    /// @param loadedFiles  class files by name, as they were loaded
    /// @param classFiles   class files by name, for the compiler
    private record Insides(List<Snippet> byIndex, Set<Snippet> snippets, Map<String, Set<Integer>> dependents, List<Map<String, ?>> keys,
                           Method indexOfKey, Map<String, ?> outers, Map<String, ?> loadedFiles, Map<String, ?> classFiles) {

        static Optional<Insides> of(JShell shell) {
            try {
                Object maps = Inside.field(shell, "maps");
                Object keyMap = Inside.field(shell, "keyMap");
                Object compiler = Inside.field(shell, "taskFactory");
                var key = Class.forName("jdk.jshell.Key");
                return Optional.of(new Insides(Inside.field(maps, "keyIndexToSnippet"), Inside.field(maps, "snippets"),
                    Inside.field(maps, "dependencies"), List.of(Inside.field(keyMap, "classMap"), Inside.field(keyMap, "methodMap"),
                        Inside.field(keyMap, "varMap"), Inside.field(keyMap, "importMap")), Inside.method(key, "index"),
                    Inside.field(Inside.field(shell, "outerMap"), "classOuters"), Inside.field(Inside.field(shell, "classTracker"), "map"),
                    Inside.field(Inside.field(compiler, "fileManager"), "classObjects")));
            } catch (ReflectiveOperationException | RuntimeException closed) {
                return Optional.empty();
            }
        }

        int index(Object key) {
            try {
                return (int) indexOfKey.invoke(key);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// To be called between snippets, and when none is running.
    ///
    /// @param known ids of snippets; what is not removed may still be met in a stack frame
    void sweep(Set<String> known) {
        insides.ifPresent(inside -> {
            forgetSnippets(inside);
            var needed = classes.retain(inside.snippets().stream().filter(snippet -> snippet.kind() != Snippet.Kind.IMPORT)
                .map(this::outer).collect(Collectors.toSet()));
            inside.classFiles().keySet().removeIf(name -> !needed.contains(CellClasses.outerOf(name)));
            inside.loadedFiles().keySet().removeIf(name -> !needed.contains(CellClasses.outerOf(name)));
            needed.addAll(classes.existing());
            inside.outers().keySet().retainAll(needed);
            known.retainAll(indices(needed));
        });
    }

    private void forgetSnippets(Insides inside) {
        var dead = new BitSet();
        for (int i = 0; i < inside.byIndex().size(); i++) {
            var snippet = inside.byIndex().get(i);
            if (snippet != null && !canBeNamed(snippet)) {
                inside.byIndex().set(i, null);
                dead.set(i);
            }
        }
        inside.snippets().removeIf(snippet -> !canBeNamed(snippet));
        inside.keys().forEach(keys -> keys.values().removeIf(key -> dead.get(inside.index(key))));
        inside.dependents().values().removeIf(indices -> {
            indices.removeIf(dead::get);
            return indices.isEmpty();
        });
    }

    private boolean canBeNamed(Snippet snippet) {
        return snippet.kind().isPersistent() && shell.status(snippet).isActive();
    }

    private String outer(Snippet snippet) {
        return CellClasses.outerOf(shell.sourceCodeAnalysis().wrapper(snippet).fullClassName());
    }

    /// A generated class is named after the indices of its snippets, which are their ids as text.
    private static Set<String> indices(Set<String> outers) {
        var indices = new HashSet<String>();
        outers.forEach(outer -> INDEX.matcher(outer).results().forEach(index -> indices.add(index.group())));
        return indices;
    }
}
