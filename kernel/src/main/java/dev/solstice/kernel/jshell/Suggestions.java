package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Spelling;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;

/// Finds the name that was meant by one that does not exist: what completion offers at its place and looks like it.
final class Suggestions {
    private static final Pattern LAST_NAME = Pattern.compile("(?s).*?([\\p{L}_$][\\p{L}\\p{N}_$]*)\\s*");
    private static final Pattern AFTER_NAME = Pattern.compile("[^\\p{L}\\p{N}_$].*");

    private final SourceCodeAnalysis analysis;

    Suggestions(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /// @param name what completion offers, without what comes behind it
    private record Candidate(String name, boolean method, int distance) {
        /// Of a short name all others are near; the same name is another one as a method.
        boolean isMeantBy(String typed, boolean call) {
            return distance == 0 ? method != call
                : name.equalsIgnoreCase(typed) || Spelling.isSlip(typed, name) && distance < typed.length() - 1 && distance <= typed.length() / 3 + 1;
        }

        @Override
        public String toString() {
            return method ? name + "()" : name;
        }
    }

    /// @param start where the expression starts whose last name does not exist
    /// @param end   one past its last character
    Optional<String> insteadOf(String source, int start, int end) {
        var last = LAST_NAME.matcher(source.substring(start, end));
        if (!last.matches()) {
            return Optional.empty();
        }
        var name = last.group(1);
        boolean call = source.startsWith("(", end);
        var before = source.substring(0, start + last.start(1));
        var first = name.substring(0, 1);
        return Stream.of(first, first.toLowerCase(), first.toUpperCase()).distinct()
            .flatMap(letter -> candidates(before + letter, name))
            .filter(candidate -> candidate.isMeantBy(name, call))
            .min(Comparator.comparingInt(Candidate::distance).thenComparing(candidate -> !candidate.name().startsWith(name)))
            .map(Candidate::toString);
    }

    private Stream<Candidate> candidates(String prefix, String typed) {
        return analysis.completionSuggestions(prefix, prefix.length(), new int[1]).stream().map(found -> {
            var name = AFTER_NAME.matcher(found.continuation()).replaceFirst("");
            return new Candidate(name, found.continuation().contains("("), Spelling.distance(typed, name));
        });
    }
}
