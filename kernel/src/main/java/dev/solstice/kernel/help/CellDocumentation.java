package dev.solstice.kernel.help;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/// What there is to say about names that cells have declared: their comments, which JShell looks for in source files
/// only, and the values of variables.
final class CellDocumentation {
    /// `double Point.norm()`, `int twice(int n)`, `Point(int x, int y)` or `Point`.
    private static final Pattern SIGNATURE = Pattern.compile("(?:.* )?(?:(\\w+)\\.)?(\\w+)(?:\\((.*)\\).*)?");

    private final JavaSession java;
    private final JShell shell;

    CellDocumentation(JavaSession java, JShell shell) {
        this.java = java;
        this.shell = shell;
    }

    /// A comment in the form that [Javadoc] reads, empty when there is none.
    ///
    /// @param signature without type parameters of the owner and without packages
    String comment(String signature) {
        var parts = SIGNATURE.matcher(signature);
        if (!parts.matches()) {
            return "";
        }
        var owner = parts.group(1);
        var name = parts.group(2);
        var parameters = parts.group(3) == null ? null : types(parts.group(3));
        if (owner != null) {
            return sources(TypeDeclSnippet.class, owner).map(source -> comment(source, owner, name, parameters)).findFirst().orElse("");
        }
        return Stream.concat(sources(MethodSnippet.class, name).map(source -> comment(source, "", name, parameters)),
                sources(TypeDeclSnippet.class, name).map(source -> comment(source, name, "<init>", parameters)))
            .filter(found -> !found.isEmpty()).findFirst().orElse("");
    }

    /// `= 3` for what can be said shortly and without calling a cell's code, else nothing.
    String value(String variable) {
        return java.variables().stream().filter(known -> known.name().equals(variable)).findFirst()
            .flatMap(known -> Brief.of(known.value())).map(text -> " = " + text).orElse("");
    }

    private <S extends Snippet> Stream<String> sources(Class<S> kind, String name) {
        return shell.snippets().filter(kind::isInstance).filter(snippet -> shell.status(snippet).isActive())
            .filter(snippet -> switch (snippet) {
                case MethodSnippet method -> method.name().equals(name);
                case TypeDeclSnippet type -> type.name().equals(name);
                default -> false;
            }).map(Snippet::source);
    }

    /// @param parameters types, null when the name is no call
    private static String comment(String source, String owner, String name, List<String> parameters) {
        var text = "class $ {\n" + source + "\n}";
        var parsed = Parsed.of(text);
        var methods = new ArrayList<TreePath>();
        var ofType = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getSimpleName().contentEquals(owner)) {
                    ofType.add(read(getCurrentPath(), text, parsed));
                }
                return super.visitClass(type, nothing);
            }

            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                var within = ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getSimpleName();
                if (method.getName().contentEquals(name) && within.contentEquals(owner.isEmpty() ? "$" : owner)) {
                    methods.add(getCurrentPath());
                }
                return null;
            }
        }.scan(parsed.unit(), null);
        var ofMethod = parameters == null ? Optional.<String>empty() : methods.stream()
            .filter(path -> types((MethodTree) path.getLeaf()).equals(parameters)).map(path -> read(path, text, parsed)).findFirst();
        // a type's own comment stands for that of a constructor which has none
        return ofMethod.filter(found -> !found.isEmpty()).or(() -> ofType.stream().filter(found -> name.equals("<init>")).findFirst()).orElse("");
    }

    private static String read(TreePath path, String text, Parsed parsed) {
        var comment = parsed.trees().getDocComment(path);
        if (comment == null) {
            return "";
        }
        boolean markdown = !text.substring(0, parsed.start(path.getLeaf())).stripTrailing().endsWith("*/");
        return (markdown ? Markdown.html(comment.stripIndent()) : comment).strip();
    }

    private static List<String> types(MethodTree method) {
        return method.getParameters().stream().map(parameter -> simple(parameter.getType().toString())).toList();
    }

    /// `Map<String, Integer> counts, int n` without its names.
    private static List<String> types(String parameters) {
        var types = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= parameters.length(); i++) {
            char c = i == parameters.length() ? ',' : parameters.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == ',' && depth == 0 && i > start) {
                var parameter = parameters.substring(start, i).strip();
                types.add(simple(parameter.contains(" ") ? parameter.substring(0, parameter.lastIndexOf(' ')) : parameter));
                start = i + 1;
            }
        }
        return types;
    }

    private static String simple(String type) {
        return type.replaceAll("(?:[a-z]\\w*\\.)+", "").replaceAll("\\s", "").replace("...", "[]");
    }
}
