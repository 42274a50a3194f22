package dev.solstice.core;

import dev.solstice.array.Shape;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Primitive.*;

/// How many operations on numbers an equation takes: two for each product that is summed up, one for each result of an
/// elementwise operation, none for what only moves elements. An estimate for comparing, not for predicting time.
final class Flops {
    private Flops() {}

    static long of(Jaxpr jaxpr) {
        return jaxpr.equations().stream().mapToLong(Flops::of).sum();
    }

    static long of(Equation equation) {
        long in = equation.inputs().stream().findFirst().map(Flops::size).orElse(0L);
        long out = equation.outputs().stream().mapToLong(Flops::size).sum();
        return switch (equation.primitive()) {
            case StopGradient _, CheckpointName _, NondifferentiableBackward _, OptimizationBarrier _ -> 0;
            case Unary _, Binary _, Comparison _, SelectN _, IsFinite _, RegularizedIncompleteBeta _, Threefry2x32 _ -> out;
            case Reduction _, Unvmap _, Argmax _, Argmin _, Cumsum _ -> in;
            case DotGeneral dot -> 2 * out * dot.lhsContracting().stream().mapToLong(axis -> shape(equation, 0).dim(axis)).reduce(1, (x, y) -> x * y);
            case ConvGeneralDilated _ -> {
                long outputChannels = shape(equation, 1).dim(0);
                yield outputChannels == 0 ? 0 : 2 * out * (size(equation.inputs().get(1)) / outputChannels);
            }
            case ReduceWindowMax(var window) -> out * elements(window);
            case ReduceWindowSum(var window) -> out * elements(window);
            case SelectAndGatherAdd(var window) -> out * elements(window);
            case SelectAndScatterAdd(var window) -> in * elements(window);
            case ScatterAdd _, ScatterMul _, ScatterMin _, ScatterMax _ -> size(equation.inputs().get(2));
            case Sort(int dimension, _) -> in * (32 - Integer.numberOfLeadingZeros(shape(equation, 0).dim(dimension)));
            case MatrixOperation _ -> in * shape(equation, 0).dim(-1);
            case Psum _, Pmax _, Pmin _, ReduceScatter _ -> in;
            case HigherOrder program -> program(program);
            case Primitive _ -> 0;
        };
    }

    /// Of a choice the dearest branch, of a loop of unknown length one step.
    private static long program(HigherOrder program) {
        return switch (program) {
            case Cond(var branches) -> branches.stream().mapToLong(Flops::of).max().orElse(0);
            case Scan scan -> scan.length() * of(scan.body());
            case LinearSolve solve -> of(solve.solve());
            case Jit _, Checkpoint _, While _, CustomJvp _, CustomVjp _, CustomLinear _, Callback _ ->
                    program.programs().stream().mapToLong(Flops::of).sum();
        };
    }

    private static long elements(Window window) {
        return window.dimensions().stream().asLongStream().reduce(1, (x, y) -> x * y);
    }

    private static Shape shape(Equation equation, int input) {
        return equation.inputs().get(input).type().shape();
    }

    private static long size(Atom atom) {
        return atom.type().shape().size();
    }
}
