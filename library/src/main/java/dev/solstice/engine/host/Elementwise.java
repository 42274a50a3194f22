package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Binary;
import dev.solstice.core.Primitive.Comparison;
import dev.solstice.core.Primitive.Unary;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Primitives whose result at a position depends on the operands at this position alone.
public final class Elementwise {
    private static final TileProgram.Access DENSE = new TileProgram.Access.Dense();
    private static final TileProgram.Access SCALAR = new TileProgram.Access.Scalar();

    private Elementwise() {}

    /// Whether [#emit] knows the primitive.
    public static boolean covers(Primitive primitive) {
        return switch (primitive) {
            case Unary _, Binary _, Comparison _, Primitive.SelectN _, Primitive.RegularizedIncompleteBeta _, Primitive.IsFinite _,
                 Primitive.ConvertElementType _, Primitive.Complex _, Primitive.Real _, Primitive.Imag _, Primitive.Conj _ -> true;
            default -> false;
        };
    }

    /// Computes one primitive; operands of rank 0 stand for every position.
    static void run(Primitive primitive, ConcreteArray[] operands, ConcreteArray result) {
        TileProgram.Builder builder = new TileProgram.Builder();
        int[] registers = new int[operands.length];
        MemorySegment[] from = new MemorySegment[operands.length];
        for (int i = 0; i < operands.length; i++) {
            boolean scalar = operands[i].shape().isScalar() && !result.shape().isScalar();
            registers[i] = builder.input(operands[i].dtype(), scalar ? SCALAR : DENSE);
            from[i] = operands[i].segment();
        }
        builder.output(emit(builder, primitive, registers));
        builder.build().run(from, new MemorySegment[] {result.segment()}, result.size());
    }

    /// Adds a primitive to a program.
    ///
    /// @return the register of its result
    /// @throws UnsupportedOperationException if it is not defined for the operands' dtype
    public static int emit(TileProgram.Builder builder, Primitive primitive, int... in) {
        DType dtype = builder.dtype(in[0]);
        return switch (primitive) {
            case Primitive.Abs _ when dtype.isComplex() -> {
                int out = builder.register(dtype.real());
                yield finish(builder, dtype.real(), (r, n) -> abs((Complexes) r[in[0]], r[out], n), false);
            }
            case Unary unary -> finish(builder, dtype, unary(unary, dtype, in[0], builder.register(dtype)), mayOverflow(unary, dtype));
            case Binary binary -> finish(builder, dtype, binary(binary, dtype, in[0], in[1], builder.register(dtype)), mayOverflow(binary, dtype));
            case Comparison comparison -> finish(builder, DType.BOOL, comparison(comparison, dtype, in[0], in[1], builder.register(DType.BOOL)), false);
            case Primitive.SelectN() -> {
                DType cases = builder.dtype(in[1]);
                yield finish(builder, cases, select(cases, in, builder.register(cases)), false);
            }
            case Primitive.RegularizedIncompleteBeta() -> finish(builder, dtype, incompleteBeta(primitive, dtype, in, builder.register(dtype)), true);
            case Primitive.Complex() -> {
                DType to = dtype.complex();
                int out = builder.register(to);
                yield finish(builder, to, (r, n) -> {
                    Conversion.convert(r[in[0]], dtype, ((Complexes) r[out]).re(), DType.FLOAT64, n);
                    Conversion.convert(r[in[1]], dtype, ((Complexes) r[out]).im(), DType.FLOAT64, n);
                }, false);
            }
            case Primitive.Real() -> {
                int out = builder.register(dtype.real());
                yield finish(builder, dtype.real(), (r, n) -> Conversion.convert(((Complexes) r[in[0]]).re(), DType.FLOAT64, r[out], dtype.real(), n), false);
            }
            case Primitive.Imag() -> {
                int out = builder.register(dtype.real());
                yield finish(builder, dtype.real(), (r, n) -> Conversion.convert(((Complexes) r[in[0]]).im(), DType.FLOAT64, r[out], dtype.real(), n), false);
            }
            case Primitive.Conj() -> {
                int out = builder.register(dtype);
                yield finish(builder, dtype, (r, n) -> ComplexKernels.conj((Complexes) r[in[0]], (Complexes) r[out], n), false);
            }
            case Primitive.IsFinite() -> finish(builder, DType.BOOL, isFinite(dtype, in[0], builder.register(DType.BOOL)), false);
            case Primitive.ConvertElementType(DType to) -> {
                int out = builder.register(to);
                yield finish(builder, to, (r, n) -> Conversion.convert(r[in[0]], dtype, r[out], to, n), false);
            }
            default -> throw new IllegalArgumentException(primitive.label() + " is not elementwise");
        };
    }

    /// The step's result is always the newest register.
    private static int finish(TileProgram.Builder builder, DType dtype, TileProgram.Step step, boolean mayOverflow) {
        int out = builder.size() - 1;
        builder.step(step);
        if (mayOverflow && Tiles.needsNarrowing(dtype)) {
            builder.step((r, n) -> Tiles.narrow(dtype, r[out], n));
        }
        return out;
    }

    /// Whether a result can lie outside a narrow dtype though the operands do not.
    private static boolean mayOverflow(Primitive primitive, DType dtype) {
        return switch (primitive) {
            case Primitive.Sign _ when dtype.isComplex() -> true;
            case Primitive.Max _, Primitive.Min _, Primitive.And _, Primitive.Or _, Primitive.Xor _, Primitive.StopGradient _,
                 Primitive.Sign _ -> false;
            default -> true;
        };
    }

