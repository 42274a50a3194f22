package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Losses;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.optim.ScaleByAdadelta;
import dev.solstice.optim.ScaleByAdam;
import dev.solstice.optim.ScaleByLion;
import dev.solstice.optim.ScaleByRms;
import dev.solstice.optim.ScaleByRss;
import dev.solstice.optim.ScaleByStddev;
import dev.solstice.optim.Schedule;
import dev.solstice.optim.Trace;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What the library computes for each `op` of the area: ten steps of an optimiser, a schedule, or a loss.
final class OptimCases {
    private OptimCases() {}

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        operations.put("optax.sgd", optimiser(OptimCases::sgd));
        operations.put("optax.adam", optimiser(OptimCases::adam));
        operations.put("optax.nadam", optimiser(p -> Optim.adam(rate(p), ScaleByAdam.of().withNesterov(true))));
        operations.put("optax.adamw", optimiser(p -> Optim.adamw(rate(p), p.real("weight_decay", 1e-4), mask(p))));
        operations.put("optax.amsgrad", optimiser(p -> Optim.amsgrad(p.real("learning_rate"))));
        operations.put("optax.adamax", optimiser(p -> Optim.adamax(p.real("learning_rate"))));
        operations.put("optax.adabelief", optimiser(p -> Optim.adabelief(p.real("learning_rate"))));
        operations.put("optax.rmsprop", optimiser(OptimCases::rmsprop));
        operations.put("optax.adagrad", optimiser(p -> Optim.adagrad(rate(p), new ScaleByRss(p.real("initial_accumulator_value", 0.1), 1e-7))));
        operations.put("optax.adadelta", optimiser(p -> Optim.adadelta(rate(p), new ScaleByAdadelta(p.real("rho", 0.9), 1e-6))));
        operations.put("optax.lion", optimiser(p ->
                Optim.lion(rate(p), new ScaleByLion(p.real("b1", 0.9), p.real("b2", 0.99)), p.real("weight_decay", 1e-3), mask(p))));
        operations.put("optax.lamb", optimiser(p -> Optim.lamb(rate(p), p.real("weight_decay", 0), mask(p))));
        operations.put("optax.MultiSteps", optimiser(p -> Optim.multiSteps(Optim.sgd(rate(p)), p.integer("every_k"))));
        operations.put("optax.multi_transform", optimiser(p -> Optim.multiTransform(
                Filter.of(leaf -> leaf instanceof Array array && array.rank() > 1), named(p.text("matrix")), named(p.text("other")))));
        operations.put("optax.chain", OptimCases::chain);
        piecewise().forEach((op, make) -> operations.put("optax." + op, given -> schedule(given, make.apply(given.params()))));
        schedules().forEach((op, make) -> operations.put("optax." + op, given -> schedule(given, make.apply(given.params()))));
        losses().forEach((op, loss) -> operations.put("optax." + op, given -> loss(given, loss)));
        operations.put("optax.huber_loss", given -> {
            double delta = given.params().real("delta", 1);
            loss(given, (x, y) -> Losses.huberLoss(x, y, delta));
        });
        operations.put("optax.smooth_labels", OptimCases::smoothLabels);
        return operations;
    }

    // ---- optimisers ----

    private static Operation optimiser(Function<Params, Optim> make) {
        return given -> replay(given, make.apply(given.params()));
    }

    private static Schedule rate(Params params) {
        return Schedule.constant(params.real("learning_rate"));
    }

    private static Optim sgd(Params params) {
        return params.has("momentum")
                ? Optim.sgd(rate(params), params.real("momentum"), params.truth("nesterov", false))
                : Optim.sgd(rate(params));
    }

    private static Optim adam(Params params) {
        var rate = params.has("transition_steps")
                ? Schedule.exponentialDecay(params.real("init_value"), params.integer("transition_steps"), params.real("decay_rate"))
                : rate(params);
        return Optim.adam(rate, new ScaleByAdam(params.real("b1", 0.9), params.real("b2", 0.999), params.real("eps", 1e-8),
                params.real("eps_root", 0), params.truth("nesterov", false)));
    }

    private static Optim rmsprop(Params p) {
        double decay = p.real("decay", 0.9);
        double initial = p.real("initial_scale", 0);
        var optim = p.truth("centered", false)
                ? Optim.rmsprop(rate(p), ScaleByStddev.of().withDecay(decay).withInitialScale(initial))
                : Optim.rmsprop(rate(p), ScaleByRms.of().withDecay(decay).withInitialScale(initial));
        return p.has("momentum") ? Optim.chain(optim, new Trace(p.real("momentum"), false)) : optim;
    }

    private static Optim named(String text) {
        return switch (text) {
            case "adam(0.05)" -> Optim.adam(0.05);
            case "sgd(0.01)" -> Optim.sgd(0.01);
            case String other -> throw new NotImplemented("the optimiser " + other);
        };
    }

    private static Filter mask(Params params) {
        return switch (params.text("mask", "all")) {
            case "all" -> Filter.isInexactArray();
            case "rank > 1" -> Filter.of(leaf -> leaf instanceof Array array && array.rank() > 1);
            case String other -> throw new NotImplemented("the mask " + other);
        };
    }

    /// A chain's parts stand in its formula only.
    private static void chain(ReferenceCase given) {
        var p = given.params();
        replay(given, switch (given.json().get("function").getAsString()) {
            case "optax.chain(clip_by_global_norm(max_norm), sgd(lr))" ->
                    Optim.chain(Optim.clipByGlobalNorm(p.real("max_norm")), Optim.sgd(rate(p)));
            case "optax.chain(clip(delta), adam(lr))" ->
                    Optim.chain(Optim.clip(p.real("delta")), Optim.adam(rate(p)));
            case "optax.chain(add_decayed_weights(wd, mask), sgd(lr, momentum)): update uses g + wd p" ->
                    Optim.chain(Optim.addDecayedWeights(p.real("weight_decay"), mask(p)), Optim.sgd(rate(p), p.real("momentum"), false));
            case "optax.chain(clip_by_global_norm(1), adamw(warmup_cosine_decay_schedule(...), weight_decay=0.01))" ->
                    Optim.chain(Optim.clipByGlobalNorm(p.real("max_norm")), Optim.adamw(warmupCosine(p), p.real("weight_decay"), mask(p)));
            case "optax.chain(scale_by_adam(), add_decayed_weights(0.02), scale_by_learning_rate(0.05))" ->
                    Optim.chain(ScaleByAdam.of(), Optim.addDecayedWeights(p.real("weight_decay")), Optim.scaleByLearningRate(rate(p)));
            case "optax.chain(ema(decay, debias=True), sgd(0.1))" -> Optim.chain(Optim.ema(p.real("decay")), Optim.sgd(rate(p)));
            case String other -> throw new NotImplemented(other);
        });
    }

    private static Schedule warmupCosine(Params p) {
        return Schedule.warmupCosineDecay(p.real("init_value"), p.real("peak_value"), p.integer("warmup_steps"), p.integer("decay_steps"),
                p.real("end_value", 0));
    }

    /// Ten steps on the case's problem, compared with everything that was recorded of them.
    private static void replay(ReferenceCase given, Optim optim) {
        var loss = problem(given);
        Map<String, Array> model = new TreeMap<>();
        for (var name : given.inputs()) if (name.startsWith("init.")) model.put(name.substring(5), given.tensor(name));
        var state = optim.init(model);
        var losses = new ArrayList<Array>();
        var recorded = new TreeMap<String, List<Array>>();
        record(recorded, "p.", model);
        var next = given.mode((Before before) -> {
            var both = filterValueAndGrad(loss).apply(before.model());
            var update = optim.update(both.grad(), before.state(), before.model());
            return new After(applyUpdates(before.model(), update.updates()), update.state(), both.value(), both.grad());
        });
        for (int step = 0; step < 10; step++) {
            var after = next.apply(new Before(model, state));
            losses.add(after.loss());
            record(recorded, "g.", after.grad());
            model = after.model();
            state = after.state();
            record(recorded, "p.", model);
        }
        given.expect("loss", stacked(losses));
        recorded.forEach((name, values) -> given.expect(name, stacked(values)));
    }

    private record Before(Map<String, Array> model, OptState state) {}

    private record After(Map<String, Array> model, OptState state, Array loss, Map<String, Array> grad) {}

    private static void record(Map<String, List<Array>> recorded, String prefix, Map<String, Array> values) {
        values.forEach((name, value) -> recorded.computeIfAbsent(prefix + name, _ -> new ArrayList<>()).add(value));
    }

    private static Array stacked(List<Array> arrays) {
        return Lax.concatenate(0, arrays.stream().map(array -> array.expandDims(0)).toArray(Array[]::new));
    }

    private static Fn1<Map<String, Array>, Array> problem(ReferenceCase given) {
        return switch (given.params().text("problem")) {
            case "quadratic" -> p -> part(given, p, "w").add(part(given, p, "b")).add(part(given, p, "s")).mul(0.5);
            case "mlp" -> p -> {
                var hidden = Lax.tanh(given.tensor("x").matmul(p.get("w1")).add(p.get("b1")));
                var error = hidden.matmul(p.get("w2")).add(p.get("b2")).sub(given.tensor("y"));
                return error.mul(error).mean();
            };
            case String other -> throw new NotImplemented("the problem " + other);
        };
    }

    private static Array part(ReferenceCase given, Map<String, Array> p, String name) {
        var distance = p.get(name).sub(given.tensor("t" + name));
        return given.tensor("c" + name).mul(distance.mul(distance)).sum();
    }

    // ---- schedules ----

    private static Map<String, Function<Params, Schedule>> schedules() {
        return Map.of(
                "constant_schedule", p -> Schedule.constant(p.real("value")),
                "linear_schedule", p -> Schedule.polynomial(p.real("init_value"), p.real("end_value"), 1, p.integer("transition_steps"),
                        p.integer("transition_begin", 0)),
                "polynomial_schedule", p -> Schedule.polynomial(p.real("init_value"), p.real("end_value"), p.real("power"),
                        p.integer("transition_steps"), p.integer("transition_begin", 0)),
                "cosine_decay_schedule", p -> Schedule.cosineDecay(p.real("init_value"), p.integer("decay_steps"), p.real("alpha", 0),
                        p.real("exponent", 1)),
                "warmup_cosine_decay_schedule", OptimCases::warmupCosine,
                "warmup_constant_schedule", p -> Schedule.warmupConstant(p.real("init_value"), p.real("peak_value"), p.integer("warmup_steps")),
                "exponential_decay", OptimCases::exponential,
                "warmup_exponential_decay_schedule", p -> Schedule.warmupExponentialDecay(p.real("init_value"), p.real("peak_value"),
                        p.integer("warmup_steps"), p.integer("transition_steps"), p.real("decay_rate")),
                "join_schedules", p -> Schedule.join(
                        List.of(Schedule.linear(0, 1, p.integer("n")), Schedule.cosineDecay(1, p.integer("m"))), p.integer("n")));
    }

    private static Map<String, Function<Params, Schedule>> piecewise() {
        return Map.of(
                "piecewise_constant_schedule", p -> Schedule.piecewiseConstant(p.real("init_value"), boundaries(p), scales(p)),
                "piecewise_interpolate_schedule", p -> switch (p.text("interpolate_type")) {
                    case "linear" -> Schedule.piecewiseLinear(p.real("init_value"), boundaries(p), scales(p));
                    case "cosine" -> Schedule.piecewiseCosine(p.real("init_value"), boundaries(p), scales(p));
                    case String other -> throw new NotImplemented("interpolation " + other);
                },
                "cosine_onecycle_schedule", p -> Schedule.cosineOnecycle(p.integer("transition_steps"), p.real("peak_value")));
    }

    /// The keys of an object of scales, in order.
    private static int[] boundaries(Params p) {
        return p.json("boundaries_and_scales").getAsJsonObject().keySet().stream().mapToInt(Integer::parseInt).sorted().toArray();
    }

    private static double[] scales(Params p) {
        var scales = p.json("boundaries_and_scales").getAsJsonObject();
        return Arrays.stream(boundaries(p)).mapToDouble(boundary -> scales.get(Integer.toString(boundary)).getAsDouble()).toArray();
    }

    private static Schedule exponential(Params p) {
        double rate = p.real("decay_rate");
        double unbounded = rate < 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return Schedule.exponentialDecay(p.real("init_value"), p.integer("transition_steps"), rate, p.integer("transition_begin", 0),
                p.truth("staircase", false), p.real("end_value", unbounded));
    }

    private static void schedule(ReferenceCase given, Schedule schedule) {
        var values = new float[25];
        for (int step = 0; step < values.length; step++) values[step] = (float) schedule.at(step);
        given.expect("values", Array.of(Shape.of(values.length), values));
    }

    // ---- losses ----

    private static Map<String, Fn2<Array, Array, Array>> losses() {
        return Map.of(
                "softmax_cross_entropy_with_integer_labels", Losses::softmaxCrossEntropyWithIntegerLabels,
                "softmax_cross_entropy", Losses::softmaxCrossEntropy,
                "sigmoid_binary_cross_entropy", Losses::sigmoidBinaryCrossEntropy,
                "squared_error", Losses::squaredError,
                "l2_loss", Losses::l2Loss,
                "log_cosh", Losses::logCosh,
                "cosine_similarity", Losses::cosineSimilarity);
    }

    private static void loss(ReferenceCase given, Fn2<Array, Array, Array> loss) {
        var y = given.tensor("x1");
        loss(given, given.tensor("x0"), x -> loss.apply(x, y));
    }

    private static void loss(ReferenceCase given, Array x, Fn1<Array, Array> loss) {
        given.expect("y", given.mode(loss).apply(x));
        given.expect("grad_x0", given.mode(filterValueAndGrad((Array p) -> loss.apply(p).sum())).apply(x).grad());
    }

    private static void smoothLabels(ReferenceCase given) {
        double alpha = given.params().real("alpha");
        loss(given, given.tensor("x0"), p -> Losses.smoothLabels(p, alpha));
    }
}
