package dev.solstice.kernel.debug;

/// What a thread does until it halts again.
///
/// @param from where it starts, or null for nowhere
record Step(Kind kind, Frame from, int line) {
    enum Kind { INTO, OVER, OUT, PAUSE }

    /// Halts wherever the thread is.
    static final Step PAUSE = new Step(Kind.PAUSE, null, 0);
    /// Halts at the first line of the cell's next statement.
    static final Step ONWARD = new Step(Kind.INTO, null, 0);

    static Step of(Kind kind, Frame from) {
        return new Step(kind, from, from.line());
    }

    boolean endsAt(Frame frame) {
        boolean elsewhere = frame != from || frame.line() != line;
        return switch (kind) {
            case PAUSE -> true;
            case INTO -> elsewhere;
            case OVER -> elsewhere && frame.depth() <= from.depth();
            case OUT -> frame.depth() < from.depth();
        };
    }

    /// Whether it goes on in the next statement when that of the cell which it is in ends.
    boolean carriesOver() {
        return kind == Kind.INTO || kind == Kind.OVER;
    }

    String reason() {
        return kind == Kind.PAUSE ? "pause" : "step";
    }
}
