package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Statistics;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.Vmap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
        formulas.putAll(LinearAlgebraFormulas.formulas());
        for (var module : List.of("jnp.linalg.", "jnp.", "lax.", "scipy.", "nn.")) {
            for (var op : List.copyOf(formulas.keySet())) {
                if (op.startsWith(module)) formulas.putIfAbsent("f64_" + op.substring(op.lastIndexOf('.') + 1), formulas.get(op));
            }
        }
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

    private static final Map<String, UnaryOperator<Array>> TYPED = Map.ofEntries(
            Map.entry("exp", Numpy::exp), Map.entry("sin", Numpy::sin), Map.entry("sqrt", Numpy::sqrt), Map.entry("mean", Reductions::mean),
            Map.entry("sum", Reductions::sum), Map.entry("prod", Reductions::prod), Map.entry("cumsum", x -> Reductions.cumsum(x, 0)), Map.entry("var", Statistics::var),
            Map.entry("max", Reductions::max), Map.entry("abs", Numpy::abs), Map.entry("negative", Numpy::negative), Map.entry("square", Numpy::square),
            Map.entry("floor", Numpy::floor));

    /// Tables of result types, with 64 bits allowed and without. There is no such switch here: arrays meet as JAX's do with
    /// 64 bits (without, JAX narrows the result), and what no array decides has 32 bits (with them, JAX's has 64).
    private static void promotion(ReferenceCase given) {
        boolean x64 = given.params().has("true_divide");
        table(given, "promote_types", (row, column) -> narrowed(Promotion.promote(DType.of(row), DType.of(column)), !x64));
        table(given, "array_with_python_scalar", (row, column) -> {
            var array = DType.of(row);
            var scalar = Promotion.Weak.valueOf(column.toUpperCase(Locale.ROOT));
            var met = Promotion.promote(array, scalar);
            return widened(met, x64 && met == scalar.defaultDType() && !array.isInexact() && met != array);
        });
        table(given, "unary", (function, column) -> {
            var result = TYPED.get(function).apply(new ShapeStruct(DType.of(column), Shape.of(2))).dtype();
            boolean byDefault = function.equals("sum") || function.equals("prod") || function.equals("cumsum") && column.equals("bool");
            return widened(result, x64 && byDefault && result.isInteger());
        });
        if (x64) table(given, "true_divide", (row, column) -> Numpy.divide(new ShapeStruct(DType.of(row), Shape.of(2)), new ShapeStruct(DType.of(column), Shape.of(2))).dtype());
    }

    private static DType narrowed(DType dtype, boolean narrow) {
        return !narrow ? dtype : switch (dtype) {
            case INT64 -> DType.INT32;
            case UINT64 -> DType.UINT32;
            case FLOAT64 -> DType.FLOAT32;
            case COMPLEX128 -> DType.COMPLEX64;
            default -> dtype;
        };
    }

    private static DType widened(DType dtype, boolean widen) {
        return !widen ? dtype : switch (dtype) {
            case INT32 -> DType.INT64;
            case UINT32 -> DType.UINT64;
            case FLOAT32 -> DType.FLOAT64;
            case COMPLEX64 -> DType.COMPLEX128;
            default -> dtype;
        };
    }

    /// Compares every cell of a table with the type for its row and column.
    private static void table(ReferenceCase given, String name, BiFunction<String, String, DType> type) {
        for (var row : given.params().json(name).getAsJsonObject().entrySet()) {
            for (var cell : row.getValue().getAsJsonObject().entrySet()) {
                var actual = typeOrError(() -> type.apply(row.getKey(), cell.getKey()));
                var expected = cell.getValue().getAsString();
                given.require(actual.equals(expected), "%s of %s and %s is %s, expected %s".formatted(name, row.getKey(), cell.getKey(), actual, expected));
            }
        }
    }

    private static String typeOrError(Supplier<DType> type) {
        try {
            return type.get().toString();
        } catch (IllegalArgumentException e) {
            return "TypeError";
        }
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