    private static void abs(Complexes x, Object out, int n) {
        switch (out) {
            case float[] floats -> ComplexKernels.abs(x, floats, n);
            case double[] doubles -> ComplexKernels.abs(x, doubles, n);
            default -> throw new AssertionError(out.getClass());
        }
    }

    private static TileProgram.Step unary(Unary primitive, DType dtype, int x, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> {
                var kernel = FloatKernels.unary(primitive);
                yield (r, n) -> kernel.apply((float[]) r[x], (float[]) r[out], n);
            }
            case DOUBLE -> {
                var kernel = DoubleKernels.unary(primitive);
                yield (r, n) -> kernel.apply((double[]) r[x], (double[]) r[out], n);
            }
            case INT -> {
                var kernel = IntKernels.unary(primitive, dtype);
                yield (r, n) -> kernel.apply((int[]) r[x], (int[]) r[out], n);
            }
            case LONG -> {
                var kernel = LongKernels.unary(primitive, dtype);
                yield (r, n) -> kernel.apply((long[]) r[x], (long[]) r[out], n);
            }
            case COMPLEX -> {
                var kernel = ComplexKernels.unary(primitive, dtype);
                yield (r, n) -> kernel.apply((Complexes) r[x], (Complexes) r[out], n);
            }
        };
    }

    private static TileProgram.Step binary(Binary primitive, DType dtype, int x, int y, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> {
                var kernel = FloatKernels.binary(primitive);
                yield (r, n) -> kernel.apply((float[]) r[x], (float[]) r[y], (float[]) r[out], n);
            }
            case DOUBLE -> {
                var kernel = DoubleKernels.binary(primitive);
                yield (r, n) -> kernel.apply((double[]) r[x], (double[]) r[y], (double[]) r[out], n);
            }
            case INT -> {
                var kernel = IntKernels.binary(primitive, dtype);
                yield (r, n) -> kernel.apply((int[]) r[x], (int[]) r[y], (int[]) r[out], n);
            }
            case LONG -> {
                var kernel = LongKernels.binary(primitive, dtype);
                yield (r, n) -> kernel.apply((long[]) r[x], (long[]) r[y], (long[]) r[out], n);
            }
            case COMPLEX -> {
                var kernel = ComplexKernels.binary(primitive, dtype);
                yield (r, n) -> kernel.apply((Complexes) r[x], (Complexes) r[y], (Complexes) r[out], n);
            }
        };
    }

    private static TileProgram.Step comparison(Comparison primitive, DType dtype, int x, int y, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> {
                var kernel = FloatKernels.comparison(primitive);
                yield (r, n) -> kernel.apply((float[]) r[x], (float[]) r[y], (int[]) r[out], n);
            }
            case DOUBLE -> {
                var kernel = DoubleKernels.comparison(primitive);
                yield (r, n) -> kernel.apply((double[]) r[x], (double[]) r[y], (int[]) r[out], n);
            }
            case INT -> {
                var kernel = IntKernels.comparison(primitive, dtype);
                yield (r, n) -> kernel.apply((int[]) r[x], (int[]) r[y], (int[]) r[out], n);
            }
            case LONG -> {
                var kernel = LongKernels.comparison(primitive, dtype);
                yield (r, n) -> kernel.apply((long[]) r[x], (long[]) r[y], (int[]) r[out], n);
            }
            case COMPLEX -> {
                var kernel = ComplexKernels.comparison(primitive, dtype);
                yield (r, n) -> kernel.apply((Complexes) r[x], (Complexes) r[y], (int[]) r[out], n);
            }
        };
    }

    private static TileProgram.Step select(DType dtype, int[] in, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> (r, n) -> FloatKernels.select((int[]) r[in[0]], (float[]) r[in[1]], (float[]) r[in[2]], (float[]) r[out], n);
            case DOUBLE -> (r, n) -> DoubleKernels.select((int[]) r[in[0]], (double[]) r[in[1]], (double[]) r[in[2]], (double[]) r[out], n);
            case INT -> (r, n) -> IntKernels.select((int[]) r[in[0]], (int[]) r[in[1]], (int[]) r[in[2]], (int[]) r[out], n);
            case LONG -> (r, n) -> LongKernels.select((int[]) r[in[0]], (long[]) r[in[1]], (long[]) r[in[2]], (long[]) r[out], n);
            case COMPLEX -> (r, n) -> ComplexKernels.select((int[]) r[in[0]], (Complexes) r[in[1]], (Complexes) r[in[2]], (Complexes) r[out], n);
        };
    }

    private static TileProgram.Step incompleteBeta(Primitive primitive, DType dtype, int[] in, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> (r, n) -> FloatKernels.incompleteBeta((float[]) r[in[0]], (float[]) r[in[1]], (float[]) r[in[2]], (float[]) r[out], n);
            case DOUBLE -> (r, n) -> DoubleKernels.incompleteBeta((double[]) r[in[0]], (double[]) r[in[1]], (double[]) r[in[2]], (double[]) r[out], n);
            case INT, LONG, COMPLEX -> throw Unsupported.forDType(primitive, dtype);
        };
    }

    private static TileProgram.Step isFinite(DType dtype, int x, int out) {
        return switch (Lane.of(dtype)) {
            case FLOAT -> (r, n) -> FloatKernels.isFinite((float[]) r[x], (int[]) r[out], n);
            case DOUBLE -> (r, n) -> DoubleKernels.isFinite((double[]) r[x], (int[]) r[out], n);
            case INT, LONG -> (r, n) -> Arrays.fill((int[]) r[out], 0, n, 1);
            case COMPLEX -> throw Unsupported.forDType(new Primitive.IsFinite(), dtype);
        };
    }
}
