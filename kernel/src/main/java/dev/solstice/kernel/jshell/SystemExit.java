package dev.solstice.kernel.jshell;

/// A cell called `System.exit`, which would take all variables with it; copied programs do so at their end.
public final class SystemExit extends Error {
    private SystemExit(int status) {
        super("System.exit(" + status + ") would end the kernel and all variables with it, so it ends the cell only. "
            + "To end the kernel, shut it down in the front end's menu.");
    }

    /// What [CellClasses] has cells call instead.
    public static void exit(int status) {
        throw new SystemExit(status);
    }

    /// The same for `Runtime.getRuntime().exit(status)` and `halt`.
    public static void exit(Runtime runtime, int status) {
        throw new SystemExit(status);
    }
}
