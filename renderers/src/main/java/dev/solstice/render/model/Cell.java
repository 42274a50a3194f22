package dev.solstice.render.model;

import dev.solstice.render.tensor.Heatmap;
import java.util.List;
import java.util.OptionalInt;

/// The smallest piece of a row: what it means, not how it looks. Lowerings switch over the alternatives.
public sealed interface Cell {

    /// What the parent calls this value: `weight`, `[3]`, a map's key.
    record Name(String text) implements Cell {}

    /// A type, with the number of children for containers: `List×12`.
    record Type(String text, OptionalInt children) implements Cell {
        public static Type of(String text, int children) {
            return new Type(text, OptionalInt.of(children));
        }

        /// `List×12`.
        public String written() {
            return children.isPresent() ? text + "×" + children.getAsInt() : text;
        }
    }

    /// dtype and shape: `f32[256,784]`.
    record Spec(String text) implements Cell {}

    /// The part that a leaf belongs to.
    record Badge(Part part) implements Cell {}

    /// The part that all arrays below belong to.
    record Summary(Part part) implements Cell {}

    /// The arrays below belong to several parts.
    record Mixed() implements Cell {}

    /// A figure for a right-aligned column; `exact` is the tooltip, empty if there is nothing to add.
    record Figure(String text, String exact) implements Cell {}

    /// Parts of a whole, in order; the shares are of parameters.
    record Shares(List<Counts.PartCount> parts) implements Cell {}

    /// The same as a small picture; the numbers are beside it.
    record Bar(List<Counts.PartCount> parts) implements Cell {}

    /// An array's distribution as block characters.
    record Sparkline(List<Long> histogram) implements Cell {}

    /// Numbers about an array, already written.
    record Numbers(String text) implements Cell {}

    /// Something the user should look at.
    record Warning(String text, String explanation) implements Cell {}

    /// Static scalar fields, several in one row.
    record Fields(List<Field> fields) implements Cell {
        public record Field(String name, String value) {}
    }

    /// A leaf's value as text.
    record Value(String text) implements Cell {}

    /// Another place in the tree: a value seen before, or the ancestor that a cycle leads back to.
    record Reference(String words, String path) implements Cell {}

    /// Nothing is here: `null`, as in one half of a partition.
    record Absent() implements Cell {}

    /// A part of a whole, from 0 to 1, as a small bar; the figure is beside it.
    record Share(double share) implements Cell {}

    /// How a value differs from the one in another tree; the text may be empty.
    record Difference(Change kind, String text) implements Cell {}

    /// A positive number on a logarithmic scale from `low` to `high`.
    record Gauge(double value, double low, double high) implements Cell {
        /// From 0 at the low end of the scale to 1 at its high end.
        public double share() {
            return Double.isNaN(value) ? 0 : Math.clamp(Math.log(value / low) / Math.log(high / low), 0, 1);
        }
    }

    /// An array as a picture.
    ///
    /// @param spec dtype and shape
    record Picture(Heatmap map, String spec, List<Integer> shape) implements Cell {}

    /// A remark about the view itself, such as rows that are not included.
    record Note(String text) implements Cell {}
}
