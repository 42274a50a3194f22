package dev.solstice.transform;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.lax.Collectives.psum;
import static dev.solstice.lax.ControlFlow.*;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Custom.customVjp;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.filter.Donate;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import dev.solstice.transform.Custom.ValueAndResiduals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a user reads who did something wrong: what it was, where in the tree and on which line of theirs, what was expected
/// and got, and what to do. LINE stands for the line here.
class ErrorMessagesTest {
    private static final Array X = Array.of(1f, 2f, 3f);
    private static final Array Y = Array.of(1f, 2f);

    record Params(Array w, Array n) {}

    private final List<DynamicTest> tests = new ArrayList<>();

    private void say(String name, Runnable wrong, String message) {
        tests.add(DynamicTest.dynamicTest(name, () -> assertEquals(message,
                assertThrows(RuntimeException.class, wrong::run).getMessage().replaceAll("ErrorMessagesTest\\.java:\\d+ \\([^)]*\\)", "LINE"))));
    }

    @TestFactory
    Stream<DynamicTest> mistakesAreExplained() {
        say("a value is read under jit", () -> jit((Array x) -> x.sum().item() > 0 ? x : x.neg()).apply(X), """
                item() needs the values of an array of type f32[], but inside jit only its dtype and shape are known (LINE).
                Compute with the array instead of reading it: choose by values with where(condition, a, b), or keep what Java code \
                must know out of the traced arguments: a record component of primitive type or @Static, or a value that is no \
                array and so is static to the filter* transformations.""");
        say("a value is read under vmap", () -> vmap((Array x) -> x.booleanItem() ? x : x).apply(Array.of(true, false)), """
                booleanItem() needs the values of an array of type bool[], but inside vmap only its dtype and shape are known \
                (LINE).
                Compute with the array instead of reading it: for an if there is cond(condition, f, g, x), for a while whileLoop, and \
                element by element where(condition, a, b), or keep what Java code must know out of the traced arguments: a record \
                component of primitive type or @Static, or a value that is no array and so is static to the filter* transformations.""");
        say("a Java loop runs to a traced number", () -> jit((Array n) -> { for (int i = 0; i < n.intItem(); i++) n = n.add(1); return n; }).apply(Array.scalar(3)), """
                intItem() needs the values of an array of type i32[], but inside jit only its dtype and shape are known (LINE).
                Compute with the array instead of reading it: an array is an index, x.get(i), and a bound, foriLoop(from, to, body, \
                start), or keep what Java code must know out of the traced arguments: a record component of primitive type or \
                @Static, or a value that is no array and so is static to the filter* transformations.""");
        say("a mask selects under jit", () -> jit((Array x) -> x.get(x.gt(1))).apply(X), """
                toBooleanArray() needs the values of an array of type bool[3], but inside jit only its dtype and shape are known \
                (LINE).
                Compute with the array instead of reading it: how many elements a mask selects is not known, but where(mask, x, 0) \
                keeps them all, and nonzero(mask, size, fill) finds as many as you say, or keep what Java code must know out of the \
                traced arguments: a record component of primitive type or @Static, or a value that is no array and so is static to \
                the filter* transformations.""");
        say("a tracer is used after its transformation", () -> {
            var leaked = new ArrayList<Array>();
            jit((Array x) -> { leaked.add(x); return x; }).apply(X);
            leaked.getFirst().add(1);
        }, """
                add was given Traced<f32[3]>(jit), which has outlived the jit that made it (LINE).
                A traced array must not be kept in a field or a variable outside the transformed function: return it from the \
                function instead.""");
        say("a tracer is used in another transformation", () -> {
            var leaked = new ArrayList<Array>();
            jit((Array x) -> { leaked.add(x); return x; }).apply(X);
            jit((Array x) -> x.add(leaked.getFirst())).apply(X);
        }, """
                jit was given Traced<f32[3]>(jit), which has outlived the jit that made it (LINE).
                A traced array must not be kept in a field or a variable outside the transformed function: return it from the \
                function instead.""");
        say("a tracer of grad is used after it", () -> {
            var leaked = new ArrayList<Array>();
            grad((Array x) -> { leaked.add(x); return x.sum(); }).apply(X);
            leaked.getFirst().add(1).toString();
        }, """
                add was given Traced<f32[3]>(grad or jvp), which has outlived the grad or jvp that made it (LINE).
                A traced array must not be kept in a field or a variable outside the transformed function: return it from the \
                function instead.""");
        say("shapes do not broadcast", () -> X.add(Y), """
                shapes [3] and [2] do not broadcast: axis -1 has the lengths 3 and 2. Shapes are aligned at their last axis, and \
                lengths must be equal or 1: insert an axis of length 1 (reshape, get("None, :")), transpose one of them, or vmap \
                over the extra axis
                At LINE""");
        say("matrices do not fit", () -> Array.full(Shape.of(2, 3), DType.FLOAT32, 1).matmul(Y), """
                matmul of f32[2,3] and f32[2]: the last axis of the left has length 3, axis 0 of the right 2. If one operand has a \
                batch axis, vmap over it; or transpose.
                At LINE""");
        say("dtypes differ in a primitive", () -> new Primitive.Add().apply(X, Array.of(1, 2, 3)), """
                add of (f32[3], i32[3]): both operands have one dtype. Convert one with astype, or call the method of Array, which \
                promotes
                At LINE""");
        say("shapes differ in a primitive", () -> Lax.concatenate(0, X, Array.full(Shape.of(2, 2), DType.FLOAT32, 1)), """
                concatenate of (f32[3], f32[2,2]): all operands agree but for the length of axis 0. Reshape those that do not
                At LINE""");
        say("sizes differ in a reshape", () -> X.reshape(2, 2), """
                cannot reshape [3] (3 elements) to [2,2] (4 elements); a length of -1 stands for what the others leave
                At LINE""");
        say("a dtype that a primitive does not take", () -> new Primitive.Sin().apply(Array.of(1, 2)), """
                sin of (i32[2]): only for floating and complex types; convert with astype(FLOAT32)
                At LINE""");
        say("a gradient of several numbers", () -> grad((Array x) -> x.mul(2)).apply(X), """
                grad needs a function whose result is one floating-point number, but it returned f32[3]. Reduce it first, with \
                mean or sum; for derivatives of arrays there are jacrev and vjp.
                At LINE""");
        say("a gradient by an integer", () -> grad((Params p) -> p.w().sum()).apply(new Params(X, Array.of(1, 2))), """
                grad differentiates by floating-point or complex arrays, but the leaf .n() is i32[2]. Convert it with \
                astype(FLOAT32), or use filterGrad, which leaves it out.
                At LINE""");
        say("a gradient of an integer", () -> grad((Array x) -> x.sum().astype(DType.INT32)).apply(X), """
                grad needs a function whose result is one floating-point number, but it returned i32[]. Reduce it first, with mean \
                or sum; for derivatives of arrays there are jacrev and vjp.
                At LINE""");
        say("a leaf is no array", () -> jit((List<Object> x) -> x).apply(List.of(X, "relu")), """
                jit works on trees of arrays, but the leaf .get(0).get(1) is no array: it is relu, of type String.
                Use filterJit, which leaves everything that is no array alone.
                At LINE""");
        say("batches of several sizes", () -> vmap((Array x, Array y) -> x).apply(X, Y), """
                vmap got batch axes of different lengths: axis 0 of argument .get(0), f32[3], says 3, but axis 0 of argument \
                .get(1), f32[2], says 2. Batch axes have one length; what is the same for all examples gets the axis null.
                At LINE""");
        say("a batch axis that is not there", () -> vmap((Array x) -> x, 1).apply(X), """
                vmap along axis 1 of .get(0), f32[3], which has 1 axis. What is not mapped gets the axis null.
                At LINE""");
        say("a scalar has no batch axis", () -> vmap((Array x, Array y) -> x).apply(X, Array.scalar(1)), """
                vmap along axis 0 of .get(1), i32[], which has 0 axes. What is not mapped gets the axis null.
                At LINE""");
        say("nothing is mapped", () -> vmap((Array x) -> x, (Object) null).apply(X), """
                vmap cannot tell the size of the batch: no argument is mapped. Give one an axis, or the size with \
                MapAxes.in(...).size(n).
                At LINE""");
        say("branches of several structures", () -> cond(Array.scalar(true), (Array x) -> List.of(x, new Params(x, x)), (Array x) -> List.of(x, new Params(x, null)), X), """
                the branches of cond have to give the same structure, dtypes and shapes: at .get(1).n() onFalse gives null, but \
                onTrue a leaf. null is a part of the structure: filter both trees in the same way
                At LINE""");
        say("branches of several types", () -> cond(Array.scalar(true), (Array x) -> new Params(x, x), (Array x) -> new Params(x, x.sum()), X), """
                the branches of cond have to give the same structure, dtypes and shapes: at .n() onFalse gives f32[], but onTrue \
                f32[3]. Reshape or broadcast one of them.
                At LINE""");
        say("a predicate that is no scalar", () -> cond(X.gt(1), (Array x) -> x, (Array x) -> x, X), """
                the predicate of cond is a bool[], but got bool[3]. To choose element by element there is where; for a batch of \
                choices, vmap.
                At LINE""");
        say("a carry that changes its shape", () -> scan((Array c, Array x) -> new Carried<>(c.expandDims(0), x), Array.scalar(1f), X), """
                what scan carries has to keep its structure, dtypes and shapes: at the root it is f32[], but becomes f32[1]. \
                Reshape or broadcast one of them.
                At LINE""");
        say("a carry that changes its dtype", () -> scan((Params c, Array x) -> new Carried<>(new Params(c.w(), c.n().add(0.5f)), x), new Params(X, Array.scalar(1)), X), """
                what scan carries has to keep its structure, dtypes and shapes: at .n() it is i32[], but becomes f32[]. Convert \
                one of them with astype.
                At LINE""");
        say("slices of several lengths", () -> scan((Array c, List<Array> x) -> new Carried<>(c, null), X, List.of(X, Y)), """
                scan takes slices of arrays with one leading length, but got f32[3] and f32[2]. Cut the longer one, or close over \
                what is not sliced.
                At LINE""");
        say("a carry of while that changes its dtype", () -> whileLoop((Params p) -> p.n().lt(3), (Params p) -> new Params(p.w(), p.n().astype(DType.FLOAT32)), new Params(X, Array.scalar(0))), """
                what whileLoop carries has to keep its structure, dtypes and shapes: at .n() it is i32[], but becomes f32[]. \
                Convert one of them with astype.
                At LINE""");
        say("while in reverse mode", () -> grad((Array x) -> whileLoop((Array s) -> s.lt(3), (Array s) -> s.mul(2), x)).apply(Array.scalar(1f)), """
                whileLoop has no reverse-mode derivative, because how often it runs is not known beforehand.
                Use boundedWhileLoop or checkpointedWhileLoop, scan or foriLoop with a fixed number of steps, or forward mode \
                (jvp, jacfwd).
                At LINE""");
        say("an axis name that is not in scope", () -> vmap((Array x) -> psum(x, "rows"), MapAxes.in(0).name("batch")).apply(X), """
                there is no axis named 'rows' here: in scope are batch.
                Name the axis where it is mapped: vmap(f, MapAxes.in(0).name("rows")), and compute along it inside f.
                At LINE""");
        say("a tangent of another shape", () -> jvp((Params p) -> p.w(), new Params(X, Y), new Params(Y, Y)), """
                the tangent at .w() is f32[2], but what it belongs to is f32[3]: they have one dtype and shape.
                At LINE""");
        say("tangents of another structure", () -> jvp((List<Array> p) -> p.getFirst(), List.of(X), List.of(X, X)), """
                the tangent has another structure than what it belongs to: at the root expected List of 1 element, got List of 2 \
                elements.
                At LINE""");
        say("a cotangent of another shape", () -> vjp((Array x) -> x.mul(2), X).pullback().apply(Y), """
                the cotangent at (the whole tree) is f32[2], but what it belongs to is f32[3]: they have one dtype and shape.
                At LINE""");
        say("an index out of bounds", () -> X.get(5), """
                index 5 is out of bounds for axis 0 of length 3 (shape [3]); indices go from 0 to 2 or from -3 to -1
                At LINE""");
        say("too many indices", () -> X.get("0, 1"), """
                too many indices: 2 for an array of rank 1
                At LINE""");
        say("an axis that is not there", () -> X.sum(2), """
                axis 2 does not exist: shape [3] has 1 axis, from 0 to 0 or from -1 to -1
                At LINE""");
        say("a tracer of another thread", () -> {
            var theirs = tracerOfAnotherThread();
            theirs.add(1);
        }, """
                add was given Traced<f32[3]>(jit), which belongs to the jit of another thread (LINE).
                A transformation is confined to the thread that it was called in: pass known arrays between threads, and transform \
                in each.""");
        say("too few axes", () -> vmap((Array x, Array y) -> x, 0).apply(X, X), """
                vmap was given 1 axis, [0], but the function has 2 arguments. Give one for each: null for what is the same for all \
                examples.
                At LINE""");
        say("axes of another structure", () -> vmap((List<Array> x) -> x, List.of(0)).apply(List.of(X, X)), """
                the axes [[0]] of vmap do not fit the structure of what they are for.
                two trees have different structures (at .get(0))
                  expected: List of 1 element
                  got:      List of 2 elements
                They are one for all, or a tree of them with that structure.
                At LINE""");
        say("an out axis that is not there", () -> vmap((Array x) -> List.of(x), MapAxes.in(0).out(3)).apply(X), """
                vmap cannot put the examples along axis 3 of the result .get(0): each is f32[], so that together they have 1 axis
                At LINE""");
        say("an out axis for what differs", () -> vmap((Array x) -> List.of(x), MapAxes.in(0).out(Arrays.asList((Object) null))).apply(X), """
                the result .get(0) of vmap has the out axis null (the same for all examples), but it depends on a mapped argument. \
                Give it a number.
                At LINE""");
        say("a step that returns nothing", () -> scan((Array c, Array x) -> null, X, X), """
                the step of scan returned null; it returns new Carried<>(carry, y), where y may be null
                At LINE""");
        say("a mismatch deep in a step", () -> scan((Array c, Array x) -> new Carried<>(c.add(x), null), X, Array.full(Shape.of(4, 2), DType.FLOAT32, 1)), """
                shapes [3] and [2] do not broadcast: axis -1 has the lengths 3 and 2. Shapes are aligned at their last axis, and \
                lengths must be equal or 1: insert an axis of length 1 (reshape, get("None, :")), transpose one of them, or vmap \
                over the extra axis
                At LINE""");
        say("a length that the slices do not have", () -> scan((Array c, Array x) -> new Carried<>(c, null), X, X, ScanOptions.DEFAULT.withLength(5)), """
                scan was given the length 5, but slices of f32[3], which are 3
                At LINE""");
        say("a condition that is a number", () -> whileLoop((Array c) -> c.sub(3), (Array c) -> c.add(1), Array.scalar(0f)), """
                the condition of whileLoop is a bool[], but got f32[]. Compare it, as in x.gt(0).
                At LINE""");
        say("an index that is no integer", () -> switchCase(Array.scalar(1f), List.<Fn1<Array, Array>>of(x -> x, x -> x.neg()), X), """
                the index of switchCase is a i32[], but got f32[]. Convert it with astype(INT32).
                At LINE""");
        say("a gradient of nothing", () -> grad((Array x) -> (Array) null).apply(X), """
                grad needs a function whose result is one floating-point number, but it returned null
                At LINE""");
        say("a Jacobian of integers", () -> jacrev((Array x) -> x.astype(DType.INT32)).apply(X), """
                jacrev needs a function whose result is floating, but it returned i32[3], which has no derivative
                At LINE""");
        say("a Jacobian by integers", () -> jacfwd((Array x) -> x).apply(Array.of(1, 2)), """
                jacfwd differentiates by floating-point or complex arrays, but the leaf (the whole tree) is i32[2]. Convert it with \
                astype(FLOAT32), or use filterGrad, which leaves it out.
                At LINE""");
        say("a rule that returns nothing", () -> jvp((Array x) -> customJvp((Array a) -> a, (Array a, Array t) -> null).apply(x), X, X), """
                the rule of a custom jvp returned null; it returns new ValueAndTangent<>(value, tangent)
                At LINE""");
        say("forward mode through a reverse rule", () -> jvp(customVjp((Array a) -> a, (Array a) -> new ValueAndResiduals<>(a, a), (Array r, Array ct) -> ct), X, X), """
                a function with a custom vjp has no forward-mode derivative: use grad, vjp or jacrev, or give it a custom jvp
                At LINE""");
        say("a donated array is read", () -> {
            var x = Array.of(1f, 2f);
            filterJit((Array a) -> a.mul(2), Donate.ALL).apply(x);
            x.add(1).item();
        }, """
                this array's memory was released: it was donated to a compiled function. Use what the function returned, or call it \
                with what is not used afterwards
                At LINE""");
        say("one number is read of several", () -> X.item(), """
                item() reads an array of one element, but this is f32[3]. Select one with get(i), or read all with toFloatArray()
                At LINE""");
        say("an operand that is a Java array", () -> X.add(new float[] {1}), """
                a float[] is neither an Array nor a Java number or boolean; make it one with Array.of
                At LINE""");
        say("a slice longer than its axis", () -> Lax.dynamicSlice(X, new Array[] {Array.scalar(0)}, 5), """
                dynamic_slice of (f32[3], i32[]): a slice of 5 does not fit axis 0, whose length is 3
                At LINE""");
        say("an update longer than its axis", () -> Lax.dynamicUpdateSlice(Y, X, Array.scalar(0)), """
                dynamic_update_slice of (f32[2], f32[3], i32[]): a slice of 3 does not fit axis 0, whose length is 2
                At LINE""");
        say("channels that do not fit", () -> Lax.conv(Array.full(Shape.of(1, 3, 4, 4), DType.FLOAT32, 1), Array.full(Shape.of(2, 2, 3, 3), DType.FLOAT32, 1), new int[] {1, 1}, "SAME"), """
                conv_general_dilated of (f32[1,3,4,4], f32[2,2,3,3]): the kernel's 2 input channels times 1 groups have to be the \
                image's 3 channels
                At LINE""");
        return tests.stream();
    }

    private static Array tracerOfAnotherThread() {
        var theirs = new CompletableFuture<Array>();
        Thread.ofVirtual().start(() -> jit((Array x) -> { theirs.complete(x); return x; }).apply(X));
        return theirs.join();
    }
}
