package dev.solstice.reference;

import static java.lang.Double.POSITIVE_INFINITY;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.optim.AddNoise;
import dev.solstice.optim.BacktrackingLinesearch;
import dev.solstice.optim.Ema;
import dev.solstice.optim.Optim;
import dev.solstice.optim.ScaleByAdadelta;
import dev.solstice.optim.ScaleByAdam;
import dev.solstice.optim.ScaleByAdamax;
import dev.solstice.optim.ScaleByAdan;
import dev.solstice.optim.ScaleByAmsgrad;
import dev.solstice.optim.ScaleByBelief;
import dev.solstice.optim.ScaleByDistanceOverGradients;
import dev.solstice.optim.ScaleByFactoredRms;
import dev.solstice.optim.ScaleByLbfgs;
import dev.solstice.optim.ScaleByLion;
import dev.solstice.optim.ScaleByNovograd;
import dev.solstice.optim.ScaleByOptimisticGradient;
import dev.solstice.optim.ScaleByPolyak;
import dev.solstice.optim.ScaleByRadam;
import dev.solstice.optim.ScaleByRms;
import dev.solstice.optim.ScaleByRprop;
import dev.solstice.optim.ScaleByRss;
import dev.solstice.optim.ScaleBySchedule;
import dev.solstice.optim.ScaleBySm3;
import dev.solstice.optim.ScaleByStddev;
import dev.solstice.optim.ScaleByTrustRatio;
import dev.solstice.optim.ScaleByYogi;
import dev.solstice.optim.Schedule;
import dev.solstice.optim.Skip;
import dev.solstice.optim.Trace;
import dev.solstice.optim.ZoomLinesearch;
import dev.solstice.random.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import java.util.TreeMap;
import java.util.regex.Pattern;

/// The optimiser, or part of one, that optax's function of a name makes of some arguments.
final class OptaxOptimisers {
    private static final Pattern RANK = Pattern.compile(".*rank (>|>=|==|<|<=|!=) (\\d+)");

    private OptaxOptimisers() {}

    /// The optimiser of a case: of its formula, or of its parameters where that says `**params`.
    static Optim of(ReferenceCase given) {
        var name = given.op().substring("optax.".length());
        var formula = OptaxFormula.of(given.json().get("function").getAsString(), given.params());
        var optim = formula == null || name.equals("multi_transform") || name.equals("partition") ? of(name, given.params()) : of(formula);
        given.params().text("problem");
        given.params().requireAllRead(name);
        return optim;
    }

    /// The optimiser that the parameter `optimiser` names, with those of the parameters that are its own.
    static Optim named(Params given) {
        return of(OptaxFormula.of(given.text("optimiser") + "(...)", given));
    }

    /// `{"op": "adam", "learning_rate": 0.1}`
    static Optim of(JsonElement json) {
        var p = new Params(json.getAsJsonObject());
        var optim = of(p.text("op"), p);
        p.requireAllRead(p.text("op"));
        return optim;
    }

