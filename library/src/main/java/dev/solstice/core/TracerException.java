package dev.solstice.core;

import dev.solstice.array.SourceLine;

/// A traced array was used as if its values were known, or after its transformation had ended.
public final class TracerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TracerException(String message) {
        super(message);
    }

    static TracerException read(Tracer tracer, String operation) {
        return new TracerException("""
                %s needs the values of an array of type %s, but inside %s only its dtype and shape are known (%s).
                Compute with the array instead of reading it: %s, or keep what Java code must know out of the traced arguments: \
                a record component of primitive type or @Static, or a value that is no array and so is static to the filter* \
                transformations."""
                .formatted(operation, tracer.abstractValue(), tracer.trace().transformation(), SourceLine.ofUser(), instead(operation)));
    }

    private static String instead(String operation) {
        return switch (operation) {
            case "booleanItem()" -> "for an if there is cond(condition, f, g, x), for a while whileLoop, and element by element where(condition, a, b)";
            case "intItem()" -> "an array is an index, x.get(i), and a bound, foriLoop(from, to, body, start)";
            case "toBooleanArray()" -> "how many elements a mask selects is not known, but where(mask, x, 0) keeps them all,"
                    + " and nonzero(mask, size, fill) finds as many as you say";
            default -> "choose by values with where(condition, a, b)";
        };
    }

    static TracerException leaked(Tracer tracer, Primitive primitive) {
        if (tracer.trace().isOfAnotherThread()) {
            return new TracerException("""
                    %s was given %s, which belongs to the %s of another thread (%s).
                    A transformation is confined to the thread that it was called in: pass known arrays between threads, and \
                    transform in each."""
                    .formatted(primitive.label(), tracer, tracer.trace().transformation(), SourceLine.ofUser()));
        }
        return new TracerException("""
                %s was given %s, which has outlived the %s that made it (%s).
                A traced array must not be kept in a field or a variable outside the transformed function: \
                return it from the function instead."""
                .formatted(primitive.label(), tracer, tracer.trace().transformation(), SourceLine.ofUser()));
    }
}
