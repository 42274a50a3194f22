package dev.solstice.kernel.debug;

import java.lang.classfile.Signature;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The names of types and methods as a cell would write them, from those that the JVM has.
final class JavaNames {
    /// JShell's own class around those of a cell.
    private static final Pattern WRAPPER = Pattern.compile("^REPL[./]\\$JShell\\$\\w+");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*)\\$\\d+");
    /// JShell's method around a statement of a cell.
    private static final String STATEMENT = "do_it$";

    private JavaNames() {
    }

    /// A type's name as a declaration may have it; `Object` for one that nobody can write down.
    static String type(Signature signature) {
        return switch (signature) {
            case Signature.BaseTypeSig base -> switch (base.baseType()) {
                case 'Z' -> "boolean";
                case 'B' -> "byte";
                case 'C' -> "char";
                case 'S' -> "short";
                case 'I' -> "int";
                case 'J' -> "long";
                case 'F' -> "float";
                case 'D' -> "double";
                default -> "void";
            };
            case Signature.ArrayTypeSig array -> type(array.componentSignature()) + "[]";
            case Signature.TypeVarSig variable -> "Object";
            case Signature.ClassTypeSig type -> {
                var outer = type.outerType().map(JavaNames::type);
                var own = outer.map(name -> name + "." + type.className()).orElseGet(() -> nested(type.className()));
                yield type.typeArgs().isEmpty() || own.equals("Object") ? own : own + type.typeArgs().stream().map(JavaNames::argument)
                    .collect(Collectors.joining(", ", "<", ">"));
            }
        };
    }

    private static String argument(Signature.TypeArg argument) {
        return switch (argument) {
            case Signature.TypeArg.Unbounded any -> "?";
            case Signature.TypeArg.Bounded bounded -> switch (bounded.wildcardIndicator()) {
                case NONE -> type(bounded.boundType());
                case EXTENDS -> "? extends " + type(bounded.boundType());
                case SUPER -> "? super " + type(bounded.boundType());
            };
        };
    }

    /// `java/util/Map$Entry` as `java.util.Map.Entry`; a local or an anonymous class has a digit after the dollar.
    static String nested(String internalName) {
        var name = inCell(internalName).replace('/', '.').replace('$', '.');
        return name.isEmpty() || name.matches("(.*\\.)?\\d.*") ? "Object" : name;
    }

    private static String inCell(String className) {
        return WRAPPER.matcher(className).replaceFirst("").replaceFirst("^\\$", "");
    }

    /// Without packages: `List<String>` for `java.util.List<java.lang.String>`.
    static String brief(String type) {
        return type.replaceAll("\\b(?:[a-z_]\\w*\\.)+(?=[A-Z])", "");
    }

    static String brief(Class<?> type) {
        return type.isArray() ? brief(type.componentType()) + "[]"
            : type.isAnonymousClass() ? "new " + brief(type.getSuperclass()) : type.getSimpleName();
    }

    /// The simple name of JShell's own class around one of a cell.
    static String wrapper(String className) {
        return className.substring("REPL.".length(), className.length() - className.replaceFirst(WRAPPER.pattern(), "").length());
    }

    /// Whether a class is JShell's own around those of a cell.
    static boolean isWrapper(String className) {
        return inCell(className).isEmpty();
    }

    /// Whether this is a statement or expression of a cell and no method that a cell declares.
    static boolean isStatement(String className, String method) {
        return method.equals(STATEMENT) && isWrapper(className);
    }

    /// What a method is called in a stack: `Point.norm`, `new Point`, `lambda in twice`.
    static String method(String className, String method) {
        var lambda = LAMBDA.matcher(method);
        if (lambda.matches()) {
            return lambda.group(1).startsWith(STATEMENT) ? "lambda" : "lambda in " + method(className, lambda.group(1));
        }
        var type = inCell(className).replace('$', '.').replaceFirst("^\\d+", "").replaceFirst(".*\\.(?=\\d)", "");
        return switch (method) {
            case "<init>" -> "new " + type;
            case "<clinit>" -> "static " + type;
            case "new" -> "new " + type; // in a lambda's name
            default -> type.isEmpty() ? method : type + "." + method;
        };
    }
}
