package dev.solstice.numpy;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import java.util.ArrayList;
import java.util.List;

/// Questions about dtypes.
///
/// Source: `jax.numpy`, *data type routines*.
public final class DTypes {
    private DTypes() {}

    /// The dtype in which operands, arrays or Java scalars, meet.
    public static DType resultType(Object first, Object... others) {
        var operands = new ArrayList<Object>(List.of(others));
        operands.addFirst(first);
        var dtypes = operands.stream().filter(Array.class::isInstance).map(each -> ((Array) each).dtype()).toArray(DType[]::new);
        if (dtypes.length == 0) return Promotion.promote(operands.stream().map(each -> Promotion.Weak.of(each).defaultDType()).toArray(DType[]::new));
        var result = Promotion.promote(dtypes);
        for (var each : operands) if (!(each instanceof Array)) result = Promotion.promote(result, Promotion.Weak.of(each));
        return result;
    }

    /// Whether every value of the one dtype is a value of the other. As in NumPy, int64 counts as a part of float64.
    public static boolean canCast(DType from, DType to) {
        if (from == to || from.isBool()) return true;
        if (from.isComplex() || to.isComplex()) return to.isComplex() && canCast(from.real(), to.real());
        if (to.isBool() || from.isFloating() && !to.isFloating() || from.isSigned() && to.isUnsigned()) return false;
        if (from.isFloating()) return from.byteSize() < to.byteSize();
        if (to.isFloating()) return to.byteSize() > from.byteSize() || to == DType.FLOAT64;
        return from.kind() == to.kind() ? from.byteSize() <= to.byteSize() : from.byteSize() < to.byteSize();
    }

    /// Whether the dtype is of a kind.
    ///
    /// @param kind `"bool"`, `"signed integer"`, `"unsigned integer"`, `"integral"`, `"real floating"`, `"complex floating"` or `"numeric"`
    public static boolean isdtype(DType dtype, String kind) {
        return switch (kind) {
            case "bool" -> dtype.isBool();
            case "signed integer" -> dtype.isInteger() && dtype.isSigned();
            case "unsigned integer" -> dtype.isUnsigned();
            case "integral" -> dtype.isInteger();
            case "real floating" -> dtype.isFloating();
            case "complex floating" -> dtype.isComplex();
            case "numeric" -> !dtype.isBool();
            default ->
                    throw Mistake.of("\"" + kind + "\" is none of bool, signed integer, unsigned integer, integral, real floating, complex floating, numeric");
        };
    }

    /// Whether the dtype is of a kind.
    public static boolean issubdtype(DType dtype, DType.Kind kind) {
        return dtype.kind() == kind;
    }

    /// Whether this is a Java scalar or an array of rank 0.
    public static boolean isscalar(Object x) {
        return x instanceof Array array ? array.rank() == 0 : x instanceof Number || x instanceof Boolean || x instanceof Complex;
    }
}
