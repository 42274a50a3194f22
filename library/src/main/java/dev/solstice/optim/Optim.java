package dev.solstice.optim;

import dev.solstice.filter.Filter;
import java.util.List;

/// A transformation of gradients into updates, which may remember something between steps. The static methods make the
/// usual optimisers.
///
/// ```java
/// var optim = Optim.adam(1e-3);
/// var state = optim.init(model);
/// var step = optim.update(gradient, state, model);
/// model = applyUpdates(model, step.updates());
/// state = step.state();
/// ```
///
/// Takes whole models: leaves that are no floating arrays have no state and no update. A parameter whose gradient is
/// null, because it is frozen for example, is not updated and what is remembered for it stays.
///
/// Source: `optax.GradientTransformation`; the numbers are those of optax.
public interface Optim {
    /// What to remember before the first step.
    OptState init(Object model);

    /// One step.
    ///
    /// @param gradient of the loss with respect to the model, as `filterGrad` gives it
    /// @param state as the last step, or [#init], gave it
    /// @param model as it is before the step
    /// @throws IllegalArgumentException if the state belongs to another optimiser
    /// @throws dev.solstice.tree.TreeException if gradient or state belong to another model
    <M> Update<M> update(M gradient, OptState state, M model);

    // ---- optimisers ----

    /// Gradient descent: `-learningRate * gradient`.
    static Optim sgd(double learningRate) {
        return sgd(Schedule.constant(learningRate));
    }

    /// Gradient descent.
    static Optim sgd(Schedule learningRate) {
        return scaleByLearningRate(learningRate);
    }

    /// Gradient descent with momentum.
    static Optim sgd(double learningRate, double momentum) {
        return sgd(Schedule.constant(learningRate), momentum, false);
    }

    /// Gradient descent with momentum.
    ///
    /// @param nesterov whether the gradient is looked at where the momentum leads
    static Optim sgd(double learningRate, double momentum, boolean nesterov) {
        return sgd(Schedule.constant(learningRate), momentum, nesterov);
    }

    /// Gradient descent with momentum.
    static Optim sgd(Schedule learningRate, double momentum, boolean nesterov) {
        return chain(new Trace(momentum, nesterov), scaleByLearningRate(learningRate));
    }

    /// Adam with its usual settings: `b1` 0.9, `b2` 0.999, `eps` 1e-8.
    static Optim adam(double learningRate) {
        return adam(Schedule.constant(learningRate));
    }

    /// Adam with its usual settings.
    static Optim adam(Schedule learningRate) {
        return adam(learningRate, ScaleByAdam.of());
    }

