package dev.solstice.engine.mxnet;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How MXNet computes a primitive: by an operator of its own, by the BLAS it brings, or not at all.
sealed interface Lowering {
    /// An operator exists and means the same.
    ///
    /// @param fastOnCpu whether it beats the host kernel there
    record ByOperator(Operator operator, boolean fastOnCpu) implements Lowering {}

    /// A direct call of OpenBLAS, or of the LAPACK inside it.
    record ByBlas() implements Lowering {}

    /// There is no operator, or it means something else or is not safe.
    record ByHost(String reason) implements Lowering {}

    /// The rule for every primitive.
    static Lowering of(Primitive primitive, AbstractValue... in) {
        for (AbstractValue operand : in) {
            if (!exists(operand.dtype())) return new ByHost("MXNet lacks the dtype");
            if (operand.shape().isEmpty()) return new ByHost("MXNet fails on many empty arrays");
        }
        return switch (primitive) {
            case Unary unary -> unary(unary, in[0].dtype());
            case Binary binary -> binary(binary, in[0].dtype());
            case Comparison comparison -> operator(switch (comparison) {
                case Eq _ -> "_npi_equal";
                case Ne _ -> "_npi_not_equal";
                case Lt _ -> "_npi_less";
                case Le _ -> "_npi_less_equal";
                case Gt _ -> "_npi_greater";
                case Ge _ -> "_npi_greater_equal";
            });
            case IsFinite _ -> in[0].dtype().isFloating() ? operator("_npi_isfinite") : new ByHost("integers are finite");
            case RegularizedIncompleteBeta _ -> new ByHost("no operator");
            case SelectN _ -> new ByOperator(Operator.of("_npi_where").reordered(0, 2, 1), false);
            case ConvertElementType(DType to) -> conversion(in[0].dtype(), to);
            case BitcastConvertType _, Reshape _, CheckpointName _, NondifferentiableBackward _, OptimizationBarrier _ -> new ByHost("nothing is computed");
            case Transpose(Axes permutation) -> notBool(in, operator("_np_transpose", "axes", tuple(permutation)));
            case BroadcastInDim(Shape shape, Axes dims) -> dims.size() == shape.rank() && shape.rank() > 0 && !shape.isEmpty()
                    ? operator("broadcast_to", "shape", tuple(Axes.of(shape.toArray()))) : new ByHost("needs a reshape first");
            case Slice(Axes start, Axes limit, Axes strides) -> start.isEmpty() || start.equals(limit) ? new ByHost("nothing to slice")
                    : notBool(in, operator("slice", "begin", tuple(start), "end", tuple(limit), "step", tuple(strides)));
            case Concatenate(int dimension) -> operator("_npi_concatenate", "axis", dimension, "num_args", in.length);
            case Rev(Axes dimensions) -> dimensions.isEmpty() ? new ByHost("nothing to reverse")
                    : notBool(in, operator("_npi_flip", "axis", tuple(dimensions)));
            case Reduction reduction -> reduction(reduction, in[0]);
            case Cumsum(int axis, boolean reverse) -> in[0].dtype().isFloating() && !reverse
                    ? operator("_np_cumsum", "axis", axis) : new ByHost("widens integers, knows no direction");
            case DotGeneral _ -> in[0].dtype() == DType.FLOAT32 || in[0].dtype() == DType.FLOAT64
                    ? new ByBlas() : new ByHost("no matrix product for the dtype");
            case MatrixOperation _ -> new ByBlas();
            case ConvGeneralDilated convolution -> convolution(convolution, in);
            case ReduceWindowMax _ -> new ByHost("pooling loses NaN");
            case ReduceWindowSum(Window window) -> pooling(window, in[0]);
            case Sort sort -> in.length == 1 && in[0].dtype().isInteger()
                    ? operator("sort", "axis", sort.dimension(), "is_ascend", "True") : new ByHost("sorts no payload and does not put NaN last");
            case Iota _ -> new ByHost("no operand, nothing to gain");
            case Pad _ -> new ByHost("no negative or interior padding");
            case Argmax _, Argmin _ -> new ByHost("does not find NaN");
            case Unvmap _ -> new ByHost("no floating numbers");
            case Gather _, Scatter _, ScatterAdd _, ScatterMul _, ScatterMin _, ScatterMax _, DynamicSlice _, DynamicUpdateSlice _ ->
                    new ByHost("no operator with XLA's index rules");
            case SelectAndGatherAdd _, SelectAndScatterAdd _ -> new ByHost("no operator");
            case Complex _, Real _, Imag _, Conj _, Fft _ -> new ByHost("no complex numbers");
            case Threefry2x32 _ -> new ByHost("no uint32 and no shifts");
            case Collective _ -> new ByHost("vmap computes along its axis");
            case HigherOrder _ -> new ByHost("a program is compiled, not lowered");
        };
    }

