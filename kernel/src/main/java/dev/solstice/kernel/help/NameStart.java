package dev.solstice.kernel.help;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which names are meant by what has been written of one.
final class NameStart {
    private static final int FEWEST_LETTERS = 2;

    private NameStart() {
    }

    /// Those that begin with it.
    static Predicate<String> exactly(String written) {
        return name -> name.startsWith(written);
    }

    /// Those that it abbreviates: `gF` is `getFirst`, `hashm` and `HM` are `HashMap`, `tuc` is `toUpperCase`.
    static Predicate<String> abbreviated(String written) {
        if (written.length() < FEWEST_LETTERS) {
            return name -> false;
        }
        var first = Pattern.quote(written.substring(0, 1));
        var rest = written.substring(1).chars().mapToObj(NameStart::next).collect(Collectors.joining());
        return Pattern.compile("(?i:" + first + ")" + rest + ".*").asMatchPredicate();
    }

    /// A capital begins a word of the name; a small letter may, or goes on with one.
    private static String next(int letter) {
        var text = Pattern.quote(Character.toString(letter));
        var capital = ".*?" + Pattern.quote(Character.toString(Character.toUpperCase(letter)));
        return Character.isLowerCase(letter) ? "(?:" + text + "|" + capital + ")" : Character.isUpperCase(letter) ? capital : text;
    }
}
