package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Every primitive with operands on which the laws of [PrimitiveLawsTest] can be tried.
final class PrimitiveSamples {
    private static final AbstractValue VECTOR = new AbstractValue(DType.FLOAT64, Shape.of(3));

    private PrimitiveSamples() {}

    /// @param differentiable whether derivatives are tried by the floating-point operands
    record Sample(Primitive primitive, boolean differentiable, Function<Random, Array[]> operands) {
        @Override
        public String toString() {
            return primitive.toString();
        }
    }

    static List<Sample> all() {
        var samples = new ArrayList<Sample>();
        for (var p : List.of(new Neg(), new Abs(), new Sign(), new Floor(), new Ceil(), new Round(), new Exp(), new Expm1(), new Sin(),
                new Cos(), new Tanh(), new Logistic(), new Erf(), new IntegerPow(3), new IntegerPow(2), new IntegerPow(-1), new Tan(), new Asin(), new Acos(),
                new Atan(), new Erfc(), new Exp2(), new Sinh(), new Cosh(), new Asinh(), new Atanh(), new Cbrt(), new Lgamma(), new Digamma(),
                new BesselI0e(), new BesselI1e())) {
            samples.add(smooth(p, signed(2, 3)));
        }
        for (var p : List.of(new Log(), new Log1p(), new Sqrt(), new Rsqrt(), new ErfInv())) samples.add(smooth(p, positive(2, 3)));
        samples.add(smooth(new Acosh(), x -> positive(2, 3).apply(x).add(1.5)));
        // Rounding has differences, but its tangents are rounded too: it is linear, not differentiable.
        samples.add(constant(new ReducePrecision(8, 7), signed(2, 3)));
        samples.add(constant(new Clz(), integers(4)));
        samples.add(constant(new PopulationCount(), integers(4)));
        // The derivatives of these by some operand are not there, here as in JAX: see SpecialValuesTest.
        for (var p : List.of(new Igamma(), new Igammac(), new IgammaGradA(), new RandomGammaGrad())) {
            samples.add(constant(p, positive(2, 3), positive(2, 3)));
            samples.add(constant(p, positive(), positive(3)));
        }
        samples.add(constant(new Polygamma(), natural(2, 3), positive(2, 3)));
        samples.add(constant(new Zeta(), x -> positive(3).apply(x).add(1.5), positive()));
        samples.add(constant(new RegularizedIncompleteBeta(), positive(2, 3), positive(2, 3), positive(2, 3)));
        samples.add(constant(new RegularizedIncompleteBeta(), positive(), positive(3), positive()));
        samples.add(smooth(new Complex(), signed(2, 3), signed(2, 3)));
        samples.add(smooth(new Complex(), signed(), signed(3)));
        for (var p : List.of(new Real(), new Imag(), new Conj(), new Abs(), new Neg(), new Exp(), new Exp2(), new Expm1(), new Log(), new Log1p(), new Sqrt(),
                new Rsqrt(), new Sin(), new Cos(), new Tan(), new Sinh(), new Cosh(), new Tanh(), new Logistic(), new IntegerPow(3), new IntegerPow(-2))) {
            samples.add(smooth(p, complex(2, 3)));
        }
        for (var p : List.of(new Add(), new Sub(), new Mul(), new Div(), new Pow())) {
            samples.add(smooth(p, complex(2, 3), complex(2, 3)));
            samples.add(smooth(p, complex(), complex(2)));
        }
        for (var p : List.of(new Eq(), new Ne())) samples.add(constant(p, complex(3), complex(3)));
        for (var p : List.of(new Fft(FftType.FFT, Axes.of(3)), new Fft(FftType.IFFT, Axes.of(5, 3)), new Fft(FftType.IRFFT, Axes.of(5, 4)),
                new Fft(FftType.IRFFT, Axes.of(5)))) {
            samples.add(smooth(p, complex(2, 5, 3)));
        }
        samples.add(smooth(new Fft(FftType.RFFT, Axes.of(4)), signed(2, 4)));
        samples.add(smooth(new Fft(FftType.RFFT, Axes.of(2, 3, 5)), signed(2, 3, 5)));
        // The derivative of a direction is 0 in JAX, though it is none.
        samples.add(constant(new Sign(), complex(3)));
        samples.add(smooth(new SelectN(), booleans(2, 3), complex(2, 3), complex(2, 3)));
        samples.add(smooth(new ConvertElementType(DType.COMPLEX128), signed(3)));
        samples.add(smooth(new ConvertElementType(DType.FLOAT64), complex(3)));
        samples.add(smooth(new Primitive.Transpose(Axes.of(2, 0, 1)), complex(2, 3, 4)));
        samples.add(smooth(new Pad(Axes.of(1, -1), Axes.of(2, 1), Axes.of(1, 0)), complex(2, 3), complex()));
        samples.add(smooth(new ReduceSum(Axes.of(0, 2)), complex(2, 3, 2)));
        samples.add(smooth(new ReduceProd(Axes.of(1)), complex(2, 3, 2)));
        samples.add(smooth(new ReduceMax(Axes.of(0, 2)), complex(2, 3, 2)));
        samples.add(smooth(new Cumsum(1, true), complex(2, 3)));
        samples.add(smooth(new DotGeneral(Axes.of(2, 1), Axes.of(0, 3), Axes.of(0), Axes.of(1)), complex(2, 3, 4, 5), complex(4, 2, 6, 3)));
        samples.add(smooth(new DynamicSlice(Axes.of(2, 2)), complex(4, 3), index(4), index(3)));
        samples.add(smooth(new DynamicUpdateSlice(), complex(4, 3), complex(2, 2), index(4), index(3)));
        samples.add(constant(new StopGradient(), signed(4)));
        samples.add(constant(new IsFinite(), signed(4)));
        samples.add(constant(new Not(), booleans(4)));
        for (var p : List.of(new Add(), new Sub(), new Mul(), new Div(), new Max(), new Min())) {
            samples.add(smooth(p, signed(2, 3), signed(2, 3)));
            samples.add(smooth(p, signed(), signed(2, 3)));
            samples.add(smooth(p, signed(3), signed()));
        }
        samples.add(smooth(new Rem(), positive(3), distinct(3)));
        samples.add(smooth(new Pow(), positive(3), signed(3)));
        samples.add(smooth(new Pow(), positive(), signed(3)));
        samples.add(smooth(new Atan2(), positive(2, 3), signed(2, 3)));
        samples.add(smooth(new Atan2(), signed(3), positive()));
        for (var p : List.of(new And(), new Or(), new Xor())) {
            samples.add(constant(p, booleans(3), booleans(3)));
            samples.add(constant(p, integers(3), integers(3)));
        }
        for (var p : List.of(new ShiftLeft(), new ShiftRightLogical(), new ShiftRightArithmetic())) samples.add(constant(p, integers(3), integers(3)));
        for (var p : List.of(new Eq(), new Ne(), new Lt(), new Le(), new Gt(), new Ge())) {
            samples.add(constant(p, signed(3), signed(3)));
            samples.add(constant(p, integers(3), integers()));
        }
        samples.add(smooth(new SelectN(), booleans(2, 3), signed(2, 3), signed(2, 3)));
        samples.add(smooth(new SelectN(), booleans(), signed(2, 3), signed(2, 3)));
        samples.add(smooth(new SelectN(), booleans(), signed(), signed()));
        samples.add(smooth(new ConvertElementType(DType.FLOAT64), signed(3)));
        samples.add(constant(new ConvertElementType(DType.INT32), signed(3)));
        samples.add(constant(new BitcastConvertType(DType.INT64), signed(3)));
        samples.add(smooth(new Reshape(Shape.of(3, 2)), signed(2, 3)));
        samples.add(smooth(new Primitive.Transpose(Axes.of(2, 0, 1)), signed(2, 3, 4)));
        samples.add(smooth(new BroadcastInDim(Shape.of(2, 4, 3), Axes.of(0, 2)), signed(2, 3)));
        samples.add(smooth(new BroadcastInDim(Shape.of(2, 4, 3), Axes.of(0, 2)), signed(1, 3)));
        samples.add(smooth(new Slice(Axes.of(1, 0), Axes.of(5, 3), Axes.of(2, 1)), signed(6, 4)));
        samples.add(smooth(new Pad(Axes.of(1, -1), Axes.of(2, 1), Axes.of(1, 0)), signed(2, 3), signed()));
        samples.add(smooth(new Concatenate(1), signed(2, 3), signed(2, 1), signed(2, 2)));
        samples.add(smooth(new Rev(Axes.of(1)), signed(2, 3)));
        samples.add(constant(new Iota(DType.INT32, Shape.of(2, 3), 1)));
        for (var p : List.of(new ReduceSum(Axes.of(0, 2)), new ReduceMax(Axes.of(0, 2)), new ReduceMin(Axes.of(1)), new ReduceProd(Axes.of(0, 2)))) {
            samples.add(smooth(p, distinct(2, 3, 2)));
        }
        samples.add(constant(new ReduceAnd(Axes.of(1)), booleans(2, 3)));
        samples.add(constant(new ReduceOr(Axes.of(0)), booleans(2, 3)));
        samples.add(constant(new ReduceXor(Axes.of(0)), booleans(2, 3)));
        samples.add(constant(new ReduceXor(Axes.of(0, 1)), integers(2, 3)));
        samples.add(constant(new Argmax(1, DType.INT32), signed(2, 3)));
        samples.add(constant(new Argmin(0, DType.INT32), signed(2, 3)));
        samples.add(smooth(new Cumsum(1, false), signed(2, 3)));
        samples.add(smooth(new Cumsum(0, true), signed(2, 3)));
        samples.add(smooth(new DotGeneral(Axes.of(1), Axes.of(0), Axes.of(), Axes.of()), signed(2, 3), signed(3, 4)));
        samples.add(smooth(new DotGeneral(Axes.of(2, 1), Axes.of(0, 3), Axes.of(0), Axes.of(1)), signed(2, 3, 4, 5), signed(4, 2, 6, 3)));
        samples.add(smooth(new DotGeneral(Axes.of(0), Axes.of(0), Axes.of(), Axes.of()), signed(3), signed(3)));
        samples.add(smooth(convolution(1, 1, 1, 1), signed(2, 3, 5, 4), signed(4, 3, 3, 2)));
        samples.add(smooth(convolution(2, 2, 1, 1), signed(2, 3, 6, 5), signed(4, 3, 2, 2)));
        samples.add(smooth(convolution(2, 1, 2, 1), signed(2, 4, 5, 5), signed(6, 2, 2, 2)));
        samples.add(smooth(convolution(1, 1, 1, 2), signed(4, 3, 4, 4), signed(4, 3, 2, 2)));
        var window = new Window(Axes.of(1, 2, 3), Axes.of(1, 2, 1), Axes.of(0, 1, 0), Axes.of(0, 0, 1));
        var dilated = new Window(Axes.of(1, 2, 2), Axes.of(1, 1, 2), Axes.of(0, 1, 0), Axes.of(0, 0, 1), Axes.of(1, 2, 3));
        samples.add(smooth(new ReduceWindowMax(dilated), distinct(2, 5, 4)));
        samples.add(smooth(new ReduceWindowSum(dilated), signed(2, 5, 4)));
        samples.add(smooth(new ReduceWindowMax(window), distinct(2, 5, 4)));
        samples.add(smooth(new ReduceWindowSum(window), signed(2, 5, 4)));
        samples.add(smooth(new SelectAndGatherAdd(window), signed(2, 5, 4), distinct(2, 5, 4)));
        samples.add(smooth(new SelectAndScatterAdd(window), signed(2, 3, 3), distinct(2, 5, 4)));
        samples.add(smooth(new Cholesky(), positiveDefinite(3, 3)));
        samples.add(smooth(new Cholesky(), positiveDefinite(2, 3, 3)));
        for (boolean left : List.of(true, false)) {
            for (boolean lower : List.of(true, false)) {
                for (boolean transpose : List.of(true, false)) {
                    samples.add(smooth(new TriangularSolve(left, lower, transpose, lower), wellConditioned(3, 3), left ? signed(3, 2) : signed(2, 3)));
                }
            }
        }
        samples.add(smooth(new TriangularSolve(true, true, false, false), wellConditioned(2, 3, 3), signed(2, 3, 4)));
        for (int[] dims : new int[][] {{3, 3}, {4, 2}, {2, 4}, {2, 3, 3}}) {
            samples.add(smooth(new Lu(), wellConditioned(dims)));
            samples.add(smooth(new Qr(false), wellConditioned(dims)));
            samples.add(smooth(new Qr(true), wellConditioned(dims)));
            samples.add(smooth(new Svd(false, true), wellConditioned(dims)));
            samples.add(smooth(new Svd(false, false), wellConditioned(dims)));
        }
        samples.add(constant(new Svd(true, true), wellConditioned(4, 2)));
        samples.add(smooth(new Eigh(true), wellConditioned(3, 3)));
        samples.add(smooth(new Eigh(false), wellConditioned(2, 3, 3)));
        samples.add(smooth(new DynamicSlice(Axes.of(2, 2)), signed(4, 3), index(4), index(3)));
        samples.add(smooth(new DynamicUpdateSlice(), signed(4, 3), signed(2, 2), index(4), index(3)));
        var rows = new GatherDimensionNumbers(Axes.of(1), Axes.of(0), Axes.of(0), Axes.of(), Axes.of());
        samples.add(smooth(new Gather(rows, Axes.of(1, 3), IndexMode.CLIP), signed(5, 3), indices(5, 4, 1)));
        var along = new GatherDimensionNumbers(Axes.of(), Axes.of(1), Axes.of(1), Axes.of(0), Axes.of(0));
        samples.add(smooth(new Gather(along, Axes.of(1, 1), IndexMode.CLIP), signed(3, 5), indices(5, 3, 2, 1)));
        samples.add(smooth(new ScatterAdd(rows, IndexMode.FILL_OR_DROP), signed(5, 3), indices(7, 4, 1), signed(4, 3)));
        samples.add(smooth(new Scatter(rows, IndexMode.FILL_OR_DROP), signed(5, 3), indices(7, 4, 1), signed(4, 3)));
        samples.add(smooth(new Gather(rows, Axes.of(1, 3), IndexMode.CLIP), complex(5, 3), indices(5, 4, 1)));
        samples.add(smooth(new ScatterAdd(rows, IndexMode.FILL_OR_DROP), complex(5, 3), indices(7, 4, 1), complex(4, 3)));
        samples.add(smooth(new Scatter(rows, IndexMode.FILL_OR_DROP), complex(5, 3), indices(7, 4, 1), complex(4, 3)));
        samples.add(smooth(new ScatterMul(rows, IndexMode.FILL_OR_DROP, true), signed(5, 3), different(7, 4, 1), signed(4, 3)));
        samples.add(smooth(new ScatterMin(rows, IndexMode.FILL_OR_DROP), distinct(5, 3), indices(7, 4, 1), x -> distinct(4, 3).apply(x).add(0.013)));
        samples.add(smooth(new ScatterMax(rows, IndexMode.CLIP), distinct(5, 3), indices(7, 4, 1), x -> distinct(4, 3).apply(x).add(0.013)));
        samples.add(smooth(new Sort(1, 1), distinct(2, 4), signed(2, 4)));
        samples.add(constant(new Threefry2x32(), unsigned(), unsigned(), unsigned(3), unsigned(3)));
        samples.add(constant(new Threefry2x32(), unsigned(3), unsigned(3), unsigned(3), unsigned(3)));
        samples.add(smooth(new Primitive.Jit("inner", inner()), signed(3), signed(3)));
        samples.add(smooth(new CheckpointName("x"), signed(2, 3)));
        samples.add(smooth(new OptimizationBarrier(), signed(2, 3), signed()));
        samples.add(constant(new Callback(Effect.PURE, x -> new Array[] {x[0].mul(x[1])}, List.of(VECTOR), VmapMethod.SEQUENTIAL), signed(3), signed()));
        samples.add(constant(new Callback(Effect.IO, x -> new Array[] {x[0].mul(x[1])}, List.of(VECTOR), VmapMethod.EXPAND_DIMS), signed(3), signed(3)));
        samples.add(smooth(new Checkpoint(inner(), CheckpointPolicy.everythingSaveable()), signed(3), signed(3)));
        samples.add(smooth(new Checkpoint(inner(), CheckpointPolicy.nothingSaveable()), signed(3), signed(3)));
        samples.add(smooth(new Cond(List.of(inner(), other())), index(3), signed(3), signed(3)));
        samples.add(smooth(new Scan(step(), 4, false, 1, 2), signed(3), signed(3), signed(), signed(4, 3)));
        samples.add(smooth(new Scan(step(), 4, true, 1, 2), signed(3), signed(3), signed(), signed(4, 3)));
        samples.add(constant(new While(under(), 1, doubled(), 1), positive(), positive(3), positive(3)));
        samples.add(smooth(new CustomJvp(inner(), (x, t) -> {
            var dual = Jvp.jvp(inner()::evaluate, x, t);
            return Masks.concatenate(dual.primals(), dual.tangents());
        }), signed(3), signed(3)));
        samples.add(smooth(new LinearSolve(times(), by(), Optional.of(by()), 1), signed(3), signed(3)));
        samples.add(constant(new CustomVjp(inner(), x -> Masks.concatenate(inner().evaluate(x), x), (residuals, ct) -> residuals), signed(3), signed(3)));
        return samples;
    }