    /// Adam: D. P. Kingma, J. Ba, arXiv 1412.6980.
    ///
    /// ```java
    /// Optim.adam(Schedule.constant(1e-3), ScaleByAdam.of().withB1(0.95));
    /// ```
    static Optim adam(Schedule learningRate, ScaleByAdam settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Adam with decoupled weight decay of 1e-4.
    static Optim adamw(double learningRate) {
        return adamw(learningRate, 1e-4);
    }

    /// Adam with decoupled weight decay of all parameters.
    static Optim adamw(double learningRate, double weightDecay) {
        return adamw(Schedule.constant(learningRate), weightDecay, Filter.isInexactArray());
    }

    /// Adam with decoupled weight decay of the parameters that `mask` accepts.
    ///
    /// ```java
    /// Optim.adamw(1e-3, 1e-4, Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1));   // matrices only
    /// ```
    static Optim adamw(double learningRate, double weightDecay, Filter mask) {
        return adamw(Schedule.constant(learningRate), weightDecay, mask);
    }

    /// Adam with decoupled weight decay of the parameters that `mask` accepts: I. Loshchilov, F. Hutter, arXiv 1711.05101.
    static Optim adamw(Schedule learningRate, double weightDecay, Filter mask) {
        return chain(ScaleByAdam.of(), addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adam that looks its mean one step ahead: T. Dozat, "Incorporating Nesterov momentum into Adam", 2016.
    static Optim nadam(double learningRate) {
        return adam(Schedule.constant(learningRate), ScaleByAdam.of().withNesterov(true));
    }

    /// Adam with the largest gradient in place of the root mean square.
    static Optim adamax(double learningRate) {
        return adamax(Schedule.constant(learningRate), ScaleByAdamax.of());
    }

    /// Adam with the largest gradient in place of the root mean square.
    static Optim adamax(Schedule learningRate, ScaleByAdamax settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Adam whose mean square never gets smaller.
    static Optim amsgrad(double learningRate) {
        return amsgrad(Schedule.constant(learningRate), ScaleByAmsgrad.of());
    }

    /// Adam whose mean square never gets smaller.
    static Optim amsgrad(Schedule learningRate, ScaleByAmsgrad settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Adam with the gradient's deviation from its mean in place of the gradient under the root.
    static Optim adabelief(double learningRate) {
        return adabelief(Schedule.constant(learningRate), ScaleByBelief.of());
    }

    /// Adam with the gradient's deviation from its mean in place of the gradient under the root.
    static Optim adabelief(Schedule learningRate, ScaleByBelief settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// The sign of the momentum, with weight decay of 1e-3.
    static Optim lion(double learningRate) {
        return lion(Schedule.constant(learningRate), ScaleByLion.of(), 1e-3, Filter.isInexactArray());
    }

    /// The sign of the momentum, with weight decay of the parameters that `mask` accepts.
    static Optim lion(Schedule learningRate, ScaleByLion settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adam (with `eps` 1e-6) whose updates are scaled to the norm of each parameter: for large batches.
    static Optim lamb(double learningRate) {
        return lamb(Schedule.constant(learningRate), 0, Filter.isInexactArray());
    }

    /// Adam (with `eps` 1e-6) whose updates are scaled to the norm of each parameter, with weight decay of those that `mask` accepts.
    static Optim lamb(Schedule learningRate, double weightDecay, Filter mask) {
        return chain(ScaleByAdam.of().withEps(1e-6), addDecayedWeights(weightDecay, mask), new ScaleByTrustRatio(),
                scaleByLearningRate(learningRate));
    }

    /// The gradient over its root mean square.
    static Optim rmsprop(double learningRate) {
        return rmsprop(Schedule.constant(learningRate), ScaleByRms.of());
    }

    /// The gradient over its root mean square. With momentum: `chain(rmsprop(...), new Trace(0.9, false))`.
    static Optim rmsprop(Schedule learningRate, ScaleByRms settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// The gradient over its standard deviation ("centred").
    static Optim rmsprop(Schedule learningRate, ScaleByStddev settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// The gradient over the root of the sum of all its squares so far.
    static Optim adagrad(double learningRate) {
        return adagrad(Schedule.constant(learningRate), ScaleByRss.of());
    }

    /// The gradient over the root of the sum of all its squares so far.
    static Optim adagrad(Schedule learningRate, ScaleByRss settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// The gradient in units of the parameter.
    static Optim adadelta(double learningRate) {
        return adadelta(Schedule.constant(learningRate), ScaleByAdadelta.of());
    }

    /// The gradient in units of the parameter.
    static Optim adadelta(Schedule learningRate, ScaleByAdadelta settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    // ---- parts ----

    /// The decaying mean of the gradients, corrected for having started at 0.
    static Optim ema(double decay) {
        return new Ema(decay, true);
    }

    /// Several transformations, each of what the one before it gave.
    static Optim chain(Optim... parts) {
        return new Chain(List.of(parts));
    }

    /// `accepted` for the parameters that `which` accepts, `others` for all others.
    ///
    /// ```java
    /// var matrices = Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1);
    /// Optim.multiTransform(matrices, Optim.adam(1e-3), Optim.sgd(1e-2));
    /// ```
    static Optim multiTransform(Filter which, Optim accepted, Optim others) {
        return new MultiTransform(which, accepted, others);
    }

    /// Accumulated gradients: each `every`-th call is a step of `inner` with the mean of the gradients since the last.
    static Optim multiSteps(Optim inner, int every) {
        return new MultiSteps(inner, every);
    }

    /// Gradients as they are if their norm over all parameters is below `maxNorm`, else scaled to it.
    static Optim clipByGlobalNorm(double maxNorm) {
        return new ClipByGlobalNorm(maxNorm);
    }

    /// Each element moved into `[-delta, delta]`.
    static Optim clip(double delta) {
        return new Clip(delta);
    }

    /// Adds `weightDecay * parameter` to each gradient.
    static Optim addDecayedWeights(double weightDecay) {
        return addDecayedWeights(weightDecay, Filter.isInexactArray());
    }

    /// Adds `weightDecay * parameter` to the gradients of the parameters that `mask` accepts.
    static Optim addDecayedWeights(double weightDecay, Filter mask) {
        return new AddDecayedWeights(weightDecay, mask);
    }

    /// Times `-learningRate`: the last part of an optimiser.
    static Optim scaleByLearningRate(double learningRate) {
        return scaleByLearningRate(Schedule.constant(learningRate));
    }

    /// Times `-learningRate` at each step: the last part of an optimiser.
    static Optim scaleByLearningRate(Schedule learningRate) {
        return learningRate instanceof Schedule.Constant(double rate) ? new Scale(-rate) : new ScaleBySchedule(learningRate, -1);
    }
}
