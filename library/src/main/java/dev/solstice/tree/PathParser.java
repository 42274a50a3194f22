package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayList;
import java.util.List;

/// Reads paths as [KeyPath#toString] prints them.
final class PathParser {

    private final String text;
    private int position;

    PathParser(String text) {
        this.text = text;
    }

    KeyPath parse() {
        List<Key> entries = new ArrayList<>();
        while (position < text.length()) {
            entries.add(text.charAt(position) == '[' ? slot() : call());
        }
        return new KeyPath(entries);
    }

    private Key slot() {
        position++;
        String index = text.substring(position, end(']'));
        position += index.length() + 1;
        return new KeyPath.Slot(number(index));
    }

    private Key call() {
        if (text.charAt(position) != '.') {
            throw wrong("a step that starts with . or [");
        }
        int open = text.indexOf('(', position);
        if (open < 0) {
            throw wrong("a call such as .weight() or .get(1)");
        }
        String name = text.substring(position + 1, open);
        if (!isIdentifier(name)) {
            throw wrong("the name of a component");
        }
        position = open + 1;
        String argument = text.substring(position, end(')'));
        position += argument.length() + 1;
        if (argument.isBlank()) {
            return name.equals("get") ? new KeyPath.Some() : new KeyPath.Field(name);
        }
        if (!name.equals("get")) {
            throw wrong("no argument: only get takes one");
        }
        return argument(argument.strip());
    }

    private Key argument(String argument) {
        if (argument.startsWith("\"")) {
            return new KeyPath.MapKey(unquote(argument));
        }
        if (argument.startsWith("'")) {
            return new KeyPath.MapKey(unquote(argument).charAt(0));
        }
        if (argument.equals("true") || argument.equals("false")) {
            return new KeyPath.MapKey(Boolean.valueOf(argument));
        }
        if (argument.equals("null")) {
            return new KeyPath.MapKey(null);
        }
        if (argument.matches("-?\\d{1,9}")) {
            return new KeyPath.Index(Integer.parseInt(argument));
        }
        return new KeyPath.Expression(argument);
    }

    /// The index of the bracket that closes here, outside of quotes and of inner brackets.
    private int end(char closing) {
        int depth = 0;
        for (int i = position; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = endOfQuote(i);
            } else if (depth == 0 && c == closing) {
                return i;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            }
        }
        throw wrong("a closing " + closing);
    }

    private int endOfQuote(int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(start)) {
                return i;
            }
        }
        throw wrong("a closing quote");
    }

    private String unquote(String quoted) {
        char quote = quoted.charAt(0);
        if (quoted.length() < 2 || quoted.charAt(quoted.length() - 1) != quote) {
            throw wrong("one quoted key");
        }
        return unescape(quoted.substring(1, quoted.length() - 1));
    }

    private String unescape(String escaped) {
        var plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escape = i + 1 < escaped.length() ? escaped.charAt(++i) : 0;
            switch (escape) {
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case '"', '\'', '\\' -> plain.append(escape);
                case 'u' -> {
                    plain.append(unicode(escaped, i + 1));
                    i += 4;
                }
                default -> throw wrong("a Java literal");
            }
        }
        return plain.toString();
    }

    private char unicode(String escaped, int from) {
        try {
            return (char) Integer.parseInt(escaped, from, from + 4, 16);
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            throw wrong("four hexadecimal digits");
        }
    }

    private int number(String digits) {
        if (!digits.matches("\\d{1,9}")) {
            throw wrong("an index");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isIdentifier(String name) {
        return !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private TreeException wrong(String expected) {
        return new TreeException("this is no path: " + text, null, expected + " at character " + position,
                position < text.length() ? text.substring(position) : "the end",
                "write it as Java, for example .layers().get(1).weight()", null);
    }
}
