package dev.solstice.kernel.error;

import java.util.List;
import java.util.stream.Stream;

/// A cell failed: what the front end is told.
///
/// Unchecked because JJava's `evalRaw`, through which extensions evaluate code, declares no exception.
public final class CellFailure extends RuntimeException {
    private final String name;
    private final transient List<String> traceback;

    /// @param name      the kind: an exception's class name, `CompileError`, `Interrupted`...
    /// @param message   one line
    /// @param traceback the lines to show, with ANSI colours
    public CellFailure(String name, String message, List<String> traceback, Throwable cause) {
        super(message, cause);
        this.name = name;
        this.traceback = List.copyOf(traceback);
    }

    public String name() {
        return name;
    }

    public List<String> traceback() {
        return traceback;
    }

    /// The same, with where the code came from that failed.
    public CellFailure in(String place) {
        return new CellFailure(name, getMessage() + " (in " + place + ")", Stream.concat(Stream.of("In " + place + ":"), traceback.stream()).toList(), this);
    }

    /// A failure with nothing to show but its message.
    public static CellFailure plain(String name, String message) {
        return new CellFailure(name, message, List.of(Ansi.error(name) + ": " + message), null);
    }
}
