package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;

/// What is known about the name at the cursor.
///
/// @param signatures one per overload
/// @param javadoc    the raw comments, in the order of the signatures, those that exist
public record Documentation(List<String> signatures, List<String> javadoc) {
    private static final Pattern REST_OF_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}]*");

    /// @param cursor number of characters before the cursor
    public static Optional<Documentation> at(String code, int cursor, SourceCodeAnalysis analysis) {
        int within = Math.clamp(cursor, 0, code.length());
        var rest = REST_OF_NAME.matcher(code).region(within, code.length());
        int end = rest.lookingAt() ? rest.end() : within;
        var prefix = code.substring(0, end);
        var pieces = CellPieces.of(new Cell(0, prefix), analysis);
        var snippet = pieces.isEmpty() ? prefix : prefix.substring(pieces.getLast().offset());
        // a method is looked up by its call
        return lookup(snippet + (snippet.endsWith("(") ? "" : "("), analysis)
            .or(() -> lookup(snippet, analysis));
    }

    private static Optional<Documentation> lookup(String snippet, SourceCodeAnalysis analysis) {
        var found = analysis.documentation(snippet, snippet.length(), true);
        return found.isEmpty() ? Optional.empty() : Optional.of(new Documentation(
            found.stream().map(SourceCodeAnalysis.Documentation::signature).toList(),
            found.stream().map(SourceCodeAnalysis.Documentation::javadoc).filter(text -> text != null && !text.isBlank()).toList()));
    }

    public String text() {
        return String.join("\n", signatures) + javadoc.stream().map(doc -> "\n\n" + plain(doc)).reduce("", String::concat);
    }

    public String html() {
        return "<pre>" + String.join("\n", signatures).replace("&", "&amp;").replace("<", "&lt;") + "</pre>"
            + javadoc.stream().map(doc -> "<div>" + inlineTags(doc) + "</div>").reduce("", String::concat);
    }

    private static String plain(String javadoc) {
        return inlineTags(javadoc).replaceAll("<[^>]+>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip();
    }

    private static String inlineTags(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link|linkplain|literal|value)\\s+([^{}]*)}", "<code>$1</code>")
            .replaceAll("(?m)^\\s*@(\\w+)", "<br><b>$1</b>");
    }
}
