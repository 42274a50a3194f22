package dev.solstice.kernel;

import dev.solstice.kernel.jshell.Typed;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The sources and results of earlier cells: `In`, `Out`, `_3` and `__`.
///
/// Numbers and texts are kept for the session. Of anything else, which may be a large model, only the latest few are
/// kept alive; older ones can be had as long as something else holds them.
final class Results {
    private static final int KEPT_ALIVE = 5;
    private static final int MOST_CELLS = 1000;
    private static final int LONGEST_TEXT = 10_000;
    private static final Pattern MENTION = Pattern.compile("(?<![\\w$.])_(_|\\d+)(?![\\w$])");

    private record Result(Typed typed, WeakReference<Object> value) {}

    private final TreeMap<Integer, String> sources = new TreeMap<>();
    private final TreeMap<Integer, Result> results = new TreeMap<>();
    private final Set<String> declared = new HashSet<>();
    private volatile String displayed = "";

    synchronized void addSource(int number, String source) {
        sources.put(number, source);
        if (sources.size() > MOST_CELLS) {
            sources.pollFirstEntry();
        }
    }

    /// The id of what has been displayed last in the cell that runs, empty when nothing has.
    void setDisplayed(String id) {
        displayed = id;
    }

    /// Whether a value is there only because `display` returns it; who wants to see an id asks for it in a later cell.
    boolean isDisplayId(Object value) {
        return value == displayed;
    }

    synchronized void add(int number, Typed typed) {
        results.put(number, new Result(typed, new WeakReference<>(typed.value())));
        declared.remove("__");
        if (results.size() > MOST_CELLS) {
            results.pollFirstEntry();
        }
        results.descendingMap().values().stream().skip(KEPT_ALIVE).filter(result -> result.typed().value() != null)
            .filter(result -> !isSmall(result.typed().value())).toList()
            .forEach(this::letGo);
    }

    private void letGo(Result result) {
        results.replaceAll((number, other) -> other == result ? new Result(new Typed(null, result.typed().type()), result.value()) : other);
    }

    private static boolean isSmall(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof Character
            || value instanceof String text && text.length() <= LONGEST_TEXT;
    }

    /// Variables that the source mentions and that are to be declared before it runs.
    synchronized List<String> declarations(String source) {
        var declarations = new ArrayList<String>();
        var mention = MENTION.matcher(source);
        while (mention.find()) {
            var name = mention.group();
            var number = name.equals("__") ? results.keySet().stream().reduce((earlier, later) -> later) : number(mention.group(1));
            number.filter(results::containsKey).filter(n -> get(n) != null && declared.add(name))
                .ifPresent(n -> declarations.add(results.get(n).typed().declaration(name, "Out.get(" + n + ")")));
        }
        return declarations;
    }

    private static Optional<Integer> number(String digits) {
        return digits.length() > 9 ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    }

    private Object get(int number) {
        var result = results.get(number);
        return result == null ? null : result.typed().value() != null ? result.typed().value() : result.value().get();
    }

    /// `In`: cell number to source.
    synchronized Map<Integer, String> in() {
        return Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    /// `Out`: cell number to result.
    synchronized Map<Integer, Object> out() {
        var out = new TreeMap<Integer, Object>();
        results.keySet().forEach(number -> Optional.ofNullable(get(number)).ifPresent(value -> out.put(number, value)));
        return Collections.unmodifiableMap(out);
    }

    /// A map that is always what the running kernel's is.
    static <V> Map<Integer, V> live(Supplier<Map<Integer, V>> now) {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<Integer, V>> entrySet() {
                return now.get().entrySet();
            }
        };
    }
}
