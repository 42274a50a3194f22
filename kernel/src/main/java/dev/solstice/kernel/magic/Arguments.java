package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/// The words behind a magic's name, by kind.
///
/// @param usage       how the magic is called, for messages
/// @param positional  words that are no options
/// @param options     values of `--name value` or `--name=value`, as name and value
/// @param flags       the options that were given and take no value
record Arguments(String usage, List<String> positional, List<Option> options, Set<String> flags) {
    record Option(String name, String value) {}

    /// @param taking  names of options with a value
    /// @param allowed names of options without
    /// @throws CellFailure for an option of another name
    static Arguments of(String usage, List<String> words, Set<String> taking, Set<String> allowed) {
        var positional = new ArrayList<String>();
        var options = new ArrayList<Option>();
        var flags = new HashSet<String>();
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            int equals = word.indexOf('=');
            var name = equals > 0 ? word.substring(0, equals) : word;
            if (!word.startsWith("-")) {
                positional.add(word);
            } else if (allowed.contains(word)) {
                flags.add(word);
            } else if (taking.contains(name) && equals > 0) {
                options.add(new Option(name, word.substring(equals + 1)));
            } else if (taking.contains(name) && i + 1 < words.size()) {
                options.add(new Option(name, words.get(++i)));
            } else {
                throw misused(usage, taking.contains(name) ? name + " needs a value" : "there is no option " + word);
            }
        }
        return new Arguments(usage, List.copyOf(positional), List.copyOf(options), Set.copyOf(flags));
    }

    static Arguments of(String usage, List<String> words) {
        return of(usage, words, Set.of(), Set.of());
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /// All values of an option, which may be given several times.
    List<String> values(String name) {
        return options.stream().filter(option -> option.name().equals(name)).map(Option::value).toList();
    }

    Optional<String> optional(int index) {
        return index < positional.size() ? Optional.of(positional.get(index)) : Optional.empty();
    }

    /// The positional word at this index.
    ///
    /// @param what what it is, for the message when it is missing
    String required(int index, String what) {
        return optional(index).orElseThrow(() -> misused(usage, what + " is missing"));
    }

    /// The positional word at this index as a file, where `~` is the user's home.
    Path file(int index, String what) {
        return file(required(index, what));
    }

    static Path file(String name) {
        return Path.of(name.replaceFirst("^~(?=/|$)", Matcher.quoteReplacement(System.getProperty("user.home"))));
    }

    /// @throws CellFailure when there are more positional words, which nobody would look at
    Arguments atMost(int words) {
        if (positional.size() > words) {
            throw misused(usage, "\"" + positional.get(words) + "\" is too much" + (words == 0 ? "" : " (a name with spaces needs quotes)"));
        }
        return this;
    }

    static CellFailure misused(String usage, String problem) {
        return CellFailure.plain("MagicUsage", problem + "; usage: " + usage);
    }
}
