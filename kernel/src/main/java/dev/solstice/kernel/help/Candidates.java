package dev.solstice.kernel.help;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Scope;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/// The names that could stand at a place, as the compiler knows them: with types and signatures, what fits first.
final class Candidates {
    /// JShell takes protected members of cells' classes for accessible; this one nobody should call anyway.
    private static final Set<String> UNWANTED = Set.of("finalize", "do_it$");
    private static final Set<ElementKind> LOCAL = Set.of(ElementKind.LOCAL_VARIABLE, ElementKind.PARAMETER, ElementKind.EXCEPTION_PARAMETER,
        ElementKind.RESOURCE_VARIABLE, ElementKind.BINDING_VARIABLE);

    /// Ranks from here on are of names that no cell has declared and that nothing expects.
    static final int OTHERS = 30;

    private final Scene.Compiled scene;
    private final Members members;
    private final boolean isReference;
    private final Predicate<String> wanted;

    private Candidates(Scene.Compiled scene, boolean isReference, Predicate<String> wanted) {
        this.scene = scene;
        this.members = new Members(scene);
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

    private boolean isWanted(Element element) {
        var name = element.getSimpleName().toString();
        return !name.startsWith("$") && !UNWANTED.contains(name) && element.getKind() != ElementKind.STATIC_INIT
            && element.getKind() != ElementKind.INSTANCE_INIT && element.getKind() != ElementKind.CONSTRUCTOR && !name.isEmpty() && wanted.test(name);
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
        var all = members.of(site);
        if (all.isEmpty() && site.getKind() != TypeKind.ARRAY) {
            return Optional.of(List.of()); // a primitive
        }
        if (isImport && !ofType) {
            return Optional.empty();
        }
        var scope = scene.trees().getScope(path);
        var accessible = all.stream().filter(member -> member.getKind() != ElementKind.CONSTRUCTOR)
            .filter(member -> isReference ? member.getKind() == ElementKind.METHOD && (ofType || !Members.isStatic(member)) : ofType == Members.isStatic(member))
            .filter(member -> members.isAccessible(scope, member, site)).filter(this::isWanted).toList();
        var found = new ArrayList<>(described(accessible, site, new Expectation(scene, members, path), isReference || isImport));
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

    // ---- names in scope ----

    private List<Candidate> names(TreePath path) {
        var scope = scene.trees().getScope(path);
        var expected = new Expectation(scene, members, path);
        var declared = declared(path);
        var all = members.inScope(scope).stream().filter(element -> !element.getSimpleName().contentEquals(declared) && isWanted(element)).toList();
        if (path.getParentPath().getLeaf() instanceof AnnotationTree) {
            return described(all.stream().filter(element -> element.getKind() == ElementKind.ANNOTATION_TYPE).toList(), null, expected, false);
        }
        if (isNewClass(path)) {
            return constructors(scope, all, expected);
        }
        var found = new ArrayList<>(described(all.stream().filter(element -> members.isAccessible(scope, element, null)).toList(), null, expected, false));
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

    private List<Candidate> constructors(Scope scope, List<Element> all, Expectation expected) {
        return all.stream().filter(TypeElement.class::isInstance).map(TypeElement.class::cast)
            .filter(type -> type.getKind() != ElementKind.ENUM && members.isAccessible(scope, type, null))
            .flatMap(type -> constructor(scope, type, expected.fits(type.asType())).stream()).toList();
    }

    /// Of an interface, the one of the anonymous class that would follow.
    private Optional<Candidate> constructor(Scope scope, TypeElement type, boolean fits) {
        var constructors = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .filter(constructor -> members.isAccessible(scope, constructor, type.asType())).toList();
        var name = type.getSimpleName().toString();
        int rank = rank(type, fits) + (type.getModifiers().contains(Modifier.ABSTRACT) ? 30 : 0);
        if (type.getKind().isInterface()) {
            return Optional.of(new Candidate(name + "()", "function", name + "()", "", true, rank));
        }
        boolean open = constructors.stream().anyMatch(constructor -> !constructor.getParameters().isEmpty());
        return constructors.stream().min(Comparator.comparing(Candidates::parameterCount)).map(fewest -> new Candidate(name + (open ? "(" : "()"), "function",
            Signatures.of(fewest, members.typeOf(fewest, null), constructors.size()), Signatures.call(constructors.getFirst()),
            constructors.stream().allMatch(Signatures::isNamed), rank));
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
            .map(label -> Candidate.plain(label.getSimpleName().toString(), label instanceof TypeElement ? "class" : "instance", Signatures.of(label), -10)).toList();
    }

    // ---- how each is described ----

    private List<Candidate> described(List<? extends Element> elements, TypeMirror site, Expectation expected, boolean isNameOnly) {
        Map<String, List<Element>> overloads = new LinkedHashMap<>();
        for (var element : elements) {
            overloads.computeIfAbsent(element.getSimpleName() + (element instanceof ExecutableElement ? "(" : ""), name -> new ArrayList<>()).add(element);
        }
        return overloads.values().stream().map(same -> oneOf(same, site, expected, isNameOnly)).toList();
    }

    private Candidate oneOf(List<Element> same, TypeMirror site, Expectation expected, boolean isNameOnly) {
        var first = same.stream().min(Comparator.comparing(this::isDeprecated).thenComparing(Candidates::parameterCount)).orElseThrow();
        var name = first.getSimpleName().toString();
        boolean fits = same.stream().anyMatch(element -> expected.fits(element instanceof ExecutableElement method ? members.typeOf(method, site).getReturnType() : element.asType()));
        int rank = same.stream().mapToInt(element -> rank(element, fits)).min().orElseThrow();
        if (first instanceof ExecutableElement method) {
            boolean open = same.stream().anyMatch(element -> !((ExecutableElement) element).getParameters().isEmpty());
            return new Candidate(name + (isNameOnly ? "" : open ? "(" : "()"), "function",
                Signatures.of(method, members.typeOf(method, site), same.size()), Signatures.call(method), Signatures.isNamed(method), rank);
        }
        return Candidate.plain(name, kind(first), Signatures.of(first), rank);
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
        int rank = LOCAL.contains(element.getKind()) ? 10 : members.isOwn(element) ? 20 : isType ? 50 : 40;
        return (fits && !isType ? rank - 50 : fits ? rank - 30 : rank) + (isDeprecated(element) ? 100 : 0)
            + (element instanceof ExecutableElement && Members.isOfEveryObject(element) ? 60 : 0);
    }

    private boolean isDeprecated(Element element) {
        return element.getKind() != ElementKind.PACKAGE && scene.elements().isDeprecated(element);
    }
}
