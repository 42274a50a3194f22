package dev.solstice.render.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many leaves, parameters and bytes each part of a partition has. The parts and the shared leaves add up to the total.
///
/// @param parts  one count for each part, in the partition's order
/// @param shared leaves seen again by another path; their parameters and bytes are counted at the first sight only
public record Counts(List<PartCount> parts, long shared) {

    /// @param params elements of the arrays among the leaves
    public record PartCount(Part part, long leaves, long params, long bytes) {
        PartCount plus(PartCount other) {
            return new PartCount(part, leaves + other.leaves, params + other.params, bytes + other.bytes);
        }
    }

    public static final Counts NONE = new Counts(List.of(), 0);

    public Counts {
        parts = List.copyOf(parts);
    }

    public static Counts of(Part part, long leaves, long params, long bytes) {
        return new Counts(List.of(new PartCount(part, leaves, params, bytes)), 0);
    }

    public static Counts shared(long leaves) {
        return new Counts(List.of(), leaves);
    }

    /// All leaves, shared ones included: as many as `Tree.leaves` returns.
    public long leaves() {
        return parts.stream().mapToLong(PartCount::leaves).sum() + shared;
    }

    public long params() {
        return parts.stream().mapToLong(PartCount::params).sum();
    }

    public long bytes() {
        return parts.stream().mapToLong(PartCount::bytes).sum();
    }

    /// The count of the part with this name; zeros if there is none.
    public PartCount of(String name) {
        return parts.stream().filter(count -> count.part().name().equals(name)).findFirst()
                .orElse(new PartCount(Part.REST, 0, 0, 0));
    }

    /// The sum of several counts, parts in the order of `order`.
    public static Counts sum(List<Counts> all, List<Part> order) {
        Map<Part, PartCount> sums = new LinkedHashMap<>();
        for (Part part : order) sums.put(part, new PartCount(part, 0, 0, 0));
        long shared = 0;
        for (Counts counts : all) {
            for (PartCount count : counts.parts) sums.merge(count.part(), count, PartCount::plus);
            shared += counts.shared;
        }
        return new Counts(sums.values().stream().filter(count -> count.leaves() > 0).toList(), shared);
    }
}
