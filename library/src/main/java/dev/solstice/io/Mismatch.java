package dev.solstice.io;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.util.List;

/// One thing in which a file and a model differ, printed as a sentence.
public sealed interface Mismatch {
    /// The model has an array that the file lacks.
    record Missing(String name, DType dtype, Shape shape) implements Mismatch {
        @Override
        public String toString() {
            return name + ": " + summary(dtype, shape) + " in the model, nothing in the file";
        }
    }

    /// The file has an array that the model lacks.
    record Unexpected(String name, DType dtype, Shape shape) implements Mismatch {
        @Override
        public String toString() {
            return name + ": nothing in the model, " + summary(dtype, shape) + " in the file";
        }
    }

    /// Both have it, with other types or shapes.
    record Different(String name, DType expectedDtype, Shape expectedShape, DType gotDtype, Shape gotShape) implements Mismatch {
        @Override
        public String toString() {
            return name + ": " + summary(expectedDtype, expectedShape) + " in the model, " + summary(gotDtype, gotShape) + " in the file";
        }
    }

    /// Where it is.
    String name();

    private static String summary(DType dtype, Shape shape) {
        return dtype.shortName() + shape;
    }

    /// A file does not fit the model it should go into. The message lists every mismatch.
    final class Exception extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private static final int SHOWN = 40;

        private final transient List<Mismatch> mismatches;

        Exception(String what, List<Mismatch> mismatches, String remedy) {
            super(message(what, mismatches, remedy));
            this.mismatches = List.copyOf(mismatches);
        }

        /// All of them.
        public List<Mismatch> mismatches() {
            return mismatches;
        }

        private static String message(String what, List<Mismatch> mismatches, String remedy) {
            var text = new StringBuilder(what + " does not fit the model in " + mismatches.size() + (mismatches.size() == 1 ? " place:" : " places:"));
            mismatches.stream().limit(SHOWN).forEach(mismatch -> text.append("\n  ").append(mismatch));
            if (mismatches.size() > SHOWN) text.append("\n  ... and ").append(mismatches.size() - SHOWN).append(" more");
            return text.append("\n  remedy: ").append(remedy).toString();
        }
    }
}
