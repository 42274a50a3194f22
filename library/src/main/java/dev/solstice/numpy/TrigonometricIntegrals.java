package dev.solstice.numpy;

import static dev.solstice.numpy.Inexact.polynomial;
import static dev.solstice.numpy.Inexact.ratio;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The sine and cosine integrals, and Fresnel's.
///
/// Source: `jax.scipy.special`; Moshier's Cephes, sici.c, fresnl.c and its single precision.
final class TrigonometricIntegrals {
    private static final double[] SINE_P = {-8.39167827910303881427E-11, 4.62591714427012837309E-8, -9.75759303843632795789E-6, 9.76945438170435310816E-4,
        -4.13470316229406538752E-2, 1.00000000000000000302E0};
    private static final double[] SINE_Q = {2.03269266195951942049E-12, 1.27997891179943299903E-9, 4.41827842801218905784E-7, 9.96412122043875552487E-5,
        1.42085239326149893930E-2, 9.99999999999999996984E-1};
    private static final double[] COSINE_P = {2.02524002389102268789E-11, -1.35249504915790756375E-8, 3.59325051419993077021E-6, -4.74007206873407909465E-4,
        2.89159652607555242092E-2, -1.00000000000000000080E0};
    private static final double[] COSINE_Q = {4.07746040061880559506E-12, 3.06780997581887812692E-9, 1.23210355685883423679E-6, 3.17442024775032769882E-4,
        5.10028056236446052392E-2, 4.00000000000000000080E0};
    private static final double[] F_P = {4.23612862892216586994E0, 5.45937717161812843388E0, 1.62083287701538329132E0, 1.67006611831323023771E-1,
        6.81020132472518137426E-3, 1.08936580650328664411E-4, 5.48900223421373614008E-7};
    private static final double[] F_Q = {1, 8.16496634205391016773E0, 7.30828822505564552187E0, 1.86792257950184183883E0, 1.78792052963149907262E-1,
        7.01710668322789753610E-3, 1.10034357153915731354E-4, 5.48900252756255700982E-7};
    private static final double[] G_P = {8.71001698973114191777E-2, 6.11379109952219284151E-1, 3.97180296392337498885E-1, 7.48527737628469092119E-2,
        5.38868681462177273157E-3, 1.61999794598934024525E-4, 1.97963874140963632189E-6, 7.82579040744090311069E-9};
    private static final double[] G_Q = {1, 1.64402202413355338886E0, 6.66296701268987968381E-1, 9.88771761277688796203E-2, 6.22396345441768420760E-3,
        1.73221081474177119497E-4, 2.02659182086343991969E-6, 7.82579218933534490868E-9};
    private static final double[] FAR_F_P = {4.55880873470465315206E-1, 7.13715274100146711374E-1, 1.60300158222319456320E-1, 1.16064229408124407915E-2,
        3.49556442447859055605E-4, 4.86215430826454749482E-6, 3.20092790091004902806E-8, 9.41779576128512936592E-11,
        9.70507110881952024631E-14};
    private static final double[] FAR_F_Q = {1.0, 9.17463611873684053703E-1, 1.78685545332074536321E-1, 1.22253594771971293032E-2,
        3.58696481881851580297E-4, 4.92435064317881464393E-6, 3.21956939101046018377E-8, 9.43720590350276732376E-11,
        9.70507110881952025725E-14};
    private static final double[] FAR_G_P = {6.97359953443276214934E-1, 3.30410979305632063225E-1, 3.84878767649974295920E-2, 1.71718239052347903558E-3,
        3.48941165502279436777E-5, 3.47131167084116673800E-7, 1.70404452782044526189E-9, 3.85945925430276600453E-12,
        3.14040098946363334640E-15};
    private static final double[] FAR_G_Q = {1.0, 1.68548898811011640017E0, 4.87852258695304967486E-1, 4.67913194259625806320E-2,
        1.90284426674399523638E-3, 3.68475504442561108162E-5, 3.57043223443740838771E-7, 1.72693748966316146736E-9,
        3.87830166023954706752E-12, 3.14040098946363335242E-15};
    private static final double[] FRESNEL_S_P = {-2.99181919401019853726e3, 7.08840045257738576863e5, -6.29741486205862506537e7, 2.54890880573376359104e9,
        -4.42979518059697779103e10, 3.18016297876567817986e11};
    private static final double[] FRESNEL_S_Q = {1.00000000000000000000e0, 2.81376268889994315696e2, 4.55847810806532581675e4, 5.17343888770096400730e6,
        4.19320245898111231129e8, 2.24411795645340920940e10, 6.07366389490084639049e11};
    private static final double[] FRESNEL_C_P = {-4.98843114573573548651e-8, 9.50428062829859605134e-6, -6.45191435683965050962e-4, 1.88843319396703850064e-2,
        -2.05525900955013891793e-1, 9.99999999999999998822e-1};
    private static final double[] FRESNEL_C_Q = {3.99982968972495980367e-12, 9.15439215774657478799e-10, 1.25001862479598821474e-7, 1.22262789024179030997e-5,
        8.68029542941784300606e-4, 4.12142090722199792936e-2, 1.00000000000000000118e0};
    private static final double[] FRESNEL_F_P = {4.21543555043677546506e-1, 1.43407919780758885261e-1, 1.15220955073585758835e-2, 3.45017939782574027900e-4,
        4.63613749287867322088e-6, 3.05568983790257605827e-8, 1.02304514164907233465e-10, 1.72010743268161828879e-13,
        1.34283276233062758925e-16, 3.76329711269987889006e-20};
    private static final double[] FRESNEL_F_Q = {1.00000000000000000000e0, 7.51586398353378947175e-1, 1.16888925859191382142e-1, 6.44051526508858611005e-3,
        1.55934409164153020873e-4, 1.84627567348930545870e-6, 1.12699224763999035261e-8, 3.60140029589371370404e-11,
        5.88754533621578410010e-14, 4.52001434074129701496e-17, 1.25443237090011264384e-20};
    private static final double[] FRESNEL_G_P = {5.04442073643383265887e-1, 1.97102833525523411709e-1, 1.87648584092575249293e-2, 6.84079380915393090172e-4,
        1.15138826111884280931e-5, 9.82852443688422223854e-8, 4.45344415861750144738e-10, 1.08268041139020870318e-12,
        1.37555460633261799868e-15, 8.36354435630677421531e-19, 1.86958710162783235106e-22};
    private static final double[] FRESNEL_G_Q = {1.00000000000000000000e0, 1.47495759925128324529e0, 3.37748989120019970451e-1, 2.53603741420338795122e-2,
        8.14679107184306179049e-4, 1.27545075667729118702e-5, 1.04314589657571990585e-7, 4.60680728146520428211e-10,
        1.10273215066240270757e-12, 1.38796531259578871258e-15, 8.39158816283118707363e-19, 1.86958710162783236342e-22};
    private static final double[] FRESNEL_S_F = {1.647629463788700e-9, -1.522754752581096e-7, 8.424748808502400e-6, -3.120693124703272e-4,
        7.244727626597022e-3, -9.228055941124598e-2, 5.235987735681432e-1};
    private static final double[] FRESNEL_C_F = {1.416802502367354e-8, -1.157231412229871e-6, 5.387223446683264e-5, -1.604381798862293e-3,
        2.818489036795073e-2, -2.467398198317899e-1, 9.999999760004487e-1};
    private static final double[] FRESNEL_F_F = {-1.903009855649792e12, 1.355942388050252e11, -4.158143148511033e9, 7.343848463587323e7, -8.732356681548485e5,
        8.560515466275470e3, -1.032877601091159e2, 2.999401847870011e0};
    private static final double[] FRESNEL_G_F = {-1.860843997624650e11, 1.278350673393208e10, -3.779387713202229e8, 6.492611570598858e6, -7.787789623358162e4,
        8.602931494734327e2, -1.493439396592284e1, 9.999841934744914e-1};
    private static final double EULER = 0.57721566490153286;

