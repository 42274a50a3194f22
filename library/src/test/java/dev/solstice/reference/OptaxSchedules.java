package dev.solstice.reference;

import com.google.gson.JsonElement;
import dev.solstice.optim.Schedule;
import java.util.Arrays;
import java.util.List;

/// The schedule that optax's function of a name makes of some arguments.
final class OptaxSchedules {
    static final List<String> NAMES = List.of("constant_schedule", "linear_schedule", "polynomial_schedule", "cosine_decay_schedule",
            "warmup_cosine_decay_schedule", "warmup_constant_schedule", "exponential_decay", "warmup_exponential_decay_schedule",
            "piecewise_constant_schedule", "piecewise_interpolate_schedule", "cosine_onecycle_schedule", "linear_onecycle_schedule",
            "sgdr_schedule", "join_schedules");

    private OptaxSchedules() {}

    /// The schedule of a case: of its formula, or of its parameters where that says `**params`.
    static Schedule of(ReferenceCase given) {
        var formula = OptaxFormula.of(given.json().get("function").getAsString(), given.params());
        return formula == null ? of(given.op().substring("optax.".length()), given.params()) : of(formula);
    }

    /// A number, or `{"op": "linear_schedule", ...}`, or only its arguments if they say what they are of.
    static Schedule of(JsonElement json) {
        if (!json.isJsonObject()) return Schedule.constant(Params.real(json));
        var p = new Params(json.getAsJsonObject());
        var name = p.has("op") ? p.text("op") : OptaxFormula.functionOf(NAMES, json.getAsJsonObject().keySet());
        var schedule = of(name, p);
        p.requireAllRead(name);
        return schedule;
    }

    static Schedule of(String name, Params p) {
        return switch (name) {
            case "constant_schedule" -> Schedule.constant(p.real("value"));
            case "linear_schedule" -> Schedule.polynomial(p.real("init_value"), p.real("end_value"), 1, p.integer("transition_steps"),
                    p.integer("transition_begin", 0));
            case "polynomial_schedule" -> Schedule.polynomial(p.real("init_value"), p.real("end_value"), p.real("power"),
                    p.integer("transition_steps"), p.integer("transition_begin", 0));
            case "cosine_decay_schedule" -> Schedule.cosineDecay(p.real("init_value"), p.integer("decay_steps"), p.real("alpha", 0),
                    p.real("exponent", 1));
            case "warmup_cosine_decay_schedule" -> Schedule.warmupCosineDecay(p.real("init_value"), p.real("peak_value"), p.integer("warmup_steps"),
                    p.integer("decay_steps"), p.real("end_value", 0), p.real("exponent", 1));
            case "warmup_constant_schedule" -> Schedule.warmupConstant(p.real("init_value"), p.real("peak_value"), p.integer("warmup_steps"));
            case "exponential_decay" -> Schedule.exponentialDecay(p.real("init_value"), p.integer("transition_steps"), p.real("decay_rate"),
                    p.integer("transition_begin", 0), p.truth("staircase", false), end(p));
            case "warmup_exponential_decay_schedule" -> Schedule.warmupExponentialDecay(p.real("init_value"), p.real("peak_value"),
                    p.integer("warmup_steps"), p.integer("transition_steps"), p.real("decay_rate"), p.integer("transition_begin", 0),
                    p.truth("staircase", false), end(p));
            case "piecewise_constant_schedule" -> Schedule.piecewiseConstant(p.real("init_value"), boundaries(p), scales(p));
            case "piecewise_interpolate_schedule" -> switch (p.text("interpolate_type")) {
                case "linear" -> Schedule.piecewiseLinear(p.real("init_value"), boundaries(p), scales(p));
                case "cosine" -> Schedule.piecewiseCosine(p.real("init_value"), boundaries(p), scales(p));
                case String other -> throw new NotImplemented("interpolation " + other);
            };
            case "cosine_onecycle_schedule" -> Schedule.cosineOnecycle(p.integer("transition_steps"), p.real("peak_value"),
                    p.real("pct_start", 0.3), p.real("div_factor", 25), p.real("final_div_factor", 1e4));
            case "linear_onecycle_schedule" -> Schedule.linearOnecycle(p.integer("transition_steps"), p.real("peak_value"),
                    p.real("pct_start", 0.3), p.real("pct_final", 0.85), p.real("div_factor", 25), p.real("final_div_factor", 1e4));
            case "sgdr_schedule" -> restarts(p);
            case "join_schedules" -> Schedule.join(p.json("schedules").getAsJsonArray().asList().stream().map(OptaxSchedules::of).toList(),
                    p.integers("boundaries"));
            case String other -> throw new NotImplemented("the schedule " + other);
        };
    }

    private static double end(Params p) {
        return p.real("end_value", p.real("decay_rate") < 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    private static Schedule restarts(Params p) {
        var cycles = p.json("cosine_kwargs").getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).map(Params::new).toList();
        return Schedule.sgdr(cycles.stream().map(cycle -> of("warmup_cosine_decay_schedule", cycle)).toList(),
                cycles.stream().mapToInt(cycle -> cycle.integer("decay_steps")).toArray());
    }

    /// The keys of an object of scales, in order.
    private static int[] boundaries(Params p) {
        if (!p.has("boundaries_and_scales")) return new int[0];
        return p.json("boundaries_and_scales").getAsJsonObject().keySet().stream().mapToInt(Integer::parseInt).sorted().toArray();
    }

    private static double[] scales(Params p) {
        return Arrays.stream(boundaries(p))
                .mapToDouble(boundary -> p.json("boundaries_and_scales").getAsJsonObject().get(Integer.toString(boundary)).getAsDouble()).toArray();
    }
}
