package dev.solstice.kernel.jshell;

/// One of a notebook's variables as it is now.
///
/// @param type  as it was declared or inferred, in Java's syntax
/// @param value null when it is null
public record Variable(String name, String type, Object value) {}
