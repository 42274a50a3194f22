package dev.solstice.render.tree;

import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Part;
import dev.solstice.render.model.Plain;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Decides which rows a view has and which of them are open. Both budgets are spent on what matters most: what the
/// user asked to open and what leads to a warning, then the largest share of parameters, then document order.
public final class Outline {

    /// @param visible  rows shown at first
    /// @param rows     rows that are there from the start
    /// @param later    rows more that are made when they are opened
    /// @param pictures arrays among the visible rows that open to a heatmap
    public record Budget(int visible, int rows, int later, int pictures) {
        private static final int LEAST = 8;

        /// Half of what takes the most room: first the rows for later.
        public Budget half() {
            return later > 0 ? new Budget(visible, rows, later > rows ? later / 2 : 0, pictures) : new Budget(visible, rows / 2, 0, pictures);
        }

        public boolean isLeast() {
            return later == 0 && rows <= LEAST;
        }
    }

    private static final class Entry {
        private final Node node;
        private final boolean forced;
        private final double importance;
        private final int order;
        private List<Entry> below = List.of();
        private Row.Below how = Row.Below.CLOSED;
        private boolean included;

        /// @param dull whether others come first: it is like its sibling before, or like its partner in another tree
        Entry(Node node, boolean forced, boolean dull, int order) {
            this.node = node;
            this.forced = forced;
            this.order = order;
            long members = node instanceof Node.Group group ? group.members().size() : 1;
            this.importance = (double) node.counts().params() / members * (dull ? 1e-6 : 1);
        }
    }

    private static final Comparator<Entry> MOST_IMPORTANT_FIRST = Comparator.<Entry, Boolean>comparing(e -> !e.forced)
            .thenComparing(e -> -e.importance).thenComparing(e -> e.order);

    private final Budget budget;
    private final Grouping grouping;
    private final List<Column> columns;
    private final Interest interest;
    private final List<KeyPath> opened;
    private final Pictures pictures;
    private int entries;
    private long later;
    private long notIncluded;

    private Outline(Budget budget, List<Part> order, List<Column> columns, Interest interest, List<KeyPath> opened) {
        this.budget = budget;
        this.grouping = new Grouping(order);
        this.columns = columns;
        this.opened = opened;
        this.interest = interest;
        this.pictures = new Pictures(budget.pictures);
    }

    static TreeModel of(Node root, Budget budget, Partitioning partition, List<Column> columns, List<String> remarks, Interest interest,
            List<KeyPath> opened) {
        var outline = new Outline(budget, partition.parts(), columns, interest, opened);
        Entry entry = outline.entry(root, false);
        outline.include(entry);
        outline.open(entry);
        Row row = outline.row(entry, true);
        return new TreeModel(row, root.counts(), columns.stream().map(Column::heading).toList(), remarks, outline.later, outline.notIncluded);
    }

    private Entry entry(Node node, boolean repeated) {
        return new Entry(node, forced(node), repeated || interest.isDull(node), entries++);
    }

    private List<Entry> entries(Node parent, List<Node> below) {
        boolean equal = parent instanceof Node.Group group && group.equal();
        var made = new ArrayList<Entry>();
        for (Node node : below) made.add(entry(node, equal && !made.isEmpty()));
        return made;
    }

    private boolean forced(Node node) {
        if (node instanceof Node.Group group) return group.members().stream().anyMatch(this::forced);
        if (interest.contains(node)) return true;
        return opened.stream().anyMatch(node.place().path()::isPrefixOf);
    }

    private void include(Entry root) {
        var tooMany = include(List.of(root), budget.rows);
        if (budget.later == 0) return;
        include(tooMany, budget.later);
        for (Entry entry : tooMany) if (entry.included && !entry.below.isEmpty()) entry.how = Row.Below.LATER;
    }

    /// @return the entries for whose rows there was no room
    private List<Entry> include(List<Entry> roots, int most) {
        var queue = new PriorityQueue<>(MOST_IMPORTANT_FIRST);
        queue.addAll(roots);
        var tooMany = new ArrayList<Entry>();
        int rows = 0;
        while (!queue.isEmpty()) {
            Entry entry = queue.remove();
            List<Node> below = grouping.below(entry.node);
            if (rows + below.size() > most && entry.order > 0) {
                tooMany.add(entry);
                continue;
            }
            rows += below.size();
            entry.included = true;
            entry.below = entries(entry.node, below);
            queue.addAll(entry.below);
        }
        return tooMany;
    }

    private void open(Entry root) {
        var queue = new PriorityQueue<>(MOST_IMPORTANT_FIRST);
        queue.add(root);
        int visible = 1;
        while (!queue.isEmpty()) {
            Entry entry = queue.remove();
            boolean closed = interest.isDull(entry.node) && !entry.forced && entry != root;
            if (entry.below.isEmpty() || closed || entry.how == Row.Below.LATER) continue;
            if (visible + entry.below.size() > budget.visible && entry != root && !entry.forced) continue;
            visible += entry.below.size();
            entry.how = Row.Below.OPEN;
            queue.addAll(entry.below);
        }
    }

    /// @param seen whether all rows that lead here are open
    private Row row(Entry entry, boolean seen) {
        Node node = entry.node;
        long notIncludedBefore = notIncluded;
        var rows = new ArrayList<Row>();
        for (Entry below : entry.below) rows.add(row(below, seen && entry.how == Row.Below.OPEN));
        if (seen) pictures.of(node).ifPresent(rows::add);
        if (!entry.included) {
            int missing = grouping.below(node).size();
            long leaves = node.counts().leaves();
            notIncluded += leaves;
            if (missing > 0) rows.add(Row.note("… %s not included: .open(%s) or .limit(rows) includes more"
                    .formatted(Figures.counted(leaves, "leaf", "leaves"), example(node))));
        }
        if (entry.how == Row.Below.LATER) later += node.counts().leaves() - (notIncluded - notIncludedBefore);
        String cast = node instanceof Node.Branch branch ? branch.cast() : "";
        return new Row(Plain.visible(node.place().path().toString()), cast, Headline.cells(node),
                columns.stream().map(column -> column.cells(node)).toList(), rows, entry.how);
    }

    private static String example(Node node) {
        Node first = node;
        while (first instanceof Node.Group group) first = group.members().getFirst();
        return Names.quoted(Plain.visible(first.place().path().toString()));
    }
}
