package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.HistoryFile.Entry;
import dev.solstice.kernel.wire.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The cells of this and earlier sessions, for the front end's history keys and searches.
final class History {
    /// Of a result's text; a history is for finding cells again.
    private static final int LONGEST_OUTPUT = 2000;

    private final Optional<HistoryFile> file;
    private final List<Entry> entries = new ArrayList<>();
    /// This session's number; the file is read while the front end is still connecting.
    private final CompletableFuture<Integer> session;

    History(Optional<HistoryFile> file) {
        this.file = file;
        this.session = CompletableFuture.supplyAsync(() -> file.map(f -> f.begin(entries)).orElse(1));
    }

    /// @param output the result as text, or null
    void add(int executionCount, String source, String output) {
        int number = session.join();
        var kept = output == null || output.length() <= LONGEST_OUTPUT ? output : output.substring(0, LONGEST_OUTPUT) + "...";
        var entry = new Entry(number, executionCount, source, kept);
        synchronized (entries) {
            entries.add(entry);
        }
        file.ifPresent(f -> f.append(entry));
    }

    /// Answers a `history_request`.
    JsonObject reply(Message request) {
        int number = session.join();
        boolean withOutput = request.flag("output", false);
        var history = new JsonArray();
        synchronized (entries) {
            var found = switch (request.text("hist_access_type", "tail")) {
                case "range" -> range(request, number);
                case "search" -> search(request);
                default -> last(entries, request.number("n", entries.size()));
            };
            found.forEach(entry -> history.add(row(entry, withOutput)));
        }
        var content = Bundle.ok();
        content.add("history", history);
        return content;
    }

    /// Session 0 is this one, negative numbers count back from it.
    private List<Entry> range(Message request, int current) {
        int asked = request.number("session", 0);
        int wanted = asked > 0 ? asked : current + asked;
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return entries.stream().filter(entry -> entry.session() == wanted && entry.line() >= start && entry.line() < stop).toList();
    }

    private List<Entry> search(Message request) {
        var glob = glob(request.text("pattern", "*"));
        var found = entries.stream().filter(entry -> glob.matcher(entry.source()).matches()).toList();
        if (request.flag("unique", false)) {
            var latest = new LinkedHashMap<String, Entry>();
            found.forEach(entry -> latest.putLast(entry.source(), entry));
            found = List.copyOf(latest.values());
        }
        return last(found, request.number("n", found.size()));
    }

    private static <T> List<T> last(List<T> list, int n) {
        return list.subList(Math.max(0, list.size() - Math.max(0, n)), list.size());
    }

    private static Pattern glob(String pattern) {
        var regex = pattern.codePoints()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
        return Pattern.compile(regex.replaceAll("(\\.\\*){2,}", ".*"), Pattern.DOTALL);
    }

    private static JsonArray row(Entry entry, boolean withOutput) {
        var row = new JsonArray();
        row.add(entry.session());
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
