package dev.solstice.numpy;

import static dev.solstice.numpy.Inexact.ratio;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import java.util.List;

/// Integrals of `exp(-x) / x` and the like.
///
/// Source: `jax.scipy.special`; Moshier's Cephes, ei.c and expn.c.
final class ExponentialIntegrals {
    private static final double EULER = 0.57721566490153286;
    private static final double BIG = 1.44115188075855872e17;

    private static final double[] P1 = {-5.350447357812542947283e0, 2.185049168816613393830e2, -4.176572384826693777058e3, 5.541176756393557601232e4,
        -3.313381331178144034309e5, 1.592627163384945414220e6};
    private static final double[] Q1 = {1.0, -5.250547959112862969197e1, 1.259616186786790571525e3, -1.756549581973534652631e4,
        1.493062117002725991967e5, -7.294949239640527645655e5, 1.592627163384945429726e6};
    private static final double[] P2 = {1.981808503259689673238e-2, -1.271645625984917501326e0, -2.088160335681228318920e0, 2.755544509187936721172e0,
        -4.409507048701600257171e-1, 4.665623805935891391017e-2, -1.545042679673485262580e-3,
        7.059980605299617478514e-5};
    private static final double[] Q2 = {1.0, 1.476498670914921440652e0, 5.629177174822436244827e-1, 1.699017897879307263248e-1,
        2.291647179034212017463e-2, 4.450150439728752875043e-3, 1.727439612206521482874e-4, 3.953167195549672482304e-5};
    private static final double[] P3 = {-1.373215375871208729803e0, -7.084559133740838761406e-1, 1.580806855547941010501e0,
        -2.601500427425622944234e-1, 2.994674694113713763365e-2, -1.038086040188744005513e-3,
        4.371064420753005429514e-5, 2.141783679522602903795e-6};
    private static final double[] Q3 = {1.0, 8.585231423622028380768e-1, 4.483285822873995129957e-1, 7.687932158124475434091e-2,
        2.449868241021887685904e-2, 8.832165941927796567926e-4, 4.590952299511353531215e-4,
        -4.729848351866523044863e-6, 2.665195537390710170105e-6};
    private static final double[] P4 = {-2.106934601691916512584e0, 1.732733869664688041885e0, -2.423619178935841904839e-1,
        2.322724180937565842585e-2, 2.372880440493179832059e-4, -8.343219561192552752335e-5,
        1.363408795605250394881e-5, -3.655412321999253963714e-7, 1.464941733975961318456e-8,
        6.176407863710360207074e-10};
    private static final double[] Q4 = {1.0, -2.298062239901678075778e-1, 1.105077041474037862347e-1, -1.566542966630792353556e-2,
        2.761106850817352773874e-3, -2.089148012284048449115e-4, 1.708528938807675304186e-5,
        -4.459311796356686423199e-7, 1.394634930353847498145e-8, 6.150865933977338354138e-10};
    private static final double[] P5 = {-2.458119367674020323359e-1, -1.483382253322077687183e-1, 7.248291795735551591813e-2,
        -1.348315687380940523823e-2, 1.342775069788636972294e-3, -7.942465637159712264564e-5,
        2.644179518984235952241e-6, -4.239473659313765177195e-8};
    private static final double[] Q5 = {1.0, -1.044225908443871106315e-1, -2.676453128101402655055e-1, 9.695000254621984627876e-2,
        -1.601745692712991078208e-2, 1.496414899205908021882e-3, -8.462452563778485013756e-5,
        2.728938403476726394024e-6, -4.239462431819542051337e-8};
    private static final double[] P6 = {1.212561118105456670844e-1, -5.823133179043894485122e-1, 2.348887314557016779211e-1,
        -3.040034318113248237280e-2, 1.510082146865190661777e-3, -2.523137095499571377122e-5};
    private static final double[] Q6 = {1.0, -1.002252150365854016662e0, 2.928709694872224144953e-1, -3.337004338674007801307e-2,
        1.560544881127388842819e-3, -2.523137093603234562648e-5};
    private static final double[] P7 = {-7.657847078286127362028e-1, 6.886192415566705051750e-1, -2.132598113545206124553e-1,
        3.346107552384193813594e-2, -3.076541477344756050249e-3, 1.747119316454907477380e-4,
        -6.103711682274170530369e-6, 1.218032765428652199087e-7, -1.086076102793290233007e-9};
    private static final double[] Q7 = {1.0, -1.888802868662308731041e0, 1.066691687211408896850e0, -2.751915982306380647738e-1,
        3.930852688233823569726e-2, -3.414684558602365085394e-3, 1.866844370703555398195e-4,
        -6.345146083130515357861e-6, 1.239754287483206878024e-7, -1.086076102793126632978e-9};
    private static final double[][] P = {P2, P3, P4, P5, P6, P7};
    private static final double[][] Q = {Q2, Q3, Q4, Q5, Q6, Q7};

    private ExponentialIntegrals() {}

    static Array expi(Array x) {
        var negative = x.lt(0);
        var below = expn(Lax.fullLike(x, 1), Numpy.where(negative, x.neg(), 1)).neg();
        return Numpy.where(negative, below, positive(Numpy.where(negative, 1, x)));
    }

