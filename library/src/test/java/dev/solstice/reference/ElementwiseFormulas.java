package dev.solstice.reference;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.lax.RoundingMethod;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Polynomials;
import dev.solstice.numpy.Special;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// Elementwise functions by the names that the reference data gives them.
final class ElementwiseFormulas {
    private final Map<String, Formula> formulas = new HashMap<>();

    private ElementwiseFormulas() {}

    static Map<String, Formula> formulas() {
        var all = new ElementwiseFormulas();
        all.addUnary();
        all.addBinary();
        all.addChoice();
        return all.formulas;
    }

    private void unary(String op, UnaryOperator<Array> f) {
        formulas.put(op, (_, x) -> new Array[] {f.apply(x[0])});
    }

    private void binary(String op, BinaryOperator<Array> f) {
        formulas.put(op, (_, x) -> new Array[] {f.apply(x[0], x[1])});
    }

    private void addUnary() {
        unary("lax.neg", Lax::neg);
        unary("lax.abs", Lax::abs);
        unary("lax.exp", Lax::exp);
        unary("lax.exp2", Lax::exp2);
        unary("lax.expm1", Lax::expm1);
        unary("lax.log", Lax::log);
        unary("lax.log1p", Lax::log1p);
        unary("jnp.log2", Numpy::log2);
        unary("jnp.log10", Numpy::log10);
        unary("lax.sqrt", Lax::sqrt);
        unary("lax.rsqrt", Lax::rsqrt);
        unary("lax.cbrt", Lax::cbrt);
        unary("lax.square", Lax::square);
        unary("lax.reciprocal", Lax::reciprocal);
        unary("lax.sin", Lax::sin);
        unary("lax.cos", Lax::cos);
        unary("lax.tan", Lax::tan);
        unary("lax.asin", Lax::asin);
        unary("lax.acos", Lax::acos);
        unary("lax.atan", Lax::atan);
        unary("lax.sinh", Lax::sinh);
        unary("lax.cosh", Lax::cosh);
        unary("lax.tanh", Lax::tanh);
        unary("lax.asinh", Lax::asinh);
        unary("lax.acosh", Lax::acosh);
        unary("lax.atanh", Lax::atanh);
        unary("lax.logistic", Lax::logistic);
        unary("scipy.special.i0e", Special::i0e);
        unary("scipy.special.ndtri", Special::ndtri);
        unary("scipy.special.expit", Special::expit);
        unary("scipy.special.log_ndtr", Special::logNdtr);
        unary("scipy.special.logit", Special::logit);
        unary("lax.erf", Lax::erf);
        unary("lax.erfc", Lax::erfc);
        unary("lax.erf_inv", Lax::erfInv);
        unary("lax.lgamma", Lax::lgamma);
        unary("lax.digamma", Lax::digamma);
        unary("jnp.sinc", Numpy::sinc);
        unary("lax.sign", Lax::sign);
        unary("lax.floor", Lax::floor);
        unary("lax.ceil", Lax::ceil);
        unary("jnp.trunc", Numpy::trunc);
        formulas.put("lax.round", (p, x) -> new Array[] {p.integer("rounding_method", 1) == 0 ? Lax.round(x[0], RoundingMethod.AWAY_FROM_ZERO) : Lax.round(x[0])});
        unary("lax.is_finite", Lax::isFinite);
        formulas.put("lax.integer_pow", (p, x) -> new Array[] {Lax.integerPow(x[0], p.integer("exponent"))});
    }

    private void addBinary() {
        binary("jnp.add", Numpy::add);
        binary("jnp.subtract", Numpy::subtract);
        binary("jnp.multiply", Numpy::multiply);
        binary("jnp.divide", Numpy::divide);
        binary("jnp.power", Numpy::power);
        binary("jnp.maximum", Numpy::maximum);
        binary("jnp.minimum", Numpy::minimum);
        binary("lax.max", Lax::max);
        binary("jnp.arctan2", Numpy::arctan2);
        binary("jnp.hypot", Numpy::hypot);
        binary("jnp.logaddexp", Numpy::logaddexp);
        binary("jnp.remainder", Numpy::remainder);
        binary("jnp.mod", Numpy::mod);
        binary("jnp.fmod", Numpy::fmod);
        binary("jnp.floor_divide", Numpy::floorDivide);
        binary("lax.rem", Lax::rem);
        binary("lax.nextafter", Lax::nextafter);
        binary("jnp.equal", Numpy::equal);
        binary("jnp.not_equal", Numpy::notEqual);
        binary("jnp.less_equal", Numpy::lessEqual);
        binary("jnp.greater", Numpy::greater);
        binary("lax.bitwise_or", Lax::bitwiseOr);
        binary("jnp.less", Numpy::less);
        binary("jnp.greater_equal", Numpy::greaterEqual);
        binary("lax.bitwise_and", Lax::bitwiseAnd);
        binary("lax.bitwise_xor", Lax::bitwiseXor);
        binary("lax.shift_left", Lax::shiftLeft);
        binary("lax.shift_right_logical", Lax::shiftRightLogical);
        binary("lax.shift_right_arithmetic", Lax::shiftRightArithmetic);
        binary("scipy.special.xlogy", Special::xlogy);
        binary("scipy.special.xlog1py", Special::xlog1py);
        binary("jnp.polyval", Polynomials::polyval);
    }

    private void addChoice() {
        formulas.put("jnp.clip", (p, x) -> new Array[] {Numpy.clip(x[0], bound(p, "min"), bound(p, "max"))});
        formulas.put("lax.clamp", (_, x) -> new Array[] {Lax.clamp(x[0], x[1], x[2])});
        formulas.put("jnp.where", (_, x) -> new Array[] {Numpy.where(x[0], x[1], x[2])});
        formulas.put("lax.select", (_, x) -> new Array[] {Lax.select(x[0], x[1], x[2])});
        formulas.put("lax.select_n", (_, x) -> new Array[] {Lax.selectN(x[0], java.util.Arrays.copyOfRange(x, 1, x.length))});
    }

    private static Object bound(Params p, String name) {
        return p.has(name) ? p.real(name) : null;
    }
}
