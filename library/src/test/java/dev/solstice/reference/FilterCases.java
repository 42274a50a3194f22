package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.Child;
import dev.solstice.tree.Equality;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Selector;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Operations on trees: no tensors, trees as JSON in and out.
final class FilterCases {
    private FilterCases() {}

    static Map<String, Operation> operations() {
        var all = new HashMap<String, Operation>();
        all.put("jax.tree.flatten", FilterCases::flatten);
        all.put("equinox.partition", c -> check(c, () -> partition(c)));
        all.put("equinox.filter", c -> check(c, () -> Arrays.asList(filter(c))));
        all.put("equinox.combine", c -> check(c, () -> Arrays.asList(combine(c))));
        all.put("equinox.tree_at", FilterCases::treeAt);
        all.put("equinox.tree_equal", FilterCases::treeEqual);
        all.put("equinox.tree_check", c -> check(c, () -> checked(c)));
        all.put("equinox.tree_flatten_one_level", c -> check(c, () -> children(c)));
        all.put("equinox.apply_updates", c -> check(c, () -> Arrays.asList(Partition.applyUpdates(tree(c, "model"), tree(c, "updates")))));
        for (var predicate : List.of("is_array", "is_inexact_array", "is_array_like", "is_inexact_array_like")) {
            all.put("equinox." + predicate, c -> value(c, JsonTrees.predicate(predicate).test(new KeyPath(List.of()), tree(c, "tree"))));
        }
        all.put("jax.tree.leaves", FilterCases::leaves);
        all.put("jax.tree.map", c -> check(c, () -> Arrays.asList(map(c))));
        all.put("jax.tree.transpose", c -> check(c, () -> Arrays.asList(transpose(c))));
        return all;
    }

    /// The operation gives the expected tree or trees, or throws if an error is expected.
    private static void check(ReferenceCase c, Supplier<List<Object>> operation) {
        var result = c.json().getAsJsonObject("result");
        if (result.has("error")) {
            requireError(c, operation, result.getAsJsonObject("error").get("reason").getAsString());
            return;
        }
        var actual = operation.get();
        var expected = result.has("trees") ? result.getAsJsonArray("trees").asList() : result.has("tree") ? List.of(result.get("tree")) : List.<JsonElement>of();
        c.require(expected.size() == actual.size(), "expected " + expected.size() + " trees, got " + actual.size());
        for (int i = 0; i < expected.size(); i++) {
            c.require(JsonTrees.matches(expected.get(i), actual.get(i)),
                    "tree " + i + " is\n" + Tree.format(actual.get(i)) + "\nexpected\n" + Tree.format(JsonTrees.value(expected.get(i))));
        }
    }

    private static void requireError(ReferenceCase c, Supplier<List<Object>> operation, String reason) {
        List<Object> result;
        try {
            result = operation.get();
        } catch (NotImplemented missing) {
            throw missing;
        } catch (RuntimeException expected) {
            return;
        }
        c.require(false, "expected an error (" + reason + "), got " + result);
    }

    // ---- flattening ----

    private static void flatten(ReferenceCase c) {
        var result = c.json().getAsJsonObject("result");
        var leaves = Tree.leavesWithPath(tree(c, "tree"));
        c.require(leaves.size() == result.get("num_leaves").getAsInt(), "there are " + leaves.size() + " leaves");
        for (int i = 0; i < leaves.size(); i++) {
            c.require(JsonTrees.matches(result.getAsJsonArray("leaves").get(i), leaves.get(i).value()), "leaf " + i + " is " + leaves.get(i).value());
            var path = inPython(leaves.get(i).path());
            c.require(path.equals(result.getAsJsonArray("paths").get(i).getAsString()), "path " + i + " is " + path);
        }
    }

    private static void leaves(ReferenceCase c) {
        var expected = c.json().getAsJsonObject("result").getAsJsonArray("leaves");
        var leaves = Tree.leaves(tree(c, "tree"));
        c.require(leaves.size() == expected.size(), "there are " + leaves.size() + " leaves");
        for (int i = 0; i < leaves.size(); i++) c.require(JsonTrees.matches(expected.get(i), leaves.get(i)), "leaf " + i + " is " + leaves.get(i));
    }

    /// A leaf has itself below it in Equinox.
    private static List<Object> children(ReferenceCase c) {
        var tree = tree(c, "tree");
        if (tree != null && Tree.isLeaf(tree)) return List.of(tree);
        return new ArrayList<>(Tree.children(tree).stream().map(Child::value).toList());
    }

    private static List<Object> checked(ReferenceCase c) {
        Tree.check(tree(c, "tree"));
        return List.of();
    }

    /// A path as JAX prints it.
    private static String inPython(KeyPath path) {
        return path.entries().stream().map(key -> switch (key) {
            case KeyPath.Field(var name) -> "." + name;
            case KeyPath.Index(int index) -> "[" + index + "]";
            case KeyPath.Slot(int index) -> "[" + index + "]";
            case KeyPath.MapKey(var name) -> "['" + name + "']";
            default -> key.toString();
        }).collect(Collectors.joining());
    }

    // ---- partition, filter, combine ----

    private static List<Object> partition(ReferenceCase c) {
        var parts = Partition.partition(tree(c, "tree"), spec(c));
        return Arrays.asList(parts.kept(), parts.rest());
    }

    private static Object filter(ReferenceCase c) {
        var filter = c.params().truth("inverse", false) ? spec(c).not() : spec(c);
        return c.params().has("replace")
                ? Partition.filter(tree(c, "tree"), filter, tree(c, "replace"))
                : Partition.filter(tree(c, "tree"), filter);
    }

