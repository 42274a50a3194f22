package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.Vmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Single functions: their values, derivatives in both modes, and vectorised calls.
final class PrimitiveCases {
    private PrimitiveCases() {}

    /// A function of the library with the static parameters of a case.
    @FunctionalInterface
    interface Formula {
        Array[] apply(Params params, Array... x);
    }

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        formulas().forEach((op, formula) -> operations.put(op, given -> check(formula, given)));
        operations.put("jnp.promote_types", PrimitiveCases::promotion);
        operations.put("dtype_promotion_x32", PrimitiveCases::promotion);
        return operations;
    }

    static Map<String, Formula> formulas() {
        var formulas = new HashMap<String, Formula>();
        formulas.putAll(ElementwiseFormulas.formulas());
        formulas.putAll(ArrayFormulas.formulas());
        formulas.putAll(ProductFormulas.formulas());
        formulas.putAll(ActivationFormulas.formulas());
        return formulas;
    }

    static void check(Formula formula, ReferenceCase given) {
        for (var entry : given.json().getAsJsonObject("checks").entrySet()) {
            var check = entry.getValue().getAsJsonObject();
            switch (entry.getKey()) {
                case "forward" -> forward(formula, given, check);
                case "jvp" -> jvp(formula, given, check);
                case "vjp" -> vjp(formula, given, check);
                default -> {
                    if (!check.has("in_axes")) throw new NotImplemented("check " + entry.getKey());
                    vmap(formula, given, check);
                }
            }
        }
    }

    private static void forward(Formula formula, ReferenceCase given, JsonObject check) {
        expect(given, names(check, "expected"), List.of(formula.apply(given.params(), tensors(given, names(check, "inputs")))));
    }

    private static void jvp(Formula formula, ReferenceCase given, JsonObject check) {
        var function = new Differentiated(formula, given, check);
        var tangents = List.of(tensors(given, names(check, "tangents")));
        expect(given, names(check, "expected"), Derivatives.jvp(function::apply, function.primals(), tangents).tangent());
    }

    private static void vjp(Formula formula, ReferenceCase given, JsonObject check) {
        var function = new Differentiated(formula, given, check);
        var cotangents = List.of(tensors(given, names(check, "cotangents")));
        expect(given, names(check, "expected"), Derivatives.vjp(function::apply, function.primals()).pullback().apply(cotangents));
    }

    /// The function of the differentiable inputs to the differentiable outputs; all other inputs are constants.
    private record Differentiated(Formula formula, ReferenceCase given, Array[] inputs, int[] differentiable, int[] ofOutputs) {
        Differentiated(Formula formula, ReferenceCase given, JsonObject check) {
            this(formula, given, tensors(given, names(given.json().getAsJsonObject("checks").getAsJsonObject("forward"), "inputs")),
                    integers(check, "differentiable"), integers(check, "of_outputs"));
        }

        List<Array> primals() {
            return Arrays.stream(differentiable).mapToObj(i -> inputs[i]).toList();
        }

        List<Array> apply(List<Array> values) {
            var all = inputs.clone();
            for (int i = 0; i < differentiable.length; i++) all[differentiable[i]] = values.get(i);
            var outputs = formula.apply(given.params(), all);
            return Arrays.stream(ofOutputs).mapToObj(i -> outputs[i]).toList();
        }
    }

    private static void vmap(Formula formula, ReferenceCase given, JsonObject check) {
        var inAxes = new ArrayList<Object>();
        for (var axis : check.getAsJsonArray("in_axes")) inAxes.add(axis.isJsonNull() ? null : axis.getAsInt());
        var axes = MapAxes.in(inAxes).out(check.get("out_axes").getAsInt());
        var inputs = List.of(tensors(given, names(check, "inputs")));
        var mapped = Vmap.vmap((List<Array> x) -> List.of(formula.apply(given.params(), x.toArray(Array[]::new))), axes);
        expect(given, names(check, "expected"), mapped.apply(inputs));
    }

    // ---- dtypes ----

    /// Tables of result types. There is no switch for 64-bit types here: arrays promote as JAX does with it, Java scalars
    /// as without it. What is comparable is compared, but the cases as a whole are not implemented.
    private static void promotion(ReferenceCase given) {
        boolean x64 = given.params().truth("x64", given.params().has("true_divide"));
        table(given, x64 ? "promote_types" : "array_with_python_scalar").forEach((types, expected) -> {
            var actual = x64 ? Promotion.promote(DType.of(types.getFirst()), DType.of(types.getLast()))
                    : Promotion.promote(DType.of(types.getFirst()), Promotion.Weak.valueOf(types.getLast().toUpperCase(Locale.ROOT)));
            given.require(actual == DType.of(expected), "promotion of " + types + " is " + actual + ", expected " + expected);
        });
        throw new NotImplemented("int16, uint16, uint64, complex types and a global switch for 64-bit types");
    }

    /// The cells of a table by row and column, as far as the dtypes exist here.
    private static Map<List<String>, String> table(ReferenceCase given, String name) {
        var known = new HashSet<>(Arrays.stream(DType.values()).map(DType::toString).toList());
        var cells = new HashMap<List<String>, String>();
        for (var row : given.params().json(name).getAsJsonObject().entrySet()) {
            for (var cell : row.getValue().getAsJsonObject().entrySet()) {
                boolean column = known.contains(cell.getKey()) || Set.of("int", "float").contains(cell.getKey());
                if (known.contains(row.getKey()) && column && known.contains(cell.getValue().getAsString())) {
                    cells.put(List.of(row.getKey(), cell.getKey()), cell.getValue().getAsString());
                }
            }
        }
        return cells;
    }

    // ---- reading checks ----

    private static void expect(ReferenceCase given, List<String> names, List<Array> results) {
        given.require(names.size() == results.size(), "expected " + names + ", got " + results.size() + " results");
        for (int i = 0; i < names.size(); i++) given.expect(names.get(i), results.get(i));
    }

    private static Array[] tensors(ReferenceCase given, List<String> names) {
        return names.stream().map(given::tensor).toArray(Array[]::new);
    }

    private static List<String> names(JsonObject check, String field) {
        return stream(check.getAsJsonArray(field)).map(JsonElement::getAsString).toList();
    }

    private static int[] integers(JsonObject check, String field) {
        return stream(check.getAsJsonArray(field)).mapToInt(JsonElement::getAsInt).toArray();
    }

    private static java.util.stream.Stream<JsonElement> stream(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
