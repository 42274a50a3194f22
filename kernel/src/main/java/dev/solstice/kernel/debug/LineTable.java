package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.Origins.Place;
import java.lang.classfile.Attributes;
import java.lang.classfile.Instruction;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.attribute.LocalVariableTypeInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// Where the lines of a method begin and what is in sight there.
///
/// @param cell      which it is in
/// @param locations in the order of the code
/// @param indices   for each entry of the class file's table, the location that it is, or -1 for what begins no line of a cell
record LineTable(Cell cell, List<WovenMethod.Location> locations, List<Integer> indices) {
    /// Calls of this class are JShell's own checks.
    private static final String CHECK = "REPL/$Cancel$";

    /// Empty for code that is not a cell's.
    ///
    /// @param places the cell and line of a line of the class file
    /// @param isCell whether JShell ends it with a return of its own, which it takes for the first line
    static Optional<LineTable> of(CodeAttribute code, boolean isCell, IntFunction<Optional<Place>> places) {
        var variables = new Variables(code);
        var locations = new ArrayList<WovenMethod.Location>();
        var indices = new ArrayList<Integer>();
        int last = isCell ? code.elementStream().filter(LineNumber.class::isInstance).mapToInt(each -> ((LineNumber) each).line()).max().orElse(-1) : -1;
        Cell cell = null;
        int at = 0;
        for (var element : code) {
            switch (element) {
                case LineNumber entry -> {
                    var place = places.apply(entry.line());
                    boolean begins = place.isPresent() && (locations.isEmpty() || locations.getLast().line() != place.get().line()
                        && !(entry.line() == last && locations.getFirst().line() == place.get().line()));
                    indices.add(begins ? locations.size() : -1); // two lines of JShell's may be one of the cell
                    if (begins) {
                        cell = place.get().cell();
                        locations.add(new WovenMethod.Location(entry.line(), place.get().line(), false, variables.at(at)));
                    }
                }
                case Instruction instruction -> {
                    if (isCall(instruction) && !locations.isEmpty()) {
                        locations.add(locations.removeLast().calling());
                    }
                    at += instruction.sizeInBytes();
                }
                default -> { }
            }
        }
        return Optional.ofNullable(cell).map(found -> new LineTable(found, locations, indices));
    }

    private static boolean isCall(Instruction instruction) {
        return instruction instanceof InvokeDynamicInstruction
            || instruction instanceof InvokeInstruction call && !call.owner().asInternalName().equals(CHECK);
    }

    /// The tables that the compiler writes with `-g`: a variable is in them from where it has a value.
    private static final class Variables {
        private final List<LocalVariableInfo> all;
        private final Map<Long, LocalVariableTypeInfo> generic = new HashMap<>();

        Variables(CodeAttribute code) {
            all = code.findAttributes(Attributes.localVariableTable()).stream().flatMap(table -> table.localVariables().stream())
                .sorted(Comparator.comparingInt(LocalVariableInfo::slot)).toList();
            code.findAttributes(Attributes.localVariableTypeTable()).stream().flatMap(table -> table.localVariableTypes().stream())
                .forEach(each -> generic.put(key(each.slot(), each.startPc()), each));
        }

        private static long key(int slot, int start) {
            return (long) slot << Integer.SIZE | start;
        }

        List<Local> at(int place) {
            return all.stream().filter(each -> each.startPc() <= place && place < each.startPc() + each.length())
                .map(each -> new Local(each.name().stringValue(), each.slot(), each.type().stringValue(), JavaNames.type(signature(each)))).toList();
        }

        private Signature signature(LocalVariableInfo variable) {
            var type = generic.get(key(variable.slot(), variable.startPc()));
            return Signature.parseFrom(type == null ? variable.type().stringValue() : type.signature().stringValue());
        }
    }
}
