package dev.solstice.numpy;

import static dev.solstice.numpy.Inexact.polynomial;
import static dev.solstice.numpy.Inexact.ratio;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Functions about the normal distribution and the integral of `exp(-x^2)`.
///
/// Source: `jax.scipy.special`; Moshier's Cephes, ndtri.c and dawsn.c; Patefield and Tandy, *Fast and accurate calculation of
/// Owen's T function* (2000).
final class NormalFunctions {
    private NormalFunctions() {}

    private static final double[] CENTRE_P = {-5.99633501014107895267E1, 9.80010754185999661536E1, -5.66762857469070293439E1, 1.39312609387279679503E1,
        -1.23916583867381258016E0};
    private static final double[] CENTRE_Q = {1.0, 1.95448858338141759834E0, 4.67627912898881538453E0, 8.63602421390890590575E1, -2.25462687854119370527E2,
        2.00260212380060660359E2, -8.20372256168333339912E1, 1.59056225126211695515E1, -1.18331621121330003142E0};
    private static final double[] TAIL_P = {4.05544892305962419923E0, 3.15251094599893866154E1, 5.71628192246421288162E1, 4.40805073893200834700E1,
        1.46849561928858024014E1, 2.18663306850790267539E0, -1.40256079171354495875E-1, -3.50424626827848203418E-2,
        -8.57456785154685413611E-4};
    private static final double[] TAIL_Q = {1.0, 1.57799883256466749731E1, 4.53907635128879210584E1, 4.13172038254672030440E1, 1.50425385692907503408E1,
        2.50464946208309415979E0, -1.42182922854787788574E-1, -3.80806407691578277194E-2, -9.33259480895457427372E-4};
    private static final double[] FAR_P = {3.23774891776946035970E0, 6.91522889068984211695E0, 3.93881025292474443415E0, 1.33303460815807542389E0,
        2.01485389549179081538E-1, 1.23716634817820021358E-2, 3.01581553508235416007E-4, 2.65806974686737550832E-6,
        6.23974539184983293730E-9};
    private static final double[] FAR_Q = {1.0, 6.02427039364742014255E0, 3.67983563856160859403E0, 1.37702099489081330271E0, 2.16236993594496635890E-1,
        1.34204006088543189037E-2, 3.28014464682127739104E-4, 2.89247864745380683936E-6, 6.79019408009981274425E-9};
    private static final double[] DAWSON_NEAR_P = {1.13681498971755972054e-11, 8.49262267667473811108e-10, 1.94434204175553054283e-8, 9.53151741254484363489e-7,
        3.07828309874913200438e-6, 3.52513368520288738649e-4, -8.50149846724410912031e-4, 4.22618223005546594270e-2,
        -9.17480371773452345351e-2, 9.99999999999999994612e-1};
    private static final double[] DAWSON_NEAR_Q = {2.40372073066762605484e-11, 1.48864681368493396752e-9, 5.21265281010541664570e-8, 1.27258478273186970203e-6,
        2.32490249820789513991e-5, 3.25524741826057911661e-4, 3.48805814657162590916e-3, 2.79448531198828973716e-2,
        1.58874241960120565368e-1, 5.74918629489320327824e-1, 1.00000000000000000539e0};
    private static final double[] DAWSON_MIDDLE_P = {5.08955156417900903354e-1, -2.44754418142697847934e-1, 9.41512335303534411857e-2, -2.18711255142039025206e-2,
        3.66207612329569181322e-3, -4.23209114460388756528e-4, 3.59641304793896631888e-5, -2.14640351719968974225e-6,
        9.10010780076391431042e-8, -2.40274520828250956942e-9, 3.59233385440928410398e-11};
    private static final double[] DAWSON_MIDDLE_Q = {1.00000000000000000000e0, -6.31839869873368190192e-1, 2.36706788228248691528e-1, -5.31806367003223277662e-2,
        8.48041718586295374409e-3, -9.47996768486665330168e-4, 7.81025592944552338085e-5, -4.55875153252442634831e-6,
        1.89100358111421846170e-7, -4.91324691331920606875e-9, 7.18466403235734541950e-11};
    private static final double[] DAWSON_FAR_P = {-5.90592860534773254987e-1, 6.29235242724368800674e-1, -1.72858975380388136411e-1, 1.64837047825189632310e-2,
        -4.86827613020462700845e-4};
    private static final double[] DAWSON_FAR_Q = {1.00000000000000000000e0, -2.69820057197544900361e0, 1.73270799045947845857e0, -3.93708582281939493482e-1,
        3.44278924041233391079e-2, -9.73655226040941223894e-4};
    /// `1 - 1/2 t + 3/4 t^2 - ...`, highest degree first.
    private static final double[] ERFCX_SERIES = {7918.06640625, -1055.7421875, 162.421875, -29.53125, 6.5625, -1.875, .75, -.5, 1};
    private static final double[] NODES = {0.0035082039676451715, 0.031279042338030754, 0.085266826283219451, 0.16245071730812277, 0.25851196049125435,
        0.36807553840697534, 0.48501092905604697, 0.60277514152618577, 0.71477884217753227, 0.81475510988760099,
        0.89711029755948966, 0.95723808085944262, 0.99178832974629704};
    private static final double[] WEIGHTS = {0.018831438115323503, 0.018567086243977649, 0.018042093461223386, 0.017263829606398753, 0.016243219975989857,
        0.014994592034116705, 0.013535474469662088, 0.011886351605820165, 0.010070377242777432, 0.0081130545742299587,
        0.0060419009528470239, 0.0038862217010742058, 0.0016793031084546090};

