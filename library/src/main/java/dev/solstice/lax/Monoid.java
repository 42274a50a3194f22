package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.transform.Staging;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// The operations whose folds are primitives.
enum Monoid {
    SUM, PROD, MAX, MIN, AND, OR, XOR;

    /// The operation that a function is, if it is one of these: its program has nothing but this one equation.
    static Optional<Monoid> of(BinaryOperator<Array> computation, DType dtype) {
        var type = new AbstractValue(dtype, Shape.scalar());
        var program = Staging.trace(x -> new Array[] {computation.apply(x[0], x[1])}, type, type);
        if (program.equations().size() != 1) return Optional.empty();
        var equation = program.equations().getFirst();
        boolean plain = equation.inputs().equals(program.invars()) && program.outputs().equals(List.of(equation.outputs().getFirst()));
        return plain ? of(equation.primitive()) : Optional.empty();
    }

    private static Optional<Monoid> of(Primitive primitive) {
        return switch (primitive) {
            case Primitive.Add _ -> Optional.of(SUM);
            case Primitive.Mul _ -> Optional.of(PROD);
            case Primitive.Max _ -> Optional.of(MAX);
            case Primitive.Min _ -> Optional.of(MIN);
            case Primitive.And _ -> Optional.of(AND);
            case Primitive.Or _ -> Optional.of(OR);
            case Primitive.Xor _ -> Optional.of(XOR);
            default -> Optional.empty();
        };
    }

    /// The fold over the axes.
    Array reduce(Array x, Axes axes) {
        var primitive = switch (this) {
            case SUM -> new Primitive.ReduceSum(axes);
            case PROD -> new Primitive.ReduceProd(axes);
            case MAX -> new Primitive.ReduceMax(axes);
            case MIN -> new Primitive.ReduceMin(axes);
            case AND -> new Primitive.ReduceAnd(axes);
            case OR -> new Primitive.ReduceOr(axes);
            case XOR -> new Primitive.ReduceXor(axes);
        };
        return primitive.apply(x);
    }

    /// Whether there is a primitive for sliding windows that begin with this scalar: a known one that changes nothing.
    boolean hasWindows(Array value) {
        if (!(value instanceof ConcreteArray) || value.dtype().isComplex()) return false;
        return switch (this) {
            case SUM -> equals(value, 0);
            case MAX -> equals(value, value.dtype().isFloating() ? Double.NEGATIVE_INFINITY : value.dtype().min());
            case MIN -> equals(value, value.dtype().isFloating() ? Double.POSITIVE_INFINITY : value.dtype().max());
            case PROD, AND, OR, XOR -> false;
        };
    }

    /// Read, not computed, since inside `jit` nothing that is computed can be read.
    private static boolean equals(Array value, Number expected) {
        return value.dtype().isFloating() ? value.item() == expected.doubleValue() : value.toLongArray()[0] == expected.longValue();
    }
}
