package dev.solstice.kernel;

import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Thrown;
import dev.solstice.render.ErrorView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// What a front end with HTML shows beside a traceback whose error comes from inside of a library: the library's own
/// message as a view with its paths and shapes, and one click away every frame that the traceback leaves out.
final class ErrorDetails {
    private static final int MOST_FRAMES = 2000;

    private ErrorDetails() {
    }

    /// @param wording of frames
    /// Empty when the cell itself threw, because then the traceback says it all.
    static Optional<DisplayData> of(CellFailure failure, UnaryOperator<String> wording) {
        return Optional.ofNullable(failure.getCause()).filter(thrown -> !(thrown instanceof Interruption) && isFromLibrary(thrown))
            .map(thrown -> display(thrown, wording));
    }

    private static boolean isFromLibrary(Throwable thrown) {
        var frames = Thrown.stack(thrown);
        return frames.length > 0 && !isOfCell(frames[0]) && !isOfKernel(frames[0]) && !(thrown instanceof VirtualMachineError)
            && Arrays.stream(frames).anyMatch(ErrorDetails::isOfCell);
    }

    private static boolean isOfCell(StackTraceElement frame) {
        return frame.getClassName().startsWith("REPL.");
    }

    private static boolean isOfKernel(StackTraceElement frame) {
        return frame.getClassName().startsWith("dev.solstice.kernel.");
    }

    private static boolean isOurs(Throwable thrown) {
        return Thrown.stack(thrown)[0].getClassName().startsWith("dev.solstice.");
    }

    private static DisplayData display(Throwable thrown, UnaryOperator<String> wording) {
        var stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        // the traceback has the message already
        var frameLines = thrown.getClass().getName() + stack.toString().substring(thrown.toString().length());
        var lines = wording.apply(frameLines).lines().limit(MOST_FRAMES).toList();
        long frames = lines.stream().filter(line -> line.strip().startsWith("at ")).count();
        var data = new DisplayData(frames + " frames, some of them folded:");
        data.putHTML((isOurs(thrown) ? new ErrorView(thrown).toHtml() : "")
            + "<details><summary>all " + frames + " frames</summary><pre style=\"font-size: 85%\">"
            + String.join("\n", lines).replace("&", "&amp;").replace("<", "&lt;") + "</pre></details>");
        return data;
    }
}
