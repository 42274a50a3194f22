package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import java.util.List;

/// What the row of a value says besides its type and size.
///
/// ```java
/// Views.register(Tokenizer.class, tokenizer -> List.of(new Cell.Value(tokenizer.size() + " words")));
/// ```
@FunctionalInterface
public interface RowSummary<T> {
    List<Cell> summary(T value);
}
