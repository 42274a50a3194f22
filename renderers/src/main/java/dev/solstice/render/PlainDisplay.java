package dev.solstice.render;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Values of a class with this annotation are shown by their `toString`, even if there are arrays in them. `view(x)`
/// shows them as trees all the same.
///
/// ```java
/// @PlainDisplay
/// record Measurement(Array values, String unit) {}
/// ```
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PlainDisplay {}
