package dev.solstice.transform;

import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.core.Debugging;
import dev.solstice.core.Debugging.NotFiniteException;
import dev.solstice.lax.Lax;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Slower ways to run that find mistakes.
class DebuggingTest {
    @Test
    void withoutJitValuesCanBeRead() {
        var signed = jit((Array x) -> x.item() > 0 ? x : x.neg());
        assertThrows(RuntimeException.class, () -> signed.apply(Array.scalar(-2f)));
        assertEquals(2, Debugging.disableJit(() -> signed.apply(Array.scalar(-2f))).item());
    }

    @Test
    void theFirstNanIsFoundInsideOfACompiledFunction() {
        var f = jit((Array x) -> Lax.log(x.sub(1)).mul(2).add(3));
        assertTrue(Double.isNaN(f.apply(Array.scalar(0f)).item()));
        var error = assertThrows(NotFiniteException.class, () -> Debugging.debugNans(() -> f.apply(Array.scalar(0f))));
        assertTrue(error.getMessage().startsWith("Log gave NaN at DebuggingTest.java:") && error.getMessage().contains("f32[] -1"), error.getMessage());
        assertEquals(3, Debugging.debugNans(() -> f.apply(Array.scalar(2f))).item());
    }

    @Test
    void complexNumbersAreLookedAtToo() {
        var f = jit((Array x) -> Lax.complex(x, Array.scalar(0f)).mul(2));
        assertThrows(NotFiniteException.class, () -> Debugging.debugNans(() -> f.apply(Array.scalar(Float.NaN))));
    }

    @Test
    void nanOfADerivativeIsFound() {
        var norm = grad((Array x) -> Lax.sqrt(x.mul(x).sum()));
        assertThrows(NotFiniteException.class, () -> Debugging.debugNans(() -> norm.apply(Array.of(0f, 0f))));
    }

    @Test
    void infinitiesAreFoundWhereTheyAreLookedFor() {
        var f = jit((Array x) -> Array.scalar(1f).div(x));
        assertThrows(NotFiniteException.class, () -> Debugging.debugInfs(() -> f.apply(Array.scalar(0f))));
        assertEquals(Double.POSITIVE_INFINITY, Debugging.debugNans(() -> f.apply(Array.scalar(0f))).item());
    }

    @Test
    void whatIsCompiledIsSaid() {
        var said = new ByteArrayOutputStream();
        var before = System.err;
        System.setErr(new PrintStream(said, true));
        try {
            var f = jit((Array x) -> x.add(1));
            Debugging.logCompiles(() -> f.apply(Array.of(1f, 2f)));
            Debugging.logCompiles(() -> f.apply(Array.of(3f, 4f)));
            Debugging.logCompiles(() -> f.apply(Array.of(3f)));
        } finally {
            System.setErr(before);
        }
        assertEquals(1, said.toString().lines().filter(line -> line.startsWith("compiled for [f32[2]] at DebuggingTest.java:")).count(), said.toString());
        assertTrue(said.toString().contains("again, because the argument .get(0) is f32[1] instead of f32[2]"), said.toString());
    }

    @Test
    void arraysMeetStrictly() {
        var x = Array.of(1f, 2f);
        assertThrows(IllegalArgumentException.class, () -> Debugging.strictDTypes(() -> x.add(Array.of(1, 2))));
        assertThrows(IllegalArgumentException.class, () -> Debugging.strictRanks(() -> x.add(x.expandDims(0))));
        assertEquals(3, Debugging.strictDTypes(() -> Debugging.strictRanks(() -> x.add(1).mul(Array.scalar(1f)))).get(1).item());
    }

    @Test
    void aFunctionGivesItsOwnGradient() {
        var half = Custom.customGradient((Array v) -> new Custom.ValueAndGradient<>(v.mul(v), g -> g.mul(v)));
        assertEquals(9, half.apply(Array.scalar(3f)).item());
        assertEquals(3, grad(half).apply(Array.scalar(3f)).item());
        assertEquals(3, jit(grad(half)).apply(Array.scalar(3f)).item());
        assertEquals(List.of(1.0, 2.0), Arrays.stream(vmap(grad(half)).apply(Array.of(1f, 2f)).toDoubleArray()).boxed().toList());
    }
}
