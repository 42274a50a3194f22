package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Primitive.*;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The dtypes and shapes of a primitive's results, and the check of its operands.
public final class ShapeRule {
    private ShapeRule() {}

    /// @throws IllegalArgumentException if the operands do not fit the primitive; the message names both
    public static AbstractValue[] apply(Primitive primitive, AbstractValue... in) {
        return switch (primitive) {
            case Sort _ -> sort(primitive, in);
            case Threefry2x32 _ -> threefry(primitive, in);
            case MatrixOperation operation -> MatrixShapes.of(operation, in);
            case HigherOrder program -> program(program, in);
            case OptimizationBarrier _ -> in.clone();
            default -> new AbstractValue[] {single(primitive, in)};
        };
    }

    private static AbstractValue single(Primitive primitive, AbstractValue[] in) {
        return switch (primitive) {
            case Neg _, Abs _, Sign _, IntegerPow _ -> {
                require(!in[0].dtype().isBool(), primitive, in, "booleans have no arithmetic; convert with astype");
                yield primitive instanceof Abs ? in[0].withDType(in[0].dtype().real()) : in[0];
            }
            case Not _ -> {
                require(!in[0].dtype().isInexact(), primitive, in, "floating and complex types have no bitwise operations");
                yield in[0];
            }
            case Clz _, PopulationCount _ -> {
                require(in[0].dtype().isInteger(), primitive, in, "only for integers");
                yield in[0];
            }
            case StopGradient _, CheckpointName _, NondifferentiableBackward _ -> in[0];
            case Exp _, Exp2 _, Expm1 _, Log _, Log1p _, Sqrt _, Rsqrt _, Sin _, Cos _, Tan _, Sinh _, Cosh _, Tanh _, Logistic _ -> {
                require(in[0].dtype().isInexact(), primitive, in, "only for floating and complex types; convert with astype(FLOAT32)");
                yield in[0];
            }
            case Complex _ -> {
                require(in[0].dtype() == DType.FLOAT32 || in[0].dtype() == DType.FLOAT64, primitive, in,
                        "the parts are float32 or float64; convert with astype(FLOAT32)");
                yield elementwise(primitive, in).withDType(in[0].dtype().complex());
            }
            case Real _, Imag _, Conj _ -> {
                require(in[0].dtype().isComplex(), primitive, in, "only for complex types; convert with astype(COMPLEX64)");
                yield primitive instanceof Conj ? in[0] : in[0].withDType(in[0].dtype().real());
            }
            case Unary _ -> floating(primitive, in);
            case IsFinite _ -> floating(primitive, in).withDType(DType.BOOL);
            case Fft fft -> fourier(fft, in);
            case And _, Or _, Xor _, ShiftLeft _, ShiftRightLogical _, ShiftRightArithmetic _ -> {
                require(!in[0].dtype().isInexact(), primitive, in, "floating and complex types have no bitwise operations");
                yield elementwise(primitive, in);
            }
            case Atan2 _, Igamma _, Igammac _, IgammaGradA _, RandomGammaGrad _, Polygamma _, Zeta _ -> {
                floating(primitive, in);
                yield elementwise(primitive, in);
            }
            case Rem _ -> ordered(primitive, in, elementwise(primitive, in));
            case Binary _ -> elementwise(primitive, in);
            case Lt _, Le _, Gt _, Ge _ -> ordered(primitive, in, elementwise(primitive, in).withDType(DType.BOOL));
            case Comparison _ -> elementwise(primitive, in).withDType(DType.BOOL);
            case RegularizedIncompleteBeta _ ->
                    elementwise(primitive, new AbstractValue[] {elementwise(primitive, in), floating(primitive, new AbstractValue[] {in[2]})});
            case SelectN _ -> select(primitive, in);
            case ConvertElementType(var dtype) -> in[0].withDType(dtype);
            case BitcastConvertType(var dtype) -> {
                require(dtype.byteSize() == in[0].dtype().byteSize(), primitive, in, "a bitcast keeps the size of an element");
                yield in[0].withDType(dtype);
            }
            case Reshape(var sizes) -> {
                require(sizes.size() == in[0].shape().size(), primitive, in, "the number of elements must stay");
                yield in[0].withShape(sizes);
            }
            case Transpose(var permutation) -> {
                require(permutation.stream().sorted().boxed().toList().equals(Axes.range(in[0].shape().rank()).stream().boxed().toList()),
                        primitive, in, "not a permutation of the operand's axes");
                yield in[0].withShape(Shape.of(permutation.map(in[0].shape()::dim).toArray()));
            }
            case BroadcastInDim(var shape, var dims) -> {
                require(dims.size() == in[0].shape().rank(), primitive, in, "one result axis for each operand axis");
                for (int i = 0; i < dims.size(); i++) {
                    int length = in[0].shape().dim(i);
                    require(length == 1 || length == shape.dim(dims.get(i)), primitive, in, "axis " + i + " does not fit the result");
                }
                yield in[0].withShape(shape);
            }
            case Slice(var start, var limit, var strides) -> slice(primitive, in, start, limit, strides);
            case Pad(var low, var high, var interior) -> pad(primitive, in, low, high, interior);
            case Concatenate(int dimension) -> concatenate(primitive, in, dimension);
            case Rev _ -> in[0];
            case Iota(var dtype, var shape, _) -> new AbstractValue(dtype, shape);
            case ReduceAnd _, ReduceOr _ when in[0].dtype().isInexact() -> {
                require(false, primitive, in, "floating and complex types have no bitwise operations");
                yield in[0];
            }
            case Reduction reduction -> in[0].withShape(in[0].shape().remove(reduction.axes().toArray()));
            case Argmax(int axis, var dtype) -> argument(primitive, in, axis, dtype);
            case Argmin(int axis, var dtype) -> argument(primitive, in, axis, dtype);
            case Cumsum _ -> in[0];
            case DotGeneral dot -> dotGeneral(dot, in);
            case ConvGeneralDilated convolution -> convolution(convolution, in);
            case ReduceWindowMax(var window) -> in[0].withShape(windows(primitive, in, window));
            case ReduceWindowSum(var window) -> in[0].withShape(windows(primitive, in, window));
            case SelectAndGatherAdd(var window) -> in[0].withShape(windows(primitive, in, window));
            case SelectAndScatterAdd _ -> in[0].withShape(in[1].shape());
            case DynamicSlice(var sizes) -> {
                require(sizes.size() == in[0].shape().rank() && in.length == 1 + sizes.size(), primitive, in, "one start and one size for each axis");
                requireFits(primitive, in, sizes);
                yield in[0].withShape(Shape.of(sizes.toArray()));
            }
            case DynamicUpdateSlice _ -> {
                require(in.length == 2 + in[0].shape().rank() && in[0].dtype() == in[1].dtype(), primitive, in, "one start for each axis and one dtype");
                require(in[1].shape().rank() == in[0].shape().rank(), primitive, in, "operand and update have one rank");
                requireFits(primitive, in, Axes.of(in[1].shape().toArray()));
                yield in[0];
            }
            case Gather gather -> gather(gather, in);
            case Scatter _, ScatterAdd _, ScatterMul _, ScatterMin _, ScatterMax _ -> {
                require(in[0].dtype() == in[2].dtype(), primitive, in, "operand and updates have one dtype");
                yield in[0];
            }
            case UnvmapMax _ -> {
                require(in[0].dtype().isInteger(), primitive, in, "only for integers: it has no derivative");
                yield in[0].withShape(Shape.scalar());
            }
            case UnvmapAny _, UnvmapAll _ -> {
                require(in[0].dtype().isBool(), primitive, in, "only for booleans");
                yield in[0].withShape(Shape.scalar());
            }
            case Collective collective -> collective(collective, in);
            case Sort _, Threefry2x32 _, MatrixOperation _, HigherOrder _, OptimizationBarrier _ -> throw new AssertionError("several results: " + primitive);
        };
    }

