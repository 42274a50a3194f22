package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The Jacobian of a function of trees at a point, block by block: of every array of the result by every array of the
/// argument, of the result's shape and then the argument's.
record JacobianTree(TreeDef in, Array[] point, TreeDef out, Linearize.Linearized derivative) {
    static <A, R> JacobianTree of(Fn1<A, R> f, A a) {
        var leaves = Leaves.of("a Jacobian", a);
        for (int i = 0; i < leaves.arrays().length; i++) Grad.requireInexact("a Jacobian", leaves.arrays()[i], a, i);
        var out = new Leaves[1];
        var derivative = Linearize.linearize(Derivatives.flat(f, leaves, out), leaves.arrays());
        return new JacobianTree(leaves.treedef(), leaves.arrays(), out[0].treedef(), derivative);
    }

    /// A column of blocks for every array of the argument.
    Tree<Tree<Array>> forward() {
        var results = derivative.outputs();
        var blocks = new Array[results.length][point.length];
        for (int i = 0; i < point.length; i++) {
            int at = i;
            var columns = Vmap.vmap((Array direction) -> {
                var tangents = new Array[point.length];
                tangents[at] = direction;
                return instantiated(derivative.pushforward(tangents), results);
            }).apply(Derivatives.basis(point[i]));
            for (int j = 0; j < results.length; j++) {
                blocks[j][i] = columns.get(j).moveAxis(0, -1).reshape(results[j].shape().append(point[i].shape()));
            }
        }
        return tree(blocks);
    }

    /// A row of blocks for every array of the result.
    Tree<Tree<Array>> reverse() {
        var results = derivative.outputs();
        var blocks = new Array[results.length][];
        for (int j = 0; j < results.length; j++) {
            int at = j;
            var rows = Vmap.vmap((Array direction) -> {
                var cotangents = new Array[results.length];
                cotangents[at] = direction;
                return instantiated(derivative.pullback(cotangents), point);
            }).apply(Derivatives.basis(results[j]));
            blocks[j] = new Array[point.length];
            for (int i = 0; i < point.length; i++) blocks[j][i] = rows.get(i).reshape(results[j].shape().append(point[i].shape()));
        }
        return tree(blocks);
    }

    private static List<Array> instantiated(Array[] derivatives, Array[] of) {
        var out = new Array[of.length];
        Arrays.setAll(out, i -> Zeros.instantiate(derivatives[i], of[i]));
        return Arrays.asList(out);
    }

    private Tree<Tree<Array>> tree(Array[][] blocks) {
        var rows = new ArrayList<Tree<Array>>();
        for (var row : blocks) rows.add(in.with(Arrays.asList(row)));
        return out.with(rows);
    }
}