    private static Jaxpr times() {
        return Staging.trace(x -> new Array[] {x[0].mul(x[1])}, VECTOR, VECTOR);
    }

    private static Jaxpr by() {
        return Staging.trace(x -> new Array[] {x[1].div(x[0])}, VECTOR, VECTOR);
    }

    private static Jaxpr other() {
        return Staging.trace(x -> new Array[] {x[0].mul(x[0]), Array.full(Shape.scalar(), DType.FLOAT64, 2)}, VECTOR, VECTOR);
    }

    /// `(constant, carried vector, carried scalar, x) -> (vector, scalar, y)`.
    private static Jaxpr step() {
        return Staging.trace(x -> {
            var next = new Sin().apply(x[1].mul(x[0])).add(x[3].mul(x[2]));
            return new Array[] {next, x[2].add(1.0), next.mul(x[3])};
        }, VECTOR, VECTOR, VECTOR.withShape(Shape.scalar()), VECTOR);
    }

    private static Jaxpr under() {
        return Staging.trace(x -> new Array[] {x[1].sum().lt(x[0].add(5.0))}, VECTOR.withShape(Shape.scalar()), VECTOR);
    }

    private static Jaxpr doubled() {
        return Staging.trace(x -> new Array[] {x[1].mul(2.0).add(x[0])}, VECTOR, VECTOR);
    }