    private static Filter spec(ReferenceCase c) {
        var spec = tree(c, "filter_spec");
        return spec instanceof Filter filter ? filter : Filter.prefix(spec);
    }

    private static Object combine(ReferenceCase c) {
        var trees = trees(c);
        return Partition.combine(trees[0], Arrays.copyOfRange(trees, 1, trees.length));
    }

    // ---- surgery ----

    private static void treeAt(ReferenceCase c) {
        var p = c.params();
        if (p.has("is_leaf") && !p.text("is_leaf").equals("x is none")) throw new NotImplemented("is_leaf " + p.text("is_leaf"));
        var where = StreamSupport.stream(p.json("where").getAsJsonArray().spliterator(), false).map(JsonElement::getAsJsonArray).toList();
        boolean error = c.json().getAsJsonObject("result").has("error");
        var tree = tree(c, "tree");
        List<Selector<Object>> selectors = where.stream().<Selector<Object>>map(path -> root -> navigate(root, path)).toList();
        Supplier<Object> ours = () -> p.has("replace_fn")
                ? Tree.update(tree, selectors, JsonArithmetic.unary(p.text("replace_fn"))) : replaced(c, tree, selectors);
        // Two decisions of this library differ from Equinox's: naming a node twice is an error, and a null can always be replaced.
        if (new HashSet<>(where).size() < where.size()) requireTwice(c, ours);
        else if (error && where.size() == 1 && isNull(tree, where.getFirst())) requireNullReplaced(c, tree, where.getFirst(), ours.get());
        else check(c, () -> Arrays.asList(ours.get()));
    }

    private static void requireTwice(ReferenceCase c, Supplier<Object> operation) {
        try {
            c.require(false, "one place is named twice, but the result is " + operation.get());
        } catch (TreeException expected) {
            c.require(expected.getMessage().contains("the same place is named twice"), expected.getMessage());
        }
    }

    /// The tree is as before, but for the replacement where the null was.
    private static void requireNullReplaced(ReferenceCase c, Object tree, JsonArray path, Object actual) {
        var replacement = c.params().json("replacements").getAsJsonArray().get(0);
        c.require(JsonTrees.matches(replacement, navigate(actual, path)), "the null became " + navigate(actual, path));
        var restored = Tree.at(actual, (Selector<Object>) root -> navigate(root, path), null);
        c.require(JsonTrees.matches(c.params().json("tree"), restored), "besides the null changed:\n" + Tree.format(restored));
    }

    private static boolean isNull(Object tree, JsonArray path) {
        try {
            return navigate(tree, path) == null;
        } catch (RuntimeException nowhere) {
            return false;
        }
    }

    private static Object replaced(ReferenceCase c, Object tree, List<Selector<Object>> selectors) {
        var replacements = StreamSupport.stream(c.params().json("replacements").getAsJsonArray().spliterator(), false).map(JsonTrees::value)
                .toArray();
        return Tree.at(tree, selectors, Arrays.asList(replacements));
    }

    /// Goes where a user's selector would go.
    private static Object navigate(Object node, JsonArray path) {
        for (var step : path) {
            var key = step.getAsJsonObject();
            if (key.has("field")) node = component(node, key.get("field").getAsString());
            else if (key.has("key")) node = entry((Map<?, ?>) node, key.get("key").getAsString());
            else node = element(node instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) node, key.get("index").getAsInt());
        }
        return node;
    }

    private static Object entry(Map<?, ?> map, String key) {
        if (!map.containsKey(key)) throw new NoSuchElementException("there is no " + key + " in " + map.keySet());
        return map.get(key);
    }

    /// Python counts negative numbers from the end.
    private static Object element(List<?> list, int index) {
        return list.get(index < 0 ? index + list.size() : index);
    }

    private static Object component(Object node, String name) {
        if (node instanceof JsonTrees.Other record && record.names().contains(name)) return record.values().get(record.names().indexOf(name));
        try {
            return node.getClass().getDeclaredMethod(name).invoke(node);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a " + node.getClass().getSimpleName() + " has no component " + name, e);
        }
    }

    // ---- equality, map, transpose ----

    private static void treeEqual(ReferenceCase c) {
        var p = c.params();
        var rules = Equality.EXACT.within(p.real("rtol", 0), p.real("atol", 0));
        if (p.truth("typematch", false)) rules = rules.typed();
        var trees = trees(c);
        boolean equal = true;
        for (int i = 1; i < trees.length; i++) equal &= Tree.equal(trees[0], trees[i], rules);
        value(c, equal);
    }

    private static void value(ReferenceCase c, boolean actual) {
        c.require(actual == c.json().getAsJsonObject("result").get("value").getAsBoolean(), "it is " + actual);
    }

    private static Object map(ReferenceCase c) {
        var trees = trees(c);
        var rest = Arrays.copyOfRange(trees, 1, trees.length);
        var function = JsonArithmetic.function(c.params().text("fn"));
        return Tree.map(function, trees[0], rest);
    }

    /// The outer structure is the node at the top, the inner one that of its first child.
    private static Object transpose(ReferenceCase c) {
        var tree = tree(c, "tree");
        var outer = Tree.flatten(tree, node -> node != tree);
        return Tree.transpose(outer.treedef(), Tree.structure(outer.leaves().getFirst()), tree);
    }

    // ---- reading ----

    private static Object tree(ReferenceCase c, String name) {
        return JsonTrees.value(c.params().json(name));
    }

    private static Object[] trees(ReferenceCase c) {
        return StreamSupport.stream(c.params().json("trees").getAsJsonArray().spliterator(), false).map(JsonTrees::value).toArray();
    }
}
