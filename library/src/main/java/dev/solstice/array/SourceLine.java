package dev.solstice.array;

import java.security.CodeSource;
import java.util.Objects;

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

    /// Where in the user's code we are.
    public static SourceLine ofUser() {
        return WALKER.walk(frames -> frames
                .filter(frame -> IS_USERS.get(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> new SourceLine(Objects.requireNonNullElse(frame.getFileName(), "unknown"),
                        frame.getLineNumber(), frame.getMethodName()))
                .orElse(UNKNOWN));
    }

    @Override
    public String toString() {
        return this == UNKNOWN ? "unknown line" : file + ":" + line + " (" + method + ")";
    }
}
