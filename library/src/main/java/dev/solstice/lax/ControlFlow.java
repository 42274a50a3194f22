package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import java.util.Arrays;
import java.util.List;

/// Loops and choices that depend on traced values. What they carry is a tree of any values: its arrays are carried,
/// everything else stays as it is. Functions may close over arrays, traced ones too. `jax.lax`'s control flow.
public final class ControlFlow {
    private ControlFlow() {}

    /// What a step of a [#scan] gives: what is carried on, and the step's own result. Of a whole scan: the last carry,
    /// and all results stacked along a new leading axis.
    public record Carried<S, Y>(S carry, Y y) {}

    /// `onTrue` or `onFalse` of the operand, both of one structure and type. Only the chosen one is computed (under
    /// vmap with a mapped predicate both are). `jax.lax.cond`.
    ///
    /// ```java
    /// cond(x.sum().gt(0), (Array v) -> v, (Array v) -> v.neg(), x)
    /// ```
    ///
    /// @param predicate boolean, of rank 0; of a number, whether it is not 0
    public static <A, R> R cond(Array predicate, Fn1<A, R> onTrue, Fn1<A, R> onFalse, A operand) {
        return choose(predicate, onTrue, onFalse, operand);
    }

    /// The branch numbered by `index`, which is clamped. `jax.lax.switch`.
    ///
    /// @param index int32, of rank 0
    public static <A, R> R switchCase(Array index, List<Fn1<A, R>> branches, A operand) {
        return select(index, branches, operand);
    }

    /// [#cond] with several operands.
    public static <A, B, R> R cond(Array predicate, Fn2<A, B, R> onTrue, Fn2<A, B, R> onFalse, A a, B b) {
        return choose(predicate, onTrue, onFalse, a, b);
    }

    public static <A, B, C, R> R cond(Array predicate, Fn3<A, B, C, R> onTrue, Fn3<A, B, C, R> onFalse, A a, B b, C c) {
        return choose(predicate, onTrue, onFalse, a, b, c);
    }

    public static <A, B, C, D, R> R cond(Array predicate, Fn4<A, B, C, D, R> onTrue, Fn4<A, B, C, D, R> onFalse, A a, B b, C c, D d) {
        return choose(predicate, onTrue, onFalse, a, b, c, d);
    }

    /// [#switchCase] with several operands.
    public static <A, B, R> R switchCase(Array index, List<Fn2<A, B, R>> branches, A a, B b) {
        return select(index, branches, a, b);
    }

    public static <A, B, C, R> R switchCase(Array index, List<Fn3<A, B, C, R>> branches, A a, B b, C c) {
        return select(index, branches, a, b, c);
    }

    public static <A, B, C, D, R> R switchCase(Array index, List<Fn4<A, B, C, D, R>> branches, A a, B b, C c, D d) {
        return select(index, branches, a, b, c, d);
    }

    private static <R> R choose(Array predicate, Fn<R> onTrue, Fn<R> onFalse, Object... operands) {
        var condition = predicate.dtype().isBool() ? predicate : predicate.ne(0); // as JAX and Python
        requireScalar("the predicate of cond", condition, DType.BOOL);
        return Branching.run("cond", condition.astype(DType.INT32), List.of(onFalse, onTrue), operands);
    }

    private static <R> R select(Array index, List<? extends Fn<R>> branches, Object... operands) {
        requireScalar("the index of switchCase", index, DType.INT32);
        if (branches.isEmpty()) throw Mistake.of("switchCase needs at least one branch");
        return Branching.run("switchCase", index, branches, operands);
    }

    /// The arrays of `x`, and for the compiler a wall: nothing that is computed of them is merged with what is computed of the
    /// same arrays in front of it. `jax.lax.optimization_barrier`.
    public static <T> T optimizationBarrier(T x) {
        var tree = ArrayTree.of(x);
        return tree.with(new Primitive.OptimizationBarrier().bind(tree.arrays()));
    }

    static void requireScalar(String what, Array value, DType dtype) {
        if (value.rank() != 0 || value.dtype() != dtype) {
            throw Mistake.of(what + " is a " + dtype.shortName() + "[], but got " + value.summary() + ". " + (value.rank() != 0
                    ? "To choose element by element there is where; for a batch of choices, vmap."
                    : dtype.isBool() ? "Compare it, as in x.gt(0)." : "Convert it with astype(INT32)."));
        }
    }