    private static AbstractValue collective(Collective collective, AbstractValue[] in) {
        return switch (collective) {
            case Psum _ -> {
                require(!in[0].dtype().isBool(), collective, in, "booleans have no sum; convert with astype");
                yield in[0];
            }
            case Pmax _, Pmin _, Ppermute _ -> in[0];
            case AllGather(_, int size, int dimension) -> in[0].withShape(in[0].shape().insert(dimension, size));
            case ReduceScatter(var name, int size, int dimension) -> in[0].withShape(scattered(collective, in, name, size, dimension));
            case AllToAll(var name, int size, int split, int concat) ->
                    in[0].withShape(scattered(collective, in, name, size, split).insert(concat, size));
            case AxisIndex _ -> new AbstractValue(DType.INT32, Shape.scalar());
        };
    }

    private static Shape scattered(Collective collective, AbstractValue[] in, String name, int size, int axis) {
        require(in[0].shape().dim(axis) == size, collective, in, "axis " + axis + " has the length of the mapped axis '" + name + "', " + size);
        return in[0].shape().remove(axis);
    }

    private static AbstractValue fourier(Fft fft, AbstractValue[] in) {
        var lengths = fft.fftLengths();
        var shape = in[0].shape();
        int last = lengths.size() - 1;
        int first = shape.rank() - lengths.size();
        require(last >= 0 && first >= 0, fft, in, "one to all axes are transformed");
        require(lengths.stream().allMatch(length -> length > 0), fft, in, "an empty axis has no transform");
        boolean real = fft.fftType() == FftType.RFFT;
        require(real ? in[0].dtype() == DType.FLOAT32 || in[0].dtype() == DType.FLOAT64 : in[0].dtype().isComplex(), fft, in,
                real ? "only for float32 and float64; convert with astype(FLOAT32)" : "only for complex types; convert with astype(COMPLEX64)");
        int half = lengths.get(last) / 2 + 1;
        for (int i = 0; i <= last; i++) {
            int length = i == last && fft.fftType() == FftType.IRFFT ? half : lengths.get(i);
            require(shape.dim(first + i) == length, fft, in, "axis " + (first + i) + " must have length " + length);
        }
        return switch (fft.fftType()) {
            case FFT, IFFT -> in[0];
            case RFFT -> new AbstractValue(in[0].dtype().complex(), shape.with(first + last, half));
            case IRFFT -> new AbstractValue(in[0].dtype().real(), shape.with(first + last, lengths.get(last)));
        };
    }

