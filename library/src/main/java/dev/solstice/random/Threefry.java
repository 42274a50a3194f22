package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.lax.Lax;

/// Random bits as JAX's partitionable threefry2x32 makes them: the block of each flat position as a 64-bit counter.
final class Threefry {
    private Threefry() {}

    /// Both words of the blocks of counters `0 .. count - 1`.
    static Array[] blocks(Key key, int count) {
        KeyReuse.used(key);
        // An array has fewer than 2^32 elements: the counter's high word is always 0.
        return block(key, Array.scalar(DType.UINT32, 0), Lax.iota(DType.UINT32, count));
    }

    static Array[] block(Key key, Array counterHigh, Array counterLow) {
        return new Primitive.Threefry2x32().bind(key.word(0), key.word(1), counterHigh, counterLow);
    }

    /// Uniform bits: uint32, the low ones of that as uint8 or uint16, or both words as uint64.
    static Array bits(Key key, Shape shape, DType dtype) {
        var words = blocks(key, shape.size());
        var flat = switch (dtype) {
            case UINT32 -> Lax.bitwiseXor(words[0], words[1]);
            case UINT8, UINT16 -> Lax.bitwiseXor(words[0], words[1]).astype(dtype);
            case UINT64 -> Lax.bitwiseOr(Lax.shiftLeft(words[0].astype(DType.UINT64), Array.scalar(DType.UINT64, 32)), words[1].astype(DType.UINT64));
            default -> throw Mistake.of("random bits come as uint8, uint16, uint32 or uint64, not " + dtype);
        };
        return flat.reshape(shape);
    }

    /// Uniform numbers in [0, 1): as many random bits as the type's mantissa has, as a fraction.
    ///
    /// JAX puts the bits below the exponent of 1 and subtracts 1; both ways are exact and give the same number.
    static Array fractions(Key key, Shape shape, DType dtype) {
        int mantissa = switch (dtype) {
            case FLOAT64 -> 52;
            case FLOAT32 -> 23;
            case FLOAT16 -> 10;
            case BFLOAT16 -> 7;
            default -> throw Mistake.of("uniform random numbers are floating, not " + dtype);
        };
        var drawn = dtype == DType.FLOAT64 ? DType.UINT64 : DType.UINT32;
        // JAX draws as many bits as the type has (but 8 for bfloat16), which are the low ones of a block.
        int width = dtype == DType.BFLOAT16 ? 8 : 8 * dtype.byteSize();
        var bits = bits(key, shape, drawn);
        var low = width >= 32 ? bits : Lax.bitwiseAnd(bits, Array.scalar(drawn, (1 << width) - 1));
        var wide = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        var whole = Lax.shiftRightLogical(low, Array.scalar(drawn, width - mantissa)).astype(wide);
        return whole.mul(Math.scalb(1.0, -mantissa)).astype(dtype);
    }

    /// `u * span + low`, rounded once, as XLA's compiled code does it: its processors multiply and add in one instruction.
    /// In float64 the product of two float32 is exact.
    static Array scaled(Array u, Array span, Array low) {
        if (u.dtype() != DType.FLOAT32 || isPowerOfTwo(span)) return u.mul(span).add(low);
        return u.astype(DType.FLOAT64).mul(span.astype(DType.FLOAT64)).add(low.astype(DType.FLOAT64)).astype(DType.FLOAT32);
    }

    /// Whether the product by this is exact anyway, as for normal numbers; only known outside of transformations.
    private static boolean isPowerOfTwo(Array span) {
        return span instanceof ConcreteArray && span.rank() == 0 && (Float.floatToIntBits((float) span.item()) & 0x7F_FFFF) == 0;
    }
}
