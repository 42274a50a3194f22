package dev.solstice.io;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a record component of primitive type whose field in the Python class is not `static=True`, so that `.eqx`
/// files hold it.
///
/// ```java
/// record Block(Linear linear, @EquinoxLeaf double scale) {}
/// ```
///
/// The layers of `nn` know by themselves which of their components these are.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface EquinoxLeaf {}
