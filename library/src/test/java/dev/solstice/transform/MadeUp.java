package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Operands with random elements.
final class MadeUp implements Operands {
    private final Random random;
    private final boolean smooth;
    private final List<Array> made = new ArrayList<>();
    private final List<Domain> domains = new ArrayList<>();
    private final Set<Integer> constants = new HashSet<>();

    /// @param smooth whether floating operands are float64, in which derivatives can be measured
    MadeUp(long seed, boolean smooth) {
        this.random = random(seed);
        this.smooth = smooth;
    }

    /// The first numbers of a [Random] are nearly the same for seeds next to each other.
    static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    @Override
    public Random random() {
        return random;
    }

    @Override
    public DType dtype(List<DType> choices) {
        boolean real = choices.contains(DType.FLOAT64);
        if (smooth && choices.contains(DType.COMPLEX128) && (!real || random.nextInt(4) == 0)) return DType.COMPLEX128;
        if (smooth && real) return DType.FLOAT64;
        return choices.get(random.nextInt(choices.size()));
    }

    @Override
    public int operand(DType dtype, Shape shape, Domain domain) {
        made.add(elements(random, dtype, shape, domain));
        domains.add(domain);
        return made.size() - 1;
    }

    @Override
    public int constant(DType dtype, Shape shape, Domain domain) {
        int operand = operand(dtype, shape, domain);
        constants.add(operand);
        return operand;
    }

    boolean isConstant(int operand) {
        return constants.contains(operand);
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
        return switch (domain.kind()) {
            case PLAIN -> dtype.isFloating() ? Array.of(shape, random.doubles(shape.size(), low, high).toArray()).astype(dtype)
                    : Array.of(shape, random.longs(shape.size(), (long) low, (long) high + 1).toArray()).astype(dtype);
            case DISTINCT -> dtype.isFloating() ? Array.of(shape, distinct(random, shape.size(), low, high)).astype(dtype)
                    : elements(random, dtype, shape, Domain.of(low, high));
            case UNIQUE -> Array.of(shape, shuffled(random, (int) (high - low) + 1).stream().limit(shape.size()).mapToLong(i -> (long) low + i).toArray()).astype(dtype);
            case WHOLE -> elements(random, DType.INT32, shape, Domain.of(low, high)).astype(dtype);
            case WELL_CONDITIONED -> diagonal(shape).add(elements(random, DType.FLOAT64, shape, Domain.of(low, high))).astype(dtype);
            case POSITIVE_DEFINITE -> {
                var x = elements(random, DType.FLOAT64, shape, Domain.WELL_CONDITIONED);
                yield x.matmul(x.moveAxis(-1, -2)).astype(dtype);
            }
        };
    }

    /// 1, 2, 3... on the diagonal of each matrix.
    static Array diagonal(Shape shape) {
        int rows = shape.dim(-2);
        int columns = shape.dim(-1);
        return Array.of(shape, IntStream.range(0, shape.size()).mapToDouble(i -> i % columns == i / columns % rows ? 1 + i % columns : 0).toArray());
    }

    private static List<Integer> shuffled(Random random, int n) {
        var order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }

    private static double[] distinct(Random random, int size, double low, double high) {
        return shuffled(random, size).stream().mapToDouble(i -> low + (high - low) * (i + random.nextDouble(0.2, 0.8)) / size).toArray();
    }
}
