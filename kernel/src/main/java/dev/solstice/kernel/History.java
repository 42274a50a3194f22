package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The cells of this session, for the front end's history keys and searches.
final class History {
    private static final int THIS_SESSION = 1;

    private record Entry(int line, String source, String output) {}

    private final List<Entry> entries = new ArrayList<>();

    /// @param output the result as text, or null
    synchronized void add(int executionCount, String source, String output) {
        entries.add(new Entry(executionCount, source, output));
    }

    /// Answers a `history_request`.
    synchronized JsonObject reply(Message request) {
        var found = switch (request.text("hist_access_type", "tail")) {
            case "range" -> range(request);
            case "search" -> search(request);
            default -> last(entries, request.number("n", entries.size()));
        };
        boolean withOutput = request.flag("output", false);
        var history = new JsonArray();
        found.forEach(entry -> history.add(row(entry, withOutput)));
        var content = Bundle.ok();
        content.add("history", history);
        return content;
    }

    /// Other sessions are not kept, so they have no entries.
    private List<Entry> range(Message request) {
        int session = request.number("session", 0);
        if (session != 0 && session != THIS_SESSION) {
            return List.of();
        }
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return entries.stream().filter(entry -> entry.line() >= start && entry.line() < stop).toList();
    }

    private List<Entry> search(Message request) {
        var glob = glob(request.text("pattern", "*"));
        var found = entries.stream().filter(entry -> glob.matcher(entry.source()).matches()).toList();
        if (request.flag("unique", false)) {
            found = List.copyOf(found.stream()
                .collect(Collectors.toMap(Entry::source, entry -> entry, (earlier, later) -> later, java.util.LinkedHashMap::new)).values());
        }
        return last(found, request.number("n", found.size()));
    }

    private static <T> List<T> last(List<T> list, int n) {
        return list.subList(Math.max(0, list.size() - Math.max(0, n)), list.size());
    }

    private static Pattern glob(String pattern) {
        var regex = pattern.chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static JsonArray row(Entry entry, boolean withOutput) {
        var row = new JsonArray();
        row.add(THIS_SESSION);
        row.add(entry.line());
        if (withOutput) {
            var pair = new JsonArray();
            pair.add(entry.source());
            pair.add(entry.output());
            row.add(pair);
        } else {
            row.add(entry.source());
        }
        return row;
    }
}
