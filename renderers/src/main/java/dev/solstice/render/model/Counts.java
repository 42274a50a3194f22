package dev.solstice.render.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many leaves, parameters and bytes each part of a partition has. The parts and the shared leaves add up to the total.
///
/// @param parts  one count for each part, in the partition's order
/// @param shared what is seen again by another path; the parts count it at the first sight only
public record Counts(List<PartCount> parts, Shared shared) {

    /// Leaves that are seen again, and the parameters and bytes they would add if each path had its own.
    public record Shared(long leaves, long params, long bytes) {
        static final Shared NOTHING = new Shared(0, 0, 0);

        Shared plus(Shared other) {
            return new Shared(leaves + other.leaves, params + other.params, bytes + other.bytes);
        }
    }

    /// @param params elements of the arrays among the leaves
    public record PartCount(Part part, long leaves, long params, long bytes) {
        PartCount plus(PartCount other) {
            return new PartCount(part, leaves + other.leaves, params + other.params, bytes + other.bytes);
        }
    }

    public static final Counts NONE = new Counts(List.of(), Shared.NOTHING);

    public Counts {
        parts = List.copyOf(parts);
    }

    public static Counts of(Part part, long leaves, long params, long bytes) {
        return new Counts(List.of(new PartCount(part, leaves, params, bytes)), Shared.NOTHING);
    }

    /// What a second path to something with these counts adds.
    public Counts again() {
        return new Counts(List.of(), new Shared(leaves(), params() + shared.params, bytes() + shared.bytes));
    }

    /// All leaves, shared ones included: as many as `Tree.leaves` returns.
    public long leaves() {
        return parts.stream().mapToLong(PartCount::leaves).sum() + shared.leaves;
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
        Shared shared = Shared.NOTHING;
        for (Counts counts : all) {
            for (PartCount count : counts.parts) sums.merge(count.part(), count, PartCount::plus);
            shared = shared.plus(counts.shared);
        }
        return new Counts(sums.values().stream().filter(count -> count.leaves() > 0).toList(), shared);
    }
}
