package dev.solstice.render.tree;

import dev.solstice.render.model.Change;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Part;
import dev.solstice.render.model.Plain;
import dev.solstice.render.tensor.Norms;
import dev.solstice.render.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Two trees as one that has the places of both, and what differs at each of them.
final class Comparison {
    private static final int BRIEF = 20;

    private final Structures structures;
    private final List<Part> order;
    private final Map<Node, Changes> changes = new IdentityHashMap<>();
    private final Node union;

    /// @param structures those that both trees were read with
    Comparison(Node first, Node second, Structures structures, List<Part> order) {
        this.structures = structures;
        this.order = order;
        this.union = merged(first, second);
    }

    Node union() {
        return union;
    }

    Changes at(Node node) {
        if (node instanceof Node.Group group) return sum(group.members().stream().map(this::at).toList());
        return changes.getOrDefault(node, Changes.NONE);
    }

    private Node merged(Node first, Node second) {
        return switch (first) {
            case Node.Alias a when second instanceof Node.Alias b && a.first().equals(b.first()) -> note(a, Changes.same(a.counts().leaves()));
            case Node.Alias a when !(second instanceof Node.Alias) -> note(a, at(merged(a.target(), second)));
            case Node.Branch a when second instanceof Node.Branch b && a.type().equals(b.type()) -> branches(a, b);
            case Node other when second instanceof Node.Alias b && !(first instanceof Node.Alias) -> merged(other, b.target());
            case Node.StaticFields a when second instanceof Node.StaticFields b -> fields(a, b);
            case Node.Absent a when second instanceof Node.Absent -> note(a, Changes.NONE);
            case Node.Absent _ -> onlyIn(second, Change.ADDED);
            case Node a when second instanceof Node.Absent -> onlyIn(a, Change.REMOVED);
            case Node a -> compared(a, second);
        };
    }

    /// Two nodes that are not taken apart.
    private Node compared(Node first, Node second) {
        Changes found = switch (first) {
            case Node.ArrayLeaf a when second instanceof Node.ArrayLeaf b -> arrays(a.tensor(), b.tensor());
            case Node.ValueLeaf a when second instanceof Node.ValueLeaf b -> values(a.value(), b.value(), a.text(), b.text());
            case Node.Scalars a when second instanceof Node.Scalars b && a.size() == b.size() -> values(a.values(), b.values(), a.preview(), b.preview());
            case Node.Cycle a when second instanceof Node.Cycle b && a.ancestor().equals(b.ancestor()) -> Changes.NONE;
            case Node.Failure a when second instanceof Node.Failure b && a.message().equals(b.message()) -> Changes.NONE;
            default -> Changes.of(Change.RETYPED, described(first) + "→" + described(second), Math.max(1, first.counts().leaves()));
        };
        return note(withStructure(first, found.kind()), found);
    }

    private static Changes arrays(Tensor first, Tensor second) {
        if (!Arrays.equals(first.shape(), second.shape()) || !first.dtype().equals(second.dtype())) {
            return Changes.of(Change.RETYPED, first.spec() + "→" + second.spec(), 1);
        }
        if (!first.hasValues() || !second.hasValues()) return Changes.same(1);
        var d = Norms.between(first, second);
        boolean same = d.differing() == 0;
        return new Changes(same ? Change.SAME : Change.CHANGED, "", same ? 1 : 0, same ? 0 : 1, 0, 0, 0,
                d.largest(), d.squares(), d.reference(), d.bothNan());
    }

    private static Changes values(Object first, Object second, String firstText, String secondText) {
        if (Objects.equals(first, second)) return Changes.same(1);
        boolean alike = firstText.equals(secondText);
        return Changes.of(Change.CHANGED, alike ? "another that prints alike" : brief(firstText) + "→" + brief(secondText), 1);
    }

    private Node fields(Node.StaticFields first, Node.StaticFields second) {
        var mine = byName(first.members());
        var other = byName(second.members());
        var names = new LinkedHashMap<>(mine);
        names.putAll(other);
        var differing = new ArrayList<String>();
        for (String name : names.keySet()) {
            var a = (Node.ValueLeaf) mine.get(name);
            var b = (Node.ValueLeaf) other.get(name);
            if (a != null && b != null && Objects.equals(a.value(), b.value())) continue;
            differing.add(name + " " + (a == null ? "∅" : brief(a.text())) + "→" + (b == null ? "∅" : brief(b.text())));
        }
        Changes found = differing.isEmpty() ? Changes.same(first.leaves())
                : first.leaves() == 0 ? Changes.ofMetadata(String.join(", ", differing))
                : Changes.of(Change.CHANGED, String.join(", ", differing), first.leaves());
        return note(withStructure(first, found.kind()), found);
    }

