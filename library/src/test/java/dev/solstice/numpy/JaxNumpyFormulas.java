package dev.solstice.numpy;

import static dev.solstice.nn.Activations.*;
import static dev.solstice.numpy.Bitwise.*;
import static dev.solstice.numpy.Calculus.*;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.FloatingPoint.*;
import static dev.solstice.numpy.Functional.*;
import static dev.solstice.numpy.Histograms.*;
import static dev.solstice.numpy.Manipulation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Polynomials.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.*;
import static dev.solstice.numpy.Selection.*;
import static dev.solstice.numpy.Sets.*;
import static dev.solstice.numpy.Sorting.*;
import static dev.solstice.numpy.Statistics.*;
import static dev.solstice.numpy.Windows.*;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.Activations;
import dev.solstice.nn.DotProductAttention;
import dev.solstice.nn.Init;
import dev.solstice.nn.Initializer;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What the cases of `jax.numpy` are called here.
final class JaxNumpyFormulas {
    private final Map<String, Formula> formulas = new LinkedHashMap<>();

    private JaxNumpyFormulas() {}

    /// Gives a tree of arrays.
    interface Formula {
        Object apply(Array... x);
    }

    static Map<String, Formula> all() {
        var all = new JaxNumpyFormulas();
        all.addElementwise();
        all.addReductions();
        all.addStatistics();
        all.addCreation();
        all.addManipulation();
        all.addProducts();
        all.addSelection();
        all.addActivations();
        all.addIndexing();
        all.addInitializers();
        return all.formulas;
    }

    private void add(String name, Formula formula) {
        if (formulas.put(name, formula) != null) throw new IllegalStateException("two formulas for " + name);
    }

    private void unary(String name, UnaryOperator<Array> f) {
        add(name, x -> f.apply(x[0]));
    }

    /// With a case of its own for the gradient.
    private void withSlope(String name, UnaryOperator<Array> f) {
        unary(name, f);
        unary(name + " slope", f);
    }

    private void binary(String name, BiFunction<Object, Object, Array> f) {
        add(name, x -> f.apply(x[0], x[1]));
    }

    private void smooth(String name, BiFunction<Object, Object, Array> f) {
        binary(name, f);
        binary(name + " slope", f);
    }