    private static boolean exists(DType dtype) {
        return switch (dtype) {
            case BOOL, UINT8, INT8, INT32, INT64, FLOAT16, FLOAT32, FLOAT64 -> true;
            case UINT16, INT16, UINT32, UINT64, BFLOAT16, COMPLEX64, COMPLEX128 -> false;
        };
    }

    private static Lowering operator(String name, Object... attributes) {
        return new ByOperator(Operator.of(name, attributes), false);
    }

    private static Lowering unary(Unary primitive, DType dtype) {
        if (!dtype.isFloating()) return new ByHost("integer results may differ");
        return switch (primitive) {
            case Neg _ -> operator("_npi_negative");
            case Abs _ -> operator("_npi_absolute");
            case Floor _ -> operator("_npi_floor");
            case Ceil _ -> operator("_npi_ceil");
            case Round _ -> operator("_npi_rint");
            case Exp _ -> operator("_npi_exp");
            case Expm1 _ -> operator("_npi_expm1");
            case Log _ -> operator("_npi_log");
            case Log1p _ -> operator("_npi_log1p");
            case Sqrt _ -> operator("_npi_sqrt");
            case Rsqrt _ -> operator("rsqrt");
            case Cbrt _ -> operator("_npi_cbrt");
            case Sin _ -> operator("_npi_sin");
            case Cos _ -> operator("_npi_cos");
            case Tan _ -> operator("_npi_tan");
            case Asin _ -> operator("_npi_arcsin");
            case Acos _ -> operator("_npi_arccos");
            case Atan _ -> operator("_npi_arctan");
            case Sinh _ -> operator("_npi_sinh");
            case Cosh _ -> operator("_npi_cosh");
            case Tanh _ -> operator("_npi_tanh");
            case Asinh _ -> operator("_npi_arcsinh");
            case Acosh _ -> operator("_npi_arccosh");
            case Atanh _ -> operator("_npi_arctanh");
            case Logistic _ -> operator("sigmoid");
            case Erf _ -> operator("erf");
            case ErfInv _ -> operator("erfinv");
            case Sign _ -> new ByHost("the sign of NaN is 0 in MXNet");
            case Lgamma _ -> new ByHost("loses half the digits near its zeros");
            case Exp2 _, Erfc _, Digamma _, BesselI0e _, BesselI1e _, IntegerPow _ -> new ByHost("no operator");
            case Not _, Clz _, PopulationCount _, ReducePrecision _ -> new ByHost("bits");
            case StopGradient _ -> new ByHost("nothing is computed");
        };
    }

    private static Lowering binary(Binary primitive, DType dtype) {
        boolean floating = dtype.isFloating();
        boolean wide = floating || dtype == DType.INT32 || dtype == DType.INT64;
        return switch (primitive) {
            case Add _ -> wide ? operator("_npi_add") : new ByHost("narrow integers may wrap differently");
            case Sub _ -> wide ? operator("_npi_subtract") : new ByHost("narrow integers may wrap differently");
            case Mul _ -> wide ? operator("_npi_multiply") : new ByHost("narrow integers may wrap differently");
            case Div _ -> floating ? operator("_npi_true_divide") : new ByHost("integer division by zero ends the process");
            case Pow _ -> floating ? operator("_npi_power") : new ByHost("computed in floats");
            case Atan2 _ -> operator("_npi_arctan2");
            case Max _ -> floating ? operator("_npi_maximum") : new ByHost("the host is exact");
            case Min _ -> floating ? operator("_npi_minimum") : new ByHost("the host is exact");
            case And _ -> bitwise("_npi_bitwise_and", dtype);
            case Or _ -> bitwise("_npi_bitwise_or", dtype);
            case Xor _ -> bitwise("_npi_bitwise_xor", dtype);
            case Igamma _, Igammac _, IgammaGradA _, RandomGammaGrad _, Polygamma _, Zeta _ -> new ByHost("no operator");
            case Rem _ -> new ByHost("MXNet's remainder has the divisor's sign");
            case ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _ -> new ByHost("no shifts");
        };
    }

