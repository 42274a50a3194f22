package dev.solstice.filter;

/// What is not trained: no gradient, no update, no weight decay, though it is an array or a whole layer. Unlike a stopped
/// gradient, nothing moves it.
///
/// ```java
/// record Probe(Frozen<Mlp> backbone, Array weight) {
///     Array apply(Array x) {
///         return backbone.get().apply(x).mul(weight);
///     }
/// }
/// ```
public record Frozen<T>(T value) implements Parameter<T> {
    public static <T> Frozen<T> of(T value) {
        return new Frozen<>(value);
    }

    @Override
    public T get() {
        return value;
    }
}
