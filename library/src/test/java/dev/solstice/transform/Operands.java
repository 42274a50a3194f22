package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Where the operands of a random call come from: made up ([MadeUp]), or found among the values of a program
/// ([ProgramBuilder]). An operand is named by a number.
interface Operands {
    List<DType> FLOATS = List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64);
    List<DType> INTEGERS = List.of(DType.UINT8, DType.INT8, DType.UINT16, DType.INT16, DType.INT32, DType.UINT32, DType.INT64, DType.UINT64);
    List<DType> COMPLEXES = List.of(DType.COMPLEX64, DType.COMPLEX128);
    List<DType> SIGNED = List.of(DType.INT8, DType.INT32, DType.INT64, DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64);
    List<DType> NUMBERS = join(INTEGERS, FLOATS);
    List<DType> DISCRETE = join(List.of(DType.BOOL), INTEGERS);
    List<DType> ALL = join(DISCRETE, FLOATS);
    List<DType> ARITHMETIC = join(NUMBERS, COMPLEXES);
    List<DType> ANALYTIC = join(FLOATS, COMPLEXES);
    List<DType> EVERY = join(ALL, COMPLEXES);

    List<DType> MATRIX = List.of(DType.FLOAT32, DType.FLOAT64);

    /// What an operand's elements are like.
    enum Kind {
        PLAIN,
        /// Further apart than finite differences reach.
        DISTINCT,
        /// Integers, none twice.
        UNIQUE,
        /// Floats without a fraction.
        WHOLE,
        /// Matrices whose diagonal is 1, 2, 3... and more than the rest of each row: nothing is singular or equal.
        WELL_CONDITIONED,
        /// Products of such matrices with their transposes.
        POSITIVE_DEFINITE
    }

    /// Floats between the ends, integers from one to the other.
    record Domain(double low, double high, Kind kind) {
        static final Domain ANY = of(-2, 2);
        static final Domain DISTINCT = new Domain(-2, 2, Kind.DISTINCT);
        static final Domain WELL_CONDITIONED = new Domain(-0.2, 0.2, Kind.WELL_CONDITIONED);
        static final Domain POSITIVE_DEFINITE = new Domain(-0.2, 0.2, Kind.POSITIVE_DEFINITE);

        static Domain of(double low, double high) {
            return new Domain(low, high, Kind.PLAIN);
        }

        double clamp(DType dtype, double end) {
            return dtype.isFloating() ? end : Math.clamp(end, dtype.min().doubleValue(), dtype.max().doubleValue());
        }
    }

    Random random();

    /// One of the dtypes.
    DType dtype(List<DType> choices);

    /// An operand with elements in the domain.
    int operand(DType dtype, Shape shape, Domain domain);

    /// An operand that has no derivative.
    int constant(DType dtype, Shape shape, Domain domain);

    /// An axis length, at least `least`.
    default int length(int least) {
        int[] lengths = {1, 2, 2, 3, 3, 3, 4};
        int length = random().nextInt(20) == 0 ? 0 : lengths[random().nextInt(lengths.length)];
        return Math.max(least, length);
    }

    default Shape shape(int leastRank, int leastLength) {
        int rank = leastRank + random().nextInt(4 - leastRank);
        return Shape.of(IntStream.range(0, rank).map(_ -> length(leastLength)).toArray());
    }

    default Shape shape() {
        return shape(0, 0);
    }

    private static List<DType> join(List<DType> one, List<DType> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
    }
}