    private void addElementwise() {
        unary("abs", Numpy::abs);
        unary("fabs", Numpy::fabs);
        withSlope("floor", Numpy::floor);
        withSlope("ceil", Numpy::ceil);
        unary("rint", Numpy::rint);
        withSlope("trunc", Numpy::trunc);
        unary("sign", Numpy::sign);
        unary("negative", Numpy::negative);
        unary("positive", Numpy::positive);
        unary("square", Numpy::square);
        unary("degrees", Numpy::degrees);
        unary("radians", Numpy::radians);
        unary("isnan", Numpy::isnan);
        unary("isfinite", Numpy::isfinite);
        unary("isinf", Numpy::isinf);
        unary("isneginf", Numpy::isneginf);
        unary("isposinf", Numpy::isposinf);
        unary("nan_to_num", Numpy::nanToNum);
        unary("nan_to_num values", x -> nanToNum(x, 7, 8, 9));
        unary("signbit", FloatingPoint::signbit);
        unary("exp", Numpy::exp);
        unary("expm1", Numpy::expm1);
        unary("sin", Numpy::sin);
        unary("cos", Numpy::cos);
        unary("tan", Numpy::tan);
        unary("arctan", Numpy::arctan);
        unary("tanh", Numpy::tanh);
        unary("exp2", Numpy::exp2);
        unary("cosh", Numpy::cosh);
        unary("sinh", Numpy::sinh);
        unary("arcsinh", Numpy::arcsinh);
        unary("cbrt", Numpy::cbrt);
        unary("sinc", Numpy::sinc);
        withSlope("log", Numpy::log);
        withSlope("log1p", Numpy::log1p);
        withSlope("sqrt", Numpy::sqrt);
        withSlope("log2", Numpy::log2);
        withSlope("log10", Numpy::log10);
        withSlope("reciprocal", Numpy::reciprocal);
        unary("arcsin", Numpy::arcsin);
        unary("arccos", Numpy::arccos);
        unary("arctanh", Numpy::arctanh);
        unary("arccosh", Numpy::arccosh);
        unary("round slope", Numpy::round);
        for (int decimals : new int[] {-1, 0, 2}) unary("round " + decimals, x -> round(x, decimals));
        unary("logical_not", Numpy::logicalNot);
        smooth("add", Numpy::add);
        smooth("subtract", Numpy::subtract);
        smooth("multiply", Numpy::multiply);
        smooth("maximum", Numpy::maximum);
        smooth("minimum", Numpy::minimum);
        smooth("divide", Numpy::divide);
        smooth("hypot", Numpy::hypot);
        smooth("logaddexp", Numpy::logaddexp);
        smooth("logaddexp2", Numpy::logaddexp2);
        smooth("arctan2", Numpy::arctan2);
        smooth("fmax", Numpy::fmax);
        smooth("fmin", Numpy::fmin);
        smooth("copysign", FloatingPoint::copysign);
        binary("mod", Numpy::mod);
        binary("remainder", Numpy::remainder);
        binary("fmod", Numpy::fmod);
        binary("floor_divide", Numpy::floorDivide);
        binary("heaviside", Numpy::heaviside);
        binary("heaviside at 0", Numpy::heaviside);
        add("divmod", x -> divmod(x[0], x[1]));
        binary("power", Numpy::power);
        binary("float_power", Numpy::floatPower);
        binary("gcd", Numpy::gcd);
        binary("lcm", Numpy::lcm);
        unary("clip", x -> clip(x, -0.5, 0.5));
        add("where", x -> where(x[0], x[1], x[2]));
        binary("equal", Numpy::equal);
        binary("not_equal", Numpy::notEqual);
        binary("less", Numpy::less);
        binary("less_equal", Numpy::lessEqual);
        binary("greater", Numpy::greater);
        binary("greater_equal", Numpy::greaterEqual);
        binary("logical_and", Numpy::logicalAnd);
        binary("logical_or", Numpy::logicalOr);
        binary("logical_xor", Numpy::logicalXor);
        binary("isclose", Numpy::isclose);
        binary("isclose nan", (x, y) -> isclose(x, y, 1e-5, 1e-8, true));
        add("array_equal", x -> arrayEqual(x[0], x[1]));
        add("array_equiv", x -> arrayEquiv(x[0], x[1]));
        binary("nextafter", FloatingPoint::nextafter);
        unary("spacing", FloatingPoint::spacing);
        add("modf", x -> modf(x[0]));
        add("ldexp", x -> ldexp(x[0], x[1]));
        add("frexp", x -> frexp(x[0]));
        binary("bitwise_and", Bitwise::bitwiseAnd);
        binary("bitwise_or", Bitwise::bitwiseOr);
        binary("bitwise_xor", Bitwise::bitwiseXor);
        unary("bitwise_not", Bitwise::bitwiseNot);
        binary("left_shift", Bitwise::leftShift);
        binary("right_shift", Bitwise::rightShift);
        unary("bitwise_count", Bitwise::bitwiseCount);
        unary("packbits", Bitwise::packbits);
        unary("packbits axis", x -> packbits(x, 0, false));
        unary("unpackbits axis", x -> unpackbits(x, -1, true));
    }

    private interface Reducing {
        Array apply(Array x, Reduction how);
    }

    private void reduction(String name, Reducing f) {
        unary(name, x -> f.apply(x, Reduction.over()));
        unary(name + " axis", x -> f.apply(x, Reduction.over(-1)));
        unary(name + " axes keepdims", x -> f.apply(x, Reduction.over(0, 2).keepDims()));
    }

    private void masked(String name, Reducing f) {
        add(name + " where", x -> f.apply(x[0], Reduction.over(1).where(x[1])));
    }

