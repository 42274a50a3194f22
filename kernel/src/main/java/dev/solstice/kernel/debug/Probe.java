package dev.solstice.kernel.debug;

import java.util.Arrays;

/// What woven code calls. Public only for that; not for anybody else.
public final class Probe {
    /// By the number that is in the woven code.
    private static volatile WovenMethod[] methods = {};

    private Probe() {
    }

    /// The number of a method that is being woven.
    static synchronized int add(WovenMethod method) {
        var more = Arrays.copyOf(methods, methods.length + 1);
        more[methods.length] = method;
        methods = more;
        return more.length - 1;
    }

    /// A method begins.
    ///
    /// @return null when nobody debugs here
    public static Frame enter(int number) {
        var method = methods[number];
        return method.control().isOn() ? CallStack.ofThisThread().enter(method) : null;
    }

    /// A line begins.
    ///
    /// @return whether [#arrived] is to be called
    public static boolean at(Frame frame, int location) {
        return frame != null && frame.at(location);
    }

    /// The same, with the values of the variables there; halts where it must.
    public static void arrived(Frame frame, Object[] locals) {
        frame.arrived(locals);
    }

    /// The method returns.
    public static void leave(Frame frame) {
        if (frame != null) {
            frame.leave();
        }
    }

    /// The method ends with an exception.
    public static void threw(Throwable thrown, Frame frame) {
        if (frame != null) {
            frame.threw(thrown);
        }
    }
}
