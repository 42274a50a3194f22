package dev.solstice.render;

import dev.solstice.core.Jaxpr;
import dev.solstice.render.lowering.TreeHtml;
import dev.solstice.render.program.ProgramReader;

/// A traced program: its equations with shapes and dtypes, the operations and bytes of each, and the line of the user's
/// code that it comes from; programs inside of equations fold. As text it is in JAX's notation.
///
/// ```java
/// view(makeJaxpr((Array x) -> sin(x).sum(), Array.of(1f, 2f)))
/// ```
public final class ProgramView implements View {
    private static final int VISIBLE_ROWS = 40;
    private static final int ROWS = 200;

    private final Jaxpr program;
    private final int rows;

    public ProgramView(Jaxpr program) {
        this(program, ROWS);
    }

    private ProgramView(Jaxpr program, int rows) {
        this.program = program;
        this.rows = rows;
    }

    /// Includes up to `rows` rows from the start (200 by default); more come when they are opened, where scripts run.
    public ProgramView limit(int rows) {
        if (rows < 1) throw new IllegalArgumentException("expected a limit of at least one row, got " + rows);
        return new ProgramView(program, rows);
    }

    @Override
    public String toHtml() {
        return TreeHtml.lower(ProgramReader.model(program, VISIBLE_ROWS, rows));
    }

    @Override
    public String toText() {
        return program.toString();
    }
}
