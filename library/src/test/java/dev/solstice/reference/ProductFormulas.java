package dev.solstice.reference;

import com.google.gson.JsonElement;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Convolution;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Products;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Products and convolutions by the names that the reference data gives them.
final class ProductFormulas {
    private static final String DEFAULT_LAYOUT = "NC+spatial, OI+spatial, NC+spatial";

    private ProductFormulas() {}

    /// A formula with one result.
    private interface Single {
        Array apply(Params p, Array... x);
    }

    static Map<String, Formula> formulas() {
        var all = new HashMap<String, Single>();
        all.put("jnp.outer", (_, x) -> Products.outer(x[0], x[1]));
        all.put("jnp.kron", (_, x) -> Products.kron(x[0], x[1]));
        all.put("jnp.cross", (_, x) -> Products.cross(x[0], x[1]));
        all.put("jnp.matmul", (_, x) -> Products.matmul(x[0], x[1]));
        all.put("jnp.dot", (_, x) -> Products.dot(x[0], x[1]));
        all.put("jnp.vdot", (_, x) -> Products.vdot(x[0], x[1]));
        all.put("jnp.tensordot", ProductFormulas::tensordot);
        all.put("jnp.einsum", (p, x) -> Products.einsum(p.text("equation"), x));
        all.put("jnp.convolve", (p, x) -> Products.convolve(x[0], x[1], p.text("mode", "full")));
        all.put("lax.dot_general", ProductFormulas::dotGeneral);
        all.put("lax.conv_general_dilated", (p, x) -> convolution(p, "window_strides").apply(x[0], x[1]));
        all.put("lax.conv_transpose", (p, x) -> convolution(p, "strides").transpose(x[0], p.truth("transpose_kernel", false) ? transposed(p, x[1]) : x[1]));
        var formulas = new HashMap<String, Formula>();
        all.forEach((op, single) -> formulas.put(op, (p, x) -> new Array[] {single.apply(p, x)}));
        return formulas;
    }

    /// The kernel of the convolution whose gradient is meant: flipped, with its channel axes exchanged.
    private static Array transposed(Params p, Array kernel) {
        var layout = p.isList("dimension_numbers") ? p.json("dimension_numbers").getAsJsonArray().get(1).getAsString() : "OI";
        int out = layout.indexOf('O');
        int in = layout.indexOf('I');
        return Manipulation.swapaxes(Lax.rev(kernel, Axes.of(out, in).complement(kernel.rank()).toArray()), out, in);
    }

    private static Array tensordot(Params p, Array... x) {
        if (!p.isList("axes")) return Products.tensordot(x[0], x[1], p.integer("axes"));
        var axes = p.table("axes");
        return Products.tensordot(x[0], x[1], axes[0], axes[1]);
    }

    /// `[[contract x, contract y], [batch x, batch y]]`.
    private static Array dotGeneral(Params p, Array... x) {
        var numbers = p.json("dimension_numbers").getAsJsonArray();
        return Lax.dotGeneral(x[0], x[1], axes(numbers.get(0), 0), axes(numbers.get(0), 1), axes(numbers.get(1), 0), axes(numbers.get(1), 1));
    }

    private static int[] axes(JsonElement pair, int side) {
        return StreamSupport.stream(pair.getAsJsonArray().get(side).getAsJsonArray().spliterator(), false).mapToInt(JsonElement::getAsInt).toArray();
    }

    private static Convolution convolution(Params p, String strides) {
        var convolution = Convolution.of(p.integers(strides));
        convolution = p.isText("padding") ? convolution.padding(p.text("padding")) : convolution.padding(p.table("padding"));
        if (p.has("lhs_dilation")) convolution = convolution.lhsDilation(p.integers("lhs_dilation"));
        if (p.has("rhs_dilation")) convolution = convolution.rhsDilation(p.integers("rhs_dilation"));
        convolution = convolution.featureGroupCount(p.integer("feature_group_count", 1)).batchGroupCount(p.integer("batch_group_count", 1));
        if (p.isText("dimension_numbers") && !p.text("dimension_numbers").equals(DEFAULT_LAYOUT)) {
            throw new NotImplemented("layout " + p.text("dimension_numbers"));
        }
        if (p.isList("dimension_numbers")) {
            var layouts = p.json("dimension_numbers").getAsJsonArray();
            convolution = convolution.dimensionNumbers(layouts.get(0).getAsString(), layouts.get(1).getAsString(), layouts.get(2).getAsString());
        }
        return convolution;
    }
}
