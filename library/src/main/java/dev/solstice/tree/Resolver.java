package dev.solstice.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds out which place of a tree a selector means.
///
/// The selector is run on copies of the tree. In a copy each node is a new object, so a selected node is known by its
/// identity. Leaves have types that nobody can make new objects of (enums, lambdas, cached numbers), and a null has no
/// identity at all; such places are told apart by experiment: something else is put at half of the places in question,
/// and whether the result changes tells in which half the right one is. Numbering the places in binary needs as many
/// runs as the number has digits.
final class Resolver<M> {

    private final Position root;
    private final List<Position> places;
    private final Donors donors;

    Resolver(M tree) {
        this.root = Position.of(tree);
        this.places = root.all().toList();
        this.donors = new Donors(places);
    }

    /// @param donor something that is known to fit where a null is selected, or null
    KeyPath resolve(Selector<? super M> where, Object donor) {
        var index = new Position.Index();
        Object result = run(where, root.copy(Map.of(), index));
        List<Position> candidates = candidates(result, index);
        if (candidates.isEmpty()) {
            throw notInTree(result);
        }
        List<Position> agreed = withoutValues(where, result, candidates);
        boolean unique = agreed.size() == 1 && agreed.getFirst().kind == Position.Kind.NODE;
        return (unique ? agreed.getFirst() : new Probe(where, result, agreed, donor).find()).path();
    }

    private List<Position> candidates(Object result, Position.Index index) {
        if (result == null) {
            return places.stream().filter(place -> place.value == null).toList();
        }
        var found = new ArrayList<>(index.of(result));
        places.stream().filter(place -> place.kind == Position.Kind.STATIC && same(place.value, result)).forEach(found::add);
        return found;
    }

    /// A primitive comes out of an accessor in a new box each time; everything else keeps its identity.
    private static boolean same(Object a, Object b) {
        boolean boxed = a instanceof Number || a instanceof Boolean || a instanceof Character;
        return boxed ? Metadata.same(a, b) : a == b;
    }

    /// The candidates that the selector also finds where no value can be read.
    private List<Position> withoutValues(Selector<? super M> where, Object result, List<Position> candidates) {
        var index = new Position.Index();
        var opaque = new HashMap<Position, Object>();
        places.stream().filter(place -> place.kind == Position.Kind.LEAF)
                .forEach(place -> opaque.put(place, place.value instanceof Leaf leaf ? leaf.opaque() : null));
        Object copy;
        try {
            copy = root.copy(opaque, index);
        } catch (TreeException rejected) {
            return candidates; // a constructor insists on its leaves: go on without this check
        }
        Object found;
        try {
            found = select(where, copy);
        } catch (RuntimeException thrown) {
            throw readsValues(thrown);
        }
        List<Position> agreed = new ArrayList<>(found == null
                ? candidates.stream().filter(place -> place.kind == Position.Kind.STATIC ? place.value == null
                        : place.kind == Position.Kind.NULL || opaque.containsKey(place) && opaque.get(place) == null).toList()
                : index.of(found));
        if (found != null && same(found, result)) {
            candidates.stream().filter(place -> place.kind == Position.Kind.STATIC).forEach(agreed::add);
        }
        agreed.retainAll(candidates);
        if (agreed.isEmpty()) {
            throw readsValues(null);
        }
        return agreed;
    }

    private Object run(Selector<? super M> where, Object copy) {
        try {
            return select(where, copy);
        } catch (RuntimeException thrown) {
            throw new TreeException("the selector failed on a copy of the tree: " + thrown, null, null, null,
                    thrown instanceof NullPointerException ? "it goes through a null: select that place itself" : null, thrown);
        }
    }

    @SuppressWarnings("unchecked") // a copy of an M is an M
    private Object select(Selector<? super M> where, Object copy) {
        return where.select((M) copy);
    }

    private TreeException notInTree(Object result) {
        return new TreeException("the selector returned something that is not in the tree", null,
                "a node, a leaf or a metadata component of the tree", Nodes.describe(result),
                "only navigate: m -> m.layers().get(1).weight(); name several places by several selectors", null);
    }

    private static TreeException readsValues(RuntimeException cause) {
        return new TreeException("the selector depends on the values of leaves"
                + (cause == null ? "" : ": " + cause), null,
                "one that only navigates: m -> m.layers().get(1).weight()", null,
                "decide outside of the selector, or name the place by a KeyPath", cause);
    }

    /// Puts something else at some of the candidates and looks whether the selector notices.
    private final class Probe {

        private final Selector<? super M> where;
        private final Object result;
        private final List<Position> candidates;
        private final Map<Position, Object> others = new HashMap<>();

        Probe(Selector<? super M> where, Object result, List<Position> candidates, Object donor) {
            this.where = where;
            this.result = result;
            this.candidates = candidates;
            for (Position place : candidates) {
                Object other = donors.other(place, donor);
                if (other != place.value) {
                    others.put(place, other);
                }
            }
        }

        Position find() {
            List<Position> testable = candidates.stream().filter(others::containsKey).toList();
            int number = 0;
            for (int bit = 1; bit <= testable.size(); bit <<= 1) {
                number += notices(testable, bit) ? bit : 0;
            }
            if (number > 0) {
                return confirmed(testable, number);
            }
            List<Position> untestable = candidates.stream().filter(place -> !others.containsKey(place)).toList();
            if (untestable.isEmpty()) {
                throw notInTree(result);
            }
            if (untestable.size() > 1) {
                throw ambiguous(untestable, null);
            }
            return untestable.getFirst();
        }

        private boolean notices(List<Position> testable, int bit) {
            var instead = new HashMap<Position, Object>();
            for (int number = 1; number <= testable.size(); number++) {
                if ((number & bit) != 0) {
                    instead.put(testable.get(number - 1), others.get(testable.get(number - 1)));
                }
            }
            return !same(resultWith(instead), result);
        }

        /// The number is right if changing this one place alone puts the change into the result.
        private Position confirmed(List<Position> testable, int number) {
            if (number > testable.size()) {
                throw readsValues(null);
            }
            Position place = testable.get(number - 1);
            var instead = new HashMap<Position, Object>();
            instead.put(place, others.get(place));
            if (!arrived(resultWith(instead), others.get(place))) {
                throw readsValues(null);
            }
            return place;
        }

        /// An empty optional that was given a content comes back as a new optional.
        private boolean arrived(Object found, Object other) {
            return same(found, other) || found != null && other != null && found.getClass() == other.getClass();
        }

        private Object resultWith(Map<Position, Object> instead) {
            Object copy;
            try {
                copy = root.copy(instead, (value, place) -> { });
            } catch (TreeException rejected) {
                throw ambiguous(candidates, rejected);
            }
            try {
                return select(where, copy);
            } catch (RuntimeException thrown) {
                throw readsValues(thrown);
            }
        }
    }

    private static TreeException ambiguous(List<Position> candidates, TreeException cause) {
        String paths = candidates.stream().limit(5).map(place -> place.path().toString()).collect(Collectors.joining(" or "));
        return new TreeException("it cannot be told which place the selector means", null, "one place",
                paths + (candidates.size() > 5 ? " or " + (candidates.size() - 5) + " more" : ""),
                "name it by its path: KeyPath.parse(\"" + candidates.getFirst().path() + "\")", cause);
    }
}