    private static Optim of(String name, Params p) {
        return switch (name) {
            case "sgd" -> p.has("momentum")
                    ? Optim.chain(trace(p, "momentum"), rate(p)) : withoutMomentum(p);
            case "adam" -> Optim.chain(adam(p, 1e-8), rate(p));
            case "nadam" -> Optim.chain(adam(p, 1e-8).withNesterov(p.truth("nesterov", true)), rate(p));
            case "adamw" -> Optim.chain(adam(p, 1e-8), decay(p, 1e-4), rate(p));
            case "nadamw" -> Optim.chain(adam(p, 1e-8).withNesterov(p.truth("nesterov", true)), decay(p, 1e-4), rate(p));
            case "amsgrad" -> Optim.chain(amsgrad(p), rate(p));
            case "adamax" -> Optim.chain(adamax(p), rate(p));
            case "adamaxw" -> Optim.chain(adamax(p), decay(p, 1e-4), rate(p));
            case "adabelief" -> Optim.chain(belief(p), rate(p));
            case "radam" -> Optim.chain(radam(p), rate(p));
            case "lion" -> Optim.chain(lion(p), decay(p, 1e-3), rate(p));
            case "lamb" -> Optim.chain(adam(p, 1e-6), decay(p, 0), new ScaleByTrustRatio(0, 1, 0), rate(p));
            case "lars" -> Optim.chain(Optim.addDecayedWeights(p.real("weight_decay", 0), mask(p, "weight_decay_mask")),
                    Optim.masked(new ScaleByTrustRatio(0, p.real("trust_coefficient", 1e-3), p.real("eps", 0)), mask(p, "trust_ratio_mask")),
                    rate(p), p.has("momentum") ? trace(p, "momentum") : new Trace(0.9, p.truth("nesterov", false)));
            case "rmsprop" -> {
                var scaled = Optim.chain(p.truth("centered", false) ? stddev(p) : rms(p), rate(p));
                yield p.has("momentum") ? Optim.chain(scaled, trace(p, "momentum")) : scaled;
            }
            case "adagrad" -> Optim.chain(rss(p), rate(p));
            case "adadelta" -> Optim.chain(Optim.addDecayedWeights(p.real("weight_decay", 0), mask(p, "weight_decay_mask")), adadelta(p), rate(p));
            case "adan" -> Optim.chain(adan(p, 1e-8), decay(p, 0), rate(p));
            case "yogi" -> Optim.chain(yogi(p), rate(p));
            case "novograd" -> Optim.chain(novograd(p, 1e-6), rate(p));
            case "adafactor" -> adafactor(p);
            case "fromage" -> fromage(p);
            case "sm3" -> Optim.chain(new ScaleBySm3(p.real("momentum", 0.9), 1, 1e-8), rate(p));
            case "sign_sgd" -> Optim.chain(Optim.scaleBySign(), rate(p));
            case "signum" -> Optim.chain(new Ema(p.real("beta", 0.9), false, dtype(p, "accumulator_dtype")), Optim.scaleBySign(), rate(p));
            case "rprop" -> Optim.chain(rprop(p), Optim.scale(-1));
            case "optimistic_gradient_descent" -> Optim.chain(optimistic(p), rate(p));
            case "optimistic_adam_v2" -> Optim.chain(adam(p, 1e-8).withNesterov(p.truth("nesterov", true)), optimistic(p), rate(p));
            case "optimistic_adam" -> Optim.chain(adam(p, 1e-8).withNesterov(p.truth("nesterov", true)),
                    new ScaleByOptimisticGradient(p.real("learning_rate"), p.real("optimism", p.real("learning_rate"))), Optim.scale(-1));
            case "polyak_sgd" -> Optim.chain(Optim.sgd(p.real("scaling", 1)), polyak(p));
            case "noisy_sgd" -> Optim.chain(noise(p, 0.01, 0.55), rate(p));
            case "lbfgs" -> Optim.chain(new ScaleByLbfgs(p.integer("memory_size", 10), p.truth("scale_init_precond", true)),
                    p.has("learning_rate") ? rate(p) : Optim.scale(-1), ZoomLinesearch.of(20));
            case "scale_by_adam" -> adam(p, 1e-8);
            case "scale_by_amsgrad" -> amsgrad(p);
            case "scale_by_adamax" -> adamax(p);
            case "scale_by_belief" -> belief(p);
            case "scale_by_radam" -> radam(p);
            case "scale_by_lion" -> lion(p);
            case "scale_by_rms" -> rms(p);
            case "scale_by_stddev" -> stddev(p);
            case "scale_by_rss" -> rss(p);
            case "scale_by_adadelta" -> adadelta(p);
            case "scale_by_adan" -> adan(p, 0);
            case "scale_by_yogi" -> yogi(p);
            case "scale_by_novograd" -> novograd(p, 1e-8);
            case "scale_by_sm3" -> new ScaleBySm3(p.real("b1", 0.9), p.real("b2", 1), p.real("eps", 1e-8));
            case "scale_by_rprop" -> rprop(p);
            case "scale_by_polyak" -> polyak(p);
            case "scale_by_optimistic_gradient" -> optimistic(p);
            case "scale_by_factored_rms" -> factored(p, "step_offset", "epsilon");
            case "scale_by_lbfgs" -> new ScaleByLbfgs(p.integer("memory_size", 10), p.truth("scale_init_precond", true));
            case "scale_by_distance_over_gradients" -> new ScaleByDistanceOverGradients(p.real("reps_rel", 1e-6), p.real("eps", 1e-8),
                    p.real("global_scale", 1));
            case "scale_by_backtracking_linesearch" -> new BacktrackingLinesearch(p.integer("max_backtracking_steps"), p.real("slope_rtol", 1e-4),
                    p.real("decrease_factor", 0.8), p.real("increase_factor", 1.5), p.real("max_learning_rate", 1));
            case "scale_by_zoom_linesearch" -> new ZoomLinesearch(p.integer("max_linesearch_steps"), p.real("increase_factor", 2),
                    p.real("slope_rtol", 1e-4), p.real("curv_rtol", 0.9), p.real("approx_dec_rtol", 1e-6), p.real("stepsize_precision", 1e-5),
                    p.text("initial_guess_strategy", "keep").equals("keep"));
            case "scale_by_trust_ratio" -> new ScaleByTrustRatio(p.real("min_norm", 0), p.real("trust_coefficient", 1), p.real("eps", 0));
            case "scale_by_param_block_norm" -> Optim.scaleByParamBlockNorm(p.real("min_scale", 1e-3));
            case "scale_by_param_block_rms" -> Optim.scaleByParamBlockRms(p.real("min_scale", 1e-3));
            case "scale_by_sign" -> Optim.scaleBySign();
            case "scale_by_learning_rate" -> p.truth("flip_sign", true) ? rate(p) : new ScaleBySchedule(schedule(p, "learning_rate"), 1);
            case "scale_by_schedule" -> new ScaleBySchedule(schedule(p, "step_size_fn"), 1);
            case "scale" -> Optim.scale(p.real("step_size"));
            case "trace" -> trace(p, "decay");
            case "ema" -> new Ema(p.real("decay"), p.truth("debias", true), dtype(p, "accumulator_dtype"));
            case "clip" -> Optim.clip(p.real("max_delta"));
            case "clip_by_global_norm" -> Optim.clipByGlobalNorm(p.real("max_norm"));
            case "clip_by_block_rms" -> Optim.clipByBlockRms(p.real("threshold"));
            case "adaptive_grad_clip" -> Optim.adaptiveGradClip(p.real("clipping"), p.real("eps", 1e-3));
            case "add_decayed_weights" -> decay(p, 0);
            case "add_noise" -> noise(p, 0, 0);
            case "centralize" -> Optim.centralize();
            case "normalize_by_update_norm" -> Optim.normalizeByUpdateNorm(p.real("scale_factor", 1), p.real("eps", 1e-6));
            case "zero_nans" -> Optim.zeroNans();
            case "keep_params_nonnegative" -> Optim.keepParamsNonnegative();
            case "identity" -> Optim.identity();
            case "set_to_zero" -> Optim.setToZero();
            case "freeze" -> Optim.freeze(mask(p, "mask"));
            case "apply_every" -> Optim.applyEvery(p.integer("k", 1));
            case "chain" -> Optim.chain(p.json("parts").getAsJsonArray().asList().stream().map(OptaxOptimisers::of).toArray(Optim[]::new));
            case "masked" -> Optim.masked(of(p.json("inner")), mask(p, "mask"));
            case "selective_transform" -> Optim.selectiveTransform(of(p.json("optimizer")), mask(p, "freeze_mask").not());
            case "apply_if_finite" -> Optim.applyIfFinite(of(p.json("inner")), p.integer("max_consecutive_errors"));
            case "flatten" -> Optim.flatten(of(p.json("inner")));
            case "lookahead" -> Optim.lookahead(of(p.json("fast_optimizer")), p.integer("sync_period"), p.real("slow_step_size"));
            case "MultiSteps" -> multiSteps(p);
            case "multi_transform", "partition" -> Optim.multiTransform(RANK_ABOVE_1, named(p.text("matrix")), named(p.text("other")));
            case String other -> throw new NotImplemented("the optimiser " + other);
        };
    }

