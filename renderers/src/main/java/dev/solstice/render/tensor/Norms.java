package dev.solstice.render.tensor;

import java.util.Arrays;

/// Euclidean norms over all elements of arrays; never sampled, since they are added up and compared.
public final class Norms {
    private static final int BLOCK = 4096;

    private Norms() {}

    /// What two arrays of one shape differ by. Two NaN at one place are equal, and counted.
    ///
    /// @param differing elements that are not equal
    /// @param largest   the largest absolute difference; NaN if one side alone is NaN somewhere
    /// @param squares   the sum of the squared differences
    /// @param reference the sum of the squares of the first array
    /// @param bothNan   elements that are NaN on both sides
    public record Difference(long differing, double largest, double squares, double reference, long bothNan) {}

    /// The sum of the squared elements: NaN if one of them is.
    public static double squares(Tensor tensor) {
        long size = tensor.size();
        var block = new double[(int) Math.min(BLOCK, size)];
        double squares = 0;
        for (long from = 0; from < size; from += BLOCK) {
            int count = (int) Math.min(BLOCK, size - from);
            tensor.read(from, count, block);
            double sum = 0;
            for (int i = 0; i < count; i++) sum += block[i] * block[i];
            squares += sum;
        }
        return squares;
    }

    /// @throws IllegalArgumentException if the shapes differ
    public static Difference between(Tensor first, Tensor second) {
        if (!Arrays.equals(first.shape(), second.shape())) {
            throw new IllegalArgumentException("expected arrays of one shape, got " + first.spec() + " and " + second.spec());
        }
        long size = first.size();
        var left = new double[(int) Math.min(BLOCK, size)];
        var right = new double[left.length];
        long differing = 0, bothNan = 0;
        double largest = 0, squares = 0, reference = 0;
        for (long from = 0; from < size; from += BLOCK) {
            int count = (int) Math.min(BLOCK, size - from);
            first.read(from, count, left);
            second.read(from, count, right);
            for (int i = 0; i < count; i++) {
                reference += left[i] * left[i];
                if (left[i] == right[i]) continue;
                if (Double.isNaN(left[i]) && Double.isNaN(right[i])) {
                    bothNan++;
                    continue;
                }
                double difference = Math.abs(left[i] - right[i]);
                differing++;
                largest = Math.max(largest, difference);
                squares += difference * difference;
            }
        }
        return new Difference(differing, largest, squares, reference, bothNan);
    }
}
