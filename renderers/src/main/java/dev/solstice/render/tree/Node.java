package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Part;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.tree.KeyPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What was found at one place of a value. Nodes are facts; [Column]s and lowerings decide what of them is shown.
public sealed interface Node {

    Place place();

    /// Leaves, parameters and bytes here and below.
    default Counts counts() {
        return Counts.NONE;
    }

    /// Leaves here and below that hold NaN or infinities, or could not be read.
    default int warnings() {
        return 0;
    }

    /// Where a node is.
    ///
    /// @param name      what the parent calls it; empty for the root
    /// @param structure equal for siblings of one structure, shapes, dtypes and parts (see [Structures])
    record Place(KeyPath path, String name, int structure) {}

    /// A record, list, map or other container.
    ///
    /// @param cast the type to cast to before Java can go further down; empty if none is needed (see [Declared])
    /// @param summary what the row says besides (see [RowSummary])
    /// @param size how many children a list or map has; empty for records, whose type tells
    record Branch(Place place, String type, String cast, List<Cell> summary, OptionalInt size, List<Node> children, Counts counts,
            int warnings) implements Node {
        /// The fields of a container that has nothing else: they fit into its own row.
        Optional<StaticFields> onlyFields() {
            return children.size() == 1 && children.getFirst() instanceof StaticFields fields ? Optional.of(fields) : Optional.empty();
        }
    }

    /// The static scalar fields of one container, in one row: its metadata, and those of its leaves that are static.
    ///
    /// @param leaves how many of the fields are leaves; the others are metadata
    record StaticFields(Place place, List<ValueLeaf> members, int leaves) implements Node {
        List<Cell.Fields.Field> fields() {
            return members.stream().map(member -> new Cell.Fields.Field(member.place().name(), member.text())).toList();
        }

        @Override
        public Counts counts() {
            return leaves == 0 ? Counts.NONE : Counts.of(Part.STATIC, leaves, 0, 0);
        }
    }

    /// An array.
    record ArrayLeaf(Place place, Tensor tensor, Optional<Statistics> statistics, Part part) implements Node {
        @Override
        public Counts counts() {
            return Counts.of(part, 1, tensor.size(), tensor.bytes());
        }

        @Override
        public int warnings() {
            return statistics.map(s -> s.finite() ? 0 : 1).orElse(0);
        }
    }

    /// A leaf that is no array.
    record ValueLeaf(Place place, Object value, String text, Part part) implements Node {
        @Override
        public Counts counts() {
            return Counts.of(part, 1, 0, 0);
        }
    }

    /// A list of scalars of one type in one part: one row, however long.
    record Scalars(Place place, String type, List<?> values, String preview, Part part) implements Node {
        int size() {
            return values.size();
        }

        @Override
        public Counts counts() {
            return Counts.of(part, values.size(), 0, 0);
        }
    }

    /// Several siblings under one row: equal ones, or a range of a long list.
    ///
    /// @param equal whether all members have one structure
    record Group(Place place, String type, boolean equal, List<Node> members, Counts counts, int warnings) implements Node {}

    /// `null`.
    ///
    /// @param parameter where in the tree is what a `Parametrized` computes for this place
    record Absent(Place place, Optional<KeyPath> parameter) implements Node {
        Absent(Place place) {
            this(place, Optional.empty());
        }
    }

    /// An array or container that was seen before.
    record Alias(Place place, Node target, Counts counts) implements Node {
        KeyPath first() {
            return target.place().path();
        }
    }

    /// A container that contains itself.
    record Cycle(Place place, KeyPath ancestor) implements Node {}

    /// Something that threw when it was asked.
    record Failure(Place place, String message, Counts counts) implements Node {
        @Override
        public int warnings() {
            return 1;
        }
    }
}