    private TrigonometricIntegrals() {}

    static Array si(Array x) {
        var a = Lax.abs(x);
        var near = a.le(4);
        var series = a.mul(ratio(Lax.square(Numpy.where(near, a, 1)), SINE_P, SINE_Q));
        var far = Numpy.where(near, 4, a);
        var value = auxiliary(far, Lax.cos(far), Lax.sin(far)).neg().add(Math.PI / 2);
        value = Numpy.where(a.gt(1e9), Lax.cos(far).div(far).neg().add(Math.PI / 2), value);
        value = Numpy.where(a.eq(Double.POSITIVE_INFINITY), Math.PI / 2, value);
        return Lax.sign(x).mul(Numpy.where(near, series, value));
    }

    static Array ci(Array x) {
        var a = Lax.abs(x);
        var near = a.le(4);
        var inside = Numpy.where(near, a, 1);
        var t = Lax.square(inside);
        var series = Lax.log(inside).add(EULER).add(t.mul(ratio(t, COSINE_P, COSINE_Q)));
        var far = Numpy.where(near, 4, a);
        var value = auxiliary(far, Lax.sin(far), Lax.cos(far).neg());
        value = Numpy.where(a.gt(1e9), Lax.sin(far).div(far), value);
        value = Numpy.where(a.eq(Double.POSITIVE_INFINITY), 0, value);
        return Numpy.where(x.eq(Double.NEGATIVE_INFINITY), Double.NaN, Numpy.where(near, series, value));
    }

