package dev.solstice.core;

import dev.solstice.array.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// A traced program: typed, in single-assignment form, first order. `constvars` stand for the arrays in
/// `consts`, which the program closes over.
///
/// Programs compare by identity. They print in JAX's notation:
///
/// ```text
/// { lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[] = reduce_sum[axes=(0,)] b in (c,) }
/// ```
public final class Jaxpr {
    private final List<Var> constvars;
    private final List<Array> consts;
    private final List<Var> invars;
    private final List<Equation> equations;
    private final List<Atom> outputs;
    private final Map<Object, Object> derived = new ConcurrentHashMap<>();

    public Jaxpr(List<Var> constvars, List<Array> consts, List<Var> invars, List<Equation> equations, List<? extends Atom> outputs) {
        this.constvars = List.copyOf(constvars);
        this.consts = List.copyOf(consts);
        this.invars = List.copyOf(invars);
        this.equations = List.copyOf(equations);
        this.outputs = List.copyOf(outputs);
    }

    /// What an equation reads: a variable or a literal.
    public sealed interface Atom permits Var, Literal {
        AbstractValue type();
    }

    /// A variable; compared by identity, named only when printed.
    public static final class Var implements Atom {
        private final AbstractValue type;

        public Var(AbstractValue type) {
            this.type = type;
        }

        @Override
        public AbstractValue type() {
            return type;
        }
    }

    /// A scalar written into the program.
    public record Literal(Array value) implements Atom {
        @Override
        public AbstractValue type() {
            return value.abstractValue();
        }
    }

    /// One step: `outputs = primitive inputs`, and the user's line it comes from.
    public record Equation(Primitive primitive, List<Atom> inputs, List<Var> outputs, SourceLine source) {
        public Equation {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /// How many operations on numbers this takes: an estimate that counts a multiplication and an addition as two.
        public long flops() {
            return Flops.of(this);
        }
    }

    public List<Var> constvars() {
        return constvars;
    }

    public List<Array> consts() {
        return consts;
    }

    public List<Var> invars() {
        return invars;
    }

    public List<Equation> equations() {
        return equations;
    }

    public List<Atom> outputs() {
        return outputs;
    }

    public AbstractValue[] outputTypes() {
        return outputs.stream().map(Atom::type).toArray(AbstractValue[]::new);
    }

    /// The program with its constants as leading inputs, for calling it as a [Primitive.Jit].
    public Jaxpr withConstsAsInputs() {
        if (constvars.isEmpty()) return this;
        var inputs = new ArrayList<>(constvars);
        inputs.addAll(invars);
        return new Jaxpr(List.of(), List.of(), inputs, equations, outputs);
    }

    private record Choice(Axes inputs, Axes outputs) {}

    /// The program with its inputs in another order and some of its outputs in another order. Inputs that are left
    /// out must not be used.
    public Jaxpr choosing(Axes inputs, Axes outputs) {
        return derived(new Choice(inputs, outputs), () -> new Jaxpr(constvars, consts,
                inputs.stream().mapToObj(this.invars::get).toList(), equations,
                outputs.stream().mapToObj(this.outputs::get).toList()).withoutDeadCode());
    }

    /// Interprets the equations in the current trace.
    ///
    /// @param operands one array for each of `invars`
    public Array[] evaluate(Array... operands) {
        var values = new HashMap<Var, Array>();
        for (int i = 0; i < constvars.size(); i++) values.put(constvars.get(i), consts.get(i));
        for (int i = 0; i < operands.length; i++) values.put(invars.get(i), operands[i]);
        Function<Atom, Array> read = atom -> switch (atom) {
            case Var variable -> values.get(variable);
            case Literal literal -> literal.value();
        };
        for (var equation : equations) {
            var results = equation.primitive().bind(equation.inputs().stream().map(read).toArray(Array[]::new));
            for (int i = 0; i < results.length; i++) values.put(equation.outputs().get(i), results[i]);
        }
        return outputs.stream().map(read).toArray(Array[]::new);
    }

    /// Whether something happens when the program runs besides its results: a callback that does more than compute.
    public boolean hasEffects() {
        return derived("has effects", () -> equations.stream().anyMatch(equation -> hasEffect(equation.primitive())));
    }

    static boolean hasEffect(Primitive primitive) {
        return switch (primitive) {
            case Primitive.Callback callback -> callback.effect() != Primitive.Effect.PURE;
            case Primitive.HigherOrder program -> program.programs().stream().anyMatch(Jaxpr::hasEffects);
            default -> false;
        };
    }

    /// The program without the equations that no output needs, but for those with effects.
    public Jaxpr withoutDeadCode() {
        return DeadCode.apply(this);
    }

    /// Something computed from this program (its derivative, its batched form, its executable), once per key.
    /// It lives as long as the program does.
    @SuppressWarnings("unchecked") // a key is used by one caller, for one type
    public <T> T derived(Object key, Supplier<T> compute) {
        var found = derived.get(key);
        if (found == null) {
            found = compute.get(); // not computeIfAbsent: deriving may recurse into this program
            derived.putIfAbsent(key, found);
        }
        return (T) found;
    }

    /// The sum of [Equation#flops]; of a while loop one step is counted, of a choice the dearest branch.
    public long flops() {
        return Flops.of(this);
    }

    /// As [#toString], and behind each equation the user's line that it comes from.
    public String annotated() {
        return new JaxprPrinter(true).print(this);
    }

    @Override
    public String toString() {
        return new JaxprPrinter(false).print(this);
    }
}
