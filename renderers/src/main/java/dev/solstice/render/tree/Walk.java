package dev.solstice.render.tree;

import dev.solstice.filter.Frozen;
import dev.solstice.nn.Parametrized;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Part;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Walks a value once and writes down what it finds. Nothing that a value does (throwing, sharing, cycles, depth)
/// stops the walk: it becomes a node that says so.
final class Walk {
    /// Nesting beyond this is not followed, so that no value can overflow the stack.
    static final int DEEPEST = 200;

    /// A record or map shows at most this many scalar fields in one row; with more, each has its own.
    private static final int FIELDS_IN_ONE_ROW = 12;

    private Partitioning partition;
    private final Statistics.Effort effort;
    private final Structures structures;
    private final Map<Object, KeyPath> ancestors = new IdentityHashMap<>();
    private final Map<Object, Node> seen = new IdentityHashMap<>();
    private final Map<KeyPath, KeyPath> parameters = new HashMap<>();
    private int frozen;

    /// @param structures shared by trees that are compared
    Walk(Partitioning partition, Statistics.Effort effort, Structures structures) {
        this.partition = partition;
        this.effort = effort;
        this.structures = structures;
    }

    Node read(Object value) {
        return read(KeyPath.ROOT, "", value, Declared.root(value));
    }

    private Node read(KeyPath path, String name, Object value, Declared declared) {
        Partitioning outside = partition;
        try {
            return readUnguarded(path, name, value, declared);
        } catch (RuntimeException | LinkageError e) {
            if (ancestors.remove(value) != null && value instanceof Frozen<?>) frozen--;
            return new Node.Failure(place(path, name, "failure"), Names.of(e), Counts.NONE);
        } finally {
            partition = outside;
        }
    }

    private Node readUnguarded(KeyPath path, String name, Object value, Declared declared) {
        if (value == null) return new Node.Absent(place(path, name, "absent"), Optional.ofNullable(parameters.get(path)));
        Node before = seen.get(value);
        if (before != null) return new Node.Alias(place(path, name, "alias"), before, before.counts().again());
        KeyPath ancestor = ancestors.get(value);
        if (ancestor != null) return new Node.Cycle(place(path, name, "cycle"), ancestor);
        Optional<Tensor> tensor = Tensors.of(value);
        if (tensor.isPresent()) return arrayLeaf(path, name, value, tensor.get());
        if (Tree.isLeaf(value)) return valueLeaf(path, name, value);
        if (ancestors.size() >= DEEPEST) {
            return new Node.Failure(place(path, name, "deep"), "nested deeper than %d levels: not followed, not counted"
                    .formatted(DEEPEST), Counts.NONE);
        }
        ancestors.put(value, path);
        if (value instanceof Frozen<?>) frozen++;
        if (value instanceof Parametrized<?> parametrized) {
            parametrized.inPlace().forEach((hole, parameter) -> parameters.put(path.append(hole), path.append(parameter.path())));
        }
        partition = partition.inside(value);
        Node branch = branch(path, name, value, declared);
        if (value instanceof Frozen<?>) frozen--;
        ancestors.remove(value);
        // Small values like List.of() are shared by the JVM itself; only sharing of arrays means something.
        if (branch.counts().params() > 0) seen.put(value, branch);
        return branch;
    }

    private Part partOf(KeyPath path, Object leaf) {
        Part part = partition.partOf(path, leaf);
        return frozen > 0 ? partition.frozen(part) : part;
    }

    private Node arrayLeaf(KeyPath path, String name, Object value, Tensor tensor) {
        Part part = partOf(path, value);
        boolean read = tensor.hasValues() && effort != Statistics.Effort.NONE;
        Optional<Statistics> statistics = read ? Optional.of(Statistics.of(tensor, effort)) : Optional.empty();
        var leaf = new Node.ArrayLeaf(place(path, name, List.of(tensor.spec(), part)), tensor, statistics, part);
        seen.put(value, leaf);
        return leaf;
    }

    private Node valueLeaf(KeyPath path, String name, Object value) {
        Part part = partOf(path, value);
        try {
            String text = Values.text(value);
            return new Node.ValueLeaf(place(path, name, List.of(text, part)), value, text, part);
        } catch (RuntimeException | LinkageError e) {
            return new Node.Failure(place(path, name, "failure"), Names.of(e), Counts.of(part, 1, 0, 0));
        }
    }

