package dev.solstice.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A case's formula, such as `optax.chain(clip_by_global_norm(max_norm), sgd(lr))`, as JSON with the arguments of each call by
/// name: `{"op": "chain", "parts": [{"op": "clip_by_global_norm", "max_norm": 1.0}, ...]}`.
///
/// A name stands for the case's parameter of that name. A number is an example: where the case has a parameter by the name of
/// the argument, the parameter counts.
final class OptaxFormula {
    /// The functions of optax with the names of their arguments in order.
    private static final Map<String, List<String>> SIGNATURES = new HashMap<>();

    static {
        """
        adabelief learning_rate b1 b2 eps eps_root nesterov
        adadelta learning_rate rho eps weight_decay weight_decay_mask
        adafactor learning_rate min_dim_size_to_factor decay_rate decay_offset multiply_by_parameter_scale clipping_threshold momentum \
          dtype_momentum weight_decay_rate eps factored weight_decay_mask
        adagrad learning_rate initial_accumulator_value eps
        adam learning_rate b1 b2 eps eps_root mu_dtype nesterov
        adamax learning_rate b1 b2 eps
        adamaxw learning_rate b1 b2 eps weight_decay mask
        adamw learning_rate b1 b2 eps eps_root mu_dtype weight_decay mask nesterov
        adan learning_rate b1 b2 b3 eps eps_root weight_decay mask
        adaptive_grad_clip clipping eps
        add_decayed_weights weight_decay mask
        add_noise eta gamma key seed
        amsgrad learning_rate b1 b2 eps eps_root mu_dtype bias_correction_mu bias_correction_nu
        apply_every k
        apply_if_finite inner max_consecutive_errors
        clip max_delta
        clip_by_block_rms threshold
        clip_by_global_norm max_norm
        constant_schedule value
        cosine_decay_schedule init_value decay_steps alpha exponent
        cosine_onecycle_schedule transition_steps peak_value pct_start div_factor final_div_factor
        ema decay debias accumulator_dtype
        exponential_decay init_value transition_steps decay_rate transition_begin staircase end_value
        flatten inner
        freeze mask
        fromage learning_rate min_norm
        join_schedules schedules boundaries
        lamb learning_rate b1 b2 eps eps_root weight_decay mask
        lars learning_rate weight_decay weight_decay_mask trust_coefficient eps trust_ratio_mask momentum nesterov
        lbfgs learning_rate memory_size scale_init_precond
        linear_onecycle_schedule transition_steps peak_value pct_start pct_final div_factor final_div_factor
        linear_schedule init_value end_value transition_steps transition_begin
        lookahead fast_optimizer sync_period slow_step_size
        lion learning_rate b1 b2 mu_dtype weight_decay mask
        masked inner mask
        MultiSteps opt every_k_schedule use_grad_mean should_skip_update_fn accumulator_dtype
        nadam learning_rate b1 b2 eps eps_root mu_dtype nesterov
        nadamw learning_rate b1 b2 eps eps_root mu_dtype weight_decay mask nesterov
        noisy_sgd learning_rate eta gamma key seed
        normalize_by_update_norm scale_factor eps
        novograd learning_rate b1 b2 eps eps_root weight_decay
        optimistic_adam learning_rate optimism b1 b2 eps eps_root mu_dtype nesterov
        optimistic_adam_v2 learning_rate alpha beta b1 b2 eps eps_root mu_dtype nesterov
        optimistic_gradient_descent learning_rate alpha beta
        piecewise_constant_schedule init_value boundaries_and_scales
        piecewise_interpolate_schedule interpolate_type init_value boundaries_and_scales
        polyak_sgd max_learning_rate scaling f_min eps variant
        polynomial_schedule init_value end_value power transition_steps transition_begin
        radam learning_rate b1 b2 eps eps_root threshold nesterov
        rmsprop learning_rate decay eps initial_scale eps_in_sqrt centered momentum nesterov bias_correction
        rprop learning_rate eta_minus eta_plus min_step_size max_step_size
        scale step_size
        scale_by_adadelta rho eps
        scale_by_adam b1 b2 eps eps_root mu_dtype nesterov
        scale_by_adamax b1 b2 eps
        scale_by_adan b1 b2 b3 eps eps_root
        scale_by_amsgrad b1 b2 eps eps_root mu_dtype bias_correction_mu bias_correction_nu
        scale_by_backtracking_linesearch max_backtracking_steps slope_rtol decrease_factor increase_factor max_learning_rate
        scale_by_belief b1 b2 eps eps_root nesterov
        scale_by_distance_over_gradients reps_rel eps param_dtype global_scale
        scale_by_factored_rms factored decay_rate step_offset min_dim_size_to_factor epsilon
        scale_by_lbfgs memory_size scale_init_precond
        scale_by_learning_rate learning_rate flip_sign
        scale_by_lion b1 b2 mu_dtype
        scale_by_novograd b1 b2 eps eps_root weight_decay mu_dtype
        scale_by_optimistic_gradient alpha beta
        scale_by_param_block_norm min_scale
        scale_by_param_block_rms min_scale
        scale_by_polyak f_min max_learning_rate eps variant
        scale_by_radam b1 b2 eps eps_root threshold nesterov
        scale_by_rms decay eps initial_scale eps_in_sqrt bias_correction
        scale_by_rprop learning_rate eta_minus eta_plus min_step_size max_step_size
        scale_by_rss initial_accumulator_value eps
        scale_by_schedule step_size_fn
        scale_by_sm3 b1 b2 eps
        scale_by_stddev decay eps initial_scale eps_in_sqrt bias_correction
        scale_by_trust_ratio min_norm trust_coefficient eps
        scale_by_yogi b1 b2 eps eps_root initial_accumulator_value
        scale_by_zoom_linesearch max_linesearch_steps
        selective_transform optimizer freeze_mask
        sgd learning_rate momentum nesterov accumulator_dtype
        sign_sgd learning_rate
        signum learning_rate beta accumulator_dtype
        sm3 learning_rate momentum
        trace decay nesterov accumulator_dtype
        warmup_constant_schedule init_value peak_value warmup_steps
        warmup_cosine_decay_schedule init_value peak_value warmup_steps decay_steps end_value exponent
        warmup_exponential_decay_schedule init_value peak_value warmup_steps transition_steps decay_rate transition_begin staircase end_value
        yogi learning_rate b1 b2 eps
        centralize
        chain
        identity
        inject_hyperparams
        inject_stateful_hyperparams
        keep_params_nonnegative
        multi_transform
        named_chain
        partition
        scale_by_sign
        set_to_zero
        zero_nans
        """.lines().map(line -> List.of(line.strip().split("\\s+")))
                .forEach(words -> SIGNATURES.put(words.getFirst(), words.subList(1, words.size())));
    }

