package dev.solstice.kernel.jshell;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.ImportSnippet;
import jdk.jshell.Snippet;

/// What a cell imports wins over what every notebook has anyway: after `import ai.djl.nn.core.*;` a `Linear` is DJL's.
///
/// Java itself calls a name ambiguous that two imported packages have. An import of the one name settles it.
final class OwnImports {
    private static final Pattern BOTH = Pattern.compile(
        "both (?<kind>.+?) (?<name>\\S+?)(\\(.*?\\))? in (?<owner>\\S+) and (?<kind2>.+?) (?<name2>\\S+?)(\\(.*?\\))? in (?<owner2>\\S+) match");
    private static final Pattern LIBRARY_IMPORT = Pattern.compile("import (?:static )?(dev\\.solstice\\..+)\\.\\*;");
    /// Packages and classes whose names every notebook has without asking for them.
    private static final Set<String> GIVEN = Stream.concat(Stream.of("java.lang"), Preload.standard().imports().stream()
        .map(LIBRARY_IMPORT::matcher).filter(Matcher::matches).map(line -> line.group(1))).collect(Collectors.toSet());

    private static final Pattern LIBRARY_CLASS = Pattern.compile("import dev\\.solstice\\..+\\.(\\w+);");
    /// Classes that the preload imports by name, which would hide those of a package that a cell imports.
    private static final List<String> GIVEN_BY_NAME = Preload.standard().imports().stream()
        .map(LIBRARY_CLASS::matcher).filter(Matcher::matches).map(line -> line.group(1)).toList();

    private OwnImports() {
    }

    /// The imports by name that a cell's import of a whole package needs beside it.
    static List<String> completing(ImportSnippet own, ClassLoader classes) {
        var owner = own.fullname().replaceFirst("\\.\\*$", "");
        if (own.subKind() != Snippet.SubKind.TYPE_IMPORT_ON_DEMAND_SUBKIND || GIVEN.contains(owner)) {
            return List.of();
        }
        return GIVEN_BY_NAME.stream().map(name -> owner + "." + name).filter(name -> exists(name, classes)).map(name -> "import " + name + ";").toList();
    }

    private static boolean exists(String name, ClassLoader classes) {
        try {
            return Modifier.isPublic(Class.forName(name, false, classes).getModifiers());
        } catch (ClassNotFoundException | LinkageError none) {
            return false;
        }
    }

    /// The imports that make these names mean what the notebook's own imports bring.
    static List<String> settling(Stream<Diag> diagnostics) {
        return diagnostics.filter(problem -> problem.getCode().equals("compiler.err.ref.ambiguous"))
            .map(problem -> BOTH.matcher(problem.getMessage(Problems.LANGUAGE)))
            .filter(Matcher::find)
            .flatMap(both -> preferred(both).stream())
            .distinct().toList();
    }

    private static Optional<String> preferred(Matcher both) {
        boolean first = GIVEN.contains(both.group("owner"));
        boolean second = GIVEN.contains(both.group("owner2"));
        if (first == second) {
            return Optional.empty(); // the notebook has to say which of its own it means
        }
        return Optional.of(first ? statement(both.group("kind2"), both.group("name2"), both.group("owner2"))
            : statement(both.group("kind"), both.group("name"), both.group("owner")));
    }

    /// A class is named with its package, a member without its class.
    private static String statement(String kind, String name, String owner) {
        return switch (kind) {
            case "method", "variable" -> "import static " + owner + "." + name.replaceFirst("^<.*>", "") + ";";
            default -> "import " + name + ";";
        };
    }
}
