package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/// All breakpoints, by the path of their cell, and what has been woven of these cells.
///
/// A breakpoint on a line where no code begins halts at the next one where some does.
final class Breakpoints {
    private final Map<String, List<Breakpoint>> breakpoints = new TreeMap<>();
    private final Map<String, NavigableSet<Integer>> lines = new HashMap<>();
    private final Map<String, List<WovenMethod>> methods = new HashMap<>();
    /// Whether exceptions halt.
    private boolean exceptions;

    synchronized void add(WovenMethod method) {
        var path = method.path();
        methods.computeIfAbsent(path, none -> new ArrayList<>()).add(method);
        method.locations().forEach(location -> lines.computeIfAbsent(path, none -> new TreeSet<>()).add(location.line()));
        update(path);
    }

    /// Those that have been woven of a generated class and the classes in it.
    synchronized List<WovenMethod> methods(String className) {
        return methods.values().stream().flatMap(List::stream)
            .filter(method -> method.className().equals(className) || method.className().startsWith(className + "$")).toList();
    }

    /// The same code has been declared by another cell.
    synchronized void move(WovenMethod method, Cell cell, List<WovenMethod.Location> locations) {
        if (!method.cell().equals(cell) || !method.locations().equals(locations)) {
            methods.get(method.path()).remove(method);
            method.move(cell, locations);
            add(method);
        }
    }

    synchronized void set(String path, List<Breakpoint> all) {
        breakpoints.put(path, List.copyOf(all));
        update(path);
    }

    synchronized void setExceptions(boolean halt) {
        exceptions = halt;
        methods.keySet().forEach(this::update);
    }

    synchronized boolean haltsAtExceptions() {
        return exceptions;
    }

    synchronized Map<String, List<Breakpoint>> all() {
        return new TreeMap<>(breakpoints);
    }

    /// Forgets the breakpoints; what has been woven stays and may be debugged again.
    synchronized void clear() {
        breakpoints.clear();
        exceptions = false;
        methods.keySet().forEach(this::update);
    }

    /// Whether the cell has run while it could be debugged.
    synchronized boolean knows(String path) {
        return lines.containsKey(path);
    }

    /// The line where a breakpoint halts; empty when there is no code any more, or the cell is not known.
    synchronized OptionalInt effective(String path, int line) {
        var next = lines.containsKey(path) ? lines.get(path).ceiling(line) : null;
        return next == null ? OptionalInt.empty() : OptionalInt.of(next);
    }

    /// The breakpoint that makes a frame halt.
    synchronized Optional<Breakpoint> at(Frame frame) {
        var path = frame.method().path();
        return breakpoints.getOrDefault(path, List.of()).stream()
            .filter(each -> effective(path, each.line()).equals(OptionalInt.of(frame.line()))).findFirst();
    }

    private void update(String path) {
        var halting = new TreeSet<Integer>();
        breakpoints.getOrDefault(path, List.of()).forEach(each -> effective(path, each.line()).ifPresent(halting::add));
        methods.getOrDefault(path, List.of()).forEach(method -> method.watch(halting::contains, exceptions));
    }
}
