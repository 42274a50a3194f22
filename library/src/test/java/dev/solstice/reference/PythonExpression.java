package dev.solstice.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An expression as Python writes it: the reference data says with it how a layer is called or of what parts an optimiser is.
/// Only what it needs: names, literals, tuples and lists, calls.
sealed interface PythonExpression {
    /// @param text with its dots: `jax.nn.relu`
    record Name(String text) implements PythonExpression {}

    record Literal(JsonElement value) implements PythonExpression {}

    /// A tuple or a list.
    record Items(List<PythonExpression> items) implements PythonExpression {}

    record Call(PythonExpression function, List<PythonExpression> arguments, Map<String, PythonExpression> named) implements PythonExpression {}

    /// What is no expression of Python, such as `...` or the words of `mask=leaves of rank > 1`.
    record Prose(String text) implements PythonExpression {}

    /// The expression that the text begins with; what follows it is an explanation.
    static PythonExpression parse(String text) {
        return new Parser(text).expression();
    }

    /// The function's name, if it is a call of a named function.
    default String called() {
        return this instanceof Call(Name(var name), _, _) ? name : null;
    }

    final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private PythonExpression expression() {
            var expression = atom();
            while (skip('(')) expression = call(expression);
            return expression;
        }

        private PythonExpression atom() {
            char next = next();
            if (next == '(' || next == '[') {
                at++;
                var items = new ArrayList<PythonExpression>();
                char end = next == '(' ? ')' : ']';
                while (!skip(end)) {
                    items.add(argument());
                    skip(',');
                }
                return new Items(items);
            }
            if (next == '\'' || next == '"') {
                int end = text.indexOf(next, at + 1);
                var content = text.substring(at + 1, end);
                at = end + 1;
                return new Literal(new JsonPrimitive(content));
            }
            if (Character.isDigit(next) || next == '-') return number();
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_.*".indexOf(text.charAt(at)) >= 0)) at++;
            return word(text.substring(start, at));
        }

        private PythonExpression number() {
            int start = at++;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || ".e".indexOf(text.charAt(at)) >= 0
                    || "+-".indexOf(text.charAt(at)) >= 0 && text.charAt(at - 1) == 'e')) at++;
            return new Literal(new JsonPrimitive(Double.valueOf(text.substring(start, at))));
        }

        private static PythonExpression word(String word) {
            return switch (word) {
                case "True" -> new Literal(new JsonPrimitive(true));
                case "False" -> new Literal(new JsonPrimitive(false));
                case "None" -> new Literal(JsonNull.INSTANCE);
                case String name when !name.isEmpty() && Character.isLetter(name.charAt(0)) -> new Name(name);
                default -> new Prose(word);
            };
        }

        private PythonExpression call(PythonExpression function) {
            var arguments = new ArrayList<PythonExpression>();
            var named = new LinkedHashMap<String, PythonExpression>();
            while (!skip(')')) {
                var value = argument();
                if (value instanceof Name(var name) && skip('=')) named.put(name, argument());
                else arguments.add(value);
                if (!skip(',')) skip(';');
            }
            return new Call(function, arguments, named);
        }

        /// An expression up to a comma or bracket; prose if there is more than an expression.
        private PythonExpression argument() {
            next();
            int start = at;
            var expression = expression();
            if (",;)]=".indexOf(next()) >= 0) return expression;
            while (",;)]".indexOf(next()) < 0) at++;
            return new Prose(text.substring(start, at).strip());
        }

        private char next() {
            while (at < text.length() && text.charAt(at) == ' ') at++;
            return at < text.length() ? text.charAt(at) : ')';
        }

        private boolean skip(char wanted) {
            boolean isThere = next() == wanted;
            if (isThere) at++;
            return isThere;
        }
    }
}
