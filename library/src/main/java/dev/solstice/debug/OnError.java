package dev.solstice.debug;

/// What happens when an [ErrorIf] fails: chosen by the system property `solstice.onError`. Equinox's `EQX_ON_ERROR`.
public enum OnError {
    /// A [CheckFailedException].
    RAISE,
    /// The result is NaN, the largest integer, or true, and the program goes on.
    NAN,
    /// Nothing; checks that are traced meanwhile cost nothing.
    OFF;

    /// What the property says now; [#RAISE] without.
    ///
    /// @throws IllegalArgumentException if it says something else
    public static OnError current() {
        var said = System.getProperty("solstice.onError", "raise");
        for (var mode : values()) if (mode.name().equalsIgnoreCase(said)) return mode;
        throw new IllegalArgumentException("solstice.onError is raise, nan or off, not \"" + said + "\"");
    }
}
