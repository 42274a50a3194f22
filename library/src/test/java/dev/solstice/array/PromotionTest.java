package dev.solstice.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PromotionTest {
    /// JAX's published table (`jnp.promote_types`, 64 bits on) in the order of [DType].
    private static final String[] TABLE = {
        "bool u8   i8   u16  i16  i32  u32  i64  u64  f16  bf16 f32  f64  c64  c128",
        "u8   u8   i16  u16  i16  i32  u32  i64  u64  f16  bf16 f32  f64  c64  c128",
        "i8   i16  i8   i32  i16  i32  i64  i64  f64  f16  bf16 f32  f64  c64  c128",
        "u16  u16  i32  u16  i32  i32  u32  i64  u64  f16  bf16 f32  f64  c64  c128",
        "i16  i16  i16  i32  i16  i32  i64  i64  f64  f16  bf16 f32  f64  c64  c128",
        "i32  i32  i32  i32  i32  i32  i64  i64  f64  f16  bf16 f32  f64  c64  c128",
        "u32  u32  i64  u32  i64  i64  u32  i64  u64  f16  bf16 f32  f64  c64  c128",
        "i64  i64  i64  i64  i64  i64  i64  i64  f64  f16  bf16 f32  f64  c64  c128",
        "u64  u64  f64  u64  f64  f64  u64  f64  u64  f16  bf16 f32  f64  c64  c128",
        "f16  f16  f16  f16  f16  f16  f16  f16  f16  f16  f32  f32  f64  c64  c128",
        "bf16 bf16 bf16 bf16 bf16 bf16 bf16 bf16 bf16 f32  bf16 f32  f64  c64  c128",
        "f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f64  c64  c128",
        "f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  c128 c128",
        "c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c128 c64  c128",
        "c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128",
    };

    @Test
    void arraysMeetWhereJaxsTableSays() {
        for (DType a : DType.values()) {
            String[] row = TABLE[a.ordinal()].split(" +");
            for (DType b : DType.values()) {
                assertEquals(DType.of(row[b.ordinal()]), Promotion.promote(a, b), a + " with " + b);
            }
        }
    }

    @Test
    void aJavaScalarRaisesOnlyTheKind() {
        for (DType a : DType.values()) {
            assertEquals(a, Promotion.promote(a, Promotion.Weak.BOOL));
            assertEquals(a.isBool() ? DType.INT32 : a, Promotion.promote(a, Promotion.Weak.INT));
            assertEquals(a.isInexact() ? a : DType.FLOAT32, Promotion.promote(a, Promotion.Weak.FLOAT));
            assertEquals(a.real() == DType.FLOAT64 ? DType.COMPLEX128 : DType.COMPLEX64, Promotion.promote(a, Promotion.Weak.COMPLEX));
        }
        assertEquals(Promotion.Weak.INT, Promotion.Weak.of(3L));
        assertEquals(Promotion.Weak.FLOAT, Promotion.Weak.of(3f));
        assertEquals(Promotion.Weak.COMPLEX, Promotion.Weak.of(new Complex(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> Promotion.Weak.of("3"));
        assertThrows(IllegalArgumentException.class, () -> Promotion.Weak.of(null));
    }

    @Test
    void sumsOfSmallIntegersWiden() {
        assertEquals(DType.UINT32, Promotion.sum(DType.UINT8));
        assertEquals(DType.INT32, Promotion.sum(DType.INT16));
        assertEquals(DType.INT32, Promotion.sum(DType.BOOL));
        assertEquals(DType.FLOAT16, Promotion.sum(DType.FLOAT16));
        assertEquals(DType.FLOAT32, Promotion.inexact(DType.UINT32));
        assertEquals(DType.FLOAT64, Promotion.inexact(DType.INT64));
        assertEquals(DType.BFLOAT16, Promotion.inexact(DType.BFLOAT16));
    }
}
