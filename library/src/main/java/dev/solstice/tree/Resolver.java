package dev.solstice.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<Position, Object> opaque = new HashMap<>();

    Resolver(M tree) {
        this.root = Position.of(tree);
        this.places = root.all().toList();
        this.donors = new Donors(places);
        for (Position place : places) {
            Object standIn = place.value instanceof Leaf leaf ? leaf.opaque() : null;
            // Taking the content out of an optional would change where one can go.
            if (place.kind == Position.Kind.LEAF && (standIn != null || !place.isContentOfOptional())) {
                opaque.put(place, standIn);
            }
        }
    }

    /// @param donor something that is known to fit where a null is selected, or null
    KeyPath resolve(Selector<? super M> where, Object donor) {
        var index = new Position.Index();
        Object result = runOnTree(where, root.copy(Map.of(), index));
        List<Position> candidates = candidates(result, index);
        if (candidates.isEmpty()) {
            throw notInTree(result);
        }
        return withoutValues(where, result, candidates)
                .orElseGet(() -> new Probe(where, result, candidates, donor).find()).path();
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

    /// Where the selector goes in a copy in which no value can be read, if identity tells that.
    ///
    /// @throws TreeException if it goes somewhere else than with values
    private Optional<Position> withoutValues(Selector<? super M> where, Object result, List<Position> candidates) {
        var index = new Position.Index();
        Object copy;
        try {
            copy = root.copy(opaque, index);
        } catch (TreeException rejected) {
            return Optional.empty(); // a constructor insists on its leaves: go on without this check
        }
        Object found = runOnCopy(where, copy);
        List<Position> agreed = candidates.stream().filter(place -> isAt(place, found, index)).toList();
        if (agreed.isEmpty()) {
            throw result != null && same(found, result) ? notInTree(result) : readsValues(null);
        }
        boolean unique = found != null && agreed.size() == 1 && agreed.getFirst().kind != Position.Kind.STATIC;
        return unique && index.of(found).size() == 1 ? Optional.of(agreed.getFirst()) : Optional.empty();
    }

    private boolean isAt(Position place, Object found, Position.Index index) {
        return switch (place.kind) {
            case STATIC -> same(place.value, found);
            case NULL -> found == null;
            // a leaf that has no opaque form is null in the copy
            case LEAF -> index.of(found).contains(place)
                    || found == null && opaque.containsKey(place) && opaque.get(place) == null;
            case NODE -> index.of(found).contains(place);
        };
    }

    private Object runOnTree(Selector<? super M> where, Object copy) {
        try {
            return select(where, copy);
        } catch (RuntimeException thrown) {
            throw new TreeException("the selector failed on a copy of the tree: " + thrown, null, null, null,
                    thrown instanceof NullPointerException ? "it goes through a null: select that place itself" : null, thrown);
        }
    }

    /// On a copy in which something was replaced; the selector has succeeded on the tree as it is.
    private Object runOnCopy(Selector<? super M> where, Object copy) {
        try {
            return select(where, copy);
        } catch (RuntimeException thrown) {
            throw readsValues(thrown);
        }
    }

    @SuppressWarnings("unchecked") // a copy of an M is an M
    private Object select(Selector<? super M> where, Object copy) {
        return where.select((M) copy);
    }

    private static TreeException notInTree(Object result) {
        return new TreeException("the selector returned something that is not in the tree", null,
                "a node, a leaf or a metadata component of the tree", Nodes.describe(result),
                "only navigate: m -> m.layers().get(1).weight(); name several places by several selectors", null);
    }

    private static TreeException readsValues(RuntimeException cause) {
        return new TreeException("the selector depends on the values of leaves" + (cause == null ? "" : ": " + cause), null,
                "one that only navigates: m -> m.layers().get(1).weight()", null,
                "decide outside of the selector, or name the place by a KeyPath", cause);
    }

    private static TreeException ambiguous(List<Position> candidates, RuntimeException cause) {
        String paths = candidates.stream().limit(5).map(place -> place.path().toString()).collect(Collectors.joining(" or "));
        return new TreeException("it cannot be told which place the selector means", null, "one place",
                paths + (candidates.size() > 5 ? " or " + (candidates.size() - 5) + " more" : ""),
                "name it by its path: KeyPath.parse(" + Literal.quote(candidates.getFirst().path().toString()) + ")", cause);
    }

    /// Puts something else at some of the candidates and looks whether the selector notices.
    private final class Probe {

        private final Selector<? super M> where;
        private final Object result;
        private final List<Position> candidates;
        private final List<Position> testable;
        private final Map<Position, Object> others = new HashMap<>();

        Probe(Selector<? super M> where, Object result, List<Position> candidates, Object donor) {
            this.where = where;
            this.result = result;
            this.candidates = candidates;
            candidates.forEach(place -> others.put(place, donors.other(place, donor)));
            this.testable = candidates.stream().filter(place -> others.get(place) != place.value).toList();
        }

        Position find() {
            int number = 0;
            for (int bit = 1; bit <= testable.size(); bit <<= 1) {
                var instead = new HashMap<Position, Object>();
                for (int i = 0; i < testable.size(); i++) {
                    if ((i + 1 & bit) != 0) {
                        instead.put(testable.get(i), others.get(testable.get(i)));
                    }
                }
                if (!same(resultWith(instead), result)) {
                    number += bit;
                }
            }
            if (number > testable.size()) {
                throw readsValues(null);
            }
            return number == 0 ? untested() : confirmed(testable.get(number - 1));
        }

        /// The selector noticed nothing, so it means a place at which nothing else can be put.
        private Position untested() {
            List<Position> untestable = candidates.stream().filter(place -> !testable.contains(place)).toList();
            if (untestable.isEmpty()) {
                throw notInTree(result);
            }
            if (untestable.size() > 1) {
                throw ambiguous(untestable, null);
            }
            return untestable.getFirst();
        }

        /// The place is right if what is put there, and there alone, comes out.
        private Position confirmed(Position place) {
            Object other = others.get(place);
            var instead = new HashMap<Position, Object>();
            instead.put(place, other);
            if (!same(resultWith(instead), other) || !foundWithoutValues(place)) {
                throw readsValues(null);
            }
            return place;
        }

        /// Whether the selector still finds the place when it can read no leaf but the one that is there.
        private boolean foundWithoutValues(Position place) {
            Object visible = place.value == null ? others.get(place) : place.value;
            var instead = new HashMap<>(opaque);
            instead.put(place, visible);
            Object copy;
            try {
                copy = root.copy(instead, (value, at) -> { });
            } catch (TreeException rejected) {
                return true; // a constructor insists on its leaves: go on without this check
            }
            return same(runOnCopy(where, copy), visible);
        }

        private Object resultWith(Map<Position, Object> instead) {
            Object copy;
            try {
                copy = root.copy(instead, (value, at) -> { });
            } catch (TreeException rejected) {
                throw ambiguous(candidates, rejected);
            }
            try {
                return select(where, copy);
            } catch (RuntimeException thrown) {
                // What stands in for a null may be of a type that the selector does not expect.
                throw result == null ? ambiguous(candidates, thrown) : readsValues(thrown);
            }
        }
    }
}