    private void withoutNan(String name, Reducing f) {
        withSlope(name, x -> f.apply(x, Reduction.over()));
        unary(name + " axis keepdims", x -> f.apply(x, Reduction.over(0).keepDims()));
    }

    private void addReductions() {
        Map<String, Reducing> all = Map.of("sum", Reductions::sum, "prod", Reductions::prod, "max", Reductions::max, "min", Reductions::min,
                "mean", Reductions::mean, "any", Reductions::any, "all", Reductions::all, "var", Statistics::var, "std", Statistics::std, "median", Statistics::median);
        all.forEach(this::reduction);
        for (var name : List.of("sum", "prod", "mean", "any", "all", "var", "std")) masked(name, all.get(name));
        for (var name : List.of("sum", "prod", "max", "min")) unary(name + " initial", x -> all.get(name).apply(x, Reduction.over(0).initial(2)));
        for (var name : List.of("max", "min")) add(name + " where initial", x -> all.get(name).apply(x[0], Reduction.over(1).where(x[1]).initial(0)));
        for (var name : List.of("var", "std")) unary(name + " ddof", x -> all.get(name).apply(x, Reduction.over(0).ddof(1)));
        unary("sum dtype", x -> sum(x, Reduction.over().dtype(DType.FLOAT16)));
        withoutNan("nansum", Reductions::nansum);
        withoutNan("nanprod", Reductions::nanprod);
        withoutNan("nanmax", Reductions::nanmax);
        withoutNan("nanmin", Reductions::nanmin);
        withoutNan("nanmean", Reductions::nanmean);
        withoutNan("nanvar", Statistics::nanvar);
        withoutNan("nanstd", Statistics::nanstd);
        withoutNan("nanmedian", Statistics::nanmedian);
        unary("argmax", Reductions::argmax);
        unary("argmin", Reductions::argmin);
        unary("nanargmax", Reductions::nanargmax);
        unary("nanargmin", Reductions::nanargmin);
        unary("argmax axis", x -> argmax(x, 1));
        unary("argmin axis", x -> argmin(x, 1));
        unary("nanargmax axis", x -> nanargmax(x, 1));
        unary("nanargmin axis", x -> nanargmin(x, 1));
        unary("cumsum", x -> cumsum(x, -1));
        unary("cumprod", x -> cumprod(x, -1));
        unary("nancumsum", x -> nancumsum(x, -1));
        unary("nancumprod", x -> nancumprod(x, -1));
        unary("cumsum slope", x -> cumsum(x, 0));
        unary("cumprod slope", x -> cumprod(x, 0));
        unary("nancumsum slope", x -> nancumsum(x, 0));
        unary("nancumprod slope", x -> nancumprod(x, 0));
        unary("cumulative_sum", x -> cumulativeSum(x, 1, true));
        unary("cumulative_prod", x -> cumulativeProd(x, 0, true));
        unary("count_nonzero", Reductions::countNonzero);
        unary("count_nonzero axis", x -> countNonzero(x, 0));
        unary("ptp", x -> ptp(x, 1));
    }

