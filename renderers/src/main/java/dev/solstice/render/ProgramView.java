package dev.solstice.render;

import static dev.solstice.render.html.Html.element;

import dev.solstice.core.Jaxpr;
import dev.solstice.render.lowering.Frame;
import java.util.List;

/// A traced program in JAX's notation.
public final class ProgramView implements View {
    private final Jaxpr program;

    public ProgramView(Jaxpr program) {
        this.program = program;
    }

    @Override
    public String toHtml() {
        return Frame.write(List.of(element("pre").with(program.toString())));
    }

    @Override
    public String toText() {
        return program.toString();
    }
}