    private static AbstractValue floating(Primitive primitive, AbstractValue[] in) {
        require(in[0].dtype().isFloating(), primitive, in, in[0].dtype().isComplex()
                ? "not defined for complex numbers; apply it to real(x), imag(x) or abs(x)"
                : "only for floating types; convert with astype(FLOAT32)");
        return in[0];
    }

    private static AbstractValue ordered(Primitive primitive, AbstractValue[] in, AbstractValue result) {
        require(!in[in.length - 1].dtype().isComplex(), primitive, in, "complex numbers have no order; apply it to real(x), imag(x) or abs(x)");
        return result;
    }

    private static AbstractValue elementwise(Primitive primitive, AbstractValue[] in) {
        require(in[0].dtype() == in[1].dtype(), primitive, in,
                "both operands have one dtype. Convert one with astype, or call the method of Array, which promotes");
        var left = in[0].shape();
        var right = in[1].shape();
        require(left.equals(right) || left.isScalar() || right.isScalar(), primitive, in,
                "both operands have one shape, or one is a scalar. Broadcast one with broadcastTo, or call the method of Array, which does");
        return left.isScalar() ? in[1] : in[0];
    }

    private static AbstractValue select(Primitive primitive, AbstractValue[] in) {
        require(in[0].dtype().isBool(), primitive, in, "the first operand is boolean");
        require(in[1].equals(in[2]), primitive, in, "both cases have one dtype and shape");
        require(in[0].shape().isScalar() || in[0].shape().equals(in[1].shape()), primitive, in, "the condition has the cases' shape or is a scalar");
        return in[1];
    }

    private static AbstractValue slice(Primitive primitive, AbstractValue[] in, Axes start, Axes limit, Axes strides) {
        var shape = in[0].shape();
        var out = new int[shape.rank()];
        for (int i = 0; i < out.length; i++) {
            int from = start.get(i);
            int to = limit.get(i);
            require(0 <= from && from <= to && to <= shape.dim(i) && strides.get(i) > 0, primitive, in, "axis " + i + " is sliced beyond its length");
            out[i] = Math.ceilDiv(to - from, strides.get(i));
        }
        return in[0].withShape(Shape.of(out));
    }

    private static AbstractValue pad(Primitive primitive, AbstractValue[] in, Axes low, Axes high, Axes interior) {
        require(in[1].shape().isScalar() && in[0].dtype() == in[1].dtype(), primitive, in, "the padding value is a scalar of the operand's dtype");
        var shape = in[0].shape();
        var out = new int[shape.rank()];
        for (int i = 0; i < out.length; i++) {
            int length = shape.dim(i);
            out[i] = low.get(i) + high.get(i) + length + Math.max(0, length - 1) * interior.get(i);
            require(out[i] >= 0, primitive, in, "axis " + i + " is cropped below nothing");
        }
        return in[0].withShape(Shape.of(out));
    }

    private static AbstractValue concatenate(Primitive primitive, AbstractValue[] in, int dimension) {
        int length = 0;
        for (var operand : in) {
            require(operand.dtype() == in[0].dtype() && operand.shape().rank() == in[0].shape().rank()
                    && operand.shape().with(dimension, 0).equals(in[0].shape().with(dimension, 0)), primitive, in,
                    "all operands agree but for the length of axis " + dimension + ". Reshape those that do not");
            length = Math.addExact(length, operand.shape().dim(dimension));
        }
        return in[0].withShape(in[0].shape().with(dimension, length));
    }

