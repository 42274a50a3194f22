package dev.solstice.kernel.jshell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A magic on a line of its own between lines of Java, which IJava's notebooks have: in a block, or behind an expression without
/// a semicolon. A percent sign may as well go on with what the line before has begun, `7 % 3` on two lines.
///
/// @param start    of the magic in the text
/// @param end      of its line
/// @param isInside whether it stands in a block, where it is a statement like others
record InnerMagic(int start, int end, boolean isInside) {
    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*(%[A-Za-z][^\\n]*)");
    private static final String AFTER_STATEMENT = ";{}";
    private static final String UNFINISHED = "+-*/%=<>&|^!?:,.([";

    private static Optional<InnerMagic> firstIn(String java) {
        var code = Lexed.of(java).code();
        var line = LINE.matcher(code);
        while (line.find()) {
            var before = code.substring(0, line.start()).stripTrailing();
            if (before.isEmpty()) {
                return Optional.empty(); // it is the text's first piece
            }
            char last = before.charAt(before.length() - 1);
            int end = java.indexOf('\n', line.start(1)) < 0 ? java.length() : java.indexOf('\n', line.start(1));
            boolean isInside = depth(before, '{', '}') > 0;
            if (isInside && AFTER_STATEMENT.indexOf(last) >= 0) {
                return Optional.of(new InnerMagic(line.start(1), end, true));
            }
            boolean atMargin = line.start() == line.start(1) && !java.substring(line.start(), end).stripTrailing().endsWith(";");
            if (!isInside && (AFTER_STATEMENT.indexOf(last) >= 0 || atMargin && UNFINISHED.indexOf(last) < 0 && depth(before, '(', ')') == 0)) {
                return Optional.of(new InnerMagic(line.start(1), end, false));
            }
        }
        return Optional.empty();
    }

    private static long depth(String code, char open, char close) {
        return code.chars().filter(c -> c == open).count() - code.chars().filter(c -> c == close).count();
    }

    /// Java with its inner magics as calls.
    ///
    /// @param text  up to the first magic that stands between statements
    /// @param calls where they are in it, and by how much each is longer than the magic
    record Calls(String text, Map<Integer, Integer> calls) {
        /// By how much the text before this index is longer than what was written.
        int grownBefore(int index) {
            return calls.entrySet().stream().filter(call -> call.getKey() < index).mapToInt(Map.Entry::getValue).sum();
        }
    }

    static Calls asCalls(String java) {
        var calls = new HashMap<Integer, Integer>();
        var text = java;
        var inner = firstIn(text);
        while (inner.filter(InnerMagic::isInside).isPresent()) {
            var magic = text.substring(inner.get().start(), inner.get().end());
            var call = call(magic);
            calls.put(inner.get().start(), call.length() - magic.length());
            text = text.substring(0, inner.get().start()) + call + text.substring(inner.get().end());
            inner = firstIn(text);
        }
        return new Calls(inner.isPresent() ? text.substring(0, inner.get().start()) : text, calls);
    }

    /// The magic as Java, on one line as before.
    static String call(String magic) {
        return "magic(\"" + magic.substring(1).strip().replace("\\", "\\\\").replace("\"", "\\\"") + "\");";
    }
}
