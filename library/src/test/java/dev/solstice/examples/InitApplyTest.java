package dev.solstice.examples;

import static dev.solstice.filter.Filter.isInexactArray;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.core.Array;
import dev.solstice.nn.MLP;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Grad;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

/// "Compatibility with init/apply" (`examples/init_apply.ipynb`): parameters and a function of them, for who wants them apart.
class InitApplyTest {
    @Test
    void aModelIsSplitIntoParametersAndAFunctionOfThem() {
        var model = MLP.of(2, 1, 8, 2, Key.of(0));
        var parts = partition(model, isInexactArray());
        var parameters = parts.kept();
        Fn2<MLP, Array, Array> apply = (p, x) -> combine(p, parts.rest()).apply(x);
        var x = Array.of(1f, 2f);
        assertArrayEquals(model.apply(x).toFloatArray(), apply.apply(parameters, x).toFloatArray());
        var gradient = Grad.grad((MLP p) -> apply.apply(p, x).sum()).apply(parameters);
        assertEquals(Tree.structure(parameters), Tree.structure(gradient));
    }
}
