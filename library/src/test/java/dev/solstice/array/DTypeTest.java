package dev.solstice.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class DTypeTest {
    @Test
    void everyNameLeadsBackToItsType() {
        for (DType dtype : DType.values()) {
            assertEquals(dtype, DType.of(dtype.toString()));
            assertEquals(dtype, DType.of(dtype.shortName()));
        }
        var error = assertThrows(IllegalArgumentException.class, () -> DType.of("complex32"));
        assertTrue(error.getMessage().contains("float32"), error.getMessage());
    }

    @Test
    void rangesOfIntegersFollowFromTheirWidth() {
        for (DType dtype : DType.values()) {
            if (dtype.isInteger()) {
                int bits = 8 * dtype.byteSize();
                var powers = BigInteger.TWO.pow(dtype.isUnsigned() ? bits : bits - 1);
                assertEquals(powers.subtract(BigInteger.ONE).toString(), dtype.max().toString(), dtype.toString());
                assertEquals(dtype.isUnsigned() ? "0" : powers.negate().toString(), dtype.min().toString(), dtype.toString());
            }
        }
        assertEquals(Float.float16ToFloat((short) 0x7BFF), DType.FLOAT16.max().doubleValue());
        assertEquals(BFloat16.toFloat((short) 0x7F7F), DType.BFLOAT16.max().doubleValue());
    }

    @Test
    void complexTypesHaveRealParts() {
        assertEquals(DType.FLOAT32, DType.COMPLEX64.real());
        assertEquals(DType.INT8, DType.INT8.real());
        assertEquals(DType.COMPLEX64, DType.FLOAT16.complex());
        assertEquals(DType.COMPLEX128, DType.FLOAT64.complex());
        assertEquals(DType.COMPLEX128, DType.COMPLEX128.complex());
        assertEquals(DType.FLOAT32.epsilon(), DType.COMPLEX64.epsilon());
    }

    @Test
    void bfloat16RoundsToNearestEvenAndKeepsSpecialValues() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = BFloat16.toFloat((short) bits);
            if (value == value) {
                assertEquals((short) bits, BFloat16.fromFloat(value));
            } else {
                assertTrue(Float.isNaN(BFloat16.toFloat(BFloat16.fromFloat(value))));
            }
        }
        assertEquals((short) 0x3F80, BFloat16.fromFloat(1 + 0x1p-8f), "a tie goes to the even neighbour below");
        assertEquals((short) 0x3F82, BFloat16.fromFloat(1 + 3 * 0x1p-8f), "a tie goes to the even neighbour above");
        assertTrue(Float.isNaN(BFloat16.toFloat(BFloat16.fromFloat(Float.intBitsToFloat(0x7F800001)))));
        assertEquals(Float.POSITIVE_INFINITY, BFloat16.toFloat(BFloat16.fromFloat(Float.MAX_VALUE)));
    }

    @Test
    void scalarsHaveTheTypeThatHoldsThem() {
        assertEquals(DType.BOOL, DType.ofScalar(true));
        assertEquals(DType.INT32, DType.ofScalar(7L));
        assertEquals(DType.INT64, DType.ofScalar(1L << 40));
        assertEquals(DType.FLOAT32, DType.ofScalar(1.5));
        assertEquals(DType.COMPLEX64, DType.ofScalar(new Complex(1, 2)));
        assertThrows(IllegalArgumentException.class, () -> DType.ofScalar("1"));
    }
}
