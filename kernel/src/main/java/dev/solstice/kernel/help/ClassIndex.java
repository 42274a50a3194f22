package dev.solstice.kernel.help;

import dev.solstice.kernel.jshell.Inside;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;

/// The classes and packages of the JDK and the class path. JShell keeps a list of them, but looks up whole names only.
final class ClassIndex {
    /// What is not for others.
    private static final Pattern INTERNAL = Pattern.compile("(?:sun|com\\.sun|jdk\\.internal)\\..*|.*\\.(?:internal|impl|shaded)\\..*|.*\\$.*|.*\\.[A-Z]\\w*\\..*");

    private final SourceCodeAnalysis analysis;

    ClassIndex(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /// Qualified names of top-level classes whose simple name is wanted, the JDK's own first.
    List<String> classes(Predicate<String> wanted) {
        return each("classSimpleName2FQN", index -> ((Map<?, ?>) index).entrySet().stream().filter(entry -> wanted.test((String) entry.getKey()))
            .flatMap(entry -> ((Collection<?>) entry.getValue()).stream()))
            .filter(name -> !INTERNAL.matcher(name).matches() && Character.isLowerCase(name.charAt(0)))
            .sorted(Comparator.comparing((String name) -> !name.startsWith("java")).thenComparing(name -> name.length() - name.lastIndexOf('.'))
                .thenComparing(name -> name)).toList();
    }

    /// Packages of the first level, such as `java`.
    List<String> packages(Predicate<String> wanted) {
        return each("packages", index -> ((Set<?>) index).stream()).map(name -> name.replaceFirst("\\..*", ""))
            .filter(name -> wanted.test(name) && !name.equals("REPL")).distinct().sorted().toList();
    }

    private Stream<String> each(String field, Function<Object, Stream<?>> names) {
        try {
            Map<Path, ?> indexes = Inside.field(analysis, "currentIndexes");
            synchronized (indexes) { // as JShell does; it fills the map in the background
                var all = new ArrayList<String>();
                for (var index : indexes.values()) {
                    names.apply(Inside.field(index, field)).map(String.class::cast).forEach(all::add);
                }
                return all.stream().distinct();
            }
        } catch (ReflectiveOperationException | RuntimeException changed) {
            return Stream.empty();
        }
    }
}
