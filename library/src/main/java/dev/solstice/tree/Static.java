package dev.solstice.tree;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a record component metadata: part of the tree's structure, never a leaf.
///
/// Components of a Java primitive type are metadata already. Metadata is compared by `equals` and by type, so a
/// component that holds a lambda equals only itself, and a program compiled for one value is compiled again for another.
/// Do not change a mutable value (an array, say) after it became metadata.
///
/// ```java
/// record Conv(Array weight, @Static String padding, int stride) {}   // one leaf: the weight
/// ```
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Static {}