    private void addStatistics() {
        for (var method : List.of("linear", "lower", "higher", "nearest", "midpoint")) {
            unary("quantile " + method, x -> quantile(x, 0.3, Reduction.over(0), method));
        }
        add("quantile vector", x -> quantile(x[0], x[1], 1));
        unary("quantile slope", x -> quantile(x, 0.3));
        unary("percentile", x -> percentile(x, 40));
        unary("nanquantile", x -> nanquantile(x, 0.7, 0));
        unary("nanpercentile", x -> nanpercentile(x, 25, Reduction.over(1).keepDims()));
        add("average", x -> average(x[0], x[1]));
        add("average axis", x -> average(x[0], x[1], 0));
        unary("cov", Statistics::cov);
        add("cov of two", x -> cov(x[0], x[1]));
        unary("cov ddof", x -> cov(x, 0));
        unary("corrcoef", Statistics::corrcoef);
        add("corrcoef of two", x -> corrcoef(x[0], x[1]));
        add("histogram", x -> histogram(x[0], 4));
        add("histogram range", x -> histogram(x[0], 5, -1, 1));
        add("histogram edges weights", x -> histogram(x[0], x[1], x[2]));
        unary("histogram_bin_edges", x -> histogramBinEdges(x, 3));
        add("histogram2d", x -> { var h = histogram2d(x[0], x[1], 3, 2); return List.of(h.counts(), h.edges()); });
        add("histogramdd", x -> histogramdd(x[0], 3, 2, 2));
        unary("bincount", Histograms::bincount);
        unary("bincount length", x -> bincount(x, 4));
        add("bincount weights", x -> bincount(x[0], x[1], 5));
        add("digitize", x -> digitize(x[0], x[1], false));
        add("digitize right", x -> digitize(x[0], x[1], true));
    }

    private void addCreation() {
        add("arange", _ -> arange(5));
        add("arange step", _ -> arange(7, 0, -3));
        add("arange floats", _ -> arange(0.5, 3, 0.75));
        add("linspace", _ -> linspace(-1, 3, 7));
        add("linspace open", _ -> linspace(0, 1, 4, false));
        add("logspace", _ -> logspace(0, 2, 5));
        add("logspace base", _ -> logspace(0, 3, 4, 2));
        add("geomspace", _ -> geomspace(1, 256, 9));
        add("geomspace negative", _ -> geomspace(-1, -100, 3));
        add("eye", _ -> eye(3));
        add("eye k", _ -> eye(2, 4, 1, DType.FLOAT32));
        add("identity", _ -> Creation.identity(2));
        add("tri", _ -> tri(3, 4, 1));
        add("indices", _ -> indices(2, 3));
        add("mgrid", _ -> mgrid("0:3, 1:9:4"));
        add("ogrid", _ -> ogrid("0:3, 1:9:4"));
        add("zeros", _ -> zeros(2, 0));
        add("ones", _ -> ones(3));
        add("full", _ -> full(Shape.of(2, 2), 7));
        add("fromfunction", _ -> fromfunction(at -> at[0].mul(10).add(at[1]), 2, 3));
        add("fromstring", _ -> fromstring("1, 2.5, -3", ","));
        add("bartlett", _ -> bartlett(7));
        add("blackman", _ -> blackman(6));
        add("hamming", _ -> hamming(5));
        add("hanning", _ -> hanning(8));
        add("hanning 1", _ -> hanning(1));
        add("kaiser", _ -> kaiser(9, 8.6));
        add("diag_indices", _ -> diagIndices(3, 2));
        add("tril_indices", _ -> trilIndices(3, 4, 1));
        add("triu_indices", _ -> triuIndices(3, 4, 1));
        add("mask_indices", _ -> maskIndices(3, Manipulation::triu));
        add("linspace arrays", x -> linspace(x[0], x[1], 4));
        unary("zeros_like", Creation::zerosLike);
        unary("ones_like", Creation::onesLike);
        unary("full_like", x -> fullLike(x, 3));
        add("meshgrid", x -> meshgrid("xy", x));
        add("meshgrid ij", x -> meshgrid("ij", x));
        unary("diagflat", x -> diagflat(x, 1));
        unary("vander", x -> vander(x, 4));
        unary("vander increasing", x -> vander(x, 3, true));
        add("ix_", x -> ix_(x));
    }

