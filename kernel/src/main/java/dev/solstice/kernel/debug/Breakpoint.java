package dev.solstice.kernel.debug;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where a cell is to halt.
///
/// @param line      where it was asked for
/// @param condition an expression that must be true, or empty
/// @param compiled  the condition, by the place where it has been needed
record Breakpoint(int line, Optional<String> condition, Map<WovenMethod.Location, InFrame> compiled) {

    Breakpoint(int line, Optional<String> condition) {
        this(line, condition, new ConcurrentHashMap<>());
    }
}