    private Node branches(Node.Branch first, Node.Branch second) {
        var mine = byName(first.children());
        var other = byName(second.children());
        var children = new ArrayList<Node>();
        for (Node child : first.children()) {
            Node partner = other.get(child.place().name());
            children.add(partner == null ? onlyIn(child, Change.REMOVED) : merged(child, partner));
        }
        int added = 0;
        int at = 0; // what is only in the second tree stands after what it follows there
        for (Node child : second.children()) {
            String name = child.place().name();
            if (mine.containsKey(name)) {
                at = indexOf(children, name) + 1;
            } else {
                children.add(at++, onlyIn(child, Change.ADDED));
                added++;
            }
        }
        Changes found = sum(children.stream().map(this::at).toList());
        var shape = new ArrayList<Object>(List.of(first.type()));
        for (Node child : children) {
            shape.add(child.place().structure());
            shape.add(first.size().isPresent() && child.place().name().startsWith("[") ? "" : child.place().name());
        }
        var place = new Node.Place(first.place().path(), first.place().name(), structures.number(List.of(shape, found.kind())));
        Counts counts = Counts.sum(children.stream().map(Node::counts).toList(), order);
        OptionalInt size = first.size().isEmpty() ? first.size() : OptionalInt.of(first.size().getAsInt() + added);
        int warnings = children.stream().mapToInt(Node::warnings).sum();
        return note(new Node.Branch(place, first.type(), first.cast(), first.summary(), size, List.copyOf(children), counts, warnings), found);
    }

    /// Two values have to fit into a column.
    private static String brief(String text) {
        return Plain.shortened(text, BRIEF);
    }

    private static int indexOf(List<Node> nodes, String name) {
        int index = 0;
        while (!nodes.get(index).place().name().equals(name)) index++;
        return index;
    }

    private static Map<String, Node> byName(List<? extends Node> nodes) {
        return nodes.stream().collect(Collectors.toMap(node -> node.place().name(), node -> node, (a, b) -> a, LinkedHashMap::new));
    }

    /// Everything in a subtree that has no partner.
    private Node onlyIn(Node node, Change kind) {
        if (node instanceof Node.Branch branch) branch.children().forEach(child -> onlyIn(child, kind));
        return note(node, Changes.of(kind, "", node.counts().leaves()));
    }

    private Node note(Node node, Changes found) {
        changes.put(node, found);
        return node;
    }

    private static Changes sum(List<Changes> all) {
        return all.stream().reduce(Changes.NONE, Changes::plus);
    }

    /// So that siblings fold only with those that differ in the same way.
    private Node withStructure(Node node, Change kind) {
        var place = new Node.Place(node.place().path(), node.place().name(), structures.number(List.of(node.place().structure(), kind)));
        return switch (node) {
            case Node.ArrayLeaf leaf -> new Node.ArrayLeaf(place, leaf.tensor(), leaf.statistics(), leaf.part());
            case Node.ValueLeaf leaf -> new Node.ValueLeaf(place, leaf.value(), leaf.text(), leaf.part());
            case Node.StaticFields fields -> new Node.StaticFields(place, fields.members(), fields.leaves());
            default -> node;
        };
    }

    private static String described(Node node) {
        return switch (node) {
            case Node.Branch branch -> branch.type() + (branch.size().isPresent() ? "×" + branch.size().getAsInt() : "");
            case Node.ArrayLeaf leaf -> leaf.tensor().spec();
            case Node.ValueLeaf leaf -> leaf.text();
            case Node.Scalars scalars -> scalars.type() + "×" + scalars.size();
            case Node.Alias alias -> "same as " + alias.first();
            case Node.Cycle _ -> "a cycle";
            case Node.Failure _ -> "a failure";
            case Node.Absent _ -> "∅";
            case Node.StaticFields _, Node.Group _ -> "fields";
        };
    }
}
