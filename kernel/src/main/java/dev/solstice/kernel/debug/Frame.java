package dev.solstice.kernel.debug;

import java.util.LinkedHashMap;
import java.util.Map;

/// One call of a woven method. Public only because woven code has a variable of this type.
///
/// Written by its own thread; others read it while that is halted.
public final class Frame {
    private static final Object[] NONE = {};

    private final WovenMethod method;
    private final CallStack stack;
    private final Frame caller;
    private final int depth;
    private int location;
    /// Where [#locals] were taken: the latest line that could call something or halt.
    private int taken;
    private Object[] locals = NONE;

    Frame(WovenMethod method, CallStack stack, Frame caller) {
        this.method = method;
        this.stack = stack;
        this.caller = caller;
        this.depth = caller == null ? 0 : caller.depth + 1;
    }

    WovenMethod method() {
        return method;
    }

    CallStack stack() {
        return stack;
    }

    /// The frame that this was called from, or null.
    Frame caller() {
        return caller;
    }

    int depth() {
        return depth;
    }

    int location() {
        return location;
    }

    int line() {
        return method.line(location);
    }

    boolean at(int location) {
        this.location = location;
        return stack.isAlert() | method.isWatched(location); // in this order: the volatile read lets no loop keep the other
    }

    void arrived(Object[] locals) {
        this.locals = locals;
        this.taken = location;
        if (stack.isAlert() || method.halts(location)) {
            method.control().arrived(this);
        }
    }

    void leave() {
        stack.leave(this, true);
    }

    void threw(Throwable thrown) {
        try {
            method.control().threw(this, thrown);
        } finally {
            stack.leave(this, false);
        }
    }

    /// The variables in sight, `this` first.
    Map<String, Local.Value> variables() {
        var variables = new LinkedHashMap<String, Local.Value>();
        var visible = method.locals(taken);
        for (int i = 0; i < locals.length; i++) {
            variables.put(visible.get(i).name(), new Local.Value(visible.get(i), locals[i]));
        }
        return variables;
    }
}
