package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.nn.Activations.logsumexp;
import static dev.solstice.nn.Activations.softmax;
import static dev.solstice.numpy.Creation.arange;
import static dev.solstice.numpy.Manipulation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.*;
import static dev.solstice.numpy.Sorting.argsort;
import static dev.solstice.numpy.Sorting.sort;
import static dev.solstice.numpy.Statistics.var;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Bitwise;
import dev.solstice.numpy.FloatingPoint;
import dev.solstice.numpy.Reduction;
import java.util.List;
import java.util.Map;

/// Where dtypes meet, integers beside derivatives, arrays of nothing and of rank 0.
final class TypeCompositions {
    private TypeCompositions() {}

    static void addTypes(Map<String, Composition> all) {
        add(all, "dtype half gradients", in -> List.of(grad((Array v) -> sum(v.pow(2))).apply(in.h()),
                grad((Array v) -> softmax(v).get(0)).apply(in.h()), grad((Array v) -> mean(v)).apply(in.q()),
                jacrev((Array v) -> tanh(v)).apply(in.q())));
        add(all, "dtype half meets single", in -> List.of(grad((Array v) -> v.mul(in.x()).sum()).apply(in.h()),
                grad((Array v) -> v.mul(in.h()).sum()).apply(in.x()), jvp((Array v) -> v.mul(in.q()), in.h(), in.h()).tangent()));
        add(all, "dtype half scan", in -> grad((Array v) -> ControlFlow.scan((Array c, Array r) -> new Carried<>(c.mul(r), c), v.get(0), v).carry()).apply(in.q()));
        add(all, "dtype half converted", in -> List.of(grad((Array v) -> v.astype(DType.FLOAT32).sum()).apply(in.h()),
                grad((Array v) -> v.astype(DType.FLOAT16).sum().astype(DType.FLOAT32)).apply(in.x()),
                jvp((Array v) -> v.astype(DType.BFLOAT16), in.x(), in.y()).tangent()));
        add(all, "dtype half folds", in -> List.of(in.h().sum(), in.h().mean(), prod(in.q()), var(in.q()), cumsum(in.h(), 0), logsumexp(in.h()),
                norm(in.q()), in.h().matmul(in.h()), outer(in.q(), in.q()).sum(0)));
        add(all, "dtype through integers", in -> List.of(grad((Array v) -> v.astype(DType.INT32).mul(v).sum()).apply(in.x()),
                grad((Array v) -> round(v).add(v).sum()).apply(in.x()), jvp((Array v) -> v.gt(0).mul(v), in.x(), in.y()).tangent()));
        add(all, "dtype integers beside", in -> List.of(grad((Array v, Array k) -> v.mul(k).sum()).apply(in.x(), in.i()),
                jvp((Array v) -> List.of(v.mul(in.i()), in.i().mul(2)), in.x(), in.y()).tangent().get(0),
                vjp((Array v) -> v.mul(in.i()), in.x()).pullback().apply(in.y())));
        add(all, "dtype by indices", in -> List.of(grad((Array v) -> v.get(argmax(v)).mul(2)).apply(in.x()),
                grad((Array v) -> v.mul(argsort(v)).sum()).apply(in.x()), grad((Array v) -> v.get(argmin(v)).pow(2)).apply(in.x())));
        add(all, "dtype small integers", in -> {
            var i = in.i();
            var b = in.b();
            return List.of(i.astype(DType.INT8).mul(100), i.astype(DType.UINT8).sub(2), i.sub(1).astype(DType.UINT8), i.astype(DType.UINT32).sub(3),
                    sum(i.astype(DType.INT8).mul(100)), prod(i.add(100000)),
                    i.astype(DType.INT16).mul(30000), floorDivide(Array.of(-7, 7, -1), 2), mod(Array.of(-7, 7, -1), 3), divide(Array.of(-7, 7), 2),
                            Lax.shiftRightArithmetic(i.sub(1), Array.of(1, 1, 1)),
                    Lax.shiftLeft(i, Array.of(3, 3, 3)), Lax.not(i), b.add(b), b.sum(), b.mul(i), b.div(2));
        });
        add(all, "dtype integer functions", in -> {
            var i = in.i();
            var b = in.b();
            return List.of(sqrt(i), exp(b), mean(i), var(i), i.pow(2), i.pow(0.5), power(2, i), abs(i.neg()), sign(i.sub(1)), sin(i), cumsum(b, 0),
                    maximum(i, in.x()), where(b, i, in.x()), where(b, i, 1),
                    clip(i, 0.5, 1), Bitwise.bitwiseXor(i, 5), Lax.populationCount(i.add(7)), Lax.clz(i));
        });
        add(all, "dtype integer division by zero", in -> List.of(floorDivide(Array.of(7, -7, 0), Array.of(0, 0, 0)),
                mod(Array.of(7, -7, 0), Array.of(0, 0, 0)), floorDivide(in.x(), in.x().mul(0)), mod(in.x(), in.x().mul(0))));
        add(all, "dtype floats to integers", _ -> List.of(Array.of(1.9f, -1.9f, 0.5f).astype(DType.INT32),
                Array.of(-1.5f, 300f, 1e10f).astype(DType.INT8), Array.of(-1.5f, 300f).astype(DType.UINT8),
                Array.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY).astype(DType.INT32), Array.of(Float.NaN, 0f, -0f).astype(DType.BOOL)));
        add(all, "dtype empty", in -> {
            var e = in.e();
            var x = in.x();
            return List.of(e.sum(), e.sum(0), prod(e), e.mean(), e.mean(1), e.matmul(in.m()), e.transpose(1, 0).matmul(e),
                    concatenate(e, x.expandDims(0)), sort(e, 0), argsort(e, 1), cumsum(e, 0), e.reshape(3, 0), any(e), all(e),
                    einsum("ij,kj->ik", e, in.m().transpose(1, 0)), pad(e, new int[][] {{1, 1}, {0, 0}}), where(e.gt(0), e, 1), e.get(":", in.i()),
                            max(x.get(":0"), Reduction.over().initial(-1.0)), norm(e),
                    vmap((Array v) -> v.sum(), 1).apply(e), outer(x, x.get(":0")), tile(e, 2, 2), var(e, 1), logsumexp(e, 1));
        });
        add(all, "dtype empty derivatives", in -> List.of(grad((Array v) -> v.sum()).apply(in.e()), jacrev((Array v) -> v.sum(1)).apply(in.e()),
                jacfwd((Array v) -> v.matmul(in.m())).apply(in.e()),
                hessian((Array v) -> sum(v.pow(2))).apply(in.e()), grad((Array v) -> concatenate(v.get(":0"), v).sum()).apply(in.x()),
                        jvp((Array v) -> prod(v.get(":0")), in.x(), in.y()).tangent()));
        add(all, "dtype scalars", in -> {
            var s = in.s();
            return List.of(s.expandDims(0), s.sum(), sort(s.expandDims(0)), cumsum(s.expandDims(0), 0),
                    grad((Array v) -> v.expandDims(0).sum()).apply(s), einsum(",", s, s), einsum(",i->i", s, in.x()), matmul(in.x(), in.x()),
                    dot(s, in.x()), outer(s, s), kron(s, in.x().expandDims(0)), hessian((Array v) -> v.pow(3)).apply(s));
        });
        add(all, "dtype keeps sign of zero", in -> {
            var zero = Array.of(0f, 0, 0);
            return List.of(zero.neg(), abs(zero.neg()), sqrt(zero.neg()), round(Array.of(-0.4f, 0.5f, 1.5f)), maximum(zero.neg(), zero),
                    sort(Array.of(0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY)), sign(zero.neg()), zero.neg().add(0.0),
                    zero.neg().sum(), trunc(Array.of(-0.5f)), FloatingPoint.copysign(in.x(), zero.neg()));
        });
        add(all, "dtype einsum forms", in -> {
            var m = in.m();
            var w = in.w();
            var x = in.x();
            var square = w.get(":3");
            return List.of(einsum("ij", m), einsum("ba", m), einsum("ii", square), einsum("ii->i", square), einsum("...j,j", w, x),
                    einsum("...ij,...jk->...ik", m.expandDims(0), w.expandDims(0)), einsum("ij,jk,k", m, w, x),
                    einsum("i,i,i->", x, in.y(), x), einsum("i...->...", m), einsum("ij->", m), einsum("i,j->ji", x, in.y()),
                            einsum("ijk->kij", m.expandDims(0)), einsum("iij->ji", stack(square, square, square)),
                    einsum("...,...", x, in.y()), einsum("a...b,b...->a...", m.expandDims(1), w));
        });
        add(all, "dtype einsum gradients", in -> {
            var square = in.w().get(":3");
            return List.of(grad((Array v) -> sum(square(einsum("ij,jk,kl->il", v, in.w(), in.m())))).apply(in.m()),
                    grad((Array v) -> einsum("ii,i->", v, in.x())).apply(square),
                    jacrev((Array v) -> einsum("ij,ij->i", v, v)).apply(in.m()), grad((Array v) -> einsum("iji->j", stack(v, v, v)).sum()).apply(square));
        });
    }
}
