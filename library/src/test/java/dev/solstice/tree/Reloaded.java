package dev.solstice.tree;

/// A record that [RedefinitionTest] loads again and again by loaders of its own.
public record Reloaded(Object value, int size) {}
