/// A small typed model of HTML: elements, attributes and text, escaped in one place.
///
/// Knows nothing of trees, arrays or notebooks. Uses only the JDK.
package dev.solstice.render.html;
