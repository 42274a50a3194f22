package dev.solstice.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Callbacks;
import dev.solstice.transform.Jit;
import dev.solstice.transform.Tracing;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Each pass does what its name says, and none changes what a program computes.
class PassesTest {
    private static final Array X = Array.of(0.5, 1.5, 2.5);

    private static Array sin(Array x) {
        return new Sin().apply(x);
    }

    private static Jaxpr program(UnaryOperator<Array> f) {
        return Tracing.makeJaxpr((Array x) -> f.apply(x), X);
    }

    /// The labels of the equations after a pass that keeps the values.
    private static List<String> after(UnaryOperator<Jaxpr> pass, Jaxpr program) {
        var passed = pass.apply(program);
        var expected = program.evaluate(X);
        var actual = passed.evaluate(X);
        for (int i = 0; i < expected.length; i++) assertArrayEquals(expected[i].toDoubleArray(), actual[i].toDoubleArray());
        assertEquals(List.of(program.outputTypes()), List.of(passed.outputTypes()));
        return passed.equations().stream().map(equation -> equation.primitive().label()).toList();
    }

    @Test
    void deadCodeGoes() {
        assertEquals(List.of("sin"), after(DeadCode::apply, program(x -> {
            sin(x.mul(2.0)).sum();
            return sin(x);
        })));
    }

    @Test
    void whatHasAnEffectStays() {
        var program = program(x -> {
            Callbacks.debugCallback((Array _) -> {}, x.add(1.0));
            Callbacks.debugCallback((Array _) -> {}, x.add(1.0));
            Callbacks.pureCallback((Array v) -> v, x, x);
            return x;
        });
        assertEquals(List.of("add", "callback", "callback"), after(Optimisation::apply, program));
    }

    @Test
    void commonSubexpressionsAreMerged() {
        assertEquals(List.of("sin", "mul", "mul", "add"), after(CommonSubexpressions::apply,
                program(x -> sin(x).mul(2.0).add(sin(x).mul(2.0).mul(3.0)))));
        assertEquals(List.of("mul", "mul", "add"), after(CommonSubexpressions::apply, program(x -> x.mul(0.0).add(x.mul(-0.0)))), "0 and -0 differ");
        var several = program(x -> new Sort(0, 1).bind(x, x)[1].add(new Sort(0, 1).bind(x, x)[1]));
        assertEquals(List.of("sort", "add"), after(CommonSubexpressions::apply, several));
    }

    @Test
    void nothingIsMergedAcrossABarrier() {
        assertEquals(List.of("sin", "optimization_barrier", "sin", "add"),
                after(Optimisation::apply, program(x -> sin(x).add(sin(new OptimizationBarrier().apply(x))))));
    }

    @Test
    void smallConstantsAreFolded() {
        var folded = program(x -> x.mul(sin(Array.of(1.0, 2.0, 3.0)).add(sin(Array.scalar(DType.FLOAT64, 2)))));
        assertEquals(List.of("mul"), after(ConstantFolding::apply, folded));
        assertEquals(1, ConstantFolding.apply(folded).consts().size(), "the constants it was folded from are gone");
        assertTrue(ConstantFolding.apply(program(x -> x.mul(sin(Array.scalar(DType.FLOAT64, 2))))).consts().isEmpty(), "a number is a literal");
    }

    @Test
    void largeConstantsAreMadeAnew() {
        var program = program(x -> x.add(new Iota(DType.FLOAT64, Shape.of(1000), 0).apply().sum()));
        assertSame(program, ConstantFolding.apply(program));
    }

    @Test
    void callsAreInlined() {
        var inner = Jit.jit((Array x) -> sin(x).mul(2.0));
        var program = program(x -> Jit.jit((Array y) -> inner.apply(inner.apply(y))).apply(x));
        assertEquals(List.of("jit"), program.equations().stream().map(equation -> equation.primitive().label()).toList());
        assertEquals(List.of("sin", "mul", "sin", "mul"), after(Inlining::apply, program));
        var same = program(x -> inner.apply(x).add(inner.apply(x)));
        assertEquals(List.of("sin", "mul", "add"), after(Optimisation::apply, same));
        var passedThrough = program(x -> Jit.jit((Array y) -> y).apply(x));
        assertEquals(List.of(), after(Inlining::apply, passedThrough));
    }

    @Test
    void operationsAreCounted() {
        Array a = new ShapeStruct(DType.FLOAT32, Shape.of(10, 20));
        Array b = new ShapeStruct(DType.FLOAT32, Shape.of(20, 30));
        assertEquals(2 * 10 * 20 * 30, Tracing.makeJaxpr((Array x, Array y) -> x.matmul(y), a, b).flops());
        assertEquals(200 + 200, Tracing.makeJaxpr((Array x) -> sin(x).sum(), a).flops());
        assertEquals(0, Tracing.makeJaxpr((Array x) -> x.transpose().reshape(200), a).flops());
        Array image = new ShapeStruct(DType.FLOAT32, Shape.of(2, 3, 8, 8));
        Array kernel = new ShapeStruct(DType.FLOAT32, Shape.of(4, 3, 3, 3));
        var convolution = new ConvGeneralDilated(Axes.of(1, 1), Axes.of(0, 0), Axes.of(0, 0), Axes.of(1, 1), Axes.of(1, 1), 1, 1);
        assertEquals(2L * (2 * 4 * 6 * 6) * (3 * 3 * 3), Tracing.makeJaxpr((Array x, Array k) -> convolution.apply(x, k), image, kernel).flops());
    }
}