    private void addManipulation() {
        add("stack", x -> stack(List.of(x), -1));
        add("concatenate", x -> concatenate(List.of(x), 1));
        add("hstack", Manipulation::hstack);
        add("hstack vectors", Manipulation::hstack);
        add("vstack", Manipulation::vstack);
        add("dstack", Manipulation::dstack);
        add("dstack vectors", Manipulation::dstack);
        add("column_stack", Manipulation::columnStack);
        add("append", x -> append(x[0], x[1]));
        add("append axis", x -> append(x[0], x[1], 1));
        add("block", x -> block(List.of(List.of(x[0], x[1]), List.of(x[2]))));
        add("block row", x -> block(List.of(x[0], x[1])));
        add("split", x -> split(x[0], 3, 1));
        add("split at", x -> split(x[0], new int[] {1, 4}, 0));
        add("array_split", x -> arraySplit(x[0], 3, 0));
        add("hsplit", x -> hsplit(x[0], 2));
        add("vsplit", x -> vsplit(x[0], 2));
        add("dsplit", x -> dsplit(x[0], 2));
        add("unstack", x -> unstack(x[0], 1));
        unary("atleast_1d", Manipulation::atleast1d);
        unary("atleast_2d", Manipulation::atleast2d);
        unary("atleast_3d", Manipulation::atleast3d);
        add("broadcast_arrays", Manipulation::broadcastArrays);
        unary("reshape", x -> reshape(x, 3, -1));
        unary("ravel", Manipulation::ravel);
        unary("transpose", Manipulation::transpose);
        unary("swapaxes", x -> swapaxes(x, 0, -1));
        unary("moveaxis", x -> moveaxis(x, new int[] {0, 1}, new int[] {-1, 0}));
        unary("rollaxis", x -> rollaxis(x, 2, 0));
        unary("matrix_transpose", Manipulation::matrixTranspose);
        unary("tile", x -> tile(x, 2, 1, 2));
        unary("repeat", x -> repeat(x, 2, 1));
        unary("repeat counts", x -> repeat(x, new int[] {1, 0, 2}, 0));
        unary("roll", x -> roll(x, -1, 1));
        unary("roll flat", x -> roll(x, 2));
        unary("roll axes", x -> roll(x, new int[] {1, -1}, new int[] {0, 1}));
        unary("flip", Manipulation::flip);
        unary("fliplr", Manipulation::fliplr);
        unary("flipud", Manipulation::flipud);
        unary("rot90", Manipulation::rot90);
        unary("rot90 3", x -> rot90(x, 3, 1, 2));
        unary("rot90 2", x -> rot90(x, 2, 0, 1));
        unary("tril", Manipulation::tril);
        unary("triu", Manipulation::triu);
        unary("tril k", x -> tril(x, -1));
        unary("triu k", x -> triu(x, 1));
        unary("trace", Products::trace);
        unary("trace axes", x -> trace(x, 1, 1, 2));
        unary("diag", Manipulation::diag);
        unary("diag k", x -> diag(x, -1));
        unary("diagonal", x -> diagonal(x, 1));
        unary("diagonal axes", x -> diagonal(x, 0, 1, 2));
        unary("delete", x -> delete(x, new int[] {0, -1}, 1));
        unary("delete one", x -> delete(x, 1, 0));
        unary("insert", x -> insert(x, 1, 9, 1));
        add("insert row", x -> insert(x[0], 2, x[1], 0));
        unary("resize", x -> resize(x, 3, 3));
        unary("trim_zeros", Manipulation::trimZeros);
        for (var mode : List.of("constant", "edge", "reflect", "symmetric", "wrap")) unary("pad " + mode, x -> pad(x, new int[][] {{1, 2}, {0, 1}}, mode));
        unary("pad value", x -> padValue(x));
        unary("squeeze", Manipulation::squeeze);
        unary("expand_dims", x -> expandDims(x, 1));
        unary("broadcast_to", x -> broadcastTo(x, 2, 3));
    }

    private static Array padValue(Array x) {
        return pad(x, new int[][] {{1, 2}}, 7);
    }

