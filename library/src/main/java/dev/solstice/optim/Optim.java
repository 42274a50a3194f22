package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.KeyPath;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

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
/// Takes whole models: leaves that are no floating or complex arrays have no state and no update. A parameter whose gradient is
/// null, because it is frozen for example, is not updated and what is remembered for it stays.
///
/// The way down of complex parameters is along the conjugate of what `filterGrad` gives, as in JAX and optax: put [#conjugate] first.
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

    /// One step of an optimiser that may look at the loss itself, as [#lbfgs()] does. Others go by the gradient alone.
    ///
    /// @param objective the loss, and its value at `model`
    default <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        return update(gradient, state, model);
    }

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

    /// Adam with decoupled weight decay of all parameters but those under a constraint; see [Filter#decaying].
    static Optim adamw(double learningRate, double weightDecay) {
        return adamw(Schedule.constant(learningRate), weightDecay, Filter.decaying());
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
        return adamw(learningRate, ScaleByAdam.of(), weightDecay, mask);
    }

    /// Adam of any settings with decoupled weight decay.
    ///
    /// ```java
    /// Optim.adamw(Schedule.constant(1e-3), ScaleByAdam.of().withB2(0.95), 0.1, Filter.decaying());
    /// ```
    static Optim adamw(Schedule learningRate, ScaleByAdam settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
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
        return lion(Schedule.constant(learningRate), ScaleByLion.of(), 1e-3, Filter.decaying());
    }

    /// The sign of the momentum, with weight decay of the parameters that `mask` accepts.
    static Optim lion(Schedule learningRate, ScaleByLion settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adam (with `eps` 1e-6) whose updates are scaled to the norm of each parameter: for large batches.
    static Optim lamb(double learningRate) {
        return lamb(Schedule.constant(learningRate), 0, Filter.decaying());
    }

    /// Adam (with `eps` 1e-6) whose updates are scaled to the norm of each parameter, with weight decay of those that `mask` accepts.
    static Optim lamb(Schedule learningRate, double weightDecay, Filter mask) {
        return lamb(learningRate, ScaleByAdam.of().withEps(1e-6), weightDecay, mask);
    }

    /// Adam of any settings whose updates are scaled to the norm of each parameter.
    static Optim lamb(Schedule learningRate, ScaleByAdam settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), new ScaleByTrustRatio(0, 1, 0), scaleByLearningRate(learningRate));
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

    /// Adam, corrected for how little is known in the first steps: L. Liu et al., arXiv 1908.03265.
    static Optim radam(double learningRate) {
        return radam(Schedule.constant(learningRate), ScaleByRadam.of());
    }

    /// Adam, corrected for how little is known in the first steps.
    static Optim radam(Schedule learningRate, ScaleByRadam settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Nadam with decoupled weight decay of the parameters that `mask` accepts.
    static Optim nadamw(Schedule learningRate, double weightDecay, Filter mask) {
        return chain(ScaleByAdam.of().withNesterov(true), addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adamax with decoupled weight decay of the parameters that `mask` accepts.
    static Optim adamaxw(Schedule learningRate, double weightDecay, Filter mask) {
        return adamaxw(learningRate, ScaleByAdamax.of(), weightDecay, mask);
    }

    /// Adamax of any settings with decoupled weight decay.
    static Optim adamaxw(Schedule learningRate, ScaleByAdamax settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adam with Nesterov momentum estimated from differences of gradients: X. Xie et al., arXiv 2208.06677.
    static Optim adan(double learningRate) {
        return adan(Schedule.constant(learningRate), ScaleByAdan.of(), 0, Filter.decaying());
    }

    /// Adan with decoupled weight decay of the parameters that `mask` accepts.
    static Optim adan(Schedule learningRate, ScaleByAdan settings, double weightDecay, Filter mask) {
        return chain(settings, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
    }

    /// Adam whose mean square moves by a fixed share: M. Zaheer et al., NeurIPS 2018.
    static Optim yogi(double learningRate) {
        return yogi(Schedule.constant(learningRate), ScaleByYogi.of());
    }

    /// Adam whose mean square moves by a fixed share.
    static Optim yogi(Schedule learningRate, ScaleByYogi settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Momentum of gradients over their norms: B. Ginsburg et al., arXiv 1905.11286.
    static Optim novograd(double learningRate) {
        return novograd(Schedule.constant(learningRate), ScaleByNovograd.of());
    }

    /// Momentum of gradients over their norms.
    static Optim novograd(Schedule learningRate, ScaleByNovograd settings) {
        return chain(settings, scaleByLearningRate(learningRate));
    }

    /// Adam with little memory for large parameters, whose updates are relative to the parameter: N. Shazeer, M. Stern, arXiv 1804.04235.
    static Optim adafactor(double learningRate) {
        return adafactor(Schedule.constant(learningRate), Adafactor.of());
    }

    /// Adam with little memory for large parameters, with momentum or weight decay for example.
    static Optim adafactor(Schedule learningRate, Adafactor settings) {
        return settings.with(learningRate);
    }

    /// Steps relative to the norm of each parameter that keep it bounded: J. Bernstein et al., arXiv 2002.03432.
    static Optim fromage(double learningRate) {
        return fromage(learningRate, 1e-6);
    }

    /// @param least norm of a parameter and of an update
    static Optim fromage(double learningRate, double least) {
        double shrink = 1 / Math.sqrt(1 + learningRate * learningRate);
        return chain(new ScaleByTrustRatio(least, 1, 0), scaleByLearningRate(learningRate * shrink), addDecayedWeights(shrink - 1));
    }

    /// Momentum with a learning rate for each layer, relative to its norm: Y. You et al., arXiv 1708.03888.
    ///
    /// @param decaying which parameters decay
    /// @param adapted which parameters have a learning rate of their own
    static Optim lars(Schedule learningRate, double weightDecay, Filter decaying, Filter adapted, double momentum, boolean nesterov) {
        return lars(learningRate, weightDecay, decaying, new ScaleByTrustRatio(0, 1e-3, 0), adapted, new Trace(momentum, nesterov));
    }

    /// LARS of any parts.
    static Optim lars(Schedule learningRate, double weightDecay, Filter decaying, ScaleByTrustRatio ratio, Filter adapted, Trace momentum) {
        return chain(addDecayedWeights(weightDecay, decaying), masked(ratio, adapted), scaleByLearningRate(learningRate), momentum);
    }

    /// Momentum 0.9 with a learning rate for each layer.
    static Optim lars(double learningRate) {
        return lars(Schedule.constant(learningRate), 0, Filter.decaying(), Filter.decaying(), 0.9, false);
    }

    /// Gradient descent with normal noise of variance `eta / step^gamma`: A. Neelakantan et al., arXiv 1511.06807.
    static Optim noisySgd(double learningRate, double eta, double gamma, Key key) {
        return chain(addNoise(eta, gamma, key), scaleByLearningRate(learningRate));
    }

    /// Steps by the sign of the gradient: J. Bernstein et al., arXiv 1802.04434.
    static Optim signSgd(double learningRate) {
        return chain(scaleBySign(), scaleByLearningRate(learningRate));
    }

    /// Steps by the sign of the momentum.
    static Optim signum(double learningRate, double beta) {
        return chain(new Ema(beta, false), scaleBySign(), scaleByLearningRate(learningRate));
    }

    /// Gradient descent for games: A. Mokhtari et al., arXiv 1901.08511.
    static Optim optimisticGradientDescent(double learningRate) {
        return chain(new ScaleByOptimisticGradient(1, 1), scaleByLearningRate(learningRate));
    }

    /// Nadam for games: C. Daskalakis et al., arXiv 1711.00141.
    static Optim optimisticAdam(double learningRate) {
        return chain(ScaleByAdam.of().withNesterov(true), new ScaleByOptimisticGradient(1, 1), scaleByLearningRate(learningRate));
    }

    /// Gradient descent with Polyak's step size. Needs an [Objective]; its least value is 0.
    ///
    /// @param mostRate largest learning rate
    static Optim polyakSgd(double mostRate) {
        return chain(sgd(1), new ScaleByPolyak(0, mostRate, 0, false));
    }

    /// Steps by the sign of the gradient of lengths that adapt, for whole data sets: M. Riedmiller, H. Braun, ICNN 1993.
    ///
    /// @param first length of a step
    static Optim rprop(double first) {
        return chain(ScaleByRprop.of(first), scale(-1));
    }

    /// Adagrad with little memory: R. Anil et al., arXiv 1901.11150.
    static Optim sm3(double learningRate) {
        return chain(ScaleBySm3.of(), scale(-learningRate));
    }

    /// L-BFGS with a line search, for whole data sets. Needs an [Objective].
    static Optim lbfgs() {
        return lbfgs(10);
    }

    /// @param memory how many steps are remembered
    static Optim lbfgs(int memory) {
        return lbfgs(new ScaleByLbfgs(memory, true), ZoomLinesearch.of(20));
    }

    /// @param linesearch how far to go in the direction: a line search, or a fixed [#scale]
    static Optim lbfgs(ScaleByLbfgs direction, Optim linesearch) {
        return chain(direction, scale(-1), linesearch);
    }

    // ---- parts ----

    /// An optimiser whose settings are in its state, where they can be changed between two steps without compiling anew; see
    /// [InjectHyperparams].
    ///
    /// @param hyperparams the settings by name; those that are no constants follow their schedule
    static Optim injectHyperparams(Map<String, Schedule> hyperparams, Fn1<Map<String, Array>, Optim> optim) {
        return new InjectHyperparams(hyperparams, optim);
    }

    /// Nothing changes the gradient.
    static Optim identity() {
        return Stateless.perParameter("identity", (g, _) -> g);
    }

    /// The conjugate of complex gradients, which is the way down: the first part of an optimiser of complex parameters.
    ///
    /// ```java
    /// Optim.chain(Optim.conjugate(), Optim.adam(1e-3));
    /// ```
    static Optim conjugate() {
        return Stateless.perParameter("conjugate", (g, _) -> g.dtype().isComplex() ? Lax.conj(g) : g);
    }

    /// No update: with [#masked], parameters that stay.
    static Optim setToZero() {
        return Stateless.perParameter("setToZero", (g, _) -> Parameters.zerosLike(g));
    }

    /// No update of the parameters that `mask` accepts.
    static Optim freeze(Filter mask) {
        return masked(setToZero(), mask);
    }

    /// `inner` for the parameters that `mask` accepts, no update of the others.
    static Optim selectiveTransform(Optim inner, Filter mask) {
        return chain(masked(inner, mask), freeze(mask.not()));
    }

    /// `inner` for the parameters that `mask` accepts; the gradients of others go on as they are.
    static Optim masked(Optim inner, Filter mask) {
        return new Masked(inner, mask);
    }

    /// A function of each gradient and its parameter, under a name for printing.
    static Optim stateless(String name, BinaryOperator<Array> rule) {
        return Stateless.perParameter(name, rule);
    }

    /// Times a constant.
    static Optim scale(double factor) {
        return new Scale(factor);
    }

    /// The sign of each element.
    static Optim scaleBySign() {
        return Stateless.perParameter("scaleBySign", (g, _) -> Lax.sign(g));
    }

    /// Times the norm of the parameter, which counts as at least `least`.
    static Optim scaleByParamBlockNorm(double least) {
        return Stateless.perParameter("scaleByParamBlockNorm(" + least + ")", (g, p) -> g.mul(Moments.atLeast(least, Lax.sqrt(Moments.squaredSize(p).sum()))));
    }

    /// Times the root mean square of the parameter, which counts as at least `least`.
    static Optim scaleByParamBlockRms(double least) {
        return Stateless.perParameter("scaleByParamBlockRms(" + least + ")", (g, p) -> g.mul(Moments.atLeast(least, Moments.rms(p))));
    }

    /// Over the norm of all updates together.
    static Optim normalizeByUpdateNorm(double scale, double eps) {
        return new Stateless("normalizeByUpdateNorm", (gradient, model) -> {
            var norm = Updates.globalNorm(gradient).add(eps).div(scale);
            return Parameters.map(model, g -> g[0].div(norm.astype(g[0].dtype())), gradient);
        });
    }

    /// Without the mean over all axes but the first, of parameters of more than one axis.
    static Optim centralize() {
        return Stateless.perParameter("centralize", (g, _) -> {
            if (g.rank() < 2) return g;
            var mean = g.mean(Axes.range(1, g.rank()).toArray());
            for (int i = 1; i < g.rank(); i++) mean = mean.expandDims(i);
            return g.sub(mean);
        });
    }

    /// Normal noise of variance `eta / step^gamma`.
    static Optim addNoise(double eta, double gamma, Key key) {
        return new AddNoise(eta, gamma, key);
    }

    /// 0 in place of NaN.
    static Optim zeroNans() {
        return new ZeroNans();
    }

    /// Updates that would make a parameter negative make it 0. The last part of an optimiser.
    static Optim keepParamsNonnegative() {
        return Stateless.perParameter("keepParamsNonnegative", (u, p) -> Lax.select(p.add(u).lt(0), p.neg(), u));
    }

    /// Each array scaled so that its root mean square is at most `threshold`.
    static Optim clipByBlockRms(double threshold) {
        return Stateless.perParameter("clipByBlockRms(" + threshold + ")", (g, _) -> g.div(Moments.atLeast(1, Moments.rms(g).div(threshold))));
    }

    /// Gradients of each unit (row of outputs) scaled to at most `clipping` times the norm of its parameters: A. Brock et al., arXiv 2102.06171.
    ///
    /// @param eps least norm of a unit's parameters
    /// @param axes what a unit's norm is taken over; by default as its rank says: all but the last for matrices and kernels
    static Optim adaptiveGradClip(double clipping, double eps, int... axes) {
        return Stateless.perParameter("adaptiveGradClip(" + clipping + ")", (g, p) -> {
            var norm = Moments.unitwiseNorm(g, axes);
            var most = Moments.atLeast(eps, Moments.unitwiseNorm(p, axes)).mul(clipping);
            return Lax.select(norm.lt(most), g, g.mul(most.div(Moments.atLeast(1e-6, norm))));
        });
    }

    /// Steps of `inner` for finite gradients only; see [ApplyIfFinite].
    static Optim applyIfFinite(Optim inner, int maxErrors) {
        return new ApplyIfFinite(inner, maxErrors);
    }

    /// The sum of the gradients at each `every`-th step, 0 at others.
    static Optim applyEvery(int every) {
        return new ApplyEvery(every);
    }

    /// `inner` at the steps at which `condition` of the step's number holds; at others the gradient goes on as it is.
    static Optim conditionallyTransform(Optim inner, Fn1<Array, Array> condition) {
        return new Conditionally(inner, condition, true);
    }

    /// `inner` at the steps at which `condition` of the step's number holds; at others there is no update.
    static Optim conditionallyMask(Optim inner, Fn1<Array, Array> condition) {
        return new Conditionally(inner, condition, false);
    }

    /// Slow parameters that follow those that `inner` trains; see [Lookahead].
    static Optim lookahead(Optim inner, int period, double stepSize) {
        return new Lookahead(inner, period, stepSize);
    }

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

    /// A transformation for each group of parameters; see [Groups].
    ///
    /// @param groups a transformation for each name of a group
    /// @param nameOf the group of a parameter, by its path and itself
    static Optim partition(Map<String, Optim> groups, BiFunction<KeyPath, Object, String> nameOf) {
        return new Groups(groups, nameOf);
    }

    /// [#chain], whose states have names.
    ///
    /// ```java
    /// Optim.namedChain(new NamedChain.Part("clip", Optim.clip(1)), new NamedChain.Part("adam", Optim.adam(1e-3)));
    /// ```
    static Optim namedChain(NamedChain.Part... parts) {
        return new NamedChain(List.of(parts));
    }

    /// The updates as they are, with a measurement of them in the state under a name; see [Monitor#measured].
    static Optim snapshot(String name, Fn1<Object, Object> measure) {
        return monitor(Map.of(name, Measure.of(measure)));
    }

    /// The updates as they are, with measurements of them in the state; see [Monitor].
    static Optim monitor(Map<String, Measure> measures) {
        return new Monitor(measures);
    }

    /// `inner` of one vector of all parameters, so that norms and limits that go by arrays go by all of them together.
    static Optim flatten(Optim inner) {
        return new Flattened(inner);
    }

    /// Accumulated gradients: each `every`-th call is a step of `inner` with the mean of the gradients since the last.
    static MultiSteps multiSteps(Optim inner, int every) {
        return MultiSteps.of(inner, every);
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
        return addDecayedWeights(weightDecay, Filter.decaying());
    }

    /// Adds `weightDecay * parameter` to the gradients of the parameters that `mask` accepts.
    static Optim addDecayedWeights(double weightDecay, Filter mask) {
        return addDecayedWeights(Schedule.constant(weightDecay), mask);
    }

    /// Adds `weightDecay * parameter` to the gradients of the parameters that `mask` accepts.
    static Optim addDecayedWeights(Schedule weightDecay, Filter mask) {
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
