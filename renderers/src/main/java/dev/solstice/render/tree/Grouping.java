package dev.solstice.render.tree;

import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Part;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.List;

/// The rows directly below a node: runs of equal siblings become one row, long lists become ranges.
final class Grouping {
    private static final int SMALLEST_FOLD = 3;

    /// No row opens to more rows than this.
    static final int RANGE = 100;

    private final List<Part> order;

    Grouping(List<Part> order) {
        this.order = order;
    }

    List<Node> below(Node node) {
        return switch (node) {
            case Node.Branch branch when branch.onlyFields().isPresent() -> List.of();
            case Node.Branch branch when branch.size().isEmpty() -> branch.children();
            case Node.Branch branch -> ranges(branch.place().path(), folded(branch.place().path(), branch.children()));
            case Node.Group group -> ranges(group.place().path(), group.members());
            default -> List.of();
        };
    }

    private List<Node> folded(KeyPath parent, List<Node> siblings) {
        var rows = new ArrayList<Node>();
        for (int from = 0; from < siblings.size(); ) {
            int to = from + 1;
            while (to < siblings.size() && structure(siblings, to) == structure(siblings, from)) to++;
            List<Node> run = siblings.subList(from, to);
            if (run.size() >= SMALLEST_FOLD && foldable(run.getFirst())) rows.add(group(parent, run, true));
            else rows.addAll(run);
            from = to;
        }
        return rows;
    }

    private static int structure(List<Node> siblings, int index) {
        return siblings.get(index).place().structure();
    }

    private static boolean foldable(Node node) {
        return switch (node) {
            case Node.Branch _, Node.ArrayLeaf _, Node.ValueLeaf _, Node.Absent _ -> true;
            case Node.Scalars _, Node.StaticFields _, Node.Group _, Node.Alias _, Node.Cycle _, Node.Failure _ -> false;
        };
    }

    /// At most [#RANGE] rows: 10,000 siblings become 100 ranges of 100, 100,000 become 10 ranges of 10,000.
    private List<Node> ranges(KeyPath parent, List<Node> siblings) {
        if (siblings.size() <= RANGE) return siblings;
        int width = RANGE;
        while ((siblings.size() + width - 1) / width > RANGE) width *= RANGE;
        var rows = new ArrayList<Node>();
        for (int from = 0; from < siblings.size(); from += width) {
            rows.add(group(parent, siblings.subList(from, Math.min(from + width, siblings.size())), false));
        }
        return rows;
    }

    private Node group(KeyPath parent, List<Node> members, boolean equal) {
        var first = members.getFirst().place();
        var place = new Node.Place(parent, span(firstName(members.getFirst()), lastName(members.getLast())), first.structure());
        Counts counts = Counts.sum(members.stream().map(Node::counts).toList(), order);
        int warnings = members.stream().mapToInt(Node::warnings).sum();
        boolean alike = equal || members.stream().allMatch(member -> member.place().structure() == first.structure());
        return new Node.Group(place, alike ? type(members.getFirst()) : "", alike, members, counts, warnings);
    }

    private static String firstName(Node node) {
        return node instanceof Node.Group group ? firstName(group.members().getFirst()) : node.place().name();
    }

    private static String lastName(Node node) {
        return node instanceof Node.Group group ? lastName(group.members().getLast()) : node.place().name();
    }

    private static String span(String first, String last) {
        boolean indices = first.startsWith("[") && last.startsWith("[");
        return indices ? first.substring(0, first.length() - 1) + "…" + last.substring(1) : first + " … " + last;
    }

    private static String type(Node node) {
        return switch (node) {
            case Node.Branch branch -> branch.type();
            case Node.ArrayLeaf leaf -> leaf.tensor().spec();
            case Node.ValueLeaf leaf -> leaf.text();
            case Node.Group group -> group.type();
            case Node.Scalars scalars -> scalars.type();
            case Node.StaticFields _, Node.Absent _, Node.Alias _, Node.Cycle _, Node.Failure _ -> "";
        };
    }
}
