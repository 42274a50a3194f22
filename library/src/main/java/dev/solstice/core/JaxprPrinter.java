package dev.solstice.core;

import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Prints a [Jaxpr] in JAX's notation: variables are named `a, b, ..., z, ba, ...` in order of appearance,
/// parameters appear in brackets in alphabetical order.
///
/// A view that prints a program piece by piece asks for the pieces in the order in which they stand; a variable has the
/// name that it has in [Jaxpr#toString] then.
public final class JaxprPrinter {
    private static final ClassValue<String> LABELS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return snakeCase(type.getSimpleName());
        }
    };

    private final Map<Var, String> names = new HashMap<>();
    private final boolean withLines;

    public JaxprPrinter() {
        this(false);
    }

    JaxprPrinter(boolean withLines) {
        this.withLines = withLines;
    }

    static String label(Primitive primitive) {
        return LABELS.get(primitive.getClass());
    }

    String print(Jaxpr jaxpr) {
        return print(jaxpr, "");
    }

    /// What a program takes: `lambda ; a:f32[3].`
    public String head(Jaxpr jaxpr) {
        var constvars = binders(jaxpr.constvars());
        return "lambda " + constvars + (constvars.isEmpty() ? "; " : " ; ") + binders(jaxpr.invars()) + ".";
    }

    /// What a program returns: `(c,)`.
    public String result(Jaxpr jaxpr) {
        return "(" + jaxpr.outputs().stream().map(this::print).collect(Collectors.joining(", ")) + (jaxpr.outputs().size() == 1 ? "," : "") + ")";
    }

    /// What an equation does, on one line and without the programs in it: `reduce_sum[axes=(0,)] b`.
    public String operation(Equation equation) {
        var inputs = equation.inputs().stream().map(atom -> " " + print(atom)).collect(Collectors.joining());
        var printed = new ArrayList<String>();
        for (var component : equation.primitive().getClass().getRecordComponents()) {
            var value = read(component, equation.primitive());
            boolean program = value instanceof Jaxpr || value instanceof List<?> list && list.stream().anyMatch(Jaxpr.class::isInstance)
                    || value instanceof Optional<?> optional && optional.filter(Jaxpr.class::isInstance).isPresent();
            if (!program) printed.add(snakeCase(component.getName()) + "=" + parameter(value, ""));
        }
        printed.sort(null);
        return equation.primitive().label() + (printed.isEmpty() ? "" : "[" + String.join(" ", printed) + "]") + inputs;
    }

    private String print(Jaxpr jaxpr, String indent) {
        var head = "{ " + head(jaxpr) + " let";
        var lines = new ArrayList<String>();
        for (var equation : jaxpr.equations()) lines.add(indent + "    " + print(equation, indent + "    "));
        var result = result(jaxpr);
        return lines.isEmpty()
                ? head + "  in " + result + " }"
                : head + "\n" + String.join("\n", lines) + "\n" + indent + "  in " + result + " }";
    }

    private String print(Equation equation, String indent) {
        var inputs = equation.inputs().stream().map(atom -> " " + print(atom)).collect(Collectors.joining());
        return binders(equation.outputs()) + " = " + equation.primitive().label()
                + parameters(equation.primitive(), indent) + inputs + (withLines ? "  # " + equation.source() : "");
    }

    private String parameters(Primitive primitive, String indent) {
        var components = primitive.getClass().getRecordComponents();
        if (components.length == 0) return "";
        var printed = new ArrayList<String>();
        for (var component : components) {
            var value = read(component, primitive);
            printed.add(snakeCase(component.getName()) + "=" + parameter(value, indent + "    "));
        }
        printed.sort(null);
        if (primitive instanceof Primitive.HigherOrder) {
            return printed.stream().collect(Collectors.joining("\n" + indent + "  ", "[\n" + indent + "  ", "\n" + indent + "]"));
        }
        return "[" + String.join(" ", printed) + "]";
    }

    private String parameter(Object value, String indent) {
        return switch (value) {
            case Jaxpr inner -> print(inner, indent);
            case List<?> list -> list.stream().map(element -> parameter(element, indent)).collect(Collectors.joining(" ", "(", ")"));
            case Optional<?> optional -> optional.map(present -> parameter(present, indent)).orElse("None");
            case Primitive.Pushforward _, Primitive.Pullback _, UnaryOperator<?> _, CheckpointPolicy _ -> "...";
            case Object other -> other.toString();
        };
    }

    private static Object read(RecordComponent component, Primitive primitive) {
        try {
            return component.getAccessor().invoke(primitive);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("primitive records are public", e);
        }
    }

    /// Variables where they get their values: `a:f32[3] b:f32[]`.
    public String binders(List<Var> variables) {
        return variables.stream().map(v -> name(v) + ":" + v.type()).collect(Collectors.joining(" "));
    }

    private String print(Atom atom) {
        return switch (atom) {
            case Var variable -> name(variable);
            case Literal literal -> literal(literal.value());
        };
    }

    private static String literal(Array value) {
        String number = value.dtype().isFloating() ? Double.toString(value.item())
                : value.dtype().isBool() ? (value.booleanItem() ? "True" : "False")
                : value.toString();
        return number + ":" + value.summary();
    }

    private String name(Var variable) {
        return names.computeIfAbsent(variable, _ -> letters(names.size()));
    }

    private static String letters(int i) {
        String last = Character.toString('a' + i % 26);
        return i < 26 ? last : letters(i / 26) + last;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase();
    }
}
