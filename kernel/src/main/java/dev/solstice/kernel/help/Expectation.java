package dev.solstice.kernel.help;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;

/// The types that the name at a place is expected to have; none where anything may stand.
final class Expectation {
    private final Scene.Compiled scene;
    private final Members members;
    private final List<TypeMirror> types;

    Expectation(Scene.Compiled scene, Members members, TreePath path) {
        this.scene = scene;
        this.members = members;
        this.types = expected(path);
    }

    boolean fits(TypeMirror type) {
        return type.getKind() != TypeKind.VOID && type.getKind() != TypeKind.EXECUTABLE && types.stream().anyMatch(wish -> isAssignable(type, wish));
    }

    private List<TypeMirror> expected(TreePath path) {
        var parent = path.getParentPath();
        var leaf = path.getLeaf();
        if (parent == null) {
            return List.of();
        }
        return switch (parent.getLeaf()) {
            case VariableTree variable when variable.getInitializer() == leaf -> typeOf(variable.getType() == null ? null : new TreePath(parent, variable.getType()));
            case AssignmentTree assignment when assignment.getExpression() == leaf -> typeOf(new TreePath(parent, assignment.getVariable()));
            case ReturnTree returned -> returned(parent);
            case ThrowTree thrown -> List.of(scene.elements().getTypeElement("java.lang.Throwable").asType());
            case EnhancedForLoopTree loop when loop.getExpression() == leaf -> List.of(scene.types().erasure(scene.elements().getTypeElement("java.lang.Iterable").asType()));
            case MethodInvocationTree call when call.getArguments().contains(leaf) ->
                parameters(new TreePath(parent, call.getMethodSelect()), call.getArguments().indexOf(leaf));
            case NewClassTree created when created.getArguments().contains(leaf) ->
                parameters(created, parent, created.getArguments().indexOf(leaf));
            case NewClassTree created when created.getIdentifier() == leaf -> expected(parent);
            case MethodTree method when method.getThrows().contains(leaf) -> List.of(scene.elements().getTypeElement("java.lang.Throwable").asType());
            case ErroneousTree erroneous -> expected(parent);
            default -> List.of();
        };
    }

    private List<TypeMirror> typeOf(TreePath path) {
        var type = path == null ? null : scene.trees().getTypeMirror(path);
        return type == null || type.getKind() == TypeKind.ERROR || scene.types().isSameType(type, members.object().asType()) ? List.of() : List.of(type);
    }

    private List<TypeMirror> returned(TreePath path) {
        for (var at = path; at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof LambdaExpressionTree) {
                return List.of();
            }
            if (at.getLeaf() instanceof MethodTree method) {
                return method.getReturnType() == null ? List.of() : typeOf(new TreePath(at, method.getReturnType()));
            }
        }
        return List.of();
    }

    private List<TypeMirror> parameters(TreePath called, int index) {
        return switch (called.getLeaf()) {
            case MemberSelectTree select -> {
                var site = scene.trees().getTypeMirror(new TreePath(called, select.getExpression()));
                yield site == null ? List.of() : ElementFilter.methodsIn(members.of(site)).stream().filter(method -> method.getSimpleName().equals(select.getIdentifier()))
                    .flatMap(method -> parameter(method, site, index)).toList();
            }
            case IdentifierTree name -> members.inScope(scene.trees().getScope(called)).stream().filter(ExecutableElement.class::isInstance)
                .map(ExecutableElement.class::cast).filter(method -> method.getSimpleName().equals(name.getName()))
                .flatMap(method -> parameter(method, null, index)).toList();
            default -> List.of();
        };
    }

    private List<TypeMirror> parameters(NewClassTree created, TreePath path, int index) {
        var type = scene.trees().getElement(new TreePath(path, created.getIdentifier()));
        return type == null ? List.of() : ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .flatMap(constructor -> parameter(constructor, null, index)).toList();
    }

    private Stream<TypeMirror> parameter(ExecutableElement method, TypeMirror site, int index) {
        var types = members.typeOf(method, site).getParameterTypes();
        if (index < types.size()) {
            var type = types.get(index);
            return scene.types().isSameType(type, members.object().asType()) ? Stream.empty()
                : method.isVarArgs() && index == types.size() - 1 ? Stream.of(type, ((ArrayType) type).getComponentType()) : Stream.of(type);
        }
        return method.isVarArgs() ? Stream.of(((ArrayType) types.getLast()).getComponentType()) : Stream.empty();
    }

    private boolean isAssignable(TypeMirror type, TypeMirror wish) {
        try {
            return scene.types().isAssignable(type, wish) || type instanceof DeclaredType declared && !declared.getTypeArguments().isEmpty()
                && declared.getTypeArguments().stream().allMatch(TypeVariable.class::isInstance)
                && scene.types().isAssignable(scene.types().erasure(type), scene.types().erasure(wish));
        } catch (IllegalArgumentException other) {
            return false; // a package, say
        }
    }
}
