package dev.solstice.kernel.jshell;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Scope;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;

/// The names that could stand at a place, as the compiler knows them: with types and signatures, what fits first.
final class Candidates {
    /// What every object has is seldom what somebody looks for.
    private static final Set<String> OF_EVERY_OBJECT = Set.of("clone", "equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");
    /// JShell takes protected members of cells' classes for accessible; this one nobody should call anyway.
    private static final Set<String> UNWANTED = Set.of("finalize", "do_it$");
    private static final Set<ElementKind> LOCAL = Set.of(ElementKind.LOCAL_VARIABLE, ElementKind.PARAMETER, ElementKind.EXCEPTION_PARAMETER,
        ElementKind.RESOURCE_VARIABLE, ElementKind.BINDING_VARIABLE);

    /// Ranks from here on are of names that no cell has declared and that nothing expects.
    static final int OTHERS = 30;

    /// @param source  how to ask JShell about a method: `((java.util.List) null).get(`; may be empty
    /// @param isNamed whether the signature has names of parameters, which the JDK's class files lack
    /// @param rank    those with lower ones come first
    record Candidate(String text, String type, String signature, String source, boolean isNamed, int rank) {
        static Candidate plain(String text, String type, String signature, int rank) {
            return new Candidate(text, type, signature, "", true, rank);
        }
    }

    private final Scene.Compiled scene;
    private final boolean isReference;
    private final Predicate<String> wanted;

    private Candidates(Scene.Compiled scene, boolean isReference, Predicate<String> wanted) {
        this.scene = scene;
        this.isReference = isReference;
        this.wanted = wanted;
    }

    /// @param isReference whether the name stands behind `::`, which the compiler was shown as a dot: only with its target
    ///                    would it look at what stands before it
    /// @param wanted      tells whether a name fits what has been written of it
    /// @return nothing for a place that JShell itself knows better
    static Optional<List<Candidate>> at(Scene.Compiled scene, boolean isReference, Predicate<String> wanted) {
        var candidates = new Candidates(scene, isReference, wanted);
        return candidates.place().flatMap(candidates::candidates).map(Candidates::sorted);
    }

    private static List<Candidate> sorted(List<Candidate> found) {
        return found.stream().sorted(Comparator.comparingInt(Candidate::rank).thenComparing(Candidate::text)).toList();
    }

    private Optional<TreePath> place() {
        var found = new TreePath[1];
        new TreePathScanner<Void, Void>() {
            private void note(CharSequence name) {
                if (name.toString().equals(Scene.NAME)) {
                    found[0] = getCurrentPath();
                }
            }

            @Override
            public Void visitIdentifier(IdentifierTree tree, Void nothing) {
                note(tree.getName());
                return null;
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
                note(tree.getIdentifier());
                return super.visitMemberSelect(tree, nothing);
            }

            @Override
            public Void visitErroneous(ErroneousTree tree, Void nothing) {
                return scan(tree.getErrorTrees(), nothing);
            }
        }.scan(scene.unit(), null);
        return Optional.ofNullable(found[0]);
    }

    private Optional<List<Candidate>> candidates(TreePath path) {
        var imported = path.getParentPath().getLeaf() instanceof ImportTree found ? Optional.of(found) : Optional.<ImportTree>empty();
        return switch (path.getLeaf()) {
            case MemberSelectTree select when imported.isPresent() ? imported.get().isStatic() : !isNewClass(path) ->
                members(path, select.getExpression(), imported.isPresent());
            case IdentifierTree name when imported.isEmpty() -> Optional.of(names(path));
            default -> Optional.empty();
        };
    }

    // ---- members ----

    private Optional<List<Candidate>> members(TreePath path, ExpressionTree owner, boolean isImport) {
        var ownerPath = new TreePath(path, owner);
        var element = scene.trees().getElement(ownerPath);
        var site = scene.trees().getTypeMirror(ownerPath);
        if (site == null || element != null && element.getKind() == ElementKind.PACKAGE || site.getKind() == TypeKind.ERROR) {
            return Optional.empty();
        }
        boolean ofType = element instanceof TypeElement || isNamedAsItsType(element);
        var members = membersOf(site);
        if (members.isEmpty() && site.getKind() != TypeKind.ARRAY) {
            return Optional.of(List.of()); // a primitive
        }
        if (isImport && !ofType) {
            return Optional.empty();
        }
        var scope = scene.trees().getScope(path);
        var accessible = members.stream().filter(member -> member.getKind() != ElementKind.CONSTRUCTOR)
            .filter(member -> isReference ? member.getKind() == ElementKind.METHOD && (ofType || !isStatic(member)) : ofType == isStatic(member))
            .filter(member -> isAccessible(scope, member, site)).filter(this::isWanted).toList();
        var found = new ArrayList<>(described(accessible, site, expected(path), isReference || isImport));
        if (site instanceof ArrayType && !isReference && wanted.test("length")) {
            found.add(Candidate.plain("length", "instance", "int length", 0));
        }
        if (ofType && !isImport && wanted.test(isReference ? "new" : "class")) {
            found.add(Candidate.plain(isReference ? "new" : "class", "keyword", "", 50));
        }
        return Optional.of(found);
    }