    /// What formulas write for the names of parameters, and parameters for those of arguments.
    private static final Map<String, String> SHORT = Map.of("lr", "learning_rate", "wd", "weight_decay", "init", "init_value", "rate", "decay_rate",
            "max_delta", "delta", "every_k_schedule", "every_k", "opt", "inner", "freeze_mask", "mask");

    /// Schedules by the names that formulas call them.
    private static final Map<String, String> SCHEDULES = Map.of("constant", "constant_schedule", "linear", "linear_schedule",
            "polynomial", "polynomial_schedule", "cosine_decay", "cosine_decay_schedule", "exponential", "exponential_decay",
            "warmup_cosine_decay", "warmup_cosine_decay_schedule");

    /// What a formula may call.
    static Set<String> functions() {
        return SIGNATURES.keySet();
    }

    /// Which of some functions has arguments of these names: the one with the fewest others.
    static String functionOf(List<String> functions, Set<String> arguments) {
        return functions.stream().filter(name -> SIGNATURES.getOrDefault(name, List.of()).containsAll(arguments))
                .min(Comparator.comparingInt(name -> SIGNATURES.get(name).size()))
                .orElseThrow(() -> new NotImplemented("a function of " + arguments));
    }

    private static final List<PythonExpression> PARAMETERS = List.of(new PythonExpression.Prose("**params"));

