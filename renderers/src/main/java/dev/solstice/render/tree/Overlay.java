package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Norms;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath.Key;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The norms of another tree of the same structure beside a model's rows: gradients, updates, an optimiser's moments.
/// Answers what Equinox's issue 594 asks for.
final class Overlay implements Column {
    /// A gradient outside is drawn at the end of the scale.
    private static final double LOW = 1e-8, HIGH = 1e2;

    /// A norm above deserves a look.
    private static final double EXPLODING = 1e3;

    /// @param squares    the sum of the squared elements
    /// @param parameters the sum of the squares of the parameters that it belongs to
    /// @param leaves     how many arrays
    private record Norm(double squares, double parameters, long leaves) {
        static final Norm NONE = new Norm(0, 0, 0);

        Norm plus(Norm other) {
            return new Norm(squares + other.squares, parameters + other.parameters, leaves + other.leaves);
        }
    }

    private final String name;
    private final Map<Node, Norm> norms = new IdentityHashMap<>();
    private final Map<Node, String> misfits = new IdentityHashMap<>();
    private final Norm total;

    Overlay(String name, Node root, Object values) {
        this.name = name;
        this.total = read(root, values);
    }

    @Override
    public String heading() {
        return name;
    }

    /// `grad: ‖·‖ 1.2e-3 over 160 leaves`
    String headline() {
        return name + ": ‖" + name + "‖ " + Figures.real(Math.sqrt(total.squares)) + " over "
                + Figures.counted(total.leaves, "leaf", "leaves");
    }

    @Override
    public List<Cell> cells(Node node) {
        if (misfits.containsKey(node)) return List.of(new Cell.Warning(misfits.get(node), "the structures differ here; below, nothing is shown"));
        Norm norm = at(node);
        if (norm.leaves == 0) return node instanceof Node.ArrayLeaf && norms.containsKey(node) ? List.of(new Cell.Absent()) : List.of();
        double size = Math.sqrt(norm.squares);
        var cells = new ArrayList<Cell>();
        warning(size).ifPresent(cells::add);
        if (Double.isNaN(size)) return cells;
        cells.add(new Cell.Gauge(size, LOW, HIGH));
        cells.add(new Cell.Numbers(Figures.real(size)));
        if (norm.parameters > 0) cells.add(new Cell.Numbers("/‖w‖ " + Figures.real(size / Math.sqrt(norm.parameters))));
        return cells;
    }

    private static Optional<Cell> warning(double size) {
        if (Double.isNaN(size)) return Optional.of(new Cell.Warning("NaN", "an element is NaN"));
        if (size == 0) return Optional.of(new Cell.Warning("0", "all elements are zero: nothing depends on this, or it is saturated"));
        if (size > EXPLODING) return Optional.of(new Cell.Warning("large", "a norm above " + Figures.real(EXPLODING)));
        return Optional.empty();
    }

    /// Whether there is something that is no number.
    boolean warns(Node node) {
        return Double.isNaN(at(node).squares) || misfits.containsKey(node);
    }

    private Norm at(Node node) {
        if (node instanceof Node.Group group) return group.members().stream().map(this::at).reduce(Norm.NONE, Norm::plus);
        return norms.getOrDefault(node, Norm.NONE);
    }

    private Norm read(Node node, Object value) {
        Norm norm = switch (node) {
            case Node.ArrayLeaf _ when value == null -> Norm.NONE;
            case Node.ArrayLeaf leaf -> leaf(leaf, value);
            case Node.Branch branch -> branch(branch, value);
            default -> Norm.NONE;
        };
        norms.put(node, norm);
        return norm;
    }

    private Norm leaf(Node.ArrayLeaf leaf, Object value) {
        Tensor tensor = Tensors.of(value).filter(Tensor::hasValues).orElse(null);
        if (tensor == null) {
            misfits.put(leaf, Values.typeName(value) + ", not an array");
            return Norm.NONE;
        }
        double parameters = leaf.statistics().map(s -> (s.mean() * s.mean() + s.deviation() * s.deviation()) * leaf.tensor().size()).orElse(0.0);
        return new Norm(Norms.squares(tensor), Double.isNaN(parameters) ? 0 : parameters, 1);
    }

    private Norm branch(Node.Branch branch, Object value) {
        Map<Key, Object> values = new HashMap<>();
        boolean known = value == null || branch.children().isEmpty(); // below a hole are holes
        try {
            for (Child child : Tree.components(value)) values.put(child.key(), child.value());
        } catch (RuntimeException e) {
            misfits.put(branch, Names.of(e));
            return Norm.NONE;
        }
        Norm sum = Norm.NONE;
        for (Node child : branch.children()) {
            if (child.place().path().entries().size() == branch.place().path().entries().size()) { // fields in one row
                known = true;
                continue;
            }
            Key key = child.place().path().entries().getLast();
            known |= values.containsKey(key);
            sum = sum.plus(read(child, values.get(key)));
        }
        if (known) return sum;
        misfits.put(branch, Values.typeName(value) + " instead of " + branch.type());
        return Norm.NONE;
    }
}