    private void addProducts() {
        add("matmul", x -> matmul(x[0], x[1]));
        add("dot", x -> dot(x[0], x[1]));
        add("vdot", x -> vdot(x[0], x[1]));
        add("inner", x -> inner(x[0], x[1]));
        add("outer", x -> outer(x[0], x[1]));
        add("vecdot", x -> vecdot(x[0], x[1]));
        add("vecdot axis", x -> vecdot(x[0], x[1], 0));
        add("matvec", x -> matvec(x[0], x[1]));
        add("vecmat", x -> vecmat(x[0], x[1]));
        add("tensordot", x -> tensordot(x[0], x[1], 2));
        add("tensordot axes", x -> tensordot(x[0], x[1], new int[] {0}, new int[] {1}));
        add("einsum", x -> einsum("ij,jk->ki", x));
        add("kron", x -> kron(x[0], x[1]));
        add("cross", x -> cross(x[0], x[1]));
        for (var mode : List.of("full", "same", "valid")) {
            add("convolve " + mode, x -> convolve(x[0], x[1], mode));
            add("correlate " + mode, x -> correlate(x[0], x[1], mode));
        }
        unary("poly", Polynomials::poly);
        add("polyadd", x -> polyadd(x[0], x[1]));
        add("polysub", x -> polysub(x[0], x[1]));
        add("polymul", x -> polymul(x[0], x[1]));
        add("polydiv", x -> polydiv(x[0], x[1]));
        unary("polyder", Polynomials::polyder);
        unary("polyder 2", x -> polyder(x, 2));
        unary("polyint", Polynomials::polyint);
        unary("polyint 2", x -> polyint(x, 2));
        add("polyval", x -> polyval(x[0], x[1]));
        add("polyfit", x -> polyfit(x[0], x[1], 2));
        unary("diff", x -> diff(x, 2, 0));
        unary("diff last", Calculus::diff);
        unary("ediff1d", Calculus::ediff1d);
        add("gradient", x -> gradient(x[0]));
        unary("gradient vector", x -> gradient(x, 0.5, 0));
        add("gradient coordinates", x -> gradient(x[0], x[1], 0));
        unary("trapezoid", Calculus::trapezoid);
        unary("trapezoid dx", x -> trapezoid(x, 0.5, 0));
        add("trapezoid x", x -> trapezoid(x[0], x[1], -1));
        add("interp", x -> interp(x[0], x[1], x[2]));
        add("interp slope", x -> interp(x[0], x[1], x[2]));
        unary("unwrap", Calculus::unwrap);
        unary("unwrap period", x -> unwrap(x, 4, 0));
    }

