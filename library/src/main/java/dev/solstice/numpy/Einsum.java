package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Einstein summation: each operand's axes carry labels; labels that the result lacks are summed over.
///
/// Operands are contracted from left to right, each pair by one [Lax#dotGeneral].
final class Einsum {
    /// Labels of the axes that `...` stands for, the last one first.
    private static final char ELLIPSIS_LABELS = '\uE000';

    /// An array with one label for each axis.
    private record Labelled(Array array, String labels) {
        int[] axes(String of) {
            return of.chars().map(labels::indexOf).toArray();
        }
    }

    private final String equation;
    private final List<Labelled> operands = new ArrayList<>();
    private final String output;

    private Einsum(String equation, Array[] arrays) {
        this.equation = equation;
        var sides = equation.replace(" ", "").split("->", -1);
        var inputs = sides[0].split(",", -1);
        check(sides.length <= 2, "it has more than one '->'");
        check(inputs.length == arrays.length, "it names " + inputs.length + " operands, but there are " + arrays.length);
        var dtype = Promotion.promote(Arrays.stream(arrays).map(Array::dtype).toArray(DType[]::new));
        int ellipsisRank = 0;
        for (int i = 0; i < arrays.length; i++) {
            int hidden = arrays[i].rank() - inputs[i].replace("...", "").length();
            check(inputs[i].contains("...") ? hidden >= 0 : hidden == 0,
                    "'" + inputs[i] + "' does not fit operand " + i + " of type " + arrays[i].summary());
            var labels = inputs[i].replace("...", ellipsis(hidden));
            check(labels.chars().allMatch(c -> Character.isLetter(c) || c >= ELLIPSIS_LABELS), "labels are letters");
            operands.add(new Labelled(arrays[i].astype(dtype), labels));
            ellipsisRank = Math.max(ellipsisRank, inputs[i].contains("...") ? hidden : 0);
        }
        this.output = sides.length == 2 ? sides[1].replace("...", ellipsis(ellipsisRank)) : implicitOutput(ellipsisRank);
        check(output.chars().distinct().count() == output.length(), "the result names a label twice");
        check(output.chars().allMatch(c -> operands.stream().anyMatch(x -> x.labels.indexOf(c) >= 0)),
                "the result names a label that no operand has");
    }

    static Array apply(String equation, Array... arrays) {
        return new Einsum(equation, arrays).contract();
    }

    private static String ellipsis(int rank) {
        var labels = new StringBuilder();
        for (int i = rank - 1; i >= 0; i--) labels.append((char) (ELLIPSIS_LABELS + i));
        return labels.toString();
    }

    /// Without `->` the result has the labels that appear once, in alphabetical order, after the ellipsis.
    private String implicitOutput(int ellipsisRank) {
        var counts = new TreeMap<Character, Integer>();
        for (var operand : operands) for (char c : operand.labels.toCharArray()) counts.merge(c, 1, Integer::sum);
        var labels = new StringBuilder(ellipsis(ellipsisRank));
        counts.forEach((label, count) -> {
            if (count == 1 && label < ELLIPSIS_LABELS) labels.append(label);
        });
        return labels.toString();
    }

    private Array contract() {
        var lengths = lengths();
        for (int i = 0; i < operands.size(); i++) operands.set(i, withoutStretched(diagonal(operands.get(i)), lengths));
        var result = operands.getFirst();
        for (int i = 1; i < operands.size(); i++) {
            var next = operands.get(i);
            var later = needed(i + 1);
            result = pair(summed(result, next.labels + later), summed(next, result.labels + later), later);
        }
        result = summed(result, output);
        return result.array.transpose(result.axes(output));
    }

    /// The labels that the result or an operand from `from` on has.
    private String needed(int from) {
        var labels = new StringBuilder(output);
        for (int i = from; i < operands.size(); i++) labels.append(operands.get(i).labels);
        return labels.toString();
    }

    private Map<Character, Integer> lengths() {
        var lengths = new HashMap<Character, Integer>();
        for (var operand : operands) {
            for (int axis = 0; axis < operand.labels.length(); axis++) {
                int length = operand.array.shape().dim(axis);
                int known = lengths.getOrDefault(operand.labels.charAt(axis), 1);
                check(known == 1 || length == 1 || known == length,
                        "label '" + operand.labels.charAt(axis) + "' has the lengths " + known + " and " + length);
                if (known == 1) lengths.put(operand.labels.charAt(axis), length);
            }
        }
        return lengths;
    }

    /// An axis of length 1 that stretches to another operand's length takes no part in the product.
    private static Labelled withoutStretched(Labelled x, Map<Character, Integer> lengths) {
        var kept = new StringBuilder();
        var dropped = new ArrayList<Integer>();
        for (int axis = 0; axis < x.labels.length(); axis++) {
            char label = x.labels.charAt(axis);
            if (x.array.shape().dim(axis) == 1 && lengths.get(label) != 1) dropped.add(axis);
            else kept.append(label);
        }
        return dropped.isEmpty() ? x : new Labelled(Lax.squeeze(x.array, dropped.stream().mapToInt(i -> i).toArray()), kept.toString());
    }

    /// An operand that names a label twice is replaced by its diagonal.
    private static Labelled diagonal(Labelled x) {
        for (int i = 0; i < x.labels.length(); i++) {
            int j = x.labels.indexOf(x.labels.charAt(i), i + 1);
            if (j < 0) continue;
            var shape = x.array.shape();
            var onDiagonal = Lax.eq(Lax.iota(DType.INT32, shape, i), Lax.iota(DType.INT32, shape, j));
            var masked = Lax.select(onDiagonal, x.array, Array.full(shape, x.array.dtype(), 0));
            return diagonal(new Labelled(Lax.reduceSum(masked, j), new StringBuilder(x.labels).deleteCharAt(j).toString()));
        }
        return x;
    }

    /// Sums over the labels that nothing else needs.
    private static Labelled summed(Labelled x, String needed) {
        var lone = filter(x.labels, needed, false);
        return lone.isEmpty() ? x : new Labelled(Lax.reduceSum(x.array, x.axes(lone)), filter(x.labels, needed, true));
    }

    private static Labelled pair(Labelled x, Labelled y, String later) {
        var common = filter(x.labels, y.labels, true);
        var batch = filter(common, later, true);
        var contracted = filter(common, later, false);
        var product = Lax.dotGeneral(x.array, y.array, x.axes(contracted), y.axes(contracted), x.axes(batch), y.axes(batch));
        return new Labelled(product, batch + filter(x.labels, common, false) + filter(y.labels, common, false));
    }

    /// The labels that are (or are not) among the others.
    private static String filter(String labels, String others, boolean among) {
        return labels.chars().filter(c -> others.indexOf(c) >= 0 == among)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private void check(boolean condition, String message) {
        if (!condition) throw Mistake.of("einsum \"" + equation + "\": " + message);
    }
}
