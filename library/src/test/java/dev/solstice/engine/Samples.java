package dev.solstice.engine;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Random operands for every kind of primitive.
public record Samples(Primitive primitive, Shape... shapes) {
    /// One or more samples of every primitive that takes operands of a dtype of one's choice, all of this dtype.
    public static List<Samples> ofOneDType() {
        List<Samples> samples = new ArrayList<>();
        Shape shape = Shape.of(3, 4, 5);
        for (Primitive unary : List.of(new Neg(), new Abs(), new Sign(), new Floor(), new Ceil(), new Round(), new Exp(), new Expm1(), new Log(),
                new Log1p(), new Sqrt(), new Rsqrt(), new Sin(), new Cos(), new Tan(), new Asin(), new Acos(), new Atan(), new Tanh(), new Logistic(), new Erf(), new Erfc(), new ErfInv(),
                new Exp2(), new Sinh(), new Cosh(), new Asinh(), new Acosh(), new Atanh(), new Cbrt(), new Lgamma(), new Digamma(), new BesselI0e(), new BesselI1e(), new ReducePrecision(5, 4), new Clz(), new PopulationCount(),
                new IntegerPow(3), new Not(), new StopGradient(), new IsFinite())) {
            samples.add(new Samples(unary, shape));
            samples.add(new Samples(unary, Shape.of(2500)));
            samples.add(new Samples(unary, Shape.scalar()));
        }
        for (Primitive binary : List.of(new Add(), new Sub(), new Mul(), new Div(), new Rem(), new Pow(), new Atan2(), new Max(), new Min(), new And(), new Or(),
                new Xor(), new ShiftLeft(), new ShiftRightLogical(), new ShiftRightArithmetic(), new Eq(), new Ne(), new Lt(), new Le(),
                new Gt(), new Ge(), new Igamma(), new Igammac(), new IgammaGradA(), new RandomGammaGrad(), new Polygamma(), new Zeta())) {
            samples.add(new Samples(binary, shape, shape));
            samples.add(new Samples(binary, shape, Shape.scalar()));
            samples.add(new Samples(binary, Shape.scalar(), Shape.of(2500)));
        }
        samples.add(new Samples(new RegularizedIncompleteBeta(), shape, shape, shape));
        for (DType to : DType.values()) samples.add(new Samples(new ConvertElementType(to), shape));
        samples.add(new Samples(new Transpose(Axes.of(2, 0, 1)), shape));
        samples.add(new Samples(new BroadcastInDim(Shape.of(3, 4, 5), Axes.of(0, 1, 2)), Shape.of(3, 1, 5)));
        samples.add(new Samples(new BroadcastInDim(Shape.of(3, 4), Axes.of(1)), Shape.of(4)));
        samples.add(new Samples(new Slice(Axes.of(1, 0, 2), Axes.of(3, 4, 5), Axes.of(1, 3, 2)), shape));
        samples.add(new Samples(new Concatenate(1), shape, Shape.of(3, 1, 5), Shape.of(3, 2, 5)));
        samples.add(new Samples(new Rev(Axes.of(0, 2)), shape));
        for (Axes axes : List.of(Axes.of(0), Axes.of(1), Axes.of(2), Axes.of(0, 2), Axes.of(0, 1, 2))) {
            for (Primitive reduction : List.of(new ReduceSum(axes), new ReduceProd(axes), new ReduceMax(axes), new ReduceMin(axes))) {
                samples.add(new Samples(reduction, shape));
            }
        }
        samples.add(new Samples(new Cumsum(1, false), shape));
        samples.add(new Samples(new Sort(1, 1), shape));
        samples.add(new Samples(new ConvGeneralDilated(Axes.of(1, 2), Axes.of(1, 0), Axes.of(1, 0), Axes.of(1, 1), Axes.of(1, 2), 1, 1),
                Shape.of(2, 4, 7, 8), Shape.of(6, 4, 3, 2)));
        samples.add(new Samples(new ConvGeneralDilated(Axes.of(1, 1), Axes.of(0, 0), Axes.of(0, 0), Axes.of(1, 1), Axes.of(1, 1), 2, 1),
                Shape.of(2, 4, 7, 8), Shape.of(6, 2, 3, 3)));
        samples.add(new Samples(new ConvGeneralDilated(Axes.of(2), Axes.of(1), Axes.of(1), Axes.of(1), Axes.of(1), 1, 1),
                Shape.of(2, 3, 9), Shape.of(4, 3, 3)));
        for (int pixels : new int[] {1, 3}) { // channels that fill vector registers: oneDNN then uses layouts of its own
            samples.add(new Samples(new ConvGeneralDilated(Axes.of(1, 1), Axes.of(1, 1), Axes.of(1, 1), Axes.of(1, 1), Axes.of(1, 1), 1, 1),
                    Shape.of(3, 16, 6, 6), Shape.of(32, 16, pixels, pixels)));
        }
        var window = new Window(Axes.of(1, 1, 3, 2), Axes.of(1, 1, 2, 2), Axes.of(0, 0, 1, 0), Axes.of(0, 0, 1, 0));
        samples.add(new Samples(new ReduceWindowMax(window), Shape.of(2, 3, 7, 6)));
        samples.add(new Samples(new ReduceWindowSum(window), Shape.of(2, 3, 7, 6)));
        return samples;
    }

    public ConcreteArray[] operands(DType dtype, long seed) {
        var random = new SplittableRandom(seed);
        return Arrays.stream(shapes).map(shape -> random(dtype, shape, random)).toArray(ConcreteArray[]::new);
    }

    /// The types of the results, or null if the primitive does not take this dtype.
    public AbstractValue[] resultTypes(ConcreteArray... operands) {
        try {
            return ShapeRule.apply(primitive, AbstractValue.of(operands));
        } catch (IllegalArgumentException notForThisDType) {
            return null;
        }
    }

    public static ConcreteArray[] empty(AbstractValue... types) {
        return Arrays.stream(types).map(type -> new ConcreteArray(Buffer.zeros((long) type.shape().size() * type.dtype().byteSize()), type.dtype(), type.shape()))
                .toArray(ConcreteArray[]::new);
    }

    /// Floats of both signs around 1, small integers of both signs where there are.
    public static ConcreteArray random(DType dtype, Shape shape, SplittableRandom random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = dtype.isInexact() ? random.nextDouble(-2, 2) : dtype.isBool() ? random.nextInt(2) : random.nextInt(dtype.isUnsigned() ? 0 : -9, 10);
        }
        var real = Array.of(shape, values);
        if (!dtype.isComplex()) return (ConcreteArray) real.astype(dtype);
        var imaginary = Array.of(shape, random.doubles(values.length, -2, 2).toArray());
        return (ConcreteArray) new Complex().apply(real, imaginary).astype(dtype);
    }
}
