package dev.solstice.reference;

/// A case asks for something that the library does not have yet. Never thrown for something that it has and does wrong.
public final class NotImplemented extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotImplemented(String what) {
        super(what);
    }
}