    private static Jaxpr inner() {
        return Staging.trace(x -> new Array[] {new Sin().apply(x[0]).mul(x[1]), x[1].sum()}, VECTOR, VECTOR);
    }

    private static ConvGeneralDilated convolution(int stride, int dilation, int featureGroups, int batchGroups) {
        return new ConvGeneralDilated(Axes.of(stride, 1), Axes.of(1, 0), Axes.of(0, 1), Axes.of(1, dilation), Axes.of(dilation, 1), featureGroups, batchGroups);
    }

    @SafeVarargs
    private static Sample smooth(Primitive primitive, Function<Random, Array>... operands) {
        return new Sample(primitive, true, random -> Arrays.stream(operands).map(make -> make.apply(random)).toArray(Array[]::new));
    }

    @SafeVarargs
    private static Sample constant(Primitive primitive, Function<Random, Array>... operands) {
        return new Sample(primitive, false, random -> Arrays.stream(operands).map(make -> make.apply(random)).toArray(Array[]::new));
    }

    private static Function<Random, Array> signed(int... dims) {
        return random -> doubles(dims, () -> (random.nextBoolean() ? 1 : -1) * (0.1 + 0.8 * random.nextDouble()));
    }

    private static Function<Random, Array> complex(int... dims) {
        return random -> new Complex().apply(signed(dims).apply(random), signed(dims).apply(random));
    }

