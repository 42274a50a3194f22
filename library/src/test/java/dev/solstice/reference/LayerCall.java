package dev.solstice.reference;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.InferenceMode.inferenceMode;

import com.google.gson.JsonObject;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Layer;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.RotaryPositionalEmbedding;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.MapAxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// How a case applies its layer, from the expression of its `call`: `layer(x0)`, `jax.vmap(layer)(x0, (x1, x2))`,
/// `layer(x0, x0, x0, mask=x1, key=call_key)`.
final class LayerCall {
    private static final PythonExpression PROCESS_HEADS = new PythonExpression.Name("process_heads");
    private static final String SCAN = "scan of the cell over the rows of x0 from ";

    private final ReferenceCase given;
    private final List<Array> inputs;

    private LayerCall(ReferenceCase given, List<Array> inputs) {
        this.given = given;
        this.inputs = inputs;
    }

    /// The arguments of a call; those with names have one each.
    private record Arguments(List<Object> positional, Map<String, Object> named) {}

    static <L> LayerCheck.Call<L> of(ReferenceCase given) {
        var text = given.json().has("call") ? given.json().get("call").getAsString() : null;
        if (text == null) return (layer, x) -> apply(layer, new Arguments(List.copyOf(x), Map.of()));
        if (text.startsWith(SCAN)) return (layer, x) -> scan(layer, x, text.substring(SCAN.length()));
        if (!(PythonExpression.parse(text) instanceof PythonExpression.Call call)) throw new NotImplemented("the call " + text);
        function(call.function());
        return (layer, x) -> {
            var reader = new LayerCall(given, x);
            return function(call.function()).apply(layer, reader.arguments(call));
        };
    }

    /// `layer`, or `jax.vmap` of it: everything is mapped over the first axis, or those of `in_axes` and `out_axes`.
    private static Fn2<Object, Arguments, List<Array>> function(PythonExpression expression) {
        if (expression.equals(new PythonExpression.Name("layer"))) return LayerCall::apply;
        if ("jax.vmap".equals(expression.called()) && expression instanceof PythonExpression.Call(_, var arguments, var named)
                && Set.of("in_axes", "out_axes").containsAll(named.keySet())) {
            var inner = function(arguments.getFirst());
            var in = axes(named.get("in_axes"));
            var out = named.containsKey("out_axes") ? axes(named.get("out_axes")) : 0;
            // Arrays with names are mapped over their first axis always.
            Fn3<Object, List<Object>, Map<String, Object>, List<Array>> one = (layer, positional, rest) -> inner.apply(layer, new Arguments(positional, rest));
            return (layer, x) -> filterVmap(one, MapAxes.in(null, in, MapAxes.ifArray(0)).out(out)).apply(layer, x.positional(), x.named());
        }
        throw new NotImplemented("a call of " + expression);
    }

    /// `0`, `None`, or `(0, None)`: the axes of arrays as a prefix of their tree.
    private static Object axes(PythonExpression axes) {
        return switch (axes) {
            case null -> 0;
            case PythonExpression.Literal(var value) -> value.isJsonNull() ? null : (Object) value.getAsInt();
            case PythonExpression.Items(var items) -> Arrays.asList(items.stream().map(LayerCall::axes).toArray());
            default -> throw new NotImplemented("the axes " + axes);
        };
    }

    private Arguments arguments(PythonExpression.Call call) {
        var positional = new ArrayList<>();
        var named = new TreeMap<String, Object>();
        for (var argument : call.arguments()) {
            if (argument.equals(PROCESS_HEADS)) named.put("process_heads", rope(given.params().json("rope").getAsJsonObject()));
            else positional.add(value(argument));
        }
        call.named().forEach((name, argument) -> named.put(name, value(argument)));
        return new Arguments(positional, named);
    }