    // ---- rates, masks ----

    private static Schedule schedule(Params p, String name) {
        return OptaxSchedules.of(p.json(name));
    }

    /// Nothing if there is no learning rate.
    private static Optim rate(Params p) {
        return p.has("learning_rate") ? Optim.scaleByLearningRate(schedule(p, "learning_rate")) : Optim.identity();
    }

    private static final Filter RANK_ABOVE_1 = Filter.of(leaf -> leaf instanceof Array array && array.rank() > 1);

    /// `"rank > 1"`, `true`, `{"w": true, "b": false}`, or every parameter if it is absent.
    private static Filter mask(Params p, String name) {
        var json = p.json(name);
        if (json == null) return Filter.isInexactArray();
        if (json instanceof JsonObject tree) {
            var mask = new TreeMap<String, Object>();
            tree.entrySet().forEach(entry -> mask.put(entry.getKey(), entry.getValue().getAsBoolean()));
            return Filter.prefix(mask);
        }
        if (json.getAsJsonPrimitive().isBoolean()) return json.getAsBoolean() ? Filter.isInexactArray() : Filter.none();
        var text = json.getAsString();
        if (text.equals("all")) return Filter.isInexactArray();
        if (text.equals("none")) return Filter.none();
        var rank = RANK.matcher(text);
        if (!rank.matches()) throw new NotImplemented("the mask " + text);
        int than = Integer.parseInt(rank.group(2));
        return Filter.of(leaf -> leaf instanceof Array array && switch (rank.group(1)) {
            case ">" -> array.rank() > than;
            case ">=" -> array.rank() >= than;
            case "<" -> array.rank() < than;
            case "<=" -> array.rank() <= than;
            case "==" -> array.rank() == than;
            default -> array.rank() != than;
        });
    }

