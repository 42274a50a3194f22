package dev.solstice.render.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Makes this module's own style sheet and script short, and data for the script: every output carries them.
///
/// Not for any CSS or JavaScript: the script keeps to what is said at [#script].
public final class Compact {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>//[^\\n]*)|(?<template>`(?:[^`\\\\]|\\\\.)*`)|(?<string>'(?:[^'\\\\\\n]|\\\\.)*')\
            |(?<regex>(?<=[(,=:!&|?]\\s?)/(?:[^/\\\\\\n]|\\\\.)+/)|(?<number>\\d[\\w.]*)|(?<word>[A-Za-z_$][\\w$]*)|(?<space>\\s+)\
            |(?<mark>\\?\\.|=>|\\+\\+|--|\\.\\.\\.|.)""");
    private static final Pattern INSERTED = Pattern.compile("\\$\\{([^}]*)}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private Compact() {}

    /// Without comments and indentation.
    public static String styles(String css) {
        return css.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s+", " ").replaceAll(" ?([{};,>]) ?", "$1")
                .replace(": ", ":").replace(";}", "}").strip();
    }

    /// Without comments and needless spaces, and with short names for what `const`, `let` and parameters declare.
    ///
    /// The script ends its statements with semicolons, has no shorthand properties, no name that is both a local one and a
    /// global one, and neither braces nor templates inside of a template's `${}`.
    public static String script(String source) {
        List<String> tokens = joined(tokens(source));
        return written(tokens, shortNames(tokens));
    }

    /// `const a = 1; const b = 2;` as one declaration.
    private static List<String> joined(List<String> tokens) {
        var joined = new ArrayList<String>();
        var statements = new ArrayDeque<String>(List.of(";")); // how the statement began that is being read, at each depth
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean begins = joined.isEmpty() || ";{}".contains(joined.getLast());
            if (token.equals("const") && statements.peek().equals("const") && joined.getLast().equals(";")) {
                joined.set(joined.size() - 1, ",");
                continue;
            }
            if (begins && !token.equals("}")) {
                statements.pop();
                statements.push(token);
            }
            if ("([{".contains(token)) statements.push(";");
            else if (")]}".contains(token)) statements.pop();
            joined.add(token);
        }
        return joined;
    }

    /// Raw deflate (RFC 1951) of the text's UTF-8, in base64: what a script gives to `DecompressionStream('deflate-raw')`.
    public static String deflated(String text) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static List<String> tokens(String source) {
        var tokens = new ArrayList<String>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) if (token.group("comment") == null && token.group("space") == null) tokens.add(token.group());
        return tokens;
    }

    /// The most frequent names get the shortest ones.
    private static Map<String, String> shortNames(List<String> tokens) {
        Set<String> declared = declared(tokens);
        var uses = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < tokens.size(); i++) if (declared.contains(tokens.get(i))) uses.merge(tokens.get(i), 1, Integer::sum);
        var names = new LinkedHashMap<String, String>();
        uses.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> names.put(entry.getKey(), name(names.size())));
        return names;
    }

    private static String name(int number) {
        String letter = LETTERS.substring(number % LETTERS.length(), number % LETTERS.length() + 1);
        return number < LETTERS.length() ? letter : letter + number / LETTERS.length();
    }

    private static Set<String> declared(List<String> tokens) {
        var names = new HashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.get(i)) {
                case "const", "let" -> declarations(tokens, i + 1, names);
                case "=>" -> parameters(tokens, i - 1, names);
                default -> { }
            }
        }
        return names;
    }

    /// `a = 1, [b, c] = d;`: a name is declared where no bracket but those of a pattern is open, and no value has begun.
    private static void declarations(List<String> tokens, int from, Set<String> names) {
        int depth = 0;
        boolean value = false;
        for (int i = from; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (!value && token.equals("{")) throw new IllegalArgumentException("no names of properties can be declared: write an array");
            if (depth <= 0 && (token.equals(";") || token.equals("of") || token.equals("in"))) return;
            if ("([{".contains(token)) depth++;
            else if (")]}".contains(token)) depth--;
            else if (depth == 0 && token.equals("=")) value = true;
            else if (depth == 0 && token.equals(",")) value = false;
            else if (!value && isWord(token)) names.add(token);
        }
    }

    private static void parameters(List<String> tokens, int last, Set<String> names) {
        if (isWord(tokens.get(last))) names.add(tokens.get(last));
        if (!tokens.get(last).equals(")")) return;
        int depth = 0;
        for (int i = last; ; i--) {
            String token = tokens.get(i);
            if (token.equals(")")) depth++;
            else if (token.equals("(")) depth--;
            else if (isWord(token)) names.add(token);
            if (depth == 0) return;
        }
    }

    private static String written(List<String> tokens, Map<String, String> names) {
        var out = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String before = i == 0 ? "" : tokens.get(i - 1);
            String after = i + 1 == tokens.size() ? "" : tokens.get(i + 1);
            boolean property = before.equals(".") || before.equals("?.") || after.equals(":") && (before.equals("{") || before.equals(","));
            String text = token.startsWith("`") ? template(token, names) : property ? token : names.getOrDefault(token, token);
            if (text.equals("}") && !out.isEmpty() && out.charAt(out.length() - 1) == ';') out.setLength(out.length() - 1);
            if (!out.isEmpty() && joins(out.charAt(out.length() - 1), text.charAt(0))) out.append(' ');
            out.append(text);
        }
        return out.toString();
    }

    private static String template(String template, Map<String, String> names) {
        return INSERTED.matcher(template).replaceAll(inserted ->
                Matcher.quoteReplacement("${" + written(tokens(inserted.group(1)), names) + "}"));
    }

    /// Whether two tokens would become one.
    private static boolean joins(char before, char after) {
        boolean words = isPartOfWord(before) && isPartOfWord(after);
        return words || before == after && (before == '+' || before == '-');
    }

    private static boolean isWord(String token) {
        return Character.isJavaIdentifierStart(token.charAt(0));
    }

    private static boolean isPartOfWord(char c) {
        return Character.isJavaIdentifierPart(c);
    }
}