    private static Function<Random, Array> positive(int... dims) {
        return random -> doubles(dims, () -> 0.1 + 0.8 * random.nextDouble());
    }

    /// Matrices with a diagonal of 1, 2, 3... that is larger than the rest: nothing in them is singular or equal.
    private static Function<Random, Array> wellConditioned(int... dims) {
        return random -> {
            var shape = Shape.of(dims);
            int rows = shape.dim(-2);
            int columns = shape.dim(-1);
            return Array.of(shape, IntStream.range(0, shape.size()).mapToDouble(i -> {
                int row = i / columns % rows;
                return (i % columns == row ? 1 + row : 0) + 0.2 * random.nextDouble(-1, 1);
            }).toArray());
        };
    }

    private static Function<Random, Array> positiveDefinite(int... dims) {
        return random -> {
            var x = wellConditioned(dims).apply(random);
            return x.matmul(x.moveAxis(-1, -2));
        };
    }

    /// No two elements are closer than finite differences reach, so that the order is not changed by them.
    private static Function<Random, Array> distinct(int... dims) {
        return random -> {
            var shape = Shape.of(dims);
            var order = new ArrayList<>(IntStream.range(0, shape.size()).boxed().toList());
            java.util.Collections.shuffle(order, random);
            return Array.of(shape, order.stream().mapToDouble(i -> 0.137 + 0.05 * i).toArray());
        };
    }

