package dev.solstice.debug;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.SourceLine;
import dev.solstice.core.Array;
import dev.solstice.numpy.Reductions;
import dev.solstice.transform.Fn1;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Errors that depend on values, inside compiled, vectorised and differentiated functions and loops. See [OnError].
///
/// The check happens when what these functions return is computed: use the result, or there is no check.
///
/// ```java
/// var root = filterJit((Array v) -> sqrt(errorIf(v, v.lt(0), "a root of a negative number")));
/// root.apply(Array.of(4f, 9f)).toString()   // "[2. 3.]"
/// ```
public final class ErrorIf {
    private ErrorIf() {}

    /// `x`, and a [CheckFailedException] if the predicate is true anywhere. Equinox's `error_if`.
    ///
    /// @param x         any tree with an array in it
    /// @param predicate bool of any shape
    public static <T> T errorIf(T x, Array predicate, String message) {
        return check(x, predicate, Array.scalar(0), List.of(message));
    }

    /// As [#errorIf] with the message that an index chooses when the program runs. Equinox's `branched_error_if`.
    ///
    /// @param index int32 `[]`
    public static <T> T branchedErrorIf(T x, Array predicate, Array index, List<String> messages) {
        if (index.rank() != 0 || !index.dtype().isInteger()) throw Mistake.of("the index of a message is one integer, not " + index.summary());
        return check(x, predicate, index.astype(DType.INT32), List.copyOf(messages));
    }

    private static <T> T check(T x, Array predicate, Array index, List<String> messages) {
        if (!predicate.dtype().isBool()) throw Mistake.of("errorIf needs a bool predicate, not " + predicate.summary() + ". Compare: x.lt(0).");
        if (OnError.current() == OnError.OFF) return x;
        var line = SourceLine.ofUser();
        Fn1<List<Array>, Array> run = operands -> failed(operands.get(0), operands.get(1), messages, line);
        return Hanging.on(x, run, Reductions.any(predicate), index);
    }

    private static Array failed(Array predicate, Array index, List<String> messages, SourceLine line) {
        var fails = predicate.toLongArray();
        int first = 0;
        while (first < fails.length && fails[first] == 0) first++;
        if (first == fails.length) return predicate;
        return switch (OnError.current()) {
            case OFF -> Hanging.unspoilt(predicate);
            case NAN -> predicate;
            case RAISE -> throw new CheckFailedException(batchIndex(predicate, first) + message(messages, index.toLongArray()[first]) + "\nChecked at " + line);
        };
    }

    private static String message(List<String> messages, long index) {
        return index >= 0 && index < messages.size() ? messages.get((int) index)
                : "(the index of the message is %d, but there are %d messages: %s)".formatted(index, messages.size(), messages);
    }

    private static String batchIndex(Array predicate, int flat) {
        if (predicate.rank() == 0) return "";
        var index = new ArrayList<String>();
        for (int axis = predicate.rank() - 1; axis >= 0; axis--) {
            index.addFirst(String.valueOf(flat % predicate.shape().dim(axis)));
            flat /= predicate.shape().dim(axis);
        }
        return index.stream().collect(Collectors.joining(", ", "Batch index (", ") had error: "));
    }
}
