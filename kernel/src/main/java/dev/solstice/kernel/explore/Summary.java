package dev.solstice.kernel.explore;

import dev.solstice.core.Array;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// A value in one line of text.
public final class Summary {
    private static final int LENGTH = 120;

    private Summary() {
    }

    /// Whatever the value's own `toString` does.
    public static String of(Object value) {
        String text;
        try {
            text = switch (value) {
                case Array array -> array.dtype() + array.shape().toString();
                case Object array when array.getClass().isArray() ->
                    BaseKernel.notebookKernel().getRenderer().render(array).getData(MIMEType.TEXT_PLAIN).toString();
                case null, default -> String.valueOf(value);
            };
        } catch (Exception | Error e) { // of the user's toString
            text = "toString failed: " + e;
        }
        var line = String.valueOf(text).lines().findFirst().orElse("");
        return line.length() > LENGTH ? line.substring(0, LENGTH - 1) + "…" : line;
    }
}