    /// Applies `body` while `condition` holds. Has forward-mode derivatives only; for reverse mode there are
    /// [#boundedWhileLoop] and [#checkpointedWhileLoop]. `jax.lax.while_loop`.
    ///
    /// @param condition gives a bool of rank 0
    /// @param body      keeps structure, shapes and dtypes of what it is given
    public static <S> S whileLoop(Fn1<S, Array> condition, Fn1<S, S> body, S initial) {
        return WhileProgram.of("whileLoop", condition, body, initial).run();
    }

    /// As [#whileLoop], with derivatives of every kind, and at most `maxSteps` steps, after which the loop ends even if the
    /// condition still holds. Blocks of 16, 256, ... steps are skipped as a whole when the condition fails, and computed
    /// again for the derivative, so that time is little more than that of the steps really made, and memory grows with the
    /// logarithm of `maxSteps`. Equinox's `while_loop(kind="bounded")`.
    ///
    /// ```java
    /// Fn1<Array, Array> root = v -> boundedWhileLoop((Array y) -> y.mul(y).sub(v).max().gt(1e-6), (Array y) -> y.add(v.div(y)).mul(0.5), v, 64);
    /// grad((Array v) -> sum(root.apply(v))).apply(Array.of(4f, 9f)).closeTo(Array.of(0.25f, 1 / 6f), 1e-4, 0)   // true
    /// ```
    public static <S> S boundedWhileLoop(Fn1<S, Array> condition, Fn1<S, S> body, S initial, int maxSteps) {
        if (maxSteps < 0) throw Mistake.of("boundedWhileLoop runs at most maxSteps times, got " + maxSteps);
        return new BoundedWhile(WhileProgram.of("boundedWhileLoop", condition, body, initial)).run(maxSteps);
    }

    /// As [#whileLoop], with reverse-mode derivatives in the memory of `checkpoints` states, however many steps it takes:
    /// the others are computed again. With about the square root of twice the number of steps every step is computed at
    /// most three times, with fewer about as often as the logarithm of their number. Equinox's `while_loop(kind="checkpointed")`.
    public static <S> S checkpointedWhileLoop(Fn1<S, Array> condition, Fn1<S, S> body, S initial, int checkpoints) {
        return checkpointedWhileLoop(condition, body, initial, checkpoints, Integer.MAX_VALUE);
    }

    /// @param maxSteps after which the loop ends even if the condition still holds
    public static <S> S checkpointedWhileLoop(Fn1<S, Array> condition, Fn1<S, S> body, S initial, int checkpoints, int maxSteps) {
        if (checkpoints < 1 || maxSteps < 0) {
            throw Mistake.of("checkpointedWhileLoop needs at least one checkpoint and a bound that is not negative, got "
                    + checkpoints + " and " + maxSteps);
        }
        return new CheckpointedWhile(WhileProgram.of("checkpointedWhileLoop", condition, body, initial), checkpoints, maxSteps).run();
    }

    /// `state = body(i, state)` for `i` from `lower` (inclusive) to `upper` (exclusive). `jax.lax.fori_loop`.
    public static <S> S foriLoop(int lower, int upper, Fn2<Array, S, S> body, S initial) {
        var indices = new Primitive.Iota(DType.INT32, Shape.of(Math.max(0, upper - lower)), 0).apply().add(lower);
        Fn2<S, Array, Carried<S, Object>> step = (state, i) -> new Carried<>(body.apply(i, state), null);
        return scan(step, initial, indices).carry();
    }

    /// [#foriLoop] with bounds that are traced values, int32 of rank 0: a [#whileLoop], with forward-mode derivatives only.
    public static <S> S foriLoop(Array lower, Array upper, Fn2<Array, S, S> body, S initial) {
        requireScalar("the lower bound of foriLoop", lower, DType.INT32);
        requireScalar("the upper bound of foriLoop", upper, DType.INT32);
        return whileLoop((Counted<S> c) -> c.i.lt(upper), (Counted<S> c) -> new Counted<>(c.i.add(1), body.apply(c.i, c.state)),
                new Counted<>(lower, initial)).state;
    }

