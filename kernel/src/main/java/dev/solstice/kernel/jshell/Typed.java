package dev.solstice.kernel.jshell;

/// The value of an expression and the type that the compiler has given it.
///
/// @param value the object itself, or null when it is not known any more
/// @param type  as it may be written in a declaration of a cell
public record Typed(Object value, String type) {

    /// A variable of this type that holds what an expression of type `Object` is.
    public String declaration(String name, String expression) {
        return type.matches("[\\w.<>\\[\\], ?]+") ? type + " " + name + " = (" + type + ") " + expression + ";"
            : "var " + name + " = " + expression + ";"; // an intersection, say: nobody can write it down
    }
}
