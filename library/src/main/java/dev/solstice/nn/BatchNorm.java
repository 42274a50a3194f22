package dev.solstice.nn;

import static dev.solstice.lax.Collectives.pmean;
import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.AxisNames;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.tree.Static;
import java.util.ArrayList;
import java.util.List;

/// Batch normalisation: shifts and scales each channel to mean 0 and variance 1 over the batch, then by learnt parameters.
///
/// Takes and gives `[inputSize, ...]`, one example of a batch: call it in a vmap that names the batch axis. The [State]
/// keeps running averages for inference.
///
/// ```java
/// var norm = makeWithState(() -> BatchNorm.of(2, "batch"));
/// var batched = filterVmap((BatchNorm m, Array x, State s) -> m.apply(x, s),
///         MapAxes.in(null, 0, null).out(Stateful.AXES).name("batch"));
/// var result = batched.apply(norm.model(), Random.normal(key, 8, 2), norm.state());
/// result.value().shape()   // [8,2]
/// ```
///
/// Source: `equinox.nn.BatchNorm`; S. Ioffe, C. Szegedy, arXiv 1502.03167.
///
/// @param weight `[inputSize]`, ones at first; null without
/// @param bias `[inputSize]`, zeros at first; null without
/// @param emaFirstTime the state of [Mode#EMA]: whether no batch has been seen; null in the other mode
/// @param emaState the state of [Mode#EMA]: running averages; null in the other mode
/// @param batchCounter the state of [Mode#BATCH]: how many batches have been seen; null in the other mode
/// @param batchState the state of [Mode#BATCH]: running sums, weighted; null in the other mode
/// @param axisNames over which vmaps' axes batches go; none for the innermost that has a name
/// @param inference whether the running averages are used and stay as they are; set in a whole model by [InferenceMode]
/// @param eps added to the variance
/// @param momentum the share of a running average that one more batch leaves
public record BatchNorm(
        Array weight, Array bias, StateIndex<Array> emaFirstTime, StateIndex<Statistics> emaState, StateIndex<Array> batchCounter,
        StateIndex<Statistics> batchState, @Static List<String> axisNames, boolean inference, int inputSize, double eps,
        boolean channelwiseAffine, double momentum, @Static Mode mode) implements StatefulLayer {
    /// By what a batch is normalised while training.
    public enum Mode {
        /// By its own statistics, as in PyTorch and Keras.
        BATCH,
        /// By the running averages that it has just changed. Can be unstable.
        EMA
    }

    /// Means and variances of the channels.
    ///
    /// @param mean `[inputSize]`
    /// @param variance `[inputSize]`
    public record Statistics(Array mean, Array variance) {
        private Statistics average(Statistics next, double momentum) {
            return new Statistics(mean.mul(momentum).add(next.mean.mul(1 - momentum)), variance.mul(momentum).add(next.variance.mul(1 - momentum)));
        }

        private Statistics orIf(Array choose, Statistics other) {
            return new Statistics(where(choose, other.mean, mean), where(choose, other.variance, variance));
        }

        private Statistics div(Array by) {
            return new Statistics(mean.div(by), variance.div(by));
        }
    }

    /// In mode [Mode#BATCH], with parameters, momentum 0.99 and eps 1e-5.
    ///
    /// @param axisNames the names of the vmaps' axes; none for the innermost that has one
    public static BatchNorm of(int inputSize, String... axisNames) {
        return of(inputSize, Mode.BATCH, List.of(axisNames), 1e-5, true, 0.99);
    }

    public static BatchNorm of(int inputSize, Mode mode, List<String> axisNames, double eps, boolean channelwiseAffine, double momentum) {
        return of(inputSize, mode, axisNames, eps, channelwiseAffine, momentum, DType.FLOAT32);
    }

    /// @param dtype of the parameters and of the state
    public static BatchNorm of(int inputSize, Mode mode, List<String> axisNames, double eps, boolean channelwiseAffine, double momentum, DType dtype) {
        var ones = Array.full(Shape.of(inputSize), dtype, 1);
        var zeros = Array.full(Shape.of(inputSize), dtype, 0);
        boolean ema = mode == Mode.EMA;
        return new BatchNorm(
                channelwiseAffine ? ones : null, channelwiseAffine ? zeros : null,
                ema ? StateIndex.of(Array.scalar(true)) : null,
                ema ? StateIndex.of(new Statistics(zeros, zeros)) : null,
                ema ? null : StateIndex.of(Array.scalar(0)),
                ema ? null : StateIndex.of(new Statistics(zeros, ones)),
                List.copyOf(axisNames), false, inputSize, eps, channelwiseAffine, momentum, mode);
    }

    /// @throws IllegalArgumentException if `x` does not have `inputSize` channels, or there is no vmap of the right name around
    @Override
    public Stateful<Array> apply(Array x, State state, Key key) {
        return apply(x, state, inference);
    }

    /// @param inference used instead of the component of this name
    public Stateful<Array> apply(Array x, State state, boolean inference) {
        if (x.rank() < 1 || x.shape().dim(0) != inputSize) throw ShapeMismatch.of("BatchNorm", "[" + inputSize + ",...]", x, x.rank());
        return switch (mode) {
            case EMA -> {
                if (inference) yield new Stateful<>(normalised(x, state.get(emaState)), state);
                var batch = statistics(x);
                var average = state.get(emaState).average(batch, momentum).orIf(state.get(emaFirstTime), batch);
                yield new Stateful<>(normalised(x, average), state.set(emaFirstTime, Array.scalar(false)).set(emaState, average));
            }
            case BATCH -> {
                var seen = state.get(batchCounter);
                var sums = state.get(batchState);
                if (inference) {
                    // The sums began with 0: what that takes from them after so many batches is given back.
                    var share = where(seen.eq(0), 1, Array.scalar(1f).sub(Lax.pow(Array.scalar((float) momentum), seen.astype(sums.mean().dtype()))));
                    yield new Stateful<>(normalised(x, sums.div(share)), state);
                }
                var batch = statistics(x);
                yield new Stateful<>(normalised(x, batch), state.set(batchCounter, seen.add(1)).set(batchState, sums.average(batch, momentum)));
            }
        };
    }

    /// A state in which inference goes by `running`, as trained elsewhere. `state` is used up.
    public State withStatistics(Statistics running, State state) {
        return switch (mode) {
            case EMA -> state.set(emaFirstTime, Array.scalar(false)).set(emaState, running);
            // With no batch seen, what is remembered is taken as it is.
            case BATCH -> state.set(batchCounter, Array.scalar(0)).set(batchState, running);
        };
    }

    private Statistics statistics(Array x) {
        var names = axisNames.isEmpty() ? innermost() : axisNames.toArray(String[]::new);
        var mean = pmean(overChannel(x), names);
        var variance = pmean(overChannel(Lax.square(x.sub(spread(mean, x)))), names);
        return new Statistics(mean, Lax.max(variance, Array.full(variance.shape(), variance.dtype(), 0)));
    }

    private static String[] innermost() {
        var names = new ArrayList<>(AxisNames.current().keySet());
        if (names.isEmpty()) {
            throw Mistake.of("BatchNorm needs the other examples of the batch: call it in a vmap that names the batch axis, "
                    + "filterVmap((model, x, state) -> model.apply(x, state), MapAxes.in(null, 0, null).out(Stateful.AXES).name(\"batch\")), "
                    + "or in inference mode");
        }
        return new String[] {names.getLast()};
    }

    private Array normalised(Array x, Statistics by) {
        var y = x.sub(spread(by.mean(), x)).div(Lax.sqrt(spread(by.variance(), x).add(eps)));
        return channelwiseAffine ? y.mul(spread(weight, x)).add(spread(bias, x)) : y;
    }

    /// The mean of each channel of one example.
    private static Array overChannel(Array x) {
        return x.rank() == 1 ? x : x.mean(Axes.range(1, x.rank()).toArray());
    }

    /// `[inputSize]` with axes of length 1 for the others of `x`.
    private static Array spread(Array channels, Array x) {
        for (int i = 1; i < x.rank(); i++) channels = channels.expandDims(i);
        return channels;
    }
}