    /// A rational function for each of the intervals to 2, 4, 8, ..., 64 and beyond.
    private static Array positive(Array x) {
        var first = x.mul(ratio(x, P1, Q1)).add(EULER).add(Lax.log(x));
        var w = Lax.reciprocal(x);
        var result = first;
        for (int i = 0; i < P.length; i++) {
            var value = w.mul(ratio(w, P[i], Q[i])).add(1).mul(w).mul(Lax.exp(x));
            result = Numpy.where(x.gt(1 << i + 1), value, result);
        }
        return Numpy.where(x.eq(0), Double.NEGATIVE_INFINITY, result);
    }

    /// For each element by what converges there: a power series up to 1, a continued fraction beyond, an expansion for large `n`.
    static Array expn(Array n, Array x) {
        var atZero = x.eq(0);
        var regular = Numpy.where(x.gt(0), x, 1);
        var result = Numpy.where(n.ge(5000), large(n, regular), Numpy.where(x.gt(1),
                Inexact.each(nx -> fraction(nx[0], nx[1]), n, Numpy.where(x.gt(1), regular, 2)),
                Inexact.each(nx -> series(nx[0], nx[1]), Numpy.clip(n, 1, 5000), Numpy.where(x.gt(1), 1, regular))));
        result = Numpy.where(n.eq(0), Lax.exp(x.neg()).div(x), result);
        var limit = Numpy.where(n.lt(2), Double.POSITIVE_INFINITY, Lax.reciprocal(Numpy.where(n.eq(1), 2, n.sub(1))));
        result = Numpy.where(atZero, limit, result);
        return Numpy.where(n.lt(0), Double.NaN, Numpy.where(x.lt(0), Double.NaN, Numpy.where(Numpy.isnan(x), x, result)));
    }

    private static Array series(Array n, Array x) {
        double epsilon = x.dtype().epsilon();
        var one = Lax.fullLike(x, 1);
        var zero = Lax.fullLike(x, 0);
        var psi = ControlFlow.whileLoop((List<Array> s) -> s.get(0).lt(n), (List<Array> s) ->
                List.of(s.get(0).add(1), s.get(1).add(Lax.reciprocal(s.get(0)))), List.of(one, Lax.log(x).add(EULER).neg())).get(1);
        var isOne = n.eq(1);
        var start = Numpy.where(isOne, 0, Lax.reciprocal(Numpy.where(isOne, -1, n.neg().add(1))));
        // xk, yk, pk, the sum, and the last term's share in it
        var sum = ControlFlow.whileLoop((List<Array> s) -> s.get(4).gt(epsilon), (List<Array> s) -> {
            var xk = s.get(0).add(1);
            var yk = s.get(1).mul(x.neg().div(xk));
            var pk = s.get(2).add(1);
            var next = s.get(3).add(Numpy.where(pk.eq(0), 0, yk.div(Numpy.where(pk.eq(0), 1, pk))));
            return List.of(xk, yk, pk, next, Numpy.where(next.eq(0), 1, Lax.abs(yk.div(next))));
        }, List.of(zero, one, n.neg().add(1), start, one)).get(3);
        return Lax.pow(x.neg(), n.sub(1)).mul(psi).div(Lax.exp(Lax.lgamma(n))).sub(sum);
    }

    private static Array fraction(Array n, Array x) {
        double epsilon = x.dtype().epsilon();
        var one = Lax.fullLike(x, 1);
        var first = Lax.reciprocal(x.add(n));
        // k, p(k-2), q(k-2), p(k-1), q(k-1), the value and its last change
        var value = ControlFlow.whileLoop((List<Array> s) -> s.get(6).gt(epsilon), (List<Array> s) -> {
            var k = s.get(0).add(1);
            var odd = Lax.rem(k, Lax.fullLike(k, 2)).eq(1);
            var yk = Numpy.where(odd, 1, x);
            var xk = Numpy.where(odd, n.add(k.sub(1).mul(0.5)), k.mul(0.5));
            var p = s.get(3).mul(yk).add(s.get(1).mul(xk));
            var q = s.get(4).mul(yk).add(s.get(2).mul(xk));
            var zero = q.eq(0);
            var r = p.div(Numpy.where(zero, 1, q));
            var change = Numpy.where(zero, 1, Lax.abs(s.get(5).sub(r).div(r)));
            var scale = Numpy.where(Lax.abs(p).gt(BIG), 1 / BIG, one);
            return List.of(k, s.get(3).mul(scale), s.get(4).mul(scale), p.mul(scale), q.mul(scale), Numpy.where(zero, s.get(5), r), change);
        }, List.of(one, one, x, one, x.add(n), first, one)).get(5);
        return value.mul(Lax.exp(x.neg()));
    }

    private static Array large(Array n, Array x) {
        var xk = x.add(n);
        var yk = Lax.reciprocal(xk.mul(xk));
        var sum = yk.mul(n).mul(x.mul(x).mul(6).sub(n.mul(x).mul(8)).add(n.mul(n)));
        sum = yk.mul(sum.add(n.mul(n.sub(x.mul(2)))));
        sum = yk.mul(sum.add(n));
        return sum.add(1).mul(Lax.exp(x.neg())).div(xk);
    }
}