    private Object value(PythonExpression argument) {
        return switch (argument) {
            case PythonExpression.Name(var name) when name.equals("call_key") -> new Key(given.tensor("call_key"));
            case PythonExpression.Name(var name) when name.matches("x\\d+") -> inputs.get(Integer.parseInt(name.substring(1)));
            case PythonExpression.Items(var items) -> items.stream().map(this::value).toList();
            case PythonExpression.Literal(var literal) -> literal.getAsBoolean();
            case PythonExpression.Call split when "jax.random.split".equals(split.called()) ->
                    ((Key) value(split.arguments().get(0))).splitBatch(((PythonExpression.Literal) split.arguments().get(1)).value().getAsInt());
            default -> throw new NotImplemented("the argument " + argument);
        };
    }

    private static UnaryOperator<MultiheadAttention.Heads> rope(JsonObject json) {
        return new RotaryPositionalEmbedding(json.get("embedding_size").getAsInt(), json.get("theta").getAsDouble())::rotate;
    }

    // ---- one call ----

    private static List<Array> apply(Object layer, Arguments arguments) {
        if (arguments.named().get("inference") instanceof Boolean inference) layer = inferenceMode(layer, inference);
        var x = arguments.positional();
        var key = (Key) arguments.named().get("key");
        return switch (layer) {
            case GRUCell cell -> List.of(cell.apply((Array) x.get(0), (Array) x.get(1)));
            case LSTMCell cell -> parts(cell.apply((Array) x.get(0), memory(x)));
            case MultiheadAttention attention -> List.of(attention(attention, x, arguments.named()));
            case Layer plain -> List.of(key == null ? plain.apply((Array) x.get(0)) : plain.apply((Array) x.get(0), key));
            default -> throw new NotImplemented("a call of " + layer.getClass().getSimpleName());
        };
    }

    /// `(h, c)`, or each as an argument.
    private static LSTMCell.Memory memory(List<Object> x) {
        var states = x.get(1) instanceof List<?> pair ? pair : x.subList(1, 3);
        return new LSTMCell.Memory((Array) states.get(0), (Array) states.get(1));
    }

    private static List<Array> parts(LSTMCell.Memory memory) {
        return List.of(memory.hidden(), memory.cell());
    }

    @SuppressWarnings("unchecked")
    private static Array attention(MultiheadAttention attention, List<Object> x, Map<String, Object> named) {
        var query = (Array) x.get(0);
        var key = (Array) x.get(1);
        var value = (Array) x.get(2);
        var mask = (Array) named.get("mask");
        var dropout = (Key) named.get("key");
        return named.get("process_heads") instanceof UnaryOperator<?> process
                ? attention.apply(query, key, value, mask, dropout, (UnaryOperator<MultiheadAttention.Heads>) process)
                : attention.apply(query, key, value, mask, dropout);
    }

    // ---- scans ----

    /// A cell over the rows of a sequence, from zeros or the states that follow the sequence.
    private static List<Array> scan(Object cell, List<Array> x, String how) {
        boolean isAll = how.contains("all hidden states");
        boolean isFromZero = how.startsWith("zero") || how.startsWith("the zero");
        var rows = x.getFirst();
        var hidden = new ArrayList<Array>();
        var last = List.<Array>of();
        switch (cell) {
            case GRUCell gru -> {
                var state = isFromZero ? gru.start() : x.get(1);
                for (int i = 0; i < rows.shape().dim(0); i++) hidden.add(state = gru.apply(rows.get(i), state));
                last = List.of(state);
            }
            case LSTMCell lstm -> {
                var memory = isFromZero ? lstm.start() : new LSTMCell.Memory(x.get(1), x.get(2));
                for (int i = 0; i < rows.shape().dim(0); i++) hidden.add((memory = lstm.apply(rows.get(i), memory)).hidden());
                last = parts(memory);
            }
            default -> throw new NotImplemented("a scan of " + cell.getClass().getSimpleName());
        }
        return isAll ? List.of(Lax.concatenate(0, hidden.stream().map(h -> h.expandDims(0)).toArray(Array[]::new))) : last;
    }
}
