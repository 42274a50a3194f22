package dev.solstice.kernel.debug;

/// A request that cannot be fulfilled; the message says why.
final class Refusal extends RuntimeException {
    Refusal(String message) {
        super(message, null, false, false);
    }
}