    /// A variable that has its class's name stands for the class: `Random.normal`.
    private boolean isNamedAsItsType(Element element) {
        return element != null && element.getKind().isField() && element.asType() instanceof DeclaredType type
            && type.asElement().getSimpleName().equals(element.getSimpleName());
    }

    private List<Element> membersOf(TypeMirror type) {
        return switch (type) {
            case IntersectionType both -> both.getBounds().stream().flatMap(bound -> membersOf(bound).stream()).distinct().toList();
            case TypeVariable variable -> membersOf(variable.getUpperBound());
            case ArrayType array -> members(object());
            case DeclaredType declared when declared.asElement() instanceof TypeElement element -> {
                var all = new LinkedHashSet<>(members(element));
                if (element.getKind().isInterface()) {
                    var names = all.stream().map(member -> member.getSimpleName().toString()).collect(Collectors.toSet());
                    members(object()).stream().filter(member -> !names.contains(member.getSimpleName().toString()) && !isStatic(member)).forEach(all::add);
                }
                yield List.copyOf(all);
            }
            default -> List.of();
        };
    }

    private List<Element> members(TypeElement type) {
        return List.copyOf(scene.elements().getAllMembers(type));
    }

    private TypeElement object() {
        return scene.elements().getTypeElement("java.lang.Object");
    }

