package dev.solstice.lax;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Staging;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A scan as one of programs.
///
/// @param step    takes `(constants, carry, slices)` and gives `(carry, results)`
/// @param consts  what it closes over
/// @param carried how many arrays are carried
record Scanning(Jaxpr step, Array[] consts, int carried, ScanOptions options) {
    static <S, X, Y> Carried<S, Y> run(Fn2<S, X, Carried<S, Y>> body, S initial, X xs, ScanOptions options) {
        var carry = ArrayTree.of(initial);
        var slices = ArrayTree.of(xs);
        int length = length(slices.arrays(), options);
        int carried = carry.arrays().length;
        var results = new ArrayTree[1];
        var program = Staging.trace(in -> {
            var out = body.apply(carry.with(Arrays.copyOf(in, carried)), slices.with(Arrays.copyOfRange(in, carried, in.length)));
            if (out == null) throw Mistake.of("the step of scan returned null; it returns new Carried<>(carry, y), where y may be null");
            var next = ArrayTree.of(out.carry());
            carry.requireSameTypes("what scan carries", next);
            results[0] = ArrayTree.of(out.y());
            return ControlFlow.join(next.arrays(), results[0].arrays());
        }, Stream.concat(Arrays.stream(AbstractValue.of(carry.arrays())), Arrays.stream(slices.arrays()).map(Scanning::slice)).toArray(AbstractValue[]::new));
        var out = new Scanning(Closing.program(program), Closing.consts(program), carried, options).run(carry.arrays(), slices.arrays(), length);
        return new Carried<>(carry.with(Arrays.copyOf(out, carried)), results[0].with(Arrays.copyOfRange(out, carried, out.length)));
    }

    private static int length(Array[] slices, ScanOptions options) {
        if (slices.length == 0 && options.length() >= 0) return options.length();
        int length = ControlFlow.length("scan", slices);
        if (options.length() >= 0 && options.length() != length) {
            throw Mistake.of("scan was given the length %d, but slices of %s, which are %d"
                    .formatted(options.length(), slices[0].summary(), length));
        }
        return length;
    }

    private static AbstractValue slice(Array x) {
        return x.abstractValue().withShape(x.shape().remove(0));
    }

    private Array[] run(Array[] carry, Array[] xs, int length) {
        int unroll = Math.min(options.unroll(), Math.max(1, length));
        if (unroll == 1) return scan(step, carry, xs, length);
        int blocks = length / unroll;
        int whole = blocks * unroll;
        var rest = each(xs, x -> Lax.sliceInDim(x, whole, length, 0));
        var blocked = each(xs, x -> Lax.sliceInDim(x, 0, whole, 0).reshape(x.shape().with(0, unroll).insert(0, blocks)));
        if (options.reverse()) {
            var last = steps(carry, rest, length - whole);
            var first = blocks(Arrays.copyOf(last, carried), blocked, blocks, unroll);
            return joined(first, first, last);
        }
        var first = blocks(carry, blocked, blocks, unroll);
        var last = steps(Arrays.copyOf(first, carried), rest, length - whole);
        return joined(last, first, last);
    }

    /// The carry of one part, and the results of the two one after the other.
    private Array[] joined(Array[] carry, Array[] first, Array[] last) {
        var out = carry.clone();
        for (int i = carried; i < out.length; i++) {
            out[i] = last[i].shape().dim(0) == 0 ? first[i] : Lax.concatenate(0, first[i], last[i]);
        }
        return out;
    }

    private Array[] blocks(Array[] carry, Array[] xs, int blocks, int unroll) {
        var program = Staging.trace(in -> new Scanning(step, Arrays.copyOf(in, consts.length), carried, options)
                        .steps(Arrays.copyOfRange(in, consts.length, consts.length + carried), Arrays.copyOfRange(in, consts.length + carried, in.length), unroll),
                Stream.of(AbstractValue.of(consts), AbstractValue.of(carry), Arrays.stream(xs).map(Scanning::slice).toArray(AbstractValue[]::new))
                        .flatMap(Arrays::stream).toArray(AbstractValue[]::new));
        var out = scan(program, carry, xs, blocks);
        for (int i = carried; i < out.length; i++) {
            var shape = out[i].shape();
            out[i] = out[i].reshape(shape.remove(0).with(0, blocks * unroll));
        }
        return out;
    }

    private Array[] scan(Jaxpr program, Array[] carry, Array[] xs, int length) {
        return new Primitive.Scan(program, length, options.reverse(), consts.length, carried).bind(ControlFlow.join(consts, carry, xs));
    }

    /// So many steps written out.
    private Array[] steps(Array[] carry, Array[] xs, int length) {
        int results = step.outputs().size() - carried;
        var ys = new Array[results][length];
        for (int k = 0; k < length; k++) {
            int position = options.reverse() ? length - 1 - k : k;
            var out = new Primitive.Jit("step", step).bind(ControlFlow.join(consts, carry, each(xs, x -> x.get(position))));
            carry = Arrays.copyOf(out, carried);
            for (int i = 0; i < results; i++) ys[i][position] = out[carried + i].expandDims(0);
        }
        var stacked = new Array[results];
        for (int i = 0; i < results; i++) {
            var type = step.outputs().get(carried + i).type();
            stacked[i] = length == 0 ? Array.full(type.shape().insert(0, 0), type.dtype(), 0) : Lax.concatenate(0, ys[i]);
        }
        return ControlFlow.join(carry, stacked);
    }

    private static Array[] each(Array[] x, UnaryOperator<Array> f) {
        return AssociativeScan.each(x, f);
    }
}