    private Node branch(KeyPath path, String name, Object value, Declared declared) {
        if (value instanceof List<?> list) {
            Optional<Node> scalars = scalars(path, name, list);
            if (scalars.isPresent()) return scalars.get();
        }
        var children = new ArrayList<Node>();
        var metadata = new ArrayList<Node.ValueLeaf>();
        var scalars = new ArrayList<Node.ValueLeaf>();
        boolean ordered = value instanceof List || value.getClass().isArray();
        for (Child member : Tree.components(value)) {
            Node node = member(path, member, declared.child(value, member.key()));
            if (member.isStatic() && node instanceof Node.ValueLeaf leaf) metadata.add(leaf);
            else if (!ordered && node instanceof Node.ValueLeaf leaf && isStaticScalar(leaf)) scalars.add(leaf);
            else if (!member.isStatic() || !(node instanceof Node.Absent)) children.add(node);
        }
        Optional<Partitioning.Remark> remark = partition.remark(path, value);
        OptionalInt size = value instanceof Record ? OptionalInt.empty() : OptionalInt.of(children.size() + scalars.size());
        if (metadata.size() + scalars.size() > FIELDS_IN_ONE_ROW) {
            children.addAll(scalars);
            scalars.clear();
        }
        var fields = new ArrayList<>(scalars); // leaves before metadata: a long row is cut at its end
        fields.addAll(metadata);
        if (!fields.isEmpty()) {
            var place = place(path, "", fields.stream().map(field -> List.of(field.place().name(), field.text())).toList());
            children.add(new Node.StaticFields(place, List.copyOf(fields), scalars.size()));
        }
        remark.filter(Partitioning.Remark::wrong)
                .ifPresent(wrong -> children.addFirst(new Node.Failure(place(path, "", "mismatch"), wrong.text(), Counts.NONE)));
        var summary = new ArrayList<>(RowSummaries.of(value));
        remark.filter(said -> !said.wrong()).ifPresent(said -> summary.add(new Cell.Note(said.text())));
        return branch(path, name, value, declared.cast(value), summary, size, children);
    }

    private Node branch(KeyPath path, String name, Object value, String cast, List<Cell> summary, OptionalInt size, List<Node> children) {
        int warnings = 0;
        var shape = new ArrayList<Object>();
        shape.add(value.getClass());
        for (Node child : children) {
            warnings += child.warnings();
            shape.add(child.place().structure());
            if (!(value instanceof List)) shape.add(child.place().name());
        }
        Counts counts = Counts.sum(children.stream().map(Node::counts).toList(), partition.parts());
        return new Node.Branch(place(path, name, shape), Values.typeName(value), cast, List.copyOf(summary), size,
                List.copyOf(children), counts, warnings);
    }

    private Node member(KeyPath parent, Child member, Declared declared) {
        KeyPath path = parent.append(member.key());
        String name = Names.of(member.key());
        if (!member.isStatic()) return read(path, name, member.value(), declared);
        if (member.value() == null) return new Node.Absent(place(path, name, "absent"));
        try {
            return new Node.ValueLeaf(place(path, name, "metadata"), member.value(), Values.text(member.value()), Part.STATIC);
        } catch (RuntimeException | LinkageError e) {
            return new Node.Failure(place(path, name, "failure"), Names.of(e), Counts.NONE);
        }
    }

    /// Lists of numbers, strings and the like take one row however long they are, if they are in one part.
    private Optional<Node> scalars(KeyPath path, String name, List<?> list) {
        if (list.size() < 2 || !Values.isScalar(list.getFirst())) return Optional.empty();
        Class<?> type = list.getFirst().getClass();
        Part part = partition.partOf(path.append(new KeyPath.Index(0)), list.getFirst());
        int index = 0;
        for (Object element : list) {
            if (element == null || element.getClass() != type) return Optional.empty();
            if (partition.partOf(path.append(new KeyPath.Index(index++)), element) != part) return Optional.empty();
        }
        String preview = Values.preview(list.size(), i -> Values.text(list.get(i)));
        return Optional.of(new Node.Scalars(place(path, name, List.of(preview, list.size(), part)),
                type.getSimpleName(), list, preview, part));
    }

    private static boolean isStaticScalar(Node.ValueLeaf leaf) {
        return leaf.part() == Part.STATIC && leaf.text().length() <= Values.LONGEST + 2;
    }

    private Node.Place place(KeyPath path, String name, Object structure) {
        return new Node.Place(path, name, structures.number(structure));
    }
}
