package dev.solstice.nn;

import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Switches a whole model between training and inference.
public final class InferenceMode {
    private InferenceMode() {}

    /// `tree` in inference mode.
    public static <M> M inferenceMode(M tree) {
        return inferenceMode(tree, true);
    }

    /// A tree like `tree` in which every boolean component called `inference`, at any depth, is `value`. The tree itself
    /// if there is none.
    ///
    /// ```java
    /// var model = Sequential.of(Linear.of(2, 8, k0), Dropout.of(0.5), Linear.of(8, 1, k1));
    /// var deployed = inferenceMode(model, true);   // its Dropout layers do nothing
    /// ```
    ///
    /// Source: `equinox.nn.inference_mode`.
    public static <M> M inferenceMode(M tree, boolean value) {
        var switches = new ArrayList<KeyPath>();
        collect(tree, KeyPath.ROOT, switches);
        for (var path : switches) tree = Tree.at(tree, path, value);
        return tree;
    }

    private static void collect(Object node, KeyPath path, List<KeyPath> switches) {
        for (Child child : Tree.components(node)) {
            var at = path.append(child.key());
            if (child.key() instanceof KeyPath.Field(String name) && name.equals("inference") && child.value() instanceof Boolean) {
                switches.add(at);
            } else if (!child.isStatic()) {
                collect(child.value(), at, switches);
            }
        }
    }
}