    private void addSelection() {
        unary("sort", Sorting::sort);
        unary("sort descending", x -> sort(x, 0, true));
        unary("argsort", Sorting::argsort);
        unary("argsort descending", x -> argsort(x, -1, true));
        unary("partition at", x -> Sorting.partition(x, 2, -1).get("..., 2"));
        unary("argpartition at", x -> argpartition(x, 2, -1).get("..., 2"));
        add("lexsort", Sorting::lexsort);
        add("searchsorted", x -> searchsorted(x[0], x[1], false));
        add("searchsorted right", x -> searchsorted(x[0], x[1], true));
        add("take", x -> take(x[0], x[1], 1));
        add("take flat", x -> take(x[0], x[1]));
        add("take wrap", x -> take(x[0], x[1], 0, "wrap"));
        add("take_along_axis", x -> takeAlongAxis(x[0], x[1], 1));
        add("choose", x -> choose(x[0], x[1], x[2]));
        add("compress", x -> compress(x[0], x[1], 1));
        add("extract", x -> extract(x[0], x[1]));
        add("select", x -> Selection.select(List.of(x[0], x[1]), List.of(x[2], x[3]), 7));
        unary("piecewise", x -> piecewise(x, List.of(x.lt(0), x.gt(1)), Array::neg, v -> v.mul(v), v -> v.add(1)));
        add("nonzero", x -> nonzero(x[0]));
        add("nonzero size", x -> nonzero(x[0], 4, -1));
        unary("argwhere", Selection::argwhere);
        unary("argwhere size", x -> argwhere(x, 3, 0));
        unary("flatnonzero", Selection::flatnonzero);
        add("put_along_axis", x -> putAlongAxis(x[0], x[1], x[2], 1));
        add("put", x -> put(x[0], x[1], x[2]));
        add("place", x -> place(x[0], x[1], x[2]));
        unary("fill_diagonal", x -> fillDiagonal(x, 7));
        add("ravel_multi_index", x -> ravelMultiIndex(x, 3, 4));
        add("unravel_index", x -> unravelIndex(x[0], 3, 4));
        add("diag_indices_from", x -> diagIndicesFrom(x[0]));
        add("tril_indices_from", x -> trilIndicesFrom(x[0], 0));
        add("triu_indices_from", x -> triuIndicesFrom(x[0], 0));
        unary("unique", Sets::unique);
        unary("unique size", x -> unique(x, 4, null));
        unary("unique fill", x -> unique(x, 5, -1));
        add("unique_all", x -> uniqueAll(x[0]));
        add("unique_inverse", x -> uniqueInverse(x[0]));
        add("unique_counts", x -> uniqueCounts(x[0]));
        unary("unique_values", Sets::uniqueValues);
        add("union1d", x -> union1d(x[0], x[1]));
        add("union1d size", x -> union1d(x[0], x[1], 9, null));
        add("intersect1d", x -> intersect1d(x[0], x[1]));
        add("setdiff1d", x -> setdiff1d(x[0], x[1]));
        add("setxor1d", x -> setxor1d(x[0], x[1]));
        add("isin", x -> isin(x[0], x[1]));
        unary("apply_along_axis", x -> applyAlongAxis(v -> v.get(":2").mul(v.sum()), 1, x));
        unary("apply_along_axis to scalars", x -> applyAlongAxis(Array::sum, 0, x));
        unary("apply_over_axes", x -> applyOverAxes((y, axis) -> sum(y, axis), x, 0, 2));
        Fn2<Array, Array, Array> inner = (v, w) -> dot(v, w);
        add("vectorize", x -> vectorize(inner, "(n),(n)->()").apply(x[0], x[1]));
        Fn1<Array, Array> squared = v -> v.mul(v);
        unary("vectorize scalars", x -> vectorize(squared).apply(x));
    }

    private void addActivations() {
        unary("nn relu", Activations::relu);
        unary("nn relu at 0", Activations::relu);
        unary("nn relu6", Activations::relu6);
        unary("nn sigmoid", Activations::sigmoid);
        unary("nn softplus", Activations::softplus);
        unary("nn log_sigmoid", Activations::logSigmoid);
        unary("nn silu", Activations::silu);
        unary("nn elu", Activations::elu);
        unary("nn leaky_relu", Activations::leakyRelu);
        unary("nn selu", Activations::selu);
        unary("nn soft_sign", Activations::softSign);
        unary("nn mish", Activations::mish);
        unary("nn celu", Activations::celu);
        unary("nn hard_tanh", Activations::hardTanh);
        unary("nn hard_sigmoid", Activations::hardSigmoid);
        unary("nn hard_swish", Activations::hardSwish);
        unary("nn squareplus", Activations::squareplus);
        unary("nn glu", Activations::glu);
        unary("nn standardize", Activations::standardize);
        unary("nn softmax", Activations::softmax);
        unary("nn log_softmax", Activations::logSoftmax);
        unary("nn logsumexp", Activations::logsumexp);
        unary("nn sparse_plus", Activations::sparsePlus);
        unary("nn sparse_sigmoid", Activations::sparseSigmoid);
        unary("nn gelu", Activations::gelu);
        unary("nn gelu exact", Activations::geluExact);
        unary("nn tanh", Activations::tanh);
        unary("nn identity", Activations::identity);
        unary("nn logmeanexp", Activations::logmeanexp);
        unary("nn logmeanexp axis", x -> logmeanexp(x, 1));
        unary("nn log1mexp", Activations::log1mexp);
        add("nn softmax axis where", x -> softmax(x[0], 0, x[1]));
        unary("nn log_softmax axis", x -> logSoftmax(x, 0));
        unary("nn logsumexp axis", x -> logsumexp(x, 0));
        add("nn logsumexp weights", x -> logsumexp(x[0], x[1], 1));
        unary("nn one_hot", x -> oneHot(x, 4));
        unary("nn one_hot axis", x -> oneHot(x, 3, 0, DType.FLOAT32));
        add("nn attention", x -> dotProductAttention(x[0], x[1], x[2]));
        add("nn attention causal", x -> DotProductAttention.of().causal().apply(x[0], x[1], x[2]));
        add("nn attention bias mask", x -> DotProductAttention.of().bias(x[3]).mask(x[4]).scale(0.3).apply(x[0], x[1], x[2]));
    }

