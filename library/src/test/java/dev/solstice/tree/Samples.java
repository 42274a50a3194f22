package dev.solstice.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// Small models, and trees of every kind for the laws.
final class Samples {

    /// Stands for an array, of which this package knows nothing.
    static final class Weights implements Leaf {

        private final Double value;

        private Weights(Double value) {
            this.value = value;
        }

        static Weights of(double value) {
            return new Weights(value);
        }

        double value() {
            if (value == null) {
                throw new IllegalStateException("there is no value to be read");
            }
            return value;
        }

        @Override
        public String summary() {
            return "f32[3,4]";
        }

        @Override
        public boolean sameAs(Object other) {
            return other instanceof Weights that && value() == that.value();
        }

        @Override
        public boolean closeTo(Object other, double rtol, double atol) {
            return other instanceof Weights that && Math.abs(value() - that.value()) <= atol + rtol * Math.abs(that.value());
        }

        @Override
        public Weights opaque() {
            return new Weights(null);
        }
    }

    enum Activation { RELU, TANH }

    record Linear(Weights weight, Weights bias, int size) {
        static Linear of(double value) {
            return new Linear(Weights.of(value), Weights.of(-value), 4);
        }
    }

    record Dropout(double p, boolean inference) {}

    record Model(List<Linear> layers, UnaryOperator<Object> function, Activation activation, Dropout first,
            Dropout second, Double rate, @Static String name) {
        static Model of(Linear... layers) {
            return new Model(List.of(layers), x -> x, Activation.RELU, new Dropout(0.5, false), new Dropout(0.5, false), 0.5, "model");
        }
    }

    record Pair(Object left, Object right) {}

    record Tagged<V>(int tag, V value, @Static Object label, boolean flag) {}

    private Samples() {}

    static Arbitrary<Object> trees() {
        return tree(3);
    }

    private static Arbitrary<Object> tree(int depth) {
        Arbitrary<Object> leaf = Arbitraries.frequencyOf(
                Tuple.of(6, leaves()), Tuple.of(1, Arbitraries.just((Object) null).map(x -> x)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Object> inner = Arbitraries.lazy(() -> tree(depth - 1));
        return Arbitraries.oneOf(List.of(leaf,
                inner.list().ofMaxSize(3).map(x -> x),
                inner.array(Object[].class).ofMaxSize(3).map(x -> x),
                inner.injectNull(0.2).map(Optional::ofNullable),
                Arbitraries.maps(Arbitraries.of("b", "a", "say \"hi\"\n", "ключ"), inner).ofMaxSize(3).map(x -> x),
                Arbitraries.maps(Arbitraries.of(3, 1, 2), inner).ofMaxSize(3).map(LinkedHashMap::new),
                Arbitraries.maps(Arbitraries.of(Activation.values()), inner).ofMaxSize(2).map(TreeMap::new),
                inner.tuple2().map(both -> new Pair(both.get1(), both.get2())),
                inner.tuple2().map(both -> Map.entry(orLeaf(both.get1()), orLeaf(both.get2()))),
                inner.map(value -> new Tagged<>(1, value, "label", true)),
                Arbitraries.doubles().between(-1, 1).injectNull(0.3).map(w -> new Linear(w == null ? null : Weights.of(w), null, 4)),
                Arbitraries.just(new Dropout(0.5, true))));
    }

    private static Object orLeaf(Object value) {
        return value == null ? "leaf" : value;
    }

    private static Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(List.of(
                Arbitraries.integers().between(-2, 2).map(x -> x),
                Arbitraries.doubles().between(-1, 1).map(Weights::of),
                Arbitraries.of("x", "y").map(x -> x),
                Arbitraries.of(true, false).map(x -> x),
                Arbitraries.of(Activation.values()).map(x -> x)));
    }
}