    static Array ndtri(Array p) {
        var upper = p.gt(-Math.expm1(-2));
        var tail = Numpy.where(upper, p.neg().add(1), p);
        var safe = Numpy.where(tail.eq(0), 0.5, tail);
        var w = safe.sub(0.5);
        var ww = Lax.square(w);
        var centre = w.add(w.mul(ww).mul(ratio(ww, CENTRE_P, CENTRE_Q))).mul(-Math.sqrt(2 * Math.PI));
        var z = Lax.sqrt(Lax.log(safe).mul(-2));
        var s = Lax.reciprocal(z);
        var first = z.sub(Lax.log(z).div(z));
        var far = first.sub(ratio(s, FAR_P, FAR_Q).div(z));
        var near = first.sub(ratio(s, TAIL_P, TAIL_Q).div(z));
        var x = Numpy.where(safe.gt(Math.exp(-2)), centre, Numpy.where(z.ge(8), far, near));
        var signed = Numpy.where(upper, x, x.neg());
        return Numpy.where(p.eq(0), Double.NEGATIVE_INFINITY, Numpy.where(p.eq(1), Double.POSITIVE_INFINITY, signed));
    }

    /// The scaled complement; beyond where `exp(x^2)` overflows by its asymptotic series.
    static Array erfcx(Array x) {
        boolean wide = x.dtype() == DType.FLOAT64;
        var large = x.gt(Math.sqrt(Math.log(wide ? Double.MAX_VALUE : Float.MAX_VALUE)));
        var safe = Numpy.where(large, 1, x);
        var direct = Lax.exp(Lax.square(safe)).mul(Lax.erfc(safe));
        var far = Numpy.where(large, x, 1);
        var series = polynomial(Lax.reciprocal(Lax.square(far)), ERFCX_SERIES).div(far.mul(Math.sqrt(Math.PI)));
        return Numpy.where(large, series, direct);
    }

    static Array dawsn(Array x) {
        var a = Lax.abs(x);
        var near = a.lt(3.25);
        var middle = a.lt(6.25);
        var a1 = Numpy.where(near, a, 1);
        var a2 = Numpy.where(near, 4, Numpy.where(middle, a, 4));
        var a3 = Numpy.where(middle, 8, a);
        var value1 = a1.mul(ratio(Lax.square(a1), DAWSON_NEAR_P, DAWSON_NEAR_Q));
        var value2 = far(a2, DAWSON_MIDDLE_P, DAWSON_MIDDLE_Q);
        var value3 = far(a3, DAWSON_FAR_P, DAWSON_FAR_Q);
        return Lax.sign(x).mul(Numpy.where(near, value1, Numpy.where(middle, value2, value3)));
    }

    private static Array far(Array a, double[] p, double[] q) {
        var t = Lax.reciprocal(Lax.square(a));
        return t.mul(ratio(t, p, q)).add(1).mul(Lax.reciprocal(a).mul(0.5));
    }

    static Array owensT(Array h, Array a) {
        var distance = Lax.abs(h);
        var slope = Lax.abs(a);
        var gentle = slope.le(1);
        var inner = Numpy.where(gentle, slope, Lax.reciprocal(Numpy.where(gentle, 1, slope)));
        var moved = Numpy.where(gentle, distance, slope.mul(distance));
        double root = Math.sqrt(2);
        var t = quadrature(moved, inner);
        t = Numpy.where(moved.eq(0), Lax.atan(inner).div(2 * Math.PI), t);
        t = Numpy.where(inner.eq(1), Lax.erfc(moved.neg().div(root)).mul(Lax.erfc(moved.div(root))).mul(0.125), t);
        var x = distance.div(root);
        var y = slope.mul(x);
        var centre = Lax.erf(x).mul(Lax.erf(y)).mul(-0.25).add(0.25).sub(t);
        var outside = Lax.erfc(x).add(Lax.erfc(y)).sub(Lax.erfc(x).mul(Lax.erfc(y))).mul(0.25).sub(t);
        var steep = Numpy.where(slope.mul(distance).le(0.67), centre, outside);
        var result = Lax.sign(a).mul(Numpy.where(gentle, t, steep));
        return Numpy.where(Numpy.isnan(a.add(h)), Double.NaN, result);
    }

    private static Array quadrature(Array h, Array a) {
        var exponent = Lax.square(h).mul(-0.5);
        var total = Lax.fullLike(h, 0);
        for (int i = 0; i < NODES.length; i++) {
            var r = Lax.square(a).mul(NODES[i]).add(1);
            total = total.add(Lax.exp(exponent.mul(r)).div(r).mul(WEIGHTS[i]));
        }
        return a.mul(total);
    }
}