    /// JShell's classes are not nested as those of one cell are here: what is private there is so for other cells too.
    private boolean isAccessible(Scope scope, Element member, TypeMirror site) {
        return !(isOwn(member) && member.getModifiers().contains(Modifier.PRIVATE) && !encloses(member.getEnclosingElement(), scope)) && isAccessibleInJava(scope, member, site);
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

    private static boolean isStatic(Element element) {
        return element instanceof TypeElement || element.getModifiers().contains(Modifier.STATIC);
    }

    // ---- names in scope ----

    private List<Candidate> names(TreePath path) {
        var parent = path.getParentPath().getLeaf();
        var scope = scene.trees().getScope(path);
        var declared = declared(path);
        var all = inScope(scope).stream().filter(element -> !element.getSimpleName().contentEquals(declared) && isWanted(element)).toList();
        if (parent instanceof AnnotationTree) {
            return described(all.stream().filter(element -> element.getKind() == ElementKind.ANNOTATION_TYPE).toList(), null, List.of(), false);
        }
        var expected = expected(path);
        if (isNewClass(path)) {
            return constructors(scope, all, expected);
        }
        var found = new ArrayList<>(described(all.stream().filter(element -> isAccessible(scope, element, null)).toList(), null, expected, false));
        var labels = labels(path);
        found.removeIf(name -> labels.stream().anyMatch(label -> label.text().equals(name.text())));
        found.addAll(labels);
        return found;
    }

    /// The variable in whose own initializer the name stands, if it does.
    private static CharSequence declared(TreePath path) {
        for (var at = path; at.getParentPath() != null; at = at.getParentPath()) {
            if (at.getParentPath().getLeaf() instanceof VariableTree variable && variable.getInitializer() == at.getLeaf()) {
                return variable.getName();
            }
        }
        return "";
    }

    private static boolean isNewClass(TreePath path) {
        return path.getParentPath().getLeaf() instanceof NewClassTree created && created.getIdentifier() == path.getLeaf();
    }

    private Set<Element> inScope(Scope scope) {
        var found = new LinkedHashSet<Element>();
        for (var at = scope; at != null; at = at.getEnclosingScope()) {
            at.getLocalElements().forEach(found::add);
            if (at.getEnclosingClass() != null && (at.getEnclosingScope() == null || at.getEnclosingScope().getEnclosingClass() != at.getEnclosingClass())) {
                found.addAll(members(at.getEnclosingClass()).stream().filter(member -> !OF_EVERY_OBJECT.contains(member.getSimpleName().toString())).toList());
            }
        }
        return found;
    }

    private List<Candidate> constructors(Scope scope, List<Element> all, List<TypeMirror> expected) {
        var found = new ArrayList<Candidate>();
        for (var element : all) {
            if (element instanceof TypeElement type && type.getKind() != ElementKind.ENUM && isAccessible(scope, type, null)) {
                var constructors = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                    .filter(constructor -> isAccessible(scope, constructor, type.asType())).toList();
                boolean open = constructors.stream().anyMatch(constructor -> !constructor.getParameters().isEmpty());
                var name = type.getSimpleName().toString();
                boolean isWhole = !type.getModifiers().contains(Modifier.ABSTRACT);
                if (!constructors.isEmpty() || type.getKind().isInterface()) {
                    found.add(new Candidate(name + (open ? "(" : "()"), "function", constructors.isEmpty() ? name + "()"
                            : signature(constructors.stream().min(Comparator.comparing(Candidates::parameterCount)).orElseThrow(), null, constructors.size()),
                        constructors.isEmpty() ? "" : call(constructors.getFirst()), constructors.stream().allMatch(Candidates::isNamed), rank(type, fits(type.asType(), expected)) + (isWhole ? 0 : 30)));
                }
            }
        }
        return found;
    }

    /// Of `case`: the constants of an enum, the alternatives of a sealed type.
    private List<Candidate> labels(TreePath path) {
        var at = path;
        while (at != null && !(at.getLeaf() instanceof CaseTree)) {
            if (at.getLeaf() instanceof LambdaExpressionTree || at.getLeaf() instanceof MethodTree) {
                return List.of();
            }
            at = at.getParentPath();
        }
        if (at == null || ((CaseTree) at.getLeaf()).getLabels().stream().noneMatch(label -> label.toString().contains(Scene.NAME))) {
            return List.of();
        }
        var selector = switch (at.getParentPath().getLeaf()) {
            case SwitchTree tree -> tree.getExpression();
            case SwitchExpressionTree tree -> tree.getExpression();
            default -> null;
        };
        var type = selector == null ? null : scene.trees().getTypeMirror(new TreePath(at.getParentPath(), selector));
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement element)) {
            return List.of();
        }
        return Stream.concat(
                element.getEnclosedElements().stream().filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT),
                element.getPermittedSubclasses().stream().map(scene.types()::asElement))
            .filter(this::isWanted)
            .map(label -> Candidate.plain(label.getSimpleName().toString(), label instanceof TypeElement ? "class" : "instance", described(label), -10)).toList();
    }

    // ---- what is expected ----

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
        return type == null || type.getKind() == TypeKind.ERROR || scene.types().isSameType(type, object().asType()) ? List.of() : List.of(type);
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
                yield site == null ? List.of() : ElementFilter.methodsIn(membersOf(site)).stream().filter(method -> method.getSimpleName().equals(select.getIdentifier()))
                    .flatMap(method -> parameter(method, site, index)).toList();
            }
            case IdentifierTree name -> inScope(scene.trees().getScope(called)).stream().filter(ExecutableElement.class::isInstance)
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
        var types = typeOf(method, site).getParameterTypes();
        if (index < types.size()) {
            var type = types.get(index);
            return scene.types().isSameType(type, object().asType()) ? Stream.empty()
                : method.isVarArgs() && index == types.size() - 1 ? Stream.of(type, ((ArrayType) type).getComponentType()) : Stream.of(type);
        }
        return method.isVarArgs() ? Stream.of(((ArrayType) types.getLast()).getComponentType()) : Stream.empty();
    }

    private ExecutableType typeOf(ExecutableElement method, TypeMirror site) {
        try {
            return (ExecutableType) (site instanceof DeclaredType declared && !isStatic(method) && method.getKind() != ElementKind.CONSTRUCTOR
                ? scene.types().asMemberOf(declared, method) : method.asType());
        } catch (IllegalArgumentException elsewhere) {
            return (ExecutableType) method.asType();
        }
    }

    private boolean fits(TypeMirror type, List<TypeMirror> expected) {
        return type.getKind() != TypeKind.VOID && type.getKind() != TypeKind.EXECUTABLE && expected.stream().anyMatch(wish -> isAssignable(type, wish));
    }

    private boolean isAssignable(TypeMirror type, TypeMirror wish) {
        try {
            return scene.types().isAssignable(type, wish) || type instanceof DeclaredType declared && !declared.getTypeArguments().isEmpty()
                && declared.getTypeArguments().stream().allMatch(TypeVariable.class::isInstance) && scene.types().isAssignable(scene.types().erasure(type), scene.types().erasure(wish));
        } catch (IllegalArgumentException other) {
            return false; // a package, say
        }
    }

    // ---- how each is described ----

    private boolean isWanted(Element element) {
        var name = element.getSimpleName().toString();
        return !name.startsWith("$") && !UNWANTED.contains(name) && element.getKind() != ElementKind.STATIC_INIT
            && element.getKind() != ElementKind.INSTANCE_INIT && element.getKind() != ElementKind.CONSTRUCTOR && !name.isEmpty() && wanted.test(name);
    }

    private List<Candidate> described(List<? extends Element> elements, TypeMirror site, List<TypeMirror> expected, boolean isNameOnly) {
        Map<String, List<Element>> overloads = new LinkedHashMap<>();
        for (var element : elements) {
            overloads.computeIfAbsent(element.getSimpleName() + (element instanceof ExecutableElement ? "(" : ""), name -> new ArrayList<>()).add(element);
        }
        return overloads.values().stream().map(same -> oneOf(same, site, expected, isNameOnly)).toList();
    }

    private Candidate oneOf(List<Element> same, TypeMirror site, List<TypeMirror> expected, boolean isNameOnly) {
        var first = same.stream().min(Comparator.comparing(this::isDeprecated).thenComparing(Candidates::parameterCount)).orElseThrow();
        var name = first.getSimpleName().toString();
        boolean fits = same.stream().anyMatch(element -> fits(element instanceof ExecutableElement method ? typeOf(method, site).getReturnType() : element.asType(), expected));
        int rank = same.stream().mapToInt(element -> rank(element, fits)).min().orElseThrow();
        if (first instanceof ExecutableElement method) {
            boolean open = same.stream().anyMatch(element -> !((ExecutableElement) element).getParameters().isEmpty());
            return new Candidate(name + (isNameOnly ? "" : open ? "(" : "()"), "function", signature(method, site, same.size()), call(method), isNamed(method), rank);
        }
        return Candidate.plain(name, kind(first), described(first), rank);
    }

    private static int parameterCount(Element element) {
        return element instanceof ExecutableElement method ? method.getParameters().size() : 0;
    }

    private static String kind(Element element) {
        return element instanceof TypeElement || element.getKind() == ElementKind.TYPE_PARAMETER ? "class"
            : element.getKind() == ElementKind.PACKAGE ? "module" : element.getKind() == ElementKind.PARAMETER ? "param" : "instance";
    }

    private int rank(Element element, boolean fits) {
        boolean isType = element instanceof TypeElement;
        int rank = LOCAL.contains(element.getKind()) ? 10 : isOwn(element) ? 20 : isType ? 50 : 40;
        return (fits && !isType ? rank - 50 : fits ? rank - 30 : rank) + (isDeprecated(element) ? 100 : 0)
            + (element instanceof ExecutableElement && OF_EVERY_OBJECT.contains(element.getSimpleName().toString()) ? 60 : 0);
    }

    /// Whether a cell has declared it.
    private boolean isOwn(Element element) {
        return element.getKind() != ElementKind.PACKAGE && element.getKind() != ElementKind.TYPE_PARAMETER
            && scene.elements().getPackageOf(element) != null && scene.elements().getPackageOf(element).getQualifiedName().contentEquals("REPL");
    }

    private boolean isDeprecated(Element element) {
        return element.getKind() != ElementKind.PACKAGE && scene.elements().isDeprecated(element);
    }

    /// Of the methods whose parameters have no names in the class file, as the JDK's, the types alone.
    private String signature(ExecutableElement method, TypeMirror site, int overloads) {
        var type = typeOf(method, site);
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

    private static boolean isNameless(CharSequence parameter) {
        return parameter.toString().matches("arg\\d+");
    }

    private static boolean isNamed(ExecutableElement method) {
        return method.getParameters().stream().noneMatch(parameter -> isNameless(parameter.getSimpleName()));
    }

    private static String call(ExecutableElement method) {
        var owner = method.getEnclosingElement() instanceof TypeElement type ? type.getQualifiedName().toString() : "";
        return owner.isEmpty() || owner.startsWith("REPL.") ? "" : method.getKind() == ElementKind.CONSTRUCTOR ? "new " + owner + "("
            : (isStatic(method) ? owner : "((" + owner + ") null)") + "." + method.getSimpleName() + "(";
    }

    private String described(Element element) {
        return switch (element) {
            case TypeElement type -> type.getQualifiedName().toString().replaceFirst("^REPL\\.(?:\\$[\\w$]+\\.)?", "");
            default -> element.getKind() == ElementKind.PACKAGE ? "" : shortened(element.asType()) + " " + element.getSimpleName();
        };
    }

    private static String shortened(TypeMirror type) {
        return type.toString().replaceAll("REPL\\.(?:\\$[\\w$]+\\.)?", "").replaceAll("@[\\w.]+(?:\\([^)]*\\))? ?", "").replaceAll("\\b(?:[a-zA-Z$]\\w*\\.)+(?=[A-Z])", "").replace(",", ", ").replace(",  ", ", ");
    }
}
