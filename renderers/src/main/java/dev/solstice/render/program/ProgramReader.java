package dev.solstice.render.program;

import dev.solstice.array.SourceLine;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.JaxprPrinter;
import dev.solstice.core.Primitive;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program as rows: one for each equation, with what it costs and the line of the user's code that it comes from.
/// Programs inside of an equation fold.
public final class ProgramReader {
    /// Columns: operations, bytes, a picture of their share, the user's line.
    private static final List<String> HEADINGS = List.of("flops", "bytes", "", "line");

    /// No row opens to more rows than this.
    private static final int RANGE = 100;

    /// Programs up to this many equations are open inside of theirs, if there is room.
    private static final int SMALL = 12;

    private final JaxprPrinter printer = new JaxprPrinter();
    private final double total;
    private int visible;
    private int room;

    private ProgramReader(Jaxpr program, int visible, int rows) {
        this.total = program.flops();
        this.visible = visible;
        this.room = rows;
    }

    /// @param visible rows shown at first
    /// @param rows    rows that are there from the start; others are made when they are opened
    public static TreeModel model(Jaxpr program, int visible, int rows) {
        var reader = new ProgramReader(program, visible, rows);
        long bytes = program.equations().stream().mapToLong(ProgramReader::bytes).sum();
        var head = List.<Cell>of(new Cell.Name("program"), new Cell.Spec(reader.printer.head(program)));
        List<List<Cell>> columns = List.of(List.of(operations(program.flops())), List.of(new Cell.Figure(Figures.bytes(bytes), "")), List.of(),
                List.of(new Cell.Numbers(Figures.counted(program.equations().size(), "equation", "equations"))));
        var row = new Row("", "", head, columns, reader.rows(program), Row.Below.OPEN);
        return new TreeModel(row, Counts.NONE, HEADINGS, List.of(), 0, 0);
    }

    private List<Row> rows(Jaxpr program) {
        visible -= program.equations().size() + 1;
        room -= program.equations().size() + 1;
        var rows = new ArrayList<Row>();
        for (Equation equation : program.equations()) rows.add(row(equation));
        List<Row> ranged = ranges(program, rows);
        var all = new ArrayList<>(ranged);
        all.add(new Row("", "", List.of(new Cell.Spec("in " + printer.result(program))), List.of(), List.of(), Row.Below.CLOSED));
        return all;
    }

    private List<Row> ranges(Jaxpr program, List<Row> rows) {
        if (rows.size() <= RANGE) return rows;
        var ranges = new ArrayList<Row>();
        for (int from = 0; from < rows.size(); from += RANGE) {
            int to = Math.min(from + RANGE, rows.size());
            List<Equation> equations = program.equations().subList(from, to);
            long flops = equations.stream().mapToLong(Equation::flops).sum();
            long bytes = equations.stream().mapToLong(ProgramReader::bytes).sum();
            ranges.add(new Row("", "", List.of(new Cell.Name("equations " + from + "…" + (to - 1))), columns(flops, bytes, SourceLine.UNKNOWN),
                    rows.subList(from, to), from == 0 ? Row.Below.OPEN : Row.Below.LATER));
        }
        return ranges;
    }

    private Row row(Equation equation) {
        var head = new ArrayList<Cell>();
        // In the order of the notation, so that variables have the names that the program prints.
        String operation = printer.operation(equation);
        String results = printer.binders(equation.outputs());
        if (!results.isEmpty()) head.add(new Cell.Name(results));
        head.add(new Cell.Spec("= " + operation));
        List<Jaxpr> programs = equation.primitive() instanceof Primitive.HigherOrder outer ? outer.programs() : List.of();
        long inside = programs.stream().mapToLong(program -> program.equations().size() + 2L).sum();
        boolean fits = inside <= room;
        boolean open = fits && inside <= SMALL && inside <= visible;
        List<Row> rows = programs.size() == 1 ? inner(programs.getFirst()) : named(equation.primitive(), programs);
        return new Row("", "", head, columns(equation.flops(), bytes(equation), equation.source()), rows,
                open ? Row.Below.OPEN : fits || rows.isEmpty() ? Row.Below.CLOSED : Row.Below.LATER);
    }

    /// What the program takes, then its equations.
    private List<Row> inner(Jaxpr program) {
        var rows = new ArrayList<Row>();
        rows.add(new Row("", "", List.of(new Cell.Spec(printer.head(program))), List.of(), List.of(), Row.Below.CLOSED));
        rows.addAll(rows(program));
        return rows;
    }

    private List<Row> named(Primitive primitive, List<Jaxpr> programs) {
        List<String> names = switch (primitive) {
            case Primitive.While _ -> List.of("condition", "body");
            case Primitive.LinearSolve _ -> List.of("matvec", "solve", "transpose solve");
            default -> Stream.iterate(0, i -> i + 1).limit(programs.size()).map(i -> "branch " + i).toList();
        };
        var rows = new ArrayList<Row>();
        for (int i = 0; i < programs.size(); i++) {
            Jaxpr program = programs.get(i);
            long bytes = program.equations().stream().mapToLong(ProgramReader::bytes).sum();
            rows.add(new Row("", "", List.of(new Cell.Name(names.get(i))), columns(program.flops(), bytes, SourceLine.UNKNOWN), inner(program),
                    Row.Below.CLOSED));
        }
        return rows;
    }

    private List<List<Cell>> columns(long flops, long bytes, SourceLine line) {
        List<Cell> share = flops == 0 || total == 0 ? List.of() : List.of(new Cell.Share(flops / total));
        List<Cell> source = line.equals(SourceLine.UNKNOWN) ? List.of() : List.of(new Cell.Numbers(line.toString()));
        return List.of(flops == 0 ? List.of() : List.of(operations(flops)), List.of(new Cell.Figure(Figures.bytes(bytes), "")), share, source);
    }

    private static Cell operations(long flops) {
        return new Cell.Figure(Figures.quantity(flops), flops < 10_000 ? "" : flops + " operations");
    }

    /// Of what it reads and of what it writes.
    private static long bytes(Equation equation) {
        return Stream.concat(equation.inputs().stream(), equation.outputs().stream()).map(Atom::type)
                .mapToLong(type -> (long) type.shape().size() * type.dtype().byteSize()).sum();
    }
}
