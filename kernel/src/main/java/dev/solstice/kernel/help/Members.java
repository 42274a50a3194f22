package dev.solstice.kernel.help;

import com.sun.source.tree.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;

/// What types have and scopes see, and whether a cell may use it.
final class Members {
    /// What every object has is seldom what somebody looks for.
    private static final Set<String> OF_EVERY_OBJECT = Set.of("clone", "equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Scene.Compiled scene;

    Members(Scene.Compiled scene) {
        this.scene = scene;
    }

    List<Element> of(TypeMirror type) {
        return switch (type) {
            case IntersectionType both -> both.getBounds().stream().flatMap(bound -> of(bound).stream()).distinct().toList();
            case TypeVariable variable -> of(variable.getUpperBound());
            case ArrayType array -> all(object());
            case DeclaredType declared when declared.asElement() instanceof TypeElement element -> {
                var all = new LinkedHashSet<>(all(element));
                if (element.getKind().isInterface()) {
                    var names = all.stream().map(member -> member.getSimpleName().toString()).collect(Collectors.toSet());
                    all(object()).stream().filter(member -> !names.contains(member.getSimpleName().toString()) && !isStatic(member)).forEach(all::add);
                }
                yield List.copyOf(all);
            }
            default -> List.of();
        };
    }

    private List<Element> all(TypeElement type) {
        return List.copyOf(scene.elements().getAllMembers(type));
    }

    TypeElement object() {
        return scene.elements().getTypeElement("java.lang.Object");
    }

    Set<Element> inScope(Scope scope) {
        var found = new LinkedHashSet<Element>();
        for (var at = scope; at != null; at = at.getEnclosingScope()) {
            at.getLocalElements().forEach(found::add);
            if (at.getEnclosingClass() != null && (at.getEnclosingScope() == null || at.getEnclosingScope().getEnclosingClass() != at.getEnclosingClass())) {
                found.addAll(all(at.getEnclosingClass()).stream().filter(member -> !isOfEveryObject(member)).toList());
            }
        }
        return found;
    }

    /// JShell's classes are not nested as those of one cell are here: what is private there is so for other cells too.
    boolean isAccessible(Scope scope, Element member, TypeMirror site) {
        boolean isHidden = isOwn(member) && member.getModifiers().contains(Modifier.PRIVATE) && !encloses(member.getEnclosingElement(), scope);
        return !isHidden && isAccessibleInJava(scope, member, site);
    }

    private static boolean encloses(Element owner, Scope scope) {
        for (Element at = scope.getEnclosingClass(); at != null; at = at.getEnclosingElement()) {
            if (at.toString().equals(owner.toString())) { // the compiler looks at a copy of a class in a method
                return true;
            }
        }
        return false;
    }

    private boolean isAccessibleInJava(Scope scope, Element member, TypeMirror site) {
        return member instanceof TypeElement type ? scene.trees().isAccessible(scope, type)
            : member.getEnclosingElement() == null || !(member.getEnclosingElement().asType() instanceof DeclaredType owner)
                || scene.trees().isAccessible(scope, member, site instanceof DeclaredType declared ? declared : owner);
    }

    /// Whether a cell has declared it.
    boolean isOwn(Element element) {
        return element.getKind() != ElementKind.PACKAGE && element.getKind() != ElementKind.TYPE_PARAMETER
            && scene.elements().getPackageOf(element) != null && scene.elements().getPackageOf(element).getQualifiedName().contentEquals("REPL");
    }

    static boolean isStatic(Element element) {
        return element instanceof TypeElement || element.getModifiers().contains(Modifier.STATIC);
    }

    /// With the type arguments of what it is called on.
    ///
    /// @param site null for a method that is in scope
    ExecutableType typeOf(ExecutableElement method, TypeMirror site) {
        try {
            return (ExecutableType) (site instanceof DeclaredType declared && !isStatic(method) && method.getKind() != ElementKind.CONSTRUCTOR
                ? scene.types().asMemberOf(declared, method) : method.asType());
        } catch (IllegalArgumentException elsewhere) {
            return (ExecutableType) method.asType();
        }
    }

    static boolean isOfEveryObject(Element element) {
        return OF_EVERY_OBJECT.contains(element.getSimpleName().toString());
    }
}