    private static AbstractValue argument(Primitive primitive, AbstractValue[] in, int axis, DType dtype) {
        require(in[0].shape().dim(axis) > 0, primitive, in, "axis " + axis + " is empty");
        return ordered(primitive, in, new AbstractValue(dtype, in[0].shape().remove(axis)));
    }

    private static AbstractValue dotGeneral(DotGeneral dot, AbstractValue[] in) {
        require(in[0].dtype() == in[1].dtype(), dot, in, "both operands have one dtype. Convert one with astype");
        var left = in[0].shape();
        var right = in[1].shape();
        for (int i = 0; i < dot.lhsContracting().size(); i++) {
            require(left.dim(dot.lhsContracting().get(i)) == right.dim(dot.rhsContracting().get(i)), dot, in, "contracted axes have one length");
        }
        for (int i = 0; i < dot.lhsBatch().size(); i++) {
            require(left.dim(dot.lhsBatch().get(i)) == right.dim(dot.rhsBatch().get(i)), dot, in, "batch axes have one length");
        }
        var lengths = IntStream.concat(dot.lhsBatch().stream().map(left::dim), IntStream.concat(
                dot.lhsBatch().plus(dot.lhsContracting()).complement(left.rank()).stream().map(left::dim),
                dot.rhsBatch().plus(dot.rhsContracting()).complement(right.rank()).stream().map(right::dim)));
        return in[0].withShape(Shape.of(lengths.toArray()));
    }

    private static AbstractValue convolution(ConvGeneralDilated convolution, AbstractValue[] in) {
        var image = in[0].shape();
        var kernel = in[1].shape();
        int features = convolution.featureGroupCount();
        int batches = convolution.batchGroupCount();
        require(in[0].dtype() == in[1].dtype() && image.rank() == kernel.rank(), convolution, in, "image and kernel have one dtype and rank");
        require(!in[0].dtype().isComplex(), convolution, in, "not defined for complex numbers; convolve real(x) and imag(x)");
        require(kernel.dim(1) * features == image.dim(1), convolution, in,
                "the kernel's %d input channels times %d groups have to be the image's %d channels".formatted(kernel.dim(1), features, image.dim(1)));
        require(kernel.dim(0) % features == 0 && kernel.dim(0) % batches == 0 && image.dim(0) % batches == 0,
                convolution, in, "groups divide the channels and the batch");
        var out = new int[image.rank()];
        out[0] = image.dim(0) / batches;
        out[1] = kernel.dim(0);
        for (int i = 2; i < out.length; i++) {
            int spatial = i - 2;
            int dilated = dilated(image.dim(i), convolution.lhsDilation().get(spatial))
                    + convolution.padLow().get(spatial) + convolution.padHigh().get(spatial);
            int window = dilated(kernel.dim(i), convolution.rhsDilation().get(spatial));
            out[i] = dilated < window ? 0 : (dilated - window) / convolution.windowStrides().get(spatial) + 1;
        }
        return in[0].withShape(Shape.of(out));
    }

    private static int dilated(int length, int dilation) {
        return length == 0 ? 0 : (length - 1) * dilation + 1;
    }

    private static Shape windows(Primitive primitive, AbstractValue[] in, Window window) {
        var shape = in[in.length - 1].shape();
        require(window.dimensions().size() == shape.rank(), primitive, in, "the window has one length for each axis");
        require(!in[0].dtype().isComplex(), primitive, in, "not defined for complex numbers; apply it to real(x), imag(x) or abs(x)");
        return Shape.of(IntStream.range(0, shape.rank()).map(i -> {
            int padded = shape.dim(i) + window.padLow().get(i) + window.padHigh().get(i);
            return padded < window.extent(i) ? 0 : (padded - window.extent(i)) / window.strides().get(i) + 1;
        }).toArray());
    }

    /// A slice is cut from inside the operand, wherever it starts.
    private static void requireFits(Primitive primitive, AbstractValue[] in, Axes sizes) {
        for (int axis = 0; axis < sizes.size(); axis++) {
            int length = in[0].shape().dim(axis);
            require(0 <= sizes.get(axis) && sizes.get(axis) <= length, primitive, in,
                    "a slice of %d does not fit axis %d, whose length is %d".formatted(sizes.get(axis), axis, length));
        }
    }