    private void addIndexing() {
        unary("get slices", x -> x.get("1:3, ..., None, ::-1"));
        add("get slice and array", x -> x[0].get(":", x[1], "1:"));
        add("get apart", x -> x[0].get(x[1], ":", x[1]));
        add("get new axis between", x -> x[0].get(x[1], "None", x[1]));
        add("get broadcast", x -> x[0].get("...", x[1], x[2]));
        add("get number and array", x -> x[0].get(1, ":", x[1]));
        add("get mask", x -> x[0].get(x[1]));
        add("get mask and slice", x -> x[0].get(":", x[1], "::2"));
        add("get far away", x -> x[0].get(x[1]));
        add("at clip", x -> x[0].at(x[1]).clip().set(9));
        add("at fill", x -> x[0].at(x[1]).getOr(-1));
        add("at drop", x -> x[0].at(x[1]).set(9));
        add("at sub", x -> x[0].at(x[1]).sub(x[2]));
        add("at div", x -> x[0].at(x[1]).div(x[2]));
        add("at pow", x -> x[0].at(x[1]).pow(2));
        unary("at apply", x -> x.at("1:").apply(Numpy::exp));
        add("at mul min max", x -> List.of(x[0].at(x[1]).mul(x[2]), x[0].at(x[1]).min(x[2]), x[0].at(x[1]).max(x[2])));
        unary("at set strided", x -> x.at("::2, -1").set(7));
    }

    private void initializer(String name, Initializer initializer) {
        add("init " + name, _ -> List.of(initializer.apply(Key.of(7), 3, 4), initializer.apply(Key.of(7), 4, 3), initializer.apply(Key.of(7), 2, 2, 3)));
    }

    private void addInitializers() {
        initializer("lecun_normal", Init.lecunNormal());
        initializer("lecun_uniform", Init.lecunUniform());
        initializer("he_normal", Init.heNormal());
        initializer("he_uniform", Init.heUniform());
        initializer("kaiming_normal", Init.kaimingNormal());
        initializer("kaiming_uniform", Init.kaimingUniform());
        initializer("glorot_normal", Init.glorotNormal());
        initializer("glorot_uniform", Init.glorotUniform());
        initializer("xavier_normal", Init.xavierNormal());
        initializer("xavier_uniform", Init.xavierUniform());
        initializer("orthogonal", Init.orthogonal());
        add("init delta_orthogonal", _ -> Init.deltaOrthogonal().apply(Key.of(7), 3, 2, 4));
        var plain = List.of(Init.zeros(), Init.ones(), Init.constant(2.5), Init.uniform(0.3), Init.normal(0.2), Init.truncatedNormal(0.5),
                Init.truncatedNormal(2, -1, 3));
        add("init plain", _ -> plain.stream().map(initializer -> initializer.apply(Key.of(7), 2, 3)).toList());
        add("init variance scaling", _ -> Stream.of(Init.Fan.OUT, Init.Fan.GEOMETRIC_AVERAGE)
                .flatMap(fan -> Stream.of(Init.Distribution.NORMAL, Init.Distribution.UNIFORM).map(kind -> Init.varianceScaling(2, fan, kind, 0, 2)))
                .map(initializer -> initializer.apply(Key.of(7), 2, 2, 3)).toList());
    }
}
