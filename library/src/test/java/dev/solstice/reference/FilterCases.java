package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.Equality;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Selector;
import dev.solstice.tree.Tree;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
        var expected = result.has("trees") ? result.getAsJsonArray("trees").asList() : List.of(result.get("tree"));
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
        // Two decisions of this library differ from Equinox's: a null can always be replaced, and naming a node twice is an error.
        if (!error && new HashSet<>(where).size() < where.size()) throw new NotImplemented("replacing one node twice (an error here)");
        var tree = tree(c, "tree");
        if (error && where.stream().anyMatch(path -> isNull(tree, path))) throw new NotImplemented("refusing to replace a null (allowed here)");
        List<Selector<Object>> selectors = where.stream().<Selector<Object>>map(path -> root -> navigate(root, path)).toList();
        check(c, () -> Arrays.asList(p.has("replace_fn") ? Tree.update(tree, selectors, function(p.text("replace_fn"))) : replaced(c, tree, selectors)));
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

    private static java.util.function.UnaryOperator<Object> function(String text) {
        if (!text.equals("x -> 2 x")) throw new NotImplemented("replace_fn " + text);
        return x -> ((Array) x).mul(2);
    }

    /// Goes where a user's selector would go.
    private static Object navigate(Object node, JsonArray path) {
        for (var step : path) {
            var key = step.getAsJsonObject();
            if (key.has("field")) node = component(node, key.get("field").getAsString());
            else if (key.has("key")) node = ((Map<?, ?>) node).get(key.get("key").getAsString());
            else node = node instanceof Object[] tuple ? tuple[key.get("index").getAsInt()] : ((List<?>) node).get(key.get("index").getAsInt());
        }
        return node;
    }

    private static Object component(Object node, String name) {
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
        c.require(equal == c.json().getAsJsonObject("result").get("value").getAsBoolean(), "equal is " + equal);
    }

    private static Object map(ReferenceCase c) {
        var trees = trees(c);
        var rest = Arrays.copyOfRange(trees, 1, trees.length);
        var text = c.params().text("fn");
        if (text.equals("(u, v) -> u + v")) return Tree.map(row -> (Integer) row[0] + (Integer) row[1], trees[0], rest);
        if (text.startsWith("(u, v) -> [u, v]")) return Tree.map(row -> Arrays.asList(row), trees[0], rest);
        throw new NotImplemented("fn " + text);
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