    private static Optim decay(Params p, double absent) {
        return Optim.addDecayedWeights(p.real("weight_decay", absent), mask(p, "mask"));
    }

    /// `"adam(0.05)"`
    private static Optim named(String text) {
        return of(OptaxFormula.of(text, new Params(new JsonObject())));
    }

    // ---- their parts ----

    private static Optim withoutMomentum(Params p) {
        p.truth("nesterov", false);
        dtype(p, "accumulator_dtype");
        return rate(p);
    }

    private static Trace trace(Params p, String decay) {
        return new Trace(p.real(decay), p.truth("nesterov", false), dtype(p, "accumulator_dtype"));
    }

    private static Optional<DType> dtype(Params p, String name) {
        return Optional.ofNullable(p.dtype(name, null));
    }

    private static ScaleByAdam adam(Params p, double eps) {
        return new ScaleByAdam(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", eps), p.real("eps_root", 0), p.truth("nesterov", false),
                dtype(p, "mu_dtype"));
    }

    private static Optim amsgrad(Params p) {
        return new ScaleByAmsgrad(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", 1e-8), p.real("eps_root", 0),
                p.truth("bias_correction_mu", true), p.truth("bias_correction_nu", true), dtype(p, "mu_dtype"));
    }

    private static Optim adamax(Params p) {
        return new ScaleByAdamax(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", 1e-8));
    }

    private static Optim belief(Params p) {
        return new ScaleByBelief(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", 1e-16), p.real("eps_root", 1e-16),
                p.truth("nesterov", false));
    }

    private static Optim radam(Params p) {
        return new ScaleByRadam(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", 1e-8), p.real("eps_root", 0), p.real("threshold", 5),
                p.truth("nesterov", false));
    }

    private static Optim lion(Params p) {
        double beta = p.real("smooth_beta", 1);
        return new ScaleByLion(p.real("b1", 0.9), p.real("b2", 0.99), dtype(p, "mu_dtype"), switch (p.text("mode", "hard")) {
            case "hard" -> ScaleByLion.Sign.hard();
            case "smooth" -> ScaleByLion.Sign.smooth(beta);
            case "refined" -> ScaleByLion.Sign.refined();
            case String other -> throw new NotImplemented("the mode " + other);
        });
    }

    private static Optim rms(Params p) {
        return new ScaleByRms(p.real("decay", 0.9), p.real("eps", 1e-8), p.real("initial_scale", 0), p.truth("eps_in_sqrt", true),
                p.truth("bias_correction", false));
    }

    private static Optim stddev(Params p) {
        return new ScaleByStddev(p.real("decay", 0.9), p.real("eps", 1e-8), p.real("initial_scale", 0), p.truth("eps_in_sqrt", true),
                p.truth("bias_correction", false));
    }

    private static Optim rss(Params p) {
        return new ScaleByRss(p.real("initial_accumulator_value", 0.1), p.real("eps", 1e-7));
    }

    private static Optim adadelta(Params p) {
        return new ScaleByAdadelta(p.real("rho", 0.9), p.real("eps", 1e-6));
    }

    private static Optim adan(Params p, double epsRoot) {
        return new ScaleByAdan(p.real("b1", 0.98), p.real("b2", 0.92), p.real("b3", 0.99), p.real("eps", 1e-8), p.real("eps_root", epsRoot));
    }

    private static Optim yogi(Params p) {
        return new ScaleByYogi(p.real("b1", 0.9), p.real("b2", 0.999), p.real("eps", 1e-3), p.real("eps_root", 0),
                p.real("initial_accumulator_value", 1e-6));
    }

    private static Optim novograd(Params p, double eps) {
        return new ScaleByNovograd(p.real("b1", 0.9), p.real("b2", 0.25), p.real("eps", eps), p.real("eps_root", 0), p.real("weight_decay", 0),
                dtype(p, "mu_dtype"));
    }

    private static Optim rprop(Params p) {
        return new ScaleByRprop(p.real("learning_rate"), p.real("eta_minus", 0.5), p.real("eta_plus", 1.2), p.real("min_step_size", 1e-6),
                p.real("max_step_size", 50));
    }

    private static Optim optimistic(Params p) {
        return new ScaleByOptimisticGradient(p.real("alpha", 1), p.real("beta", 1));
    }

    private static Optim polyak(Params p) {
        return new ScaleByPolyak(p.real("f_min", 0), p.real("max_learning_rate", 1), p.real("eps", 0), p.text("variant", "sps").equals("sps+"));
    }

    private static Optim noise(Params p, double eta, double gamma) {
        return new AddNoise(p.real("eta", eta), p.real("gamma", gamma), Key.of(p.integer("seed")));
    }

    private static Optim factored(Params p, String offset, String eps) {
        boolean factored = p.truth("factored", true);
        int smallest = p.integer("min_dim_size_to_factor", 128);
        return new ScaleByFactoredRms(p.real("decay_rate", 0.8), factored ? smallest : Integer.MAX_VALUE, p.real(eps, 1e-30), p.integer(offset, 0));
    }

    private static Optim adafactor(Params p) {
        var parts = new ArrayList<>(List.of(factored(p, "decay_offset", "eps")));
        double threshold = p.isNull("clipping_threshold") ? POSITIVE_INFINITY : p.real("clipping_threshold", 1);
        if (threshold < POSITIVE_INFINITY) parts.add(Optim.clipByBlockRms(threshold));
        if (p.has("learning_rate")) parts.add(new ScaleBySchedule(schedule(p, "learning_rate"), 1));
        if (p.truth("multiply_by_parameter_scale", true)) parts.add(Optim.scaleByParamBlockRms(1e-3));
        if (p.has("momentum")) parts.add(new Ema(p.real("momentum"), false, dtype(p, "dtype_momentum")));
        if (p.has("weight_decay_rate")) parts.add(Optim.addDecayedWeights(p.real("weight_decay_rate"), mask(p, "weight_decay_mask")));
        parts.add(Optim.scale(-1));
        return Optim.chain(parts.toArray(Optim[]::new));
    }

    private static Optim fromage(Params p) {
        double rate = p.real("learning_rate");
        double shrink = 1 / Math.sqrt(1 + rate * rate);
        return Optim.chain(new ScaleByTrustRatio(p.real("min_norm", 1e-6), 1, 0), Optim.scaleByLearningRate(rate * shrink),
                Optim.addDecayedWeights(shrink - 1));
    }

    private static Optim multiSteps(Params p) {
        var inner = of(p.json("opt"));
        var every = p.json("every_k_schedule");
        var steps = every.isJsonObject()
                ? Optim.multiSteps(inner, 1).every(step -> OptaxSchedules.of(every).at(step).astype(DType.INT32))
                : Optim.multiSteps(inner, every.getAsInt());
        steps = p.has("accumulator_dtype") ? steps.accumulatingIn(p.dtype("accumulator_dtype", DType.FLOAT32)) : steps;
        if (p.has("should_skip_update_fn")) {
            if (!p.text("should_skip_update_fn").endsWith("skip_not_finite")) throw new NotImplemented(p.text("should_skip_update_fn"));
            steps = steps.skipping(Skip.notFinite());
        }
        return p.truth("use_grad_mean", true) ? steps : steps.summing();
    }
}
