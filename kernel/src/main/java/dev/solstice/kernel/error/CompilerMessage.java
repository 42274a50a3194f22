package dev.solstice.kernel.error;

import java.util.HashMap;
import java.util.HashSet;
import java.util.regex.Pattern;

/// The compiler's words as a user of a notebook needs them: what is missing in the first line, classes by their own names as
/// javac itself prints them, and nothing of the classes and methods that JShell has generated around the cell.
final class CompilerMessage {
    private static final Pattern MISSING = Pattern.compile("^cannot find symbol\\s+symbol:\\s*([^\\n]+)");
    private static final Pattern LOCATION = Pattern.compile("\\s+location: *([^\\n]*)");
    /// JShell has taken the name of its class out; or not.
    private static final Pattern GENERATED_LOCATION = Pattern.compile("(class|interface)?\\s*((REPL\\.)?\\$JShell\\$\\w*)?");
    private static final Pattern GENERATED = Pattern.compile(" in method do_it\\$\\(\\)| in (?= and | match)");
    private static final Pattern QUALIFIED = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+(?=([A-Z]\\w*))");

    private CompilerMessage() {
    }

    static String readable(String message) {
        var missing = MISSING.matcher(message);
        var text = missing.find() ? located("cannot find " + missing.group(1), message.substring(missing.end())) : message;
        text = LOCATION.matcher(text).replaceAll("");
        return GENERATED.matcher(withOwnNames(text)).replaceAll("").strip();
    }

    private static String located(String what, String rest) {
        var location = LOCATION.matcher(rest);
        return !location.find() || GENERATED_LOCATION.matcher(location.group(1).strip()).matches() ? what + rest
            : what + " in " + location.group(1).strip() + rest.substring(location.end());
    }

    /// Unless two classes of different packages would look alike; lines that say what to import need the package.
    private static String withOwnNames(String text) {
        var byName = new HashMap<String, HashSet<String>>();
        QUALIFIED.matcher(text).results().forEach(name -> byName.computeIfAbsent(name.group(1), ignored -> new HashSet<>()).add(name.group()));
        return QUALIFIED.matcher(text).replaceAll(name ->
            byName.get(name.group(1)).size() > 1 || isImport(text, name.start()) ? name.group() : "");
    }

    private static boolean isImport(String text, int at) {
        var before = text.substring(text.lastIndexOf('\n', at) + 1, at);
        return before.contains("import ") || before.contains("package ");
    }
}
