package dev.solstice.nn;

/// What a [StatefulLayer] gives back: its result, and the state from then on.
///
/// @param <O> an array, or a tree of arrays
public record Stateful<O>(O value, State state) {
    /// The axes of a batch's results: each example has its value along axis 0, and all of them have one state.
    ///
    /// ```java
    /// var norm = makeWithState(() -> BatchNorm.of(2, "batch"));
    /// var batched = filterVmap((BatchNorm m, Array x, State s) -> m.apply(x, s),
    ///         MapAxes.in(null, 0, null).out(Stateful.AXES).name("batch"));
    /// batched.apply(norm.model(), Array.of(new float[][] {{1, 2}, {3, 6}}), norm.state()).value().shape()   // [2,2]
    /// ```
    public static final Stateful<Integer> AXES = new Stateful<>(0, null);
}
