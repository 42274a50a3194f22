package dev.solstice.kernel.debug;

/// A local variable or parameter where it is in sight.
///
/// @param descriptor as the JVM writes its type
/// @param type       as Java writes it; `Object` for one that has no name
record Local(String name, int slot, String descriptor, String type) {
    static final String THIS = "this";

    /// What is in it.
    record Value(Local local, Object value) {}
}
