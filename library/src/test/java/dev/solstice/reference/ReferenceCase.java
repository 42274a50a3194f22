package dev.solstice.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.core.Array;
import dev.solstice.filter.FilterJit;
import dev.solstice.transform.Fn1;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// One case of the reference data: its parameters, its input tensors, and the check of what was computed.
public final class ReferenceCase {
    private final JsonObject json;
    private final Map<String, Array> tensors;
    private final Params params;
    private final Set<String> open;
    private final boolean compiled;

    ReferenceCase(JsonObject json, Map<String, Array> tensors) {
        this(json, tensors, false);
    }

    /// @param compiled whether what is computed is compiled: see [#mode]
    ReferenceCase(JsonObject json, Map<String, Array> tensors, boolean compiled) {
        this.compiled = compiled;
        this.json = json;
        this.tensors = tensors;
        this.params = new Params(json.has("params") ? json.getAsJsonObject("params") : new JsonObject());
        this.open = new TreeSet<>(expected());
    }

    /// What the case computes by: the function as it is, or compiled.
    <A, R> Fn1<A, R> mode(Fn1<A, R> f) {
        return compiled ? FilterJit.filterJit(f) : f;
    }

    public String id() {
        return json.get("id").getAsString();
    }

    /// What to dispatch on.
    public String op() {
        return json.get("op").getAsString();
    }

    /// What is listed under the case's op; failing that, under the op that this one is a variation of: `scan_rnn` for
    /// `scan_rnn_reverse`.
    <T> T choose(Map<String, T> all) {
        for (var name = op(); !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('_')))) {
            if (all.containsKey(name)) return all.get(name);
        }
        throw new NotImplemented("op " + op());
    }

    public Params params() {
        return params;
    }

    /// The whole case, for fields that only one area has.
    public JsonObject json() {
        return json;
    }

    public List<String> inputs() {
        return names("inputs");
    }

    public List<String> expected() {
        return names("expected");
    }

    private List<String> names(String field) {
        return json.has(field)
                ? StreamSupport.stream(json.getAsJsonArray(field).spliterator(), false).map(JsonElement::getAsString).toList()
                : List.of();
    }

    /// Whether there is a tensor of this name, input or expected.
    public boolean has(String name) {
        return tensors.containsKey(id() + "/" + name);
    }

    /// The tensor of this name, input or expected.
    public Array tensor(String name) {
        var tensor = tensors.get(id() + "/" + name);
        if (tensor == null) throw new NotImplemented("without the tensor '" + name + "'");
        return tensor;
    }

    /// The tensors `x0`, `x1` and so on, as far as there are any.
    List<Array> sequence(String prefix) {
        return IntStream.iterate(0, i -> has(prefix + i), i -> i + 1).mapToObj(i -> tensor(prefix + i)).toList();
    }

    public double rtol() {
        return json.get("rtol").getAsDouble();
    }

    public double atol() {
        return json.get("atol").getAsDouble();
    }

    /// Compares with the expected tensor `name`, within the case's tolerance.
    public void expect(String name, Array actual) {
        expect(name, actual, rtol(), atol());
    }

    /// Compares with the expected tensor `name`: dtype, shape, and each element within the tolerance; with tolerance 0
    /// every bit. What a case does not ask for is not compared; what it asks for has to be (see [#close]).
    public void expect(String name, Array actual, double rtol, double atol) {
        if (!expected().contains(name)) return;
        open.remove(name);
        Comparison.check(id() + "/" + name, tensor(name), actual, rtol, atol);
    }

    /// Marks an expected tensor as given for information only.
    public void informational(String name) {
        open.remove(name);
    }

    /// Fails the case with the message if the condition does not hold.
    public void require(boolean condition, String message) {
        if (!condition) throw new AssertionError(id() + ": " + message);
    }

    /// After the operation has run: everything that the case has must have been looked at.
    void close() {
        if (!params.unread().isEmpty()) throw new NotImplemented("parameters " + params.unread());
        if (!open.isEmpty()) throw new NotImplemented("results " + open);
    }

    @Override
    public String toString() {
        return id() + " " + params;
    }
}
