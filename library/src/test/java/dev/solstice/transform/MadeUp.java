package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Operands with random elements.
final class MadeUp implements Operands {
    private final Random random;
    private final boolean smooth;
    private final List<Array> made = new ArrayList<>();
    private final List<Domain> domains = new ArrayList<>();

    /// @param smooth whether floating operands are float64, in which derivatives can be measured
    MadeUp(long seed, boolean smooth) {
        this.random = new Random(seed);
        this.smooth = smooth;
    }

    @Override
    public Random random() {
        return random;
    }

    @Override
    public DType dtype(List<DType> choices) {
        if (smooth && choices.contains(DType.FLOAT64)) return DType.FLOAT64;
        if (smooth && choices.contains(DType.COMPLEX128)) return DType.COMPLEX128;
        return choices.get(random.nextInt(choices.size()));
    }

    @Override
    public int operand(DType dtype, Shape shape, Domain domain) {
        made.add(elements(random, dtype, shape, domain));
        domains.add(domain);
        return made.size() - 1;
    }

    Array[] arrays(int... operands) {
        return IntStream.of(operands).mapToObj(made::get).toArray(Array[]::new);
    }

    /// Other elements for the same operands.
    Array[] others(int... operands) {
        return IntStream.of(operands).mapToObj(i -> elements(random, made.get(i).dtype(), made.get(i).shape(), domains.get(i))).toArray(Array[]::new);
    }

    static Array elements(Random random, DType dtype, Shape shape, Domain domain) {
        if (dtype.isBool()) return Array.of(shape, IntStream.range(0, shape.size()).map(_ -> random.nextInt(2)).toArray()).astype(DType.BOOL);
        if (dtype.isComplex()) {
            return new Primitive.Complex().apply(elements(random, dtype.real(), shape, domain), elements(random, dtype.real(), shape, domain));
        }
        double low = domain.clamp(dtype, domain.low());
        double high = domain.clamp(dtype, domain.high());
        if (dtype.isFloating()) return Array.of(shape, floats(random, shape.size(), low, high, domain.distinct())).astype(dtype);
        return Array.of(shape, IntStream.range(0, shape.size()).mapToLong(_ -> (long) low + random.nextLong((long) (high - low) + 1)).toArray()).astype(dtype);
    }

    private static double[] floats(Random random, int size, double low, double high, boolean distinct) {
        if (!distinct) return DoubleStream.generate(() -> random.nextDouble(low, high)).limit(size).toArray();
        var order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, random);
        return order.stream().mapToDouble(i -> low + (high - low) * (i + random.nextDouble(0.2, 0.8)) / size).toArray();
    }
}
