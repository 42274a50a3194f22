package dev.solstice.numpy;

import static dev.solstice.numpy.ComplexNumbers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.lax.Convolution;
import dev.solstice.lax.Lax;
import dev.solstice.optim.Optim;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Grad;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Tracing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ComplexNumbersTest {
    private static final Array Z = Array.of(new Complex(1, 2), new Complex(-3, 0.5));

    @Test
    void aScalarTakesTheWidthOfTheArray() {
        assertEquals("c64[2]", Z.mul(2.0).summary());
        assertEquals("c64[2]", Array.of(1, 2).add(new Complex(0, 1)).summary());
        assertEquals("c128[1]", Array.of(1.0).add(new Complex(0, 1)).summary());
        assertEquals(new Complex(-2, 1), Array.scalar(new Complex(1, 2)).mul(new Complex(0, 1)).complexItem());
        assertEquals(new Complex(0.1, 0.2), Array.scalar(DType.COMPLEX128, new Complex(0.1, 0.2)).complexItem());
    }

    @Test
    void itPrintsPartsInColumns() {
        assertEquals("[ 1.+2.0j -3.+0.5j]", Z.toString());
        assertEquals("[0.-1.j]", Array.of(new Complex(0, -1)).toString());
        assertEquals("{ lambda ; a:c64[2]. let b:c64[2] = mul a 0.+1.j:c64[]  in (b,) }",
                Tracing.makeJaxpr((Array x) -> x.mul(new Complex(0, 1)), Z).toString().replaceAll("\\s+", " ").replace("c64[] in", "c64[]  in"));
    }

    @Test
    void realArraysHavePartsToo() {
        Array x = Array.of(1f, -2f);
        assertEquals("[0. 0.]", imag(x).toString());
        assertTrue(conj(x) == x && real(x) == x);
        assertFalse(iscomplexobj(x));
        assertTrue(isrealobj(3) && iscomplexobj(Z));
        assertEquals("[180.]", angle(Array.of(-1f), true).toString());
    }

    @Test
    void whatIsDefinedByPartsIsTakenByParts() {
        Array broken = Array.of(new Complex(Double.NaN, 1.26), new Complex(2.34, Double.POSITIVE_INFINITY));
        assertEquals(new Complex(0, 1.26f), Numpy.nanToNum(broken).toComplexArray()[0]);
        assertEquals(new Complex(2.3f, 1), Numpy.round(Array.of(new Complex(2.34, 1.02)), 1).complexItem());
        assertEquals("[False  True]", Numpy.isclose(Z, Array.of(new Complex(1, -2), new Complex(-3, 0.5))).toString());
        assertTrue(DTypes.canCast(DType.FLOAT32, DType.COMPLEX64) && DTypes.canCast(DType.COMPLEX64, DType.COMPLEX128));
        assertFalse(DTypes.canCast(DType.COMPLEX64, DType.FLOAT64) || DTypes.canCast(DType.FLOAT64, DType.COMPLEX64));
        assertEquals(new Complex(14.25, 0), Products.vdot(Z, Z).complexItem());
    }

    @Test
    void compiledAndEagerAgree() {
        var f = Jit.jit((Array z) -> Numpy.exp(Fft.ifft(Fft.fft(z).mul(new Complex(0, 1)))).sum().real());
        assertEquals(Numpy.exp(Z.mul(new Complex(0, 1))).sum().real().item(), f.apply(Z).item(), 1e-5);
    }

    @Test
    void whatNeedsAnOrderOrRealNumbersSaysWhatToDo() {
        Map<String, Executable> wrong = new LinkedHashMap<>();
        wrong.put("complex numbers have no order; apply it to real(x), imag(x) or abs(x)", () -> Z.lt(1));
        wrong.put("argmax of (c64[2]): complex numbers have no order", () -> Reductions.argmax(Z));
        wrong.put("sort of (c64[2]): complex numbers have no order", () -> Lax.sort(Z, 0));
        wrong.put("floor of (c64[2]): not defined for complex numbers; apply it to real(x), imag(x) or abs(x)", () -> Numpy.floor(Z));
        wrong.put("erf of (c64[2]): not defined for complex numbers", () -> Lax.erf(Z));
        wrong.put("cbrt of (c64[2]): not defined for complex numbers", () -> Numpy.cbrt(Z));
        wrong.put("hypot of c64[2]: not defined for complex numbers; apply it to real(x), imag(x) or abs(x)", () -> Numpy.hypot(Z, Z));
        wrong.put("clip of c64[2]: not defined for complex numbers", () -> Numpy.clip(Z, 0, 1));
        wrong.put("logaddexp of c64[2]: not defined for complex numbers", () -> Numpy.logaddexp(Z, 1));
        wrong.put("signbit of c64[2]: not defined for complex numbers", () -> FloatingPoint.signbit(Z));
        wrong.put("and of (c64[2], c64[2]): floating and complex types have no bitwise operations", () -> Lax.bitwiseAnd(Z, Z));
        wrong.put("convolve real(x) and imag(x)", () -> Convolution.of(1).apply(Z.reshape(1, 1, 2), Z.reshape(1, 1, 2)));
        wrong.put("cholesky of (c64[1,1]): only float32 and float64", () -> new Primitive.Cholesky().apply(Z.get("0:1").reshape(1, 1)));
        wrong.put("real of (f32[1]): only for complex types; convert with astype(COMPLEX64)", () -> Lax.real(Array.of(1f)));
        wrong.put("complex of (i32[1], i32[1]): the parts are float32 or float64", () -> Lax.complex(Array.of(1), Array.of(1)));
        wrong.put("rfft of c64[2]: it transforms real numbers; use fft, or take real(x)", () -> Fft.rfft(Z));
        wrong.put("no Fourier transform has the norm \"unitary\"", () -> Fft.fft(Z, -1, -1, "unitary"));
        wrong.put("they are at least 1", () -> Fft.fft(Z, 0, -1));
        wrong.put("there is one for each axis", () -> Fft.fftn(Z, new int[] {2}, new int[] {0, 0}));
        wrong.put("grad needs a function whose result is one real number, but it returned the complex c64[]", () -> Grad.grad((Array z) -> z.sum()).apply(Z));
        wrong.put("jacfwd makes no Jacobian by the complex argument c64[2]", () -> Derivatives.jacfwd(z -> z.mul(z)).apply(Z));
        wrong.put("jacrev makes no Jacobian of the complex result c64[2]", () -> Derivatives.jacrev(z -> z.mul(z)).apply(Z));
        wrong.put("keep its real and imaginary parts as two parameters", () -> Optim.rprop(1e-3).init(Z));
        wrong.forEach((message, call) -> {
            var error = assertThrows(IllegalArgumentException.class, call, message);
            assertTrue(error.getMessage().contains(message), error.getMessage());
        });
        var error = assertThrows(IllegalStateException.class, Z::toDoubleArray);
        assertTrue(error.getMessage().contains("complexItem() or toComplexArray()"), error.getMessage());
    }

    @Test
    void zeroSizedArraysHaveTransformsOverTheOtherAxes() {
        assertEquals("c64[0,4]", Fft.fft(Creation.zeros(0, 4)).summary());
        assertEquals("c64[0,3]", Fft.rfft(Creation.zeros(Shape.of(0, 4), DType.FLOAT32)).summary());
    }
}
