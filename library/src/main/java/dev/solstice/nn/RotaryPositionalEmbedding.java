package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Optional;

/// Rotates pairs of elements by angles that grow with the position, so that products of rotated vectors depend on their
/// distance only.
///
/// Takes and gives `[sequence, embeddingSize]`; element `i` is paired with element `i + embeddingSize / 2`. Without parameters.
///
/// ```java
/// Array x = Random.normal(key, 5, 4);
/// RotaryPositionalEmbedding.of(4).apply(x).shape()   // [5,4]
/// ```
///
/// Source: `equinox.nn.RotaryPositionalEmbedding`; J. Su et al., arXiv 2104.09864.
///
/// @param theta the slowest pair turns about once in `2π theta` positions
/// @param dtype of the sines and cosines; float32, or more where the vectors have more, if it is empty
public record RotaryPositionalEmbedding(int embeddingSize, double theta, Optional<DType> dtype) implements Layer {
    /// @throws IllegalArgumentException if the size is negative or odd
    public RotaryPositionalEmbedding {
        if (embeddingSize < 0 || embeddingSize % 2 != 0) {
            throw Mistake.of("RotaryPositionalEmbedding turns pairs: embeddingSize is an even number of elements, got " + embeddingSize);
        }
        dtype.ifPresent(type -> {
            if (!type.isFloating()) throw Mistake.of("sines and cosines are floating, got the dtype " + type + ": take FLOAT32");
        });
    }

    public RotaryPositionalEmbedding(int embeddingSize, double theta) {
        this(embeddingSize, theta, Optional.empty());
    }

    /// With `theta` 10000.
    public static RotaryPositionalEmbedding of(int embeddingSize) {
        return new RotaryPositionalEmbedding(embeddingSize, 10000);
    }

    /// With sines and cosines rounded to this dtype; the angles are computed in float32 at least.
    public RotaryPositionalEmbedding withDtype(DType dtype) {
        return new RotaryPositionalEmbedding(embeddingSize, theta, Optional.of(dtype));
    }

    /// The first row is at position 0.
    ///
    /// @throws IllegalArgumentException if `x` has another shape
    @Override
    public Array apply(Array x) {
        return apply(x, 0);
    }

    /// The first row is at position `offset`: where a cache of earlier rows ends, for example.
    ///
    /// @throws IllegalArgumentException if `x` has another shape
    public Array apply(Array x, int offset) {
        return apply(x, Array.scalar(offset));
    }

    /// The first row is at position `offset`, int32 `[]`, which may be a tracer.
    ///
    /// @throws IllegalArgumentException if `x` has another shape
    public Array apply(Array x, Array offset) {
        if (x.rank() != 2 || x.shape().dim(1) != embeddingSize) {
            throw ShapeMismatch.of("RotaryPositionalEmbedding", "[sequence," + embeddingSize + "]", x, 2);
        }
        var rounded = dtype.orElse(Promotion.promote(x.dtype(), DType.FLOAT32));
        var exact = Promotion.promote(rounded, DType.FLOAT32);
        var positions = Lax.iota(DType.INT32, x.shape().dim(0)).add(offset).astype(exact).expandDims(1);
        var angles = positions.mul(frequencies().astype(exact).expandDims(0));
        int half = embeddingSize / 2;
        var product = Promotion.promote(x.dtype(), rounded);
        var wide = x.astype(product);
        var first = Lax.sliceInDim(wide, 0, half, 1);
        var second = Lax.sliceInDim(wide, half, embeddingSize, 1);
        var cos = Lax.cos(angles).astype(rounded).astype(product);
        var sin = Lax.sin(angles).astype(rounded).astype(product);
        return Lax.concatenate(1, first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))).astype(x.dtype());
    }

    /// Queries and keys rotated head by head; the first row is at position `offset`, int32 `[]`. For
    /// [MultiheadAttention#apply(Array,KeyValueCache,java.util.function.BiFunction)].
    public MultiheadAttention.Heads rotate(MultiheadAttention.Heads heads, Array offset) {
        return new MultiheadAttention.Heads(rotateEach(heads.query(), offset), rotateEach(heads.key(), offset), heads.value());
    }

    /// [#rotate(MultiheadAttention.Heads,Array)] of whole sequences.
    public MultiheadAttention.Heads rotate(MultiheadAttention.Heads heads) {
        return rotate(heads, Array.scalar(0));
    }

    private Array rotateEach(Array heads, Array offset) {
        return filterVmap((Array head) -> apply(head, offset), 1).apply(heads).moveAxis(0, 1);
    }

    /// Radians a position, of each pair.
    private Array frequencies() {
        var frequencies = new float[embeddingSize / 2];
        for (int i = 0; i < frequencies.length; i++) frequencies[i] = (float) Math.pow(theta, -2.0 * i / embeddingSize);
        return Array.of(Shape.of(frequencies.length), frequencies);
    }
}
