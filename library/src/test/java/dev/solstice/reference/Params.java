package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The static parameters of a case. Remembers what was read: a parameter that nobody asked for means that the case
/// wants something that is not implemented.
///
/// Infinities and NaN come as the strings `"Infinity"`, `"-Infinity"`, `"NaN"`.
public final class Params {
    private final JsonObject json;
    private final Set<String> read = new TreeSet<>(Set.of("note", "x64"));

    Params(JsonObject json) {
        this.json = json;
    }

    /// The names that nobody has asked for.
    Set<String> unread() {
        var rest = new TreeSet<>(json.keySet());
        rest.removeAll(read);
        return rest;
    }

    /// Refuses parameters that nobody has asked for.
    void requireAllRead(String of) {
        if (!unread().isEmpty()) throw new NotImplemented(of + " with " + unread());
    }

    /// Whether the parameter is given and not null. Counts as reading it only if it is absent or null.
    public boolean has(String name) {
        boolean present = json.has(name) && !json.get(name).isJsonNull();
        if (!present) read.add(name);
        return present;
    }

    /// Whether the parameter is given as null, which for an axis means all of them, where an absent one has a default.
    public boolean isNull(String name) {
        read.add(name);
        return json.has(name) && json.get(name).isJsonNull();
    }

    /// The parameter as JSON, or null if it is absent or JSON's null.
    public JsonElement json(String name) {
        read.add(name);
        var value = json.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    /// Whether the parameter is given, if only as null. Does not count as reading it.
    boolean isGiven(String name) {
        return json.has(name);
    }

    /// The parameter as it is, JSON's null too.
    JsonElement raw(String name) {
        read.add(name);
        return json.get(name);
    }

    private JsonElement required(String name) {
        var value = json(name);
        if (value == null) throw new NotImplemented("without the parameter '" + name + "'");
        return value;
    }

    public int integer(String name) {
        return required(name).getAsInt();
    }

    public int integer(String name, int absent) {
        return has(name) ? integer(name) : absent;
    }

    /// An integer that may come as a decimal string.
    public long longInteger(String name) {
        return required(name).getAsBigInteger().longValueExact();
    }

    public double real(String name) {
        return real(required(name));
    }

    public double real(String name, double absent) {
        return has(name) ? real(name) : absent;
    }

    public boolean truth(String name, boolean absent) {
        return has(name) ? required(name).getAsBoolean() : absent;
    }

    public String text(String name) {
        return required(name).getAsString();
    }

    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    public boolean isText(String name) {
        var value = json(name);
        return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    public boolean isList(String name) {
        var value = json(name);
        return value != null && value.isJsonArray();
    }

    /// A list of integers; a single integer is a list of one.
    public int[] integers(String name) {
        return integers(required(name));
    }

    public int[] integers(String name, int... absent) {
        return has(name) ? integers(name) : absent;
    }

    /// A list of axes, null where an argument is not mapped.
    public List<Integer> axes(String name) {
        return elements(required(name).getAsJsonArray()).map(axis -> axis.isJsonNull() ? null : axis.getAsInt()).collect(Collectors.toList());
    }

    public double[] reals(String name) {
        return elements(required(name).getAsJsonArray()).mapToDouble(Params::real).toArray();
    }

    /// A list of lists of integers: `[[low, high], ...]`.
    public int[][] table(String name) {
        return elements(required(name).getAsJsonArray()).map(Params::integers).toArray(int[][]::new);
    }

    public Shape shape(String name) {
        return Shape.of(integers(name));
    }

    public DType dtype(String name, DType absent) {
        if (!has(name)) return absent;
        var text = text(name);
        if (Arrays.stream(DType.values()).noneMatch(dtype -> dtype.toString().equals(text))) {
            throw new NotImplemented("dtype " + text);
        }
        return DType.of(text);
    }

    private static int[] integers(JsonElement value) {
        return value.isJsonArray()
                ? elements(value.getAsJsonArray()).mapToInt(JsonElement::getAsInt).toArray()
                : new int[] {value.getAsInt()};
    }

    static double real(JsonElement value) {
        return value.getAsJsonPrimitive().isString()
                ? switch (value.getAsString()) {
                    case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
                    case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
                    default -> Double.parseDouble(value.getAsString());
                }
                : value.getAsDouble();
    }

    private static java.util.stream.Stream<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
