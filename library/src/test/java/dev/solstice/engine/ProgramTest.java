package dev.solstice.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.MemoryBudget;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import dev.solstice.core.ShapeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final EngineEvaluator EVALUATOR = new EngineEvaluator();
    private static final Shape MATRIX = Shape.of(6, 40);

    /// Builds jaxprs by hand: this room knows no tracing.
    private static final class Builder {
        final List<Var> inputs = new ArrayList<>();
        final List<Equation> equations = new ArrayList<>();

        Var input(DType dtype, Shape shape) {
            var variable = new Var(new AbstractValue(dtype, shape));
            inputs.add(variable);
            return variable;
        }

        Var add(Primitive primitive, Atom... operands) {
            return addAll(primitive, operands).getFirst();
        }

        List<Var> addAll(Primitive primitive, Atom... operands) {
            AbstractValue[] types = new AbstractValue[operands.length];
            for (int i = 0; i < types.length; i++) types[i] = operands[i].type();
            List<Var> results = new ArrayList<>();
            for (AbstractValue type : ShapeRule.apply(primitive, types)) results.add(new Var(type));
            equations.add(new Equation(primitive, List.of(operands), results, null));
            return results;
        }

        Jaxpr build(Atom... outputs) {
            return new Jaxpr(List.of(), List.of(), inputs, equations, List.of(outputs));
        }
    }

    private static Atom literal(float value) {
        return new Jaxpr.Literal(Array.of(value).reshape(new int[0]));
    }

    private static Array[] operands(Jaxpr jaxpr, long seed) {
        var random = new SplittableRandom(seed);
        return jaxpr.invars().stream().map(v -> Samples.random(v.type().dtype(), v.type().shape(), random)).toArray(Array[]::new);
    }

    private static void assertSameAsEager(Jaxpr jaxpr, long seed) {
        Array[] operands = operands(jaxpr, seed);
        Array[] before = operands(jaxpr, seed);
        Array[] expected = jaxpr.evaluate(operands);
        var program = EngineEvaluator.compile(jaxpr);
        for (int run = 0; run < 2; run++) {
            Array[] actual = program.run(operands);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i].abstractValue(), actual[i].abstractValue());
                assertArrayEquals(expected[i].toDoubleArray(), actual[i].toDoubleArray(), "output " + i + " of " + jaxpr + program);
            }
            for (int i = 0; i < operands.length; i++) {
                assertArrayEquals(before[i].toDoubleArray(), operands[i].toDoubleArray(), "a program changed its operand " + i + "\n" + program);
            }
        }
    }

    /// Programs of random operations over values of random shapes: everything that the planner treats apart occurs.
    @Property(tries = 150)
    void aCompiledProgramComputesWhatItsEquationsDoOneByOne(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var builder = new Builder();
        List<Var> floats = new ArrayList<>();
        List<Var> booleans = new ArrayList<>();
        floats.add(builder.input(DType.FLOAT32, MATRIX));
        floats.add(builder.input(DType.FLOAT32, MATRIX));
        floats.add(builder.input(DType.FLOAT32, MATRIX));
        booleans.add(builder.input(DType.BOOL, MATRIX));
        Var row = builder.input(DType.FLOAT32, Shape.of(40));
        Var start = builder.input(DType.INT32, Shape.scalar());
        for (int i = 0; i < 25; i++) {
            Var x = floats.get(random.nextInt(floats.size()));
            Var y = floats.get(random.nextInt(floats.size()));
            switch (random.nextInt(15)) {
                case 0 -> floats.add(builder.add(new Add(), x, y));
                case 1 -> floats.add(builder.add(new Mul(), x, literal(0.5f)));
                case 2 -> floats.add(builder.add(new Tanh(), x));
                case 3 -> booleans.add(builder.add(new Lt(), x, y));
                case 4 -> floats.add(builder.add(new SelectN(), booleans.get(random.nextInt(booleans.size())), x, y));
                case 5 -> floats.add(builder.add(new Sub(), x, builder.add(new BroadcastInDim(MATRIX, Axes.of(1)), row)));
                case 6 -> floats.add(builder.add(new Transpose(Axes.of(1, 0)), builder.add(new Reshape(Shape.of(40, 6)), x)));
                case 7 -> floats.add(builder.add(new Rev(Axes.of(1)), x));
                case 8 -> floats.add(builder.add(new BroadcastInDim(MATRIX, Axes.of(0)), builder.add(new ReduceMax(Axes.of(1)), x)));
                case 9 -> floats.add(builder.add(new BroadcastInDim(MATRIX, Axes.of()), builder.add(new ReduceMin(Axes.of(0, 1)), x)));
                case 10 -> floats.add(builder.add(new Reshape(MATRIX), builder.add(new Neg(), builder.add(new Reshape(Shape.of(240)), x))));
                case 11 -> floats.add(builder.add(new BitcastConvertType(DType.FLOAT32), builder.add(new And(),
                        builder.add(new BitcastConvertType(DType.INT32), x), builder.add(new BitcastConvertType(DType.INT32), y))));
                case 12 -> floats.add(builder.add(new DynamicUpdateSlice(), x, builder.add(new Slice(Axes.of(0, 0), Axes.of(2, 3), Axes.of(1, 1)), y), start, start));
                case 13 -> floats.add(builder.add(new ConvertElementType(DType.FLOAT32), booleans.get(random.nextInt(booleans.size()))));
                default -> floats.add(builder.add(new Add(), builder.add(new ConvertElementType(DType.FLOAT32),
                        builder.add(new ConvertElementType(DType.BFLOAT16), x)), y));
            }
        }
        Atom[] outputs = {floats.getLast(), floats.get(floats.size() / 2), booleans.getLast(), floats.get(random.nextInt(floats.size())), literal(3), floats.getLast()};
        assertSameAsEager(builder.build(outputs), seed);
    }

    @Test
    void anElementwiseChainIsOneStepWithoutMemoryBetween() {
        var builder = new Builder();
        Var x = builder.input(DType.FLOAT32, Shape.of(5000));
        Var bias = builder.input(DType.FLOAT32, Shape.of(50));
        Atom y = builder.add(new Reshape(Shape.of(100, 50)), x);
        y = builder.add(new Add(), y, builder.add(new BroadcastInDim(Shape.of(100, 50), Axes.of(1)), bias));
        for (int i = 0; i < 10; i++) y = builder.add(new Tanh(), builder.add(new Mul(), y, literal(1.1f)));
        Jaxpr jaxpr = builder.build(y);
        assertSameAsEager(jaxpr, 1);
        assertEquals("program of 1 steps, 0 bytes between\n  fused over 5000 elements\n", EngineEvaluator.compile(jaxpr).toString());
        assertSame(EngineEvaluator.compile(jaxpr), EngineEvaluator.compile(jaxpr), "a program is compiled once");
    }

    @Test
    void aMatrixProductReadsTransposedOperandsWhereTheyAre() {
        for (Axes permutation : List.of(Axes.of(0, 2, 1), Axes.of(2, 1, 0), Axes.of(1, 2, 0), Axes.of(2, 0, 1))) {
            var builder = new Builder();
            Var x = builder.add(new Transpose(permutation), builder.input(DType.FLOAT64, Shape.of(4, 4, 4)));
            Var y = builder.add(new Transpose(permutation), builder.input(DType.FLOAT64, Shape.of(4, 4, 4)));
            Jaxpr jaxpr = builder.build(builder.add(new DotGeneral(Axes.of(1), Axes.of(2), Axes.of(0), Axes.of(0)), x, y),
                    builder.add(new DotGeneral(Axes.of(2), Axes.of(0), Axes.of(), Axes.of()), x, y));
            Array[] operands = operands(jaxpr, 4);
            Array[] expected = jaxpr.evaluate(operands);
            Array[] actual = EngineEvaluator.compile(jaxpr).run(operands);
            for (int i = 0; i < 2; i++) assertArrayEquals(expected[i].toDoubleArray(), actual[i].toDoubleArray(), 1e-12);
        }
        var builder = new Builder();
        Var w = builder.input(DType.FLOAT32, Shape.of(30, 50));
        Jaxpr jaxpr = builder.build(builder.add(new DotGeneral(Axes.of(1), Axes.of(0), Axes.of(), Axes.of()),
                builder.input(DType.FLOAT32, Shape.of(20, 50)), builder.add(new Transpose(Axes.of(1, 0)), w)));
        assertEquals("program of 1 steps, 0 bytes between\n  dot_general\n", EngineEvaluator.compile(jaxpr).toString());
    }

    @Test
    void memoryIsReusedAsSoonAsAValueDies() {
        var builder = new Builder();
        Var x = builder.input(DType.FLOAT32, Shape.of(100, 100));
        Var y = x;
        for (int i = 0; i < 20; i++) y = builder.add(new DotGeneral(Axes.of(1), Axes.of(0), Axes.of(), Axes.of()), y, builder.add(new Sin(), y));
        Jaxpr jaxpr = builder.build(y);
        assertTrue(EngineEvaluator.compile(jaxpr).toString().contains(", 120000 bytes between"), EngineEvaluator.compile(jaxpr).toString());
    }

    @Test
    void innerProgramsAreInlinedAndUnusedOnesDropped() {
        var inner = new Builder();
        Var a = inner.input(DType.FLOAT32, MATRIX);
        Jaxpr doubled = inner.build(inner.add(new Add(), a, a), a);
        var builder = new Builder();
        Var x = builder.input(DType.FLOAT32, MATRIX);
        List<Var> called = builder.addAll(new Primitive.Jit("doubled", doubled), x);
        builder.add(new Sin(), x);
        Jaxpr jaxpr = builder.build(builder.add(new Neg(), called.getFirst()), called.getLast());
        assertSameAsEager(jaxpr, 2);
        assertTrue(EngineEvaluator.compile(jaxpr).toString().startsWith("program of 1 steps"), EngineEvaluator.compile(jaxpr).toString());
    }

    @Test
    void oneProgramRunsInManyThreads() throws Exception {
        var builder = new Builder();
        Var x = builder.input(DType.FLOAT32, Shape.of(70, 70));
        Var y = builder.add(new DotGeneral(Axes.of(1), Axes.of(0), Axes.of(), Axes.of()), builder.add(new Tanh(), x), builder.add(new Neg(), x));
        Jaxpr jaxpr = builder.build(builder.add(new Add(), y, x));
        var program = EngineEvaluator.compile(jaxpr);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int task = 0; task < 40; task++) {
                Array[] operands = operands(jaxpr, task);
                double[] expected = jaxpr.evaluate(operands)[0].toDoubleArray();
                tasks.add(() -> {
                    assertArrayEquals(expected, program.run(operands)[0].toDoubleArray());
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) done.get();
        }
    }

    @Test
    void aThousandRunsHoldNoMoreMemoryThanOne() {
        var builder = new Builder();
        Var x = builder.input(DType.FLOAT32, Shape.of(500, 500));
        Jaxpr jaxpr = builder.build(builder.add(new Add(), builder.add(new ReduceSum(Axes.of(0)), x), literal(1)), builder.add(new Neg(), x));
        var program = EngineEvaluator.compile(jaxpr);
        Array[] operands = operands(jaxpr, 3);
        long limit = MemoryBudget.limit();
        try {
            MemoryBudget.limit(MemoryBudget.live() + (64L << 20));
            for (int i = 0; i < 1000; i++) program.run(operands);
        } finally {
            MemoryBudget.limit(limit);
        }
    }

    @Test
    void anInterruptedThreadStopsAtTheNextPrimitiveAndStep() {
        Array x = Samples.random(DType.FLOAT32, MATRIX, new SplittableRandom(1));
        var builder = new Builder();
        Jaxpr jaxpr = builder.build(builder.add(new Sin(), builder.input(DType.FLOAT32, MATRIX)));
        Thread.currentThread().interrupt();
        assertThrows(CancelledException.class, () -> EVALUATOR.evaluate(new Sin(), new Array[] {x}));
        assertTrue(!Thread.currentThread().isInterrupted(), "the interrupt has been reported");
        Thread.currentThread().interrupt();
        assertThrows(CancelledException.class, () -> EngineEvaluator.compile(jaxpr).run(new Array[] {x}));
        assertEquals(x.shape(), EngineEvaluator.compile(jaxpr).run(new Array[] {x})[0].shape(), "and the next run works");
    }

    @Test
    void wrongOperandsAreRefused() {
        var builder = new Builder();
        Jaxpr jaxpr = builder.build(builder.add(new Sin(), builder.input(DType.FLOAT32, MATRIX)));
        var error = assertThrows(IllegalArgumentException.class,
                () -> EngineEvaluator.compile(jaxpr).run(new Array[] {Samples.random(DType.FLOAT32, Shape.of(3), new SplittableRandom(1))}));
        assertTrue(error.getMessage().contains("f32[6,40]") && error.getMessage().contains("f32[3]"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Engine.use("tensorflow"));
        assertThrows(IllegalArgumentException.class, () -> EVALUATOR.evaluate(new Add(), new Array[] {
            Samples.random(DType.FLOAT32, Shape.of(3), new SplittableRandom(1)), Samples.random(DType.INT32, Shape.of(3), new SplittableRandom(1))}));
    }

    @Test
    void reshapesShareMemory() {
        ConcreteArray x = Samples.random(DType.FLOAT32, MATRIX, new SplittableRandom(1));
        var reshaped = (ConcreteArray) EVALUATOR.evaluate(new Reshape(Shape.of(240)), new Array[] {x})[0];
        assertSame(x.buffer(), reshaped.buffer());
    }
}
