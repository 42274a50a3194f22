package dev.solstice.kernel.debug;

/// The woven frames of one thread, and what it is to do next.
final class CallStack {
    /// Of threads whose code runs for the debugger itself: they must not halt, because nobody could make them go on.
    private static final CallStack IGNORED = new CallStack();

    private static final InheritableThreadLocal<CallStack> OF_THREAD = new InheritableThreadLocal<>() {
        @Override
        protected CallStack childValue(CallStack parent) {
            return parent != null && parent.ignored ? IGNORED : null;
        }
    };

    static {
        IGNORED.ignored = true;
    }

    private final Thread thread = Thread.currentThread();
    private boolean ignored;
    private Frame top;
    /// Unique among those that have a frame; 0 before the first.
    private int id;
    private Step step;
    /// Whether the next line matters although there is no breakpoint.
    private volatile boolean alert;

    private CallStack() {
    }

    static CallStack ofThisThread() {
        var stack = OF_THREAD.get();
        if (stack == null) {
            stack = new CallStack();
            OF_THREAD.set(stack);
        }
        return stack;
    }

    /// From here on nothing halts this thread, nor those that it starts.
    static void ignoreThisThread() {
        OF_THREAD.set(IGNORED);
    }

    int id() {
        return id;
    }

    String name() {
        return thread.getName();
    }

    /// The innermost frame, or null.
    Frame top() {
        return top;
    }

    boolean isAlert() {
        return alert;
    }

    /// What the thread does until it halts again, or null.
    Step step() {
        return step;
    }

    void take(Step step) {
        this.step = step;
        this.alert = step != null;
    }

    /// Makes the thread halt at its next line.
    void pause() {
        take(Step.PAUSE);
    }

    /// Without frames of what the code calls, and without halts.
    <T> T undisturbed(Thrower<T> code) throws Throwable {
        ignored = true;
        try {
            return code.run();
        } finally {
            ignored = false;
        }
    }

    interface Thrower<T> {
        T run() throws Throwable;
    }

    /// @return null when this thread is to be left alone
    Frame enter(WovenMethod method) {
        if (ignored) {
            return null;
        }
        var frame = new Frame(method, this, top);
        if (top == null) {
            id = method.control().begun(this, method);
            take(method.control().carriedOver(method));
        }
        top = frame;
        return frame;
    }

    void leave(Frame frame, boolean normally) {
        top = frame.caller();
        if (top == null) {
            frame.method().control().ended(this, frame.method(), normally);
            take(null);
        }
    }
}
