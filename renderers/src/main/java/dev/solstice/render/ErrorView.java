package dev.solstice.render;

import dev.solstice.render.error.ErrorReader;
import dev.solstice.render.lowering.TreeHtml;
import dev.solstice.render.lowering.TreeText;

/// An exception that is the value of a cell: what was wrong, where (the path in the tree, the user's line), what was
/// expected and found, what to do, and its causes. What a cell throws, the kernel reports itself.
///
/// ```java
/// try { model.apply(x); } catch (IllegalArgumentException e) { display(e); }
/// ```
public final class ErrorView implements View {
    private final Throwable error;

    public ErrorView(Throwable error) {
        this.error = error;
    }

    @Override
    public String toHtml() {
        return TreeHtml.lowerStill(ErrorReader.model(error));
    }

    @Override
    public String toText() {
        return TreeText.lower(ErrorReader.model(error), TreeText.Form.PLAIN);
    }

    @Override
    public String toAnsi() {
        return TreeText.lower(ErrorReader.model(error), TreeText.Form.ANSI);
    }
}
