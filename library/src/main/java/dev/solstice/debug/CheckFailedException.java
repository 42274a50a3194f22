package dev.solstice.debug;

/// A check inside a program failed when it ran: its message, the place in the batch and the user's line. Equinox's
/// `EquinoxRuntimeError`; the stack trace is that of the call, the line that of the check.
public final class CheckFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckFailedException(String message) {
        super(message);
    }
}
