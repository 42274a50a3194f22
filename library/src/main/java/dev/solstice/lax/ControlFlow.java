package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Staging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

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
    /// @param predicate boolean, of rank 0
    public static <A, R> R cond(Array predicate, Fn1<A, R> onTrue, Fn1<A, R> onFalse, A operand) {
        requireScalar("the predicate of cond", predicate, DType.BOOL);
        return branch("cond", predicate.astype(DType.INT32), List.of(onFalse, onTrue), operand);
    }

    /// The branch numbered by `index`, which is clamped. `jax.lax.switch`.
    ///
    /// @param index int32, of rank 0
    public static <A, R> R switchCase(Array index, List<Fn1<A, R>> branches, A operand) {
        requireScalar("the index of switchCase", index, DType.INT32);
        if (branches.isEmpty()) throw new IllegalArgumentException("switchCase needs at least one branch");
        return branch("switchCase", index, branches, operand);
    }

    private static <A, R> R branch(String what, Array index, List<Fn1<A, R>> branches, A operand) {
        var in = ArrayTree.of(operand);
        var results = new ArrayList<ArrayTree>();
        var programs = new ArrayList<Jaxpr>();
        for (var branch : branches) {
            programs.add(Staging.trace(arrays -> {
                results.add(ArrayTree.of(branch.apply(in.with(arrays))));
                return results.getLast().arrays();
            }, AbstractValue.of(in.arrays())));
        }
        for (var result : results) results.getFirst().requireSameTypes("the result of every branch of " + what, result);
        var closed = Closing.branches(programs);
        var out = new Primitive.Cond(closed.programs()).bind(join(new Array[] {index}, closed.consts(), in.arrays()));
        return results.getFirst().with(out);
    }

    private static void requireScalar(String what, Array value, DType dtype) {
        if (value.rank() != 0 || value.dtype() != dtype) {
            throw new IllegalArgumentException(what + " is a " + dtype.shortName() + "[], but got " + value.summary()
                    + ". To choose element by element there is where; for a batch of choices, vmap.");
        }
    }

    /// Applies `body` while `condition` holds. Has forward-mode derivatives only. `jax.lax.while_loop`.
    ///
    /// @param condition gives a bool of rank 0
    /// @param body      keeps structure, shapes and dtypes of what it is given
    public static <S> S whileLoop(Fn1<S, Array> condition, Fn1<S, S> body, S initial) {
        var in = ArrayTree.of(initial);
        var types = AbstractValue.of(in.arrays());
        var test = Staging.trace(arrays -> {
            var holds = condition.apply(in.with(arrays));
            requireScalar("the condition of whileLoop", holds, DType.BOOL);
            return new Array[] {holds};
        }, types);
        var step = Staging.trace(arrays -> {
            var next = ArrayTree.of(body.apply(in.with(arrays)));
            in.requireSameTypes("what whileLoop carries", next);
            return next.arrays();
        }, types);
        var testConsts = Closing.consts(test);
        var stepConsts = Closing.consts(step);
        return in.with(new Primitive.While(Closing.program(test), testConsts.length, Closing.program(step), stepConsts.length)
                .bind(join(testConsts, stepConsts, in.arrays())));
    }

    /// `state = body(i, state)` for `i` from `lower` (inclusive) to `upper` (exclusive). `jax.lax.fori_loop`.
    public static <S> S foriLoop(int lower, int upper, Fn2<Array, S, S> body, S initial) {
        var indices = new Primitive.Iota(DType.INT32, Shape.of(Math.max(0, upper - lower)), 0).apply().add(lower);
        Fn2<S, Array, Carried<S, Object>> step = (state, i) -> new Carried<>(body.apply(i, state), null);
        return scan(step, initial, indices).carry();
    }

    /// Applies `body` to a carry and each slice of `xs` along axis 0, in order. `jax.lax.scan`.
    ///
    /// ```java
    /// var sums = scan((Array sum, Array x) -> new Carried<>(sum.add(x), sum.add(x)), Array.scalar(0f), Array.of(1f, 2f, 3f));
    /// sums.y().toString()   // "[1. 3. 6.]"
    /// ```
    ///
    /// @param xs a tree of arrays with one leading length
    public static <S, X, Y> Carried<S, Y> scan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs) {
        return scan(body, initial, xs, false);
    }

    /// From the last slice to the first; results are stacked in the order of the slices.
    public static <S, X, Y> Carried<S, Y> reverseScan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs) {
        return scan(body, initial, xs, true);
    }

    /// `f` of each slice of `xs` along axis 0, one after the other. `jax.lax.map`.
    public static <X, Y> Y map(Fn1<X, Y> f, X xs) {
        Fn2<Object, X, Carried<Object, Y>> step = (none, x) -> new Carried<>(none, f.apply(x));
        return scan(step, null, xs).y();
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
        var in = ArrayTree.of(elements);
        return in.with(new AssociativeScan<>(combine, in).prefixes());
    }

    /// The last element, the last two combined, and so on; results are in the order of the elements. The first operand
    /// of `combine` is the part nearer to the end.
    public static <S> S reverseAssociativeScan(Fn2<S, S, S> combine, S elements) {
        var in = ArrayTree.of(elements);
        length("associativeScan", in.arrays());
        S reversed = in.with(AssociativeScan.each(in.arrays(), x -> Lax.rev(x, 0)));
        var prefixes = ArrayTree.of(associativeScan(combine, reversed)).arrays();
        return in.with(AssociativeScan.each(prefixes, x -> Lax.rev(x, 0)));
    }

    private static <S, X, Y> Carried<S, Y> scan(Fn2<S, X, Carried<S, Y>> body, S initial, X xs, boolean reverse) {
        var carry = ArrayTree.of(initial);
        var slices = ArrayTree.of(xs);
        int length = length("scan", slices.arrays());
        int carried = carry.arrays().length;
        var results = new ArrayTree[1];
        var program = Staging.trace(in -> {
            var out = body.apply(carry.with(Arrays.copyOf(in, carried)), slices.with(Arrays.copyOfRange(in, carried, in.length)));
            var next = ArrayTree.of(out.carry());
            carry.requireSameTypes("what scan carries", next);
            results[0] = ArrayTree.of(out.y());
            return join(next.arrays(), results[0].arrays());
        }, Stream.concat(Arrays.stream(AbstractValue.of(carry.arrays())), Arrays.stream(slices.arrays()).map(ControlFlow::slice)).toArray(AbstractValue[]::new));
        var consts = Closing.consts(program);
        var out = new Primitive.Scan(Closing.program(program), length, reverse, consts.length, carried)
                .bind(join(consts, carry.arrays(), slices.arrays()));
        return new Carried<>(carry.with(Arrays.copyOf(out, carried)), results[0].with(Arrays.copyOfRange(out, carried, out.length)));
    }

    private static AbstractValue slice(Array x) {
        return x.abstractValue().withShape(x.shape().remove(0));
    }

    /// The length of axis 0, which all the arrays have.
    static int length(String what, Array[] xs) {
        for (var x : xs) {
            if (x.rank() == 0) throw new IllegalArgumentException(what + " takes slices along axis 0, but one of the arrays is " + x.summary());
            if (x.shape().dim(0) != xs[0].shape().dim(0)) {
                throw new IllegalArgumentException(what + " takes slices of arrays with one leading length, but got " + xs[0].summary() + " and " + x.summary());
            }
        }
        if (xs.length == 0) throw new IllegalArgumentException(what + " needs an array to take slices of; to count, use foriLoop");
        return xs[0].shape().dim(0);
    }

    private static Array[] join(Array[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(Array[]::new);
    }
}
