package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The kinds of [Filter] there are besides lambdas.
final class Filters {
    static final Filter NOT_FROZEN = new Outside(Frozen.class, Filter.all());

    private Filters() {}

    record ByLeaf(Predicate<Object> predicate) implements Filter {
        @Override
        public boolean test(KeyPath path, Object leaf) {
            return predicate.test(leaf);
        }

        @Override
        public List<Boolean> mask(Object tree) {
            return Tree.leaves(tree).stream().map(predicate::test).toList(); // no paths: this is on the hot path
        }
    }

    record Not(Filter filter) implements Filter {
        @Override
        public boolean test(KeyPath path, Object leaf) {
            return !filter.test(path, leaf);
        }

        @Override
        public List<Boolean> mask(Object tree) {
            return filter.mask(tree).stream().map(chosen -> !chosen).toList();
        }

        @Override
        public Filter inside(Object node) {
            return new Not(filter.inside(node));
        }

        @Override
        public Filter not() {
            return filter;
        }
    }

    record Both(Filter one, Filter other) implements Filter {
        @Override
        public boolean test(KeyPath path, Object leaf) {
            return one.test(path, leaf) && other.test(path, leaf);
        }

        @Override
        public List<Boolean> mask(Object tree) {
            var out = new ArrayList<>(one.mask(tree));
            var others = other.mask(tree);
            for (int i = 0; i < out.size(); i++) out.set(i, out.get(i) && others.get(i));
            return out;
        }

        @Override
        public Filter inside(Object node) {
            return new Both(one.inside(node), other.inside(node));
        }
    }

    /// Leaves that are not inside a node of a class. Of a leaf alone nobody knows; the mask looks at the tree.
    record Outside(Class<?> enclosing, Filter filter) implements Filter {
        @Override
        public boolean test(KeyPath path, Object leaf) {
            return filter.test(path, leaf);
        }

        @Override
        public List<Boolean> mask(Object tree) {
            var out = new ArrayList<Boolean>();
            for (var part : Tree.flatten(tree, enclosing::isInstance).leaves()) {
                if (enclosing.isInstance(part)) out.addAll(Collections.nCopies(Tree.leaves(part).size(), false));
                else out.add(filter.test(KeyPath.ROOT, part));
            }
            return out;
        }

        @Override
        public Filter inside(Object node) {
            return enclosing.isInstance(node) ? Filter.none() : this;
        }
    }

    record Under(List<KeyPath> paths) implements Filter {
        @Override
        public boolean test(KeyPath path, Object leaf) {
            return paths.stream().anyMatch(prefix -> prefix.isPrefixOf(path));
        }
    }

    record Prefix(Object prefix) implements Filter {
        @Override
        public Optional<Object> prefixTree() {
            return Optional.of(prefix);
        }

        /// A leaf that is looked at without its tree.
        @Override
        public boolean test(KeyPath path, Object leaf) {
            Object node = prefix;
            for (var key : path.entries()) {
                if (isSpec(node)) break;
                node = Tree.children(node).stream().filter(child -> child.key().equals(key)).findFirst()
                        .orElseThrow(() -> Mistake.of("the filter's prefix tree has nothing at " + path
                                + ": it is to have the structure of the tree, or of its upper part")).value();
            }
            return chosen(node, path, leaf);
        }

        @Override
        public List<Boolean> mask(Object tree) {
            var specs = Tree.broadcastPrefix(prefix, tree, Prefix::isSpec);
            var leaves = Tree.leavesWithPath(tree);
            var out = new ArrayList<Boolean>();
            for (int i = 0; i < leaves.size(); i++) out.add(chosen(specs.get(i), leaves.get(i).path(), leaves.get(i).value()));
            return out;
        }

        private static boolean isSpec(Object value) {
            return value instanceof Boolean || value instanceof Filter;
        }

        private static boolean chosen(Object spec, KeyPath path, Object leaf) {
            return switch (spec) {
                case Boolean bool -> bool;
                case Filter filter -> filter.test(path, leaf);
                case null, default -> throw Mistake.of(
                        "a filter is a tree of booleans and filters only, but at " + path + " it has " + spec);
            };
        }
    }
}
