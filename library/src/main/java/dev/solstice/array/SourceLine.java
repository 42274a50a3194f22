package dev.solstice.array;

import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// A line of the user's code: the innermost stack frame outside the library and the JDK.
public record SourceLine(String file, int line, String method) {
    public static final SourceLine UNKNOWN = new SourceLine("unknown", 0, "");

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final CodeSource LIBRARY = SourceLine.class.getProtectionDomain().getCodeSource();
    private static final ClassValue<Boolean> IS_USERS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return !type.isHidden() && !Objects.equals(LIBRARY, type.getProtectionDomain().getCodeSource())
                    && type.getClassLoader() != null && !type.getName().startsWith("jdk.");
        }
    };

    private static volatile Function<StackWalker.StackFrame, Optional<SourceLine>> notebook = _ -> Optional.empty();

    /// Where in the user's code we are.
    public static SourceLine ofUser() {
        return WALKER.walk(frames -> frames
                .filter(frame -> IS_USERS.get(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> notebook.apply(frame).orElseGet(() -> new SourceLine(Objects.requireNonNullElse(frame.getFileName(), "unknown"),
                        frame.getLineNumber(), frame.getMethodName())))
                .orElse(UNKNOWN));
    }

    /// How a notebook calls the lines of its cells: the file is `Cell 5` and the method empty. Nothing for frames that are in
    /// none of them.
    public static void inNotebook(Function<StackWalker.StackFrame, Optional<SourceLine>> cells) {
        notebook = cells;
    }

    @Override
    public String toString() {
        if (this == UNKNOWN) return "unknown line";
        return method.isEmpty() ? file + ", line " + line : file + ":" + line + " (" + method + ")";
    }
}