    private static AbstractValue gather(Gather gather, AbstractValue[] in) {
        var numbers = gather.dimensionNumbers();
        var indices = in[1].shape();
        require(in[1].dtype().isInteger(), gather, in, "indices are integers");
        require(indices.dim(-1) == numbers.startIndexMap().size(), gather, in, "index vectors have one component for each indexed axis");
        require(gather.sliceSizes().size() == in[0].shape().rank(), gather, in, "one slice size for each axis");
        var dropped = numbers.collapsedSliceDims().plus(numbers.operandBatchingDims());
        var kept = dropped.complement(in[0].shape().rank());
        int rank = indices.rank() - 1 + numbers.offsetDims().size();
        require(kept.size() == numbers.offsetDims().size(), gather, in, "one result axis for each kept slice axis");
        var out = new int[rank];
        int offset = 0;
        int batch = 0;
        for (int i = 0; i < rank; i++) {
            out[i] = numbers.offsetDims().contains(i) ? gather.sliceSizes().get(kept.get(offset++)) : indices.dim(batch++);
        }
        var result = in[0].withShape(Shape.of(out));
        if (result.shape().size() > 0) requireFits(gather, in, gather.sliceSizes());
        return result;
    }

    private static AbstractValue[] sort(Primitive primitive, AbstractValue[] in) {
        for (var operand : in) require(operand.shape().equals(in[0].shape()), primitive, in, "all operands have one shape");
        ordered(primitive, new AbstractValue[] {in[0]}, in[0]);
        return in.clone();
    }

    private static AbstractValue[] threefry(Primitive primitive, AbstractValue[] in) {
        var shape = Shape.scalar();
        for (var operand : in) {
            require(operand.dtype() == DType.UINT32, primitive, in, "keys and counters are uint32");
            if (shape.isScalar()) shape = operand.shape();
            require(operand.shape().isScalar() || operand.shape().equals(shape), primitive, in, "operands have one shape or are scalars");
        }
        var result = new AbstractValue(DType.UINT32, shape);
        return new AbstractValue[] {result, result};
    }

    private static AbstractValue[] program(HigherOrder program, AbstractValue[] in) {
        return switch (program) {
            case Jit(_, var jaxpr) -> call(program, jaxpr, in);
            case Checkpoint(var jaxpr, _) -> call(program, jaxpr, in);
            case CustomJvp(var jaxpr, _) -> call(program, jaxpr, in);
            case CustomVjp(var jaxpr, _, _) -> call(program, jaxpr, in);
            case LinearSolve(_, var solve, _, _) -> call(program, solve, in);
            case CustomLinear(_, _, var results) -> results.toArray(AbstractValue[]::new);
            case Callback callback -> callback.results().toArray(AbstractValue[]::new);
            case Cond(var branches) -> {
                require(in[0].dtype() == DType.INT32 && in[0].shape().isScalar(), program, in, "the index is an int32 scalar");
                yield call(program, branches.getFirst(), Arrays.copyOfRange(in, 1, in.length));
            }
            case While(_, int conditionConsts, var body, _) -> call(program, body, Arrays.copyOfRange(in, conditionConsts, in.length));
            case Scan scan -> scan(scan, in);
        };
    }

    private static AbstractValue[] scan(Scan scan, AbstractValue[] in) {
        int fixed = scan.consts() + scan.carry();
        var slices = in.clone();
        for (int i = fixed; i < in.length; i++) {
            require(in[i].shape().rank() > 0 && in[i].shape().dim(0) == scan.length(), scan, in, "xs have a leading axis of length " + scan.length());
            slices[i] = in[i].withShape(in[i].shape().remove(0));
        }
        var out = call(scan, scan.body(), slices);
        for (int i = scan.carry(); i < out.length; i++) out[i] = out[i].withShape(out[i].shape().insert(0, scan.length()));
        return out;
    }

    private static AbstractValue[] call(Primitive primitive, Jaxpr jaxpr, AbstractValue[] in) {
        var expected = jaxpr.invars().stream().map(Jaxpr.Var::type).toArray(AbstractValue[]::new);
        if (!Arrays.equals(expected, in)) {
            throw Mistake.of(primitive.label() + " of a program for " + types(expected) + " was given " + types(in));
        }
        return jaxpr.outputTypes();
    }

    static void require(boolean condition, Primitive primitive, AbstractValue[] in, String rule) {
        if (!condition) throw Mistake.of(primitive.label() + " of " + types(in) + ": " + rule);
    }

    private static String types(AbstractValue[] values) {
        return Arrays.stream(values).map(AbstractValue::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
