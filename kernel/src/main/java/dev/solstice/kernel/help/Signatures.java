package dev.solstice.kernel.help;

import java.util.ArrayList;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;

/// How completion writes down what a name stands for.
final class Signatures {
    private Signatures() {
    }

    /// Of the methods whose parameters have no names in the class file, as the JDK's, the types alone.
    static String of(ExecutableElement method, ExecutableType type, int overloads) {
        var parameters = new ArrayList<String>();
        for (int i = 0; i < method.getParameters().size(); i++) {
            var name = method.getParameters().get(i).getSimpleName();
            var text = shortened(type.getParameterTypes().get(i));
            boolean varargs = method.isVarArgs() && i == method.getParameters().size() - 1;
            parameters.add((varargs ? text.replaceFirst("\\[\\]$", "...") : text) + (isNameless(name) ? "" : " " + name));
        }
        var owner = method.getEnclosingElement().getSimpleName().toString();
        boolean isConstructor = method.getKind() == ElementKind.CONSTRUCTOR;
        return (isConstructor ? owner : shortened(type.getReturnType()) + " " + (owner.startsWith("$") ? "" : owner + ".") + method.getSimpleName())
            + "(" + String.join(", ", parameters) + ")" + (overloads == 1 ? "" : " (and " + (overloads - 1) + " more)");
    }

    /// The beginning of a call, for JShell to document; empty for what a cell has declared.
    static String call(ExecutableElement method) {
        var owner = method.getEnclosingElement() instanceof TypeElement type ? type.getQualifiedName().toString() : "";
        return owner.isEmpty() || owner.startsWith("REPL.") ? "" : method.getKind() == ElementKind.CONSTRUCTOR ? "new " + owner + "("
            : (Members.isStatic(method) ? owner : "((" + owner + ") null)") + "." + method.getSimpleName() + "(";
    }

    static String of(Element element) {
        return switch (element) {
            case TypeElement type -> type.getQualifiedName().toString().replaceFirst("^REPL\\.(?:\\$[\\w$]+\\.)?", "");
            default -> element.getKind() == ElementKind.PACKAGE ? "" : shortened(element.asType()) + " " + element.getSimpleName();
        };
    }

    static boolean isNamed(ExecutableElement method) {
        return method.getParameters().stream().noneMatch(parameter -> isNameless(parameter.getSimpleName()));
    }

    private static boolean isNameless(CharSequence parameter) {
        return parameter.toString().matches("arg\\d+");
    }

    private static String shortened(TypeMirror type) {
        return type.toString().replaceAll("REPL\\.(?:\\$[\\w$]+\\.)?", "")
            .replaceAll("@[\\w.]+(?:\\([^)]*\\))? ?", "")
            .replaceAll("\\b(?:[a-zA-Z$]\\w*\\.)+(?=[A-Z])", "").replace(",", ", ").replace(",  ", ", ");
    }
}
