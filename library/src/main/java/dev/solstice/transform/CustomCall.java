package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Tracer;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One call of a function with a derivative of its own. Arguments and results are trees of any values; what the function
/// closes over is passed as leading operands, by which there is no derivative.
final class CustomCall<R> {
    private final String what;
    private final RuleOptions options;
    private final ArrayTree in;
    private final List<ArrayTree> arguments;
    private final Jaxpr program;
    private final int hoisted;
    private ArrayTree out;

    CustomCall(String what, RuleOptions options, Fn<R> f, Object... arguments) {
        this.what = what;
        this.options = options;
        this.in = ArrayTree.of(Arrays.asList(arguments));
        this.arguments = Arrays.stream(arguments).map(ArrayTree::of).toList();
        this.program = Staging.trace(arrays -> {
            out = ArrayTree.of(f.call(arguments(arrays)));
            return out.arrays();
        }, AbstractValue.of(in.arrays()));
        this.hoisted = program.consts().size();
    }

    private Object[] arguments(Array[] arrays) {
        List<Object> values = in.with(arrays);
        return values.toArray();
    }

    private R bind(Primitive primitive, Array[] consts) {
        return out.with(primitive.bind(Masks.concatenate(consts, in.arrays())));
    }

    R jvp(Fn<ValueAndTangent<R>> rule) {
        return bind(new Primitive.CustomJvp(Closing.program(program), (primals, tangents) -> {
            requireNoDerivativeByClosure(tangents);
            var x = Arrays.copyOfRange(primals, hoisted, primals.length);
            var t = Arrays.copyOfRange(tangents, hoisted, tangents.length);
            requireDifferentiated(t);
            var along = arguments(given(t, x));
            options.nondifferentiated().forEach(i -> along[i] = null);
            var all = new ArrayList<>(Arrays.asList(arguments(x)));
            all.addAll(Arrays.asList(along));
            var dual = rule.call(all.toArray());
            if (dual == null) throw Mistake.of("the rule of " + what + " returned null; it returns new ValueAndTangent<>(value, tangent)");
            var value = ArrayTree.of(dual.value());
            out.requireSameTypes("the value of the rule of " + what + " has to be that of the function", "the function gives", "the rule", value);
            return Masks.concatenate(value.arrays(), aligned("the tangent that the rule of " + what + " gives", out, dual.tangent()));
        }), Closing.consts(program));
    }

    <S> R vjp(Fn<ValueAndResiduals<R, S>> forward, Fn2<S, R, List<Object>> backward) {
        var saved = new ArrayTree[1];
        return bind(new Primitive.CustomVjp(Closing.program(program), primals -> {
            var both = forward.call(arguments(Arrays.copyOfRange(primals, hoisted, primals.length)));
            if (both == null) throw Mistake.of("the forward rule of " + what + " returned null; it returns new ValueAndResiduals<>(value, residuals)");
            saved[0] = ArrayTree.of(both.residuals());
            var value = ArrayTree.of(both.value());
            out.requireSameTypes("the value of the forward rule of " + what + " has to be that of the function", "the function gives", "the rule", value);
            return Masks.concatenate(value.arrays(), saved[0].arrays());
        }, (residuals, cotangents) -> {
            var gradients = new ArrayList<>(backward.apply(saved[0].with(residuals), out.with(given(cotangents, out.arrays()))));
            options.nondifferentiated().forEach(i -> gradients.set(i, null));
            var flat = new ArrayList<Array>(Arrays.asList(new Array[hoisted]));
            for (int i = 0; i < arguments.size(); i++) {
                flat.addAll(Arrays.asList(aligned("the gradient by argument " + i + " that the rule of " + what + " gives",
                        arguments.get(i), gradients.get(i))));
            }
            return flat.toArray(Array[]::new);
        }), Arrays.stream(Closing.consts(program)).map(this::guarded).toArray(Array[]::new));
    }

    /// Zeros as the rule wants them.
    private Array[] given(Array[] tangents, Array[] of) {
        var out = tangents.clone();
        if (!options.symbolicZeros()) Arrays.setAll(out, i -> Zeros.instantiate(tangents[i], of[i].abstractValue()));
        return out;
    }

    /// An array that is closed over, which must not be differentiated by: a reverse rule would not even notice.
    private Array guarded(Array constant) {
        if (!(constant instanceof Tracer)) return constant;
        var identity = Staging.trace(x -> x, constant.abstractValue());
        return new Primitive.CustomJvp(identity, (primals, tangents) -> {
            requireNoDerivativeByClosure(tangents);
            return Masks.concatenate(primals, tangents);
        }).apply(constant);
    }

    private void requireNoDerivativeByClosure(Array[] tangents) {
        for (int i = 0; i < Math.min(hoisted, tangents.length); i++) {
            if (tangents[i] == null) continue;
            throw Mistake.of("""
                    a function with %s closes over an array, %s, that is being differentiated by, and the rule says nothing about that.
                    Make the array an argument, or close over stopGradient(x).""".formatted(what, tangents[i].abstractValue()));
        }
    }

    private void requireDifferentiated(Array[] tangents) {
        int next = 0;
        for (int i = 0; i < arguments.size(); i++) {
            int end = next + arguments.get(i).arrays().length;
            if (options.nondifferentiated().contains(i) && !Zeros.allNull(Arrays.copyOfRange(tangents, next, end))) {
                throw Mistake.of("""
                        argument %d of a function with %s is said not to be differentiated by, but it is.
                        Pass stopGradient(x), or give the rule a derivative by it.""".formatted(i, what));
            }
            next = end;
        }
    }

    /// The arrays of a tree of derivatives at the arrays of `to`; null where it has a hole.
    private static Array[] aligned(String role, ArrayTree to, Object derivatives) {
        var arrays = new Array[to.arrays().length];
        if (derivatives == null) return arrays;
        var leaves = to.treedef().flattenUpTo(derivatives);
        for (int leaf = 0, i = 0; leaf < leaves.size(); leaf++) {
            if (to.statics().get(leaf) != null) continue;
            var expected = to.arrays()[i].abstractValue();
            switch (leaves.get(leaf)) {
                case null -> {}
                case Array array when array.abstractValue().equals(expected) -> arrays[i] = array;
                case Array array ->
                        throw Mistake.of(role + " at " + path(to, i) + " is " + array.abstractValue() + ", but what it belongs to is " + expected);
                case Object other ->
                        throw Mistake.of(role + " at " + path(to, i) + " is no array but " + other + "; expected " + expected + ", or null for zero");
            }
            i++;
        }
        return arrays;
    }

    private static String path(ArrayTree tree, int array) {
        var paths = tree.treedef().paths();
        for (int leaf = 0, i = 0; leaf < paths.size(); leaf++) {
            if (tree.statics().get(leaf) == null && i++ == array) return paths.get(leaf).toString().isEmpty() ? "the root" : paths.get(leaf).toString();
        }
        throw new AssertionError("no array " + array);
    }
}