    /// `f u + g v` with the auxiliary functions f and g.
    private static Array auxiliary(Array x, Array u, Array v) {
        var z = Lax.reciprocal(Lax.square(x));
        var near = x.lt(8);
        var f = Numpy.where(near, ratio(z, F_P, F_Q), ratio(z, FAR_F_P, FAR_F_Q)).div(x);
        var g = Numpy.where(near, ratio(z, G_P, G_Q), ratio(z, FAR_G_P, FAR_G_Q)).mul(z);
        return f.mul(u).add(g.mul(v));
    }

    static Array fresnelSine(Array x) {
        var a = Lax.abs(x);
        var near = Lax.square(a).lt(2.5625);
        var inside = Numpy.where(near, a, 0);
        var t = Lax.square(Lax.square(inside));
        boolean single = x.dtype() == DType.FLOAT32;
        var rational = single ? polynomial(t, FRESNEL_S_F) : ratio(t, FRESNEL_S_P, FRESNEL_S_Q);
        var series = inside.mul(Lax.square(inside)).mul(rational);
        var far = Numpy.where(near, 2, a);
        var s = sineOfHalfSquare(far);
        var c = cosineOfHalfSquare(far);
        var value = fresnelF(far).mul(c).add(fresnelG(far).mul(s)).div(far.mul(Math.PI)).neg().add(0.5);
        var limit = single ? Lax.fullLike(x, 0.5) : c.div(far.mul(Math.PI)).neg().add(0.5);
        return odd(x, Numpy.where(near, series, Numpy.where(a.gt(36974), limit, value)));
    }

    static Array fresnelCosine(Array x) {
        var a = Lax.abs(x);
        var near = Lax.square(a).lt(2.5625);
        var inside = Numpy.where(near, a, 0);
        var t = Lax.square(Lax.square(inside));
        boolean single = x.dtype() == DType.FLOAT32;
        var series = inside.mul(single ? polynomial(t, FRESNEL_C_F) : ratio(t, FRESNEL_C_P, FRESNEL_C_Q));
        var far = Numpy.where(near, 2, a);
        var s = sineOfHalfSquare(far);
        var c = cosineOfHalfSquare(far);
        var value = fresnelF(far).mul(s).sub(fresnelG(far).mul(c)).div(far.mul(Math.PI)).add(0.5);
        var limit = single ? Lax.fullLike(x, 0.5) : s.div(far.mul(Math.PI)).add(0.5);
        return odd(x, Numpy.where(near, series, Numpy.where(a.gt(36974), limit, value)));
    }

    private static Array odd(Array x, Array ofMagnitude) {
        var value = Numpy.where(Lax.abs(x).eq(Double.POSITIVE_INFINITY), 0.5, ofMagnitude);
        return Numpy.where(x.lt(0), value.neg(), value);
    }

    private static Array fresnelF(Array x) {
        var t = Lax.square(x).mul(Math.PI);
        var u = Lax.reciprocal(Lax.square(t));
        boolean single = x.dtype() == DType.FLOAT32;
        return u.mul(single ? polynomial(u, FRESNEL_F_F) : ratio(u, FRESNEL_F_P, FRESNEL_F_Q)).neg().add(1);
    }

    private static Array fresnelG(Array x) {
        var t = Lax.square(x).mul(Math.PI);
        var u = Lax.reciprocal(Lax.square(t));
        boolean single = x.dtype() == DType.FLOAT32;
        return (single ? polynomial(u, FRESNEL_G_F) : ratio(u, FRESNEL_G_P, FRESNEL_G_Q)).div(t);
    }

    /// `sin(pi x^2 / 2)`: the square is reduced by the period before it is rounded.
    static Array sineOfHalfSquare(Array x) {
        var r = halfSquare(x);
        return Numpy.where(r.lt(0.5), Lax.sin(r.mul(Math.PI)),
                Numpy.where(r.gt(1.5), Lax.sin(r.sub(2).mul(Math.PI)), Lax.sin(r.sub(1).mul(Math.PI)).neg()));
    }

    /// `cos(pi x^2 / 2)`.
    static Array cosineOfHalfSquare(Array x) {
        var r = halfSquare(x);
        return Numpy.where(r.eq(0.5), 0, Numpy.where(r.lt(1), Lax.sin(r.sub(0.5).mul(Math.PI)).neg(), Lax.sin(r.sub(1.5).mul(Math.PI))));
    }

    private static Array halfSquare(Array x) {
        var a = Lax.abs(x);
        var two = Lax.fullLike(x, 2);
        var s = Lax.rem(a, two);
        return Lax.rem(s.mul(a.sub(s.mul(0.5))), two);
    }
}