    private static Array doubles(int[] dims, java.util.function.DoubleSupplier next) {
        var shape = Shape.of(dims);
        return Array.of(shape, IntStream.range(0, shape.size()).mapToDouble(_ -> next.getAsDouble()).toArray());
    }

    private static Function<Random, Array> booleans(int... dims) {
        return random -> integersBelow(random, 2, dims).astype(DType.BOOL);
    }

    private static Function<Random, Array> integers(int... dims) {
        return random -> integersBelow(random, 9, dims);
    }

    private static Function<Random, Array> unsigned(int... dims) {
        return random -> integersBelow(random, Integer.MAX_VALUE, dims).astype(DType.UINT32);
    }

    private static Function<Random, Array> index(int below) {
        return random -> integersBelow(random, below);
    }

    private static Function<Random, Array> indices(int below, int... dims) {
        return random -> integersBelow(random, below, dims);
    }

    /// No index twice.
    private static Function<Random, Array> different(int below, int... dims) {
        return random -> {
            var order = new ArrayList<>(IntStream.range(0, below).boxed().toList());
            java.util.Collections.shuffle(order, random);
            var shape = Shape.of(dims);
            return Array.of(shape, order.stream().limit(shape.size()).mapToInt(i -> i).toArray());
        };
    }

    private static Function<Random, Array> natural(int... dims) {
        return random -> integersBelow(random, 4, dims).astype(DType.FLOAT64);
    }

    private static Array integersBelow(Random random, int bound, int... dims) {
        var shape = Shape.of(dims);
        return Array.of(shape, IntStream.range(0, shape.size()).map(_ -> random.nextInt(bound)).toArray());
    }
}
