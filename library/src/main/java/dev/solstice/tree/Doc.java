package dev.solstice.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// A text that can be laid out on one line or on several (Wadler, "A prettier printer"; Lindig, "Strictly pretty").
///
/// The rules are those of Equinox's printer: a group goes on one line if it fits there by itself, whatever follows it.
sealed interface Doc {

    /// Text that is never broken.
    record Text(String text) implements Doc {}

    /// Where a group that does not fit gets a new line; on one line it reads as `flat`.
    record Break(String flat) implements Doc {}

    /// One after the other.
    record Concat(List<Doc> docs) implements Doc {}

    /// New lines inside begin further right.
    record Nest(Doc doc) implements Doc {}

    /// All breaks that are directly inside become new lines, or none.
    record Group(Doc doc) implements Doc {}

    static Doc concat(Doc... docs) {
        return new Concat(List.of(docs));
    }

    /// `begin a, b, c end`: on one line; or the elements on a line of their own; or each on its own line.
    static Doc bracketed(String begin, List<Doc> elements, String end) {
        if (elements.isEmpty()) {
            return new Text(begin + end);
        }
        var joined = new ArrayList<Doc>();
        for (Doc element : elements) {
            if (!joined.isEmpty()) {
                joined.add(new Text(","));
                joined.add(new Break(" "));
            }
            joined.add(new Group(element));
        }
        Doc inside = concat(new Break(""), new Group(new Concat(joined)));
        return new Group(concat(new Text(begin), new Nest(inside), new Break(""), new Text(end)));
    }

    /// The text, in lines of at most `width` characters as far as its unbreakable pieces allow.
    static String layout(Doc doc, int width, int indent) {
        var out = new StringBuilder();
        int column = 0;
        Deque<Task> tasks = new ArrayDeque<>();
        tasks.push(new Task(new Group(doc), 0, true));
        while (!tasks.isEmpty()) {
            Task task = tasks.pop();
            switch (task.doc) {
                case Text(String text) -> {
                    out.append(text);
                    column += text.length();
                }
                case Break(String flat) when task.vertical -> {
                    out.append('\n').repeat(' ', task.margin);
                    column = task.margin;
                }
                case Break(String flat) -> {
                    out.append(flat);
                    column += flat.length();
                }
                case Concat(List<Doc> docs) -> {
                    for (Doc next : docs.reversed()) {
                        tasks.push(new Task(next, task.margin, task.vertical));
                    }
                }
                case Nest(Doc inner) -> tasks.push(new Task(inner, task.margin + indent, task.vertical));
                case Group(Doc inner) -> {
                    boolean vertical = task.vertical && !fits(inner, width - column);
                    tasks.push(new Task(inner, task.margin, vertical));
                }
            }
        }
        return out.toString();
    }

    /// What is still to be written, how far right its lines begin, and whether its breaks are new lines.
    record Task(Doc doc, int margin, boolean vertical) {}

    private static boolean fits(Doc doc, int width) {
        Deque<Doc> rest = new ArrayDeque<>(Collections.singleton(doc));
        int left = width;
        while (!rest.isEmpty() && left >= 0) {
            switch (rest.pop()) {
                case Text(String text) -> left -= text.length();
                case Break(String flat) -> left -= flat.length();
                case Concat(List<Doc> docs) -> docs.reversed().forEach(rest::push);
                case Nest(Doc inner) -> rest.push(inner);
                case Group(Doc inner) -> rest.push(inner);
            }
        }
        return left >= 0;
    }
}
