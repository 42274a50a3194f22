package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Cell;
import java.util.List;
import java.util.function.IntPredicate;

/// A method of a cell whose lines tell when they begin.
final class WovenMethod {
    /// A place in the code where a line begins.
    ///
    /// @param inClass line of the generated class
    /// @param line   of the cell, from 1
    /// @param calls  whether something is called there, so that a callee can halt
    /// @param locals what is in sight
    record Location(int inClass, int line, boolean calls, List<Local> locals) {
        Location calling() {
            return new Location(inClass, line, true, locals);
        }

        Location at(int line) {
            return new Location(inClass, line, calls, locals);
        }
    }

    private static final int TAKE_LOCALS = 1;
    private static final int HALT = 2;

    private final RunControl control;
    private final String className;
    private final String name;
    private final boolean isCell;
    private final byte[] watched;
    private volatile Place place;

    /// Where it is in the notebook, until another cell declares the same.
    private record Place(Cell cell, String path, List<Location> locations) {}

    /// @param className the generated class that it is in
    /// @param name   what it is called in a stack
    /// @param isCell whether it is a statement or expression of the cell itself
    WovenMethod(RunControl control, String className, String name, Cell cell, boolean isCell, List<Location> locations) {
        this.control = control;
        this.className = className;
        this.name = name;
        this.isCell = isCell;
        this.place = new Place(cell, CellSources.path(cell.source()), locations);
        this.watched = new byte[locations.size()];
    }

    RunControl control() {
        return control;
    }

    String className() {
        return className;
    }

    String name() {
        return isCell ? cell().name() : name;
    }

    Cell cell() {
        return place.cell();
    }

    /// The same code in another cell.
    void move(Cell cell, List<Location> locations) {
        place = new Place(cell, CellSources.path(cell.source()), locations);
    }

    /// Under which the front end knows the cell.
    String path() {
        return place.path();
    }

    boolean isCell() {
        return isCell;
    }

    List<Location> locations() {
        return place.locations();
    }

    int line(int location) {
        return locations().get(location).line();
    }

    List<Local> locals(int location) {
        return locations().get(location).locals();
    }

    /// @param halts    at which lines there is a breakpoint
    /// @param anywhere whether any line may throw what is waited for
    void watch(IntPredicate halts, boolean anywhere) {
        for (int i = 0; i < watched.length; i++) {
            watched[i] = (byte) ((anywhere || locations().get(i).calls() ? TAKE_LOCALS : 0) | (halts.test(line(i)) ? HALT : 0));
        }
    }

    boolean isWatched(int location) {
        return watched[location] != 0;
    }

    boolean halts(int location) {
        return (watched[location] & HALT) != 0;
    }
}
