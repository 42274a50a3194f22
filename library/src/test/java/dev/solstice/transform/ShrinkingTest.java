package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ProgramBuilder.Sample;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Of a bug that is planted, programs of many equations are shrunk to one that shows the bug and nothing else.
class ShrinkingTest {
    @Test
    void aWrongPrimitiveIsShrunkToItAlone() {
        var smallest = smallest(primitive -> primitive instanceof Primitive.Tanh ? new Primitive.Cos() : primitive);
        assertTrue(smallest.program().toString().contains(" = Tanh"), smallest.program()::toString);
        assertReadable(smallest, 1);
    }

    @Test
    void aWrongLoopIsShrunkToTheLoopAndWhatShowsItsOrder() {
        var smallest = smallest(primitive -> primitive instanceof Primitive.Scan(var body, int length, boolean _, int consts, int carry)
                ? new Primitive.Scan(body, length, false, consts, carry) : primitive);
        assertTrue(smallest.program().toString().contains("reverse=true"), smallest.program()::toString);
        assertReadable(smallest, 5);
    }

    private static void assertReadable(Sample smallest, int equations) {
        var program = smallest.program();
        var text = program.toString();
        assertTrue(program.size() <= equations, text);
        assertTrue(program.types().stream().allMatch(type -> Arrays.stream(type.shape().toArray()).allMatch(n -> n <= 2)), text);
        assertTrue(program.steps().stream().allMatch(step -> step.operation().captured() == 0), text);
        assertTrue(text.lines().count() <= 10 && text.lines().allMatch(line -> line.length() <= 120), text);
    }

    /// The first program that the pass breaks, shrunk.
    private static Sample smallest(UnaryOperator<Primitive> bug) {
        Predicate<Sample> fails = sample -> {
            try {
                var staged = Staging.trace(sample.program()::run, AbstractValue.of(sample.inputs()));
                Laws.assertClose(staged.evaluate(sample.inputs()), broken(staged, bug).evaluate(sample.inputs()), Rounding.ulps(1 << 20));
                return false;
            } catch (AssertionError found) {
                return true;
            } catch (IllegalArgumentException alongAnAxisThatIsNotThere) {
                return false;
            }
        };
        var failing = LongStream.range(1, 400).mapToObj(seed -> ProgramBuilder.program(seed, true, 30)).filter(fails).findFirst().orElseThrow();
        var smallest = Shrinking.shrink(failing, fails);
        assertTrue(fails.test(smallest));
        return smallest;
    }

    private static Jaxpr broken(Jaxpr program, UnaryOperator<Primitive> bug) {
        var equations = program.equations().stream().map(equation -> new Equation(bug.apply(equation.primitive()), equation.inputs(), equation.outputs(), equation.source())).toList();
        return new Jaxpr(program.constvars(), program.consts(), program.invars(), equations, program.outputs());
    }
}
