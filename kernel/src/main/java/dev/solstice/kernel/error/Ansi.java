package dev.solstice.kernel.error;

/// The four looks of text in a traceback; front ends translate the escapes to their theme.
final class Ansi {
    private static final String RESET = "\u001b[0m";

    private Ansi() {
    }

    /// Bold alone: JupyterLab's red can hardly be read on what it paints behind errors in the dark theme.
    static String error(String text) {
        return "\u001b[1m" + text + RESET;
    }

    static String place(String text) {
        return "\u001b[1;36m" + text + RESET;
    }

    static String mark(String text) {
        return "\u001b[1;33m" + text + RESET;
    }

    static String dim(String text) {
        return "\u001b[2m" + text + RESET;
    }
}
