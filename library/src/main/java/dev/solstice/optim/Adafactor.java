package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The settings of [Optim#adafactor]: which parts it is a chain of.
///
/// ```java
/// Optim.adafactor(Schedule.constant(1e-2), Adafactor.of().withMomentum(0.9).withWeightDecay(1e-4, Filter.decaying()));
/// ```
///
/// Source: `optax.adafactor`; N. Shazeer, M. Stern, arXiv 1804.04235.
///
/// @param rms the root mean square that gradients are divided by
/// @param clipping the largest root mean square of an array's update
/// @param isRelative whether the learning rate is relative to the root mean square of each parameter
/// @param momentum a decaying mean of the updates
/// @param weightDecay what is added to the updates, not times the learning rate
public record Adafactor(ScaleByFactoredRms rms, Optional<Double> clipping, boolean isRelative, Optional<Ema> momentum,
        Optional<AddDecayedWeights> weightDecay) {
    /// The settings of optax: no momentum, no weight decay.
    public static Adafactor of() {
        return new Adafactor(ScaleByFactoredRms.of(), Optional.of(1.0), true, Optional.empty(), Optional.empty());
    }

    public Adafactor withRms(ScaleByFactoredRms rms) {
        return new Adafactor(rms, clipping, isRelative, momentum, weightDecay);
    }

    public Adafactor withClipping(double threshold) {
        return new Adafactor(rms, Optional.of(threshold), isRelative, momentum, weightDecay);
    }

    public Adafactor withoutClipping() {
        return new Adafactor(rms, Optional.empty(), isRelative, momentum, weightDecay);
    }

    /// The learning rate is the length of a step, whatever the parameter.
    public Adafactor withAbsoluteLearningRate() {
        return new Adafactor(rms, clipping, false, momentum, weightDecay);
    }

    /// A decaying mean of the updates, kept in float32.
    public Adafactor withMomentum(double decay) {
        return withMomentum(decay, DType.FLOAT32);
    }

    public Adafactor withMomentum(double decay, DType dtype) {
        return new Adafactor(rms, clipping, isRelative, Optional.of(new Ema(decay, false).accumulatingIn(dtype)), weightDecay);
    }

    public Adafactor withWeightDecay(double share, Filter mask) {
        return new Adafactor(rms, clipping, isRelative, momentum, Optional.of(new AddDecayedWeights(Schedule.constant(share), mask)));
    }

    Optim with(Schedule learningRate) {
        var parts = new ArrayList<Optim>();
        parts.add(rms);
        clipping.map(Optim::clipByBlockRms).ifPresent(parts::add);
        parts.add(new ScaleBySchedule(learningRate, 1));
        if (isRelative) parts.add(Optim.scaleByParamBlockRms(1e-3));
        momentum.ifPresent(parts::add);
        weightDecay.ifPresent(parts::add);
        parts.add(Optim.scale(-1));
        return new Chain(List.copyOf(parts));
    }
}