    private static Lowering bitwise(String name, DType dtype) {
        return dtype == DType.INT32 || dtype == DType.INT64 || dtype == DType.UINT8 ? operator(name) : new ByHost("no operator for the dtype");
    }

    private static Lowering conversion(DType from, DType to) {
        if (from.isBool() || to.isBool() || !exists(to)) return new ByHost("MXNet lacks the dtype");
        if (from.isFloating() && !to.isFloating()) return new ByHost("undefined outside the range of the integer");
        return from == DType.FLOAT64 && to == DType.FLOAT16 ? new ByHost("rounds twice") : operator("Cast", "dtype", to);
    }

    private static Lowering reduction(Reduction reduction, AbstractValue in) {
        if (!in.dtype().isFloating() || reduction.axes().isEmpty()) return new ByHost("widens integers");
        String axes = tuple(reduction.axes());
        return switch (reduction) {
            case ReduceSum _ -> operator("_np_sum", "axis", axes);
            case ReduceProd _ -> operator("_np_prod", "axis", axes);
            case ReduceMax _ -> operator("_np_max", "axis", axes);
            case ReduceMin _ -> operator("_np_min", "axis", axes);
            case ReduceAnd _, ReduceOr _, ReduceXor _ -> new ByHost("bits");
        };
    }

    private static Lowering convolution(ConvGeneralDilated c, AbstractValue[] in) {
        int rank = in[0].shape().rank() - 2;
        boolean plain = c.lhsDilation().all(1) && c.batchGroupCount() == 1 && c.padLow().equals(c.padHigh())
                && c.padLow().stream().allMatch(pad -> pad >= 0) && rank >= 1 && rank <= 3;
        if (!plain || in[0].dtype() != DType.FLOAT32 && in[0].dtype() != DType.FLOAT64) {
            return new ByHost("only symmetric padding, no dilated image, float32 and float64");
        }
        if (ShapeRule.apply(c, in)[0].shape().isEmpty()) return new ByHost("fails where the kernel exceeds the image");
        Shape kernel = in[1].shape();
        Operator operator = Operator.of("Convolution", "kernel", tail(Axes.of(kernel.toArray())), "stride", tuple(c.windowStrides()),
                "dilate", tuple(c.rhsDilation()), "pad", tuple(c.padLow()), "num_filter", kernel.dim(0),
                "num_group", c.featureGroupCount(), "no_bias", "True");
        // oneDNN reorders the kernel into a blocked layout in place, over memory that is ours.
        return new ByOperator(operator.overwriting(1), true);
    }

    private static Lowering pooling(Window window, AbstractValue in) {
        int rank = in.shape().rank() - 2;
        boolean plain = rank >= 1 && rank <= 3 && window.padLow().equals(window.padHigh()) && window.dimensions().get(0) == 1
                && window.dimensions().get(1) == 1 && window.strides().get(0) == 1 && window.strides().get(1) == 1
                && window.padLow().get(0) == 0 && window.padLow().get(1) == 0 && window.dilation().all(1)
                && (in.dtype() == DType.FLOAT32 || in.dtype() == DType.FLOAT64);
        for (int i = 2; plain && i < rank + 2; i++) {
            int padding = 2 * window.padLow().get(i);
            int length = window.dimensions().get(i);
            plain = 0 <= padding && padding <= length && length <= in.shape().dim(i) + padding;
        }
        return plain ? operator("Pooling", "pool_type", "sum", "kernel", tail(window.dimensions()), "stride", tail(window.strides()),
                "pad", tail(window.padLow())) : new ByHost("windows over spatial axes with symmetric padding only");
    }

    private static Lowering notBool(AbstractValue[] in, Lowering lowering) {
        return in[0].dtype().isBool() ? new ByHost("fails for bool") : lowering;
    }

    private static String tail(Axes axes) {
        return tuple(axes.stream().skip(2).toArray());
    }

    private static String tuple(Axes axes) {
        return tuple(axes.toArray());
    }

    private static String tuple(int[] values) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(",", "(", values.length == 1 ? ",)" : ")"));
    }
}
