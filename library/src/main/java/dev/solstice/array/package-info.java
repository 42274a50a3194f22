/// What a value is made of: element types, shapes, promotion, index strings and native memory.
///
/// Nothing here computes. The package knows no arrays, no primitives and no engine;
/// everything above `tree` may depend on it, and it depends on the JDK alone.
package dev.solstice.array;