    private final Params given;

    private OptaxFormula(Params given) {
        this.given = given;
    }

    /// The call that a formula's text stands for, with the values of the case; null if the text is no formula.
    static JsonObject of(String text, Params given) {
        return PythonExpression.parse(text) instanceof PythonExpression.Call call && !call.arguments().equals(PARAMETERS)
                ? new OptaxFormula(given).call(call) : null;
    }

    private JsonObject call(PythonExpression.Call call) {
        // `inject_hyperparams(f)(arguments)` is f with arguments that can be changed later.
        if (call.function() instanceof PythonExpression.Call inner && plain(inner.called()).startsWith("inject_")) {
            return call(new PythonExpression.Call(inner.arguments().getFirst(), call.arguments(), call.named()));
        }
        if (call.called() == null) throw new NotImplemented("the formula " + call);
        var name = SCHEDULES.getOrDefault(plain(call.called()), plain(call.called()));
        return switch (name) {
            case "chain" -> parts("chain", call.arguments());
            case "named_chain" -> parts("chain", call.arguments().stream().map(pair -> ((PythonExpression.Items) pair).items().getLast()).toList());
            default -> named(name, call);
        };
    }

    private JsonObject parts(String name, List<PythonExpression> parts) {
        var array = new JsonArray();
        for (var part : parts) array.add(call((PythonExpression.Call) part));
        var json = new JsonObject();
        json.addProperty("op", name);
        json.add("parts", array);
        return json;
    }

    private JsonObject named(String name, PythonExpression.Call call) {
        var signature = SIGNATURES.getOrDefault(name, List.of());
        var json = new JsonObject();
        json.addProperty("op", name);
        int position = 0;
        for (var argument : call.arguments()) {
            if (argument instanceof PythonExpression.Prose(var text) && text.equals("...")) {
                for (var parameter : signature) if (given.isGiven(parameter)) json.add(parameter, given.raw(parameter));
                continue;
            }
            // `adamw(lr, weight_decay)` names its arguments, whatever their places in the signature.
            var parameter = argument instanceof PythonExpression.Name(var text) && signature.contains(full(text)) ? full(text) : null;
            if (parameter == null) {
                if (position >= signature.size()) throw new NotImplemented(name + " with argument " + position);
                parameter = signature.get(position);
            }
            position++;
            json.add(parameter, value(parameter, argument));
        }
        call.named().forEach((parameter, argument) -> json.add(parameter, value(parameter, argument)));
        return json;
    }

    private JsonElement value(String parameter, PythonExpression argument) {
        if (argument instanceof PythonExpression.Call call) return call(call);
        if (argument instanceof PythonExpression.Items(var items)) {
            var array = new JsonArray();
            for (var item : items) array.add(value("", item));
            return array;
        }
        if (argument instanceof PythonExpression.Name(var name) && given(name) instanceof JsonElement value) return value;
        if (given(parameter) instanceof JsonElement value) return value;
        return switch (argument) {
            case PythonExpression.Literal(var value) -> value;
            case PythonExpression.Prose(var text) -> new JsonPrimitive(text);
            case PythonExpression.Name(var text) when text.startsWith("skip_") -> new JsonPrimitive(text);
            default -> throw new NotImplemented(parameter + "=" + argument);
        };
    }

    private JsonElement given(String name) {
        return given.isGiven(name) ? given.raw(name) : given.isGiven(full(name)) ? given.raw(full(name)) : null;
    }

    private static String full(String name) {
        return SHORT.getOrDefault(name, name);
    }

    private static String plain(String name) {
        return name == null ? "" : name.replaceFirst("^optax\\.(schedules\\.|transforms\\.)?", "");
    }
}