    private record Counted<S>(Array i, S state) {}

    /// Applies `body` to a carry and each slice of `xs` along axis 0, in order. `jax.lax.scan`.
    ///
    /// ```java
    /// var sums = scan((Array sum, Array x) -> new Carried<>(sum.add(x), sum.add(x)), Array.scalar(0f), Array.of(1f, 2f, 3f));
    /// sums.y().toString()   // "[1. 3. 6.]"
    /// ```
    ///
    /// @param xs a tree of arrays with one leading length
    public static <S, X, Y> Carried<S, Y> scan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs) {
        return scan(body, initial, xs, ScanOptions.DEFAULT);
    }

    /// From the last slice to the first; results are stacked in the order of the slices.
    public static <S, X, Y> Carried<S, Y> reverseScan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs) {
        return scan(body, initial, xs, ScanOptions.DEFAULT.reversed());
    }

    /// [#scan] with its other settings: a length, so that `xs` may be null; the direction; how many steps a compiled step does.
    ///
    /// ```java
    /// scan((Array n, Object none) -> new Carried<>(n.mul(2), n), Array.scalar(1), null, ScanOptions.DEFAULT.withLength(4)).y().toString()   // "[1 2 4 8]"
    /// ```
    public static <S, X, Y> Carried<S, Y> scan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs, ScanOptions options) {
        return Scanning.run(body, initial, xs, options);
    }

    /// `f` of each slice of `xs` along axis 0, one after the other. `jax.lax.map`.
    public static <X, Y> Y map(Fn1<X, Y> f, X xs) {
        Fn2<Object, X, Carried<Object, Y>> step = (none, x) -> new Carried<>(none, f.apply(x));
        return scan(step, null, xs).y();
    }

    /// [#map] that does `batchSize` slices at once, as vmap does, one batch after the other. `jax.lax.map(batch_size=...)`.
    public static <X, Y> Y map(Fn1<X, Y> f, X xs, int batchSize) {
        return new BatchedMap<>(f, ArrayTree.of(xs), batchSize).run();
    }

    /// The first element, the first two combined, the first three, and so on, in about `2 log2(length)` steps, each of
    /// which combines many elements at once. `jax.lax.associative_scan`.
    ///
    /// ```java
    /// associativeScan((Array x, Array y) -> x.mul(y), Array.of(1f, 2f, 3f, 4f)).toString()   // "[ 1.  2.  6. 24.]"
    /// ```
    ///
    /// @param combine  an associative function of elements; it is given arrays of them, elements along axis 0, and gives
    ///                 the same structure, shapes and dtypes as it was given
    /// @param elements a tree of arrays with one leading length
    public static <S> S associativeScan(Fn2<S, S, S> combine, S elements) {
        return associativeScan(combine, elements, 0);
    }

    /// [#associativeScan] along another axis, which is also where `combine` finds the elements.
    public static <S> S associativeScan(Fn2<S, S, S> combine, S elements, int axis) {
        return AssociativeScan.along(axis, false, combine, elements);
    }

    /// The last element, the last two combined, and so on; results are in the order of the elements. The first operand
    /// of `combine` is the part nearer to the end.
    public static <S> S reverseAssociativeScan(Fn2<S, S, S> combine, S elements) {
        return reverseAssociativeScan(combine, elements, 0);
    }

    public static <S> S reverseAssociativeScan(Fn2<S, S, S> combine, S elements, int axis) {
        return AssociativeScan.along(axis, true, combine, elements);
    }

    /// The length of axis 0, which all the arrays have.
    static int length(String what, Array[] xs) {
        for (var x : xs) {
            if (x.rank() == 0) throw Mistake.of(what + " takes slices along axis 0, but one of the arrays is " + x.summary());
            if (x.shape().dim(0) != xs[0].shape().dim(0)) {
                throw Mistake.of(what + " takes slices of arrays with one leading length, but got " + xs[0].summary() + " and " + x.summary()
                        + ". Cut the longer one, or close over what is not sliced.");
            }
        }
        if (xs.length == 0) throw Mistake.of(what + " needs an array to take slices of; to count, use foriLoop, or give a length with ScanOptions");
        return xs[0].shape().dim(0);
    }

    static Array[] join(Array[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(Array[]::new);
    }
}
