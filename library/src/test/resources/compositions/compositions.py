"""Writes compositions.json: transformations within transformations, and what is rare in each, computed by JAX 0.10.2.

Every case is a function of the same inputs; `CompositionsTest` has the same functions under the same names."""
import json
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import grad, hessian, jacfwd, jacrev, jit, jvp, lax, linearize, value_and_grad, vjp, vmap
from jax.ad_checkpoint import checkpoint_name
from jax.scipy.special import logsumexp

F, I = jnp.float32, jnp.int32
INPUTS = {
    "x": jnp.array([0.3, -0.7, 1.2], F),
    "y": jnp.array([1.5, 0.4, -2.0], F),
    "m": jnp.array(np.round(np.sin(np.arange(12.0) * 1.7).reshape(3, 4), 2), F),
    "w": jnp.array(np.round(np.cos(np.arange(12.0) * 0.9).reshape(4, 3), 2), F),
    "s": jnp.array(0.8, F),
    "i": jnp.array([2, 0, 1], I),
    "n": jnp.array(3, I),
    "b": jnp.array([True, False, True]),
    "h": jnp.array([0.5, -1.25, 3.0], jnp.float16),
    "q": jnp.array([1.5, -0.375, 2.0], jnp.bfloat16),
    "e": jnp.zeros((0, 3), F),
}
x, y, m, w, s, i, n, b, h, q, e = INPUTS.values()
one = jnp.ones_like
CASES = {}


def case(name):
    def keep(f):
        assert name not in CASES, name
        CASES[name] = f
        return f
    return keep



def add(group, **named):
    for name, f in named.items():
        case(group + " " + name.replace("_", " "))(f)


def times(k, transform, f):
    for _ in range(k):
        f = transform(f)
    return f


def cubes(v):
    return (jnp.sin(v) * v ** 3).sum()


# ---- derivatives of derivatives ----

add("derivative",
    fifth=lambda: times(5, grad, jnp.tanh)(s),
    fourth_by_turns=lambda: jacfwd(grad(jacfwd(grad(lambda t: jnp.exp(t) * jnp.sin(t)))))(s),
    forward_forward_reverse=lambda: jvp(lambda t: jvp(grad(cubes), (t,), (y,))[1], (x,), (y,))[1],
    third_tensor=lambda: jacfwd(hessian(lambda v: jnp.prod(v) * v.sum()))(x),
    jacrev_of_jacfwd_of_matrices=lambda: jacrev(jacfwd(lambda a: a @ a.T))(m[:2, :2]),
    hessian_under_jit_under_vmap=lambda: vmap(jit(hessian(lambda v: jnp.sin(v).prod())))(m),
    gradient_through_linearize=lambda: grad(lambda a: linearize(jnp.sin, a)[1](y).sum())(x),
    gradient_through_pullback=lambda: grad(lambda a: vjp(lambda t: t ** 3, a)[1](y)[0].sum())(x),
    vmap_of_pullback=lambda: vmap(vjp(lambda a, c: jnp.sin(a) * c.sum(), x, y)[1])(jnp.eye(3)),
    jit_of_pullback=lambda: jit(vjp(lambda a: jnp.cumsum(a ** 2), x)[1])(y),
    second_pullback_of_one_point=lambda: [vjp(lambda a: a @ m, x)[1](t)[0] for t in w.T],
    tangent_of_a_transpose=lambda: jvp(lambda c: jax.linear_transpose(lambda v: w @ v, x)(c)[0], (w[:, 0],), (w[:, 1],))[1],
    transpose_twice=lambda: jax.linear_transpose(lambda c: jax.linear_transpose(lambda v: w @ v, x)(c)[0], w[:, 0])(x)[0],
    transpose_of_a_scan=lambda: jax.linear_transpose(lambda v: lax.scan(lambda c, r: (c * s + r, c), 0.0 * v[0], v)[1], x)(y)[0],
    transpose_of_gather_and_pad=lambda: jax.linear_transpose(lambda v: lax.pad(v[i], 0.0, ((1, 2, 1),)), x)(jnp.arange(8.0))[0],
    aux_passes_two_gradients=lambda: grad(lambda a: grad(lambda c: ((c ** 3).sum(), c * a), has_aux=True)(a)[1].sum())(x),
    value_and_grad_in_vmap=lambda: vmap(value_and_grad(lambda r: logsumexp(r)))(m),
    gradient_of_a_batch_of_tangents=lambda: grad(lambda v: vmap(lambda t: jvp(jnp.sin, (v,), (t,))[1])(m.T).sum())(x),
    jacobian_of_a_batch_of_gradients=lambda: jacfwd(lambda v: vmap(grad(lambda t, r: jnp.tanh(t @ r)), (None, 1))(v, m))(x),
    sums_of_hessian_diagonals=lambda: vmap(lambda r: jnp.trace(jacfwd(jacrev(lambda v: (v ** 4).sum() * v[0]))(r)))(w),
    gradient_by_the_second_argument_of_a_gradient=lambda: jacrev(lambda c: grad(lambda a: jnp.sin(a * c).sum())(x))(y),
    hessian_vector_products_of_a_batch=lambda: vmap(lambda v: jvp(grad(cubes), (x,), (v,))[1])(w),
    gauss_newton=lambda: vjp(lambda a: jnp.tanh(w @ a), x)[1](jvp(lambda a: jnp.tanh(w @ a), (x,), (y,))[1])[0],
    stop_gradient_in_a_hessian=lambda: hessian(lambda v: (lax.stop_gradient(v) * v ** 2).sum())(x),
    straight_through=lambda: jvp(lambda v: v + lax.stop_gradient(jnp.round(v) - v), (x,), (y,)),
    natural_gradient=lambda: jnp.linalg.solve(jnp.outer(x, x) + jnp.eye(3), grad(cubes)(x)),
    gradient_of_a_norm_of_a_gradient=lambda: grad(lambda v: jnp.linalg.norm(grad(cubes)(v)))(x),
    jvp_of_hessian=lambda: jvp(hessian(cubes), (x,), (y,))[1],
    vjp_of_jacobian=lambda: vjp(jacrev(lambda v: jnp.outer(v, v) @ y), x)[1](m[:, :3])[0],
    tangent_of_tangent_by_both_arguments=lambda: jvp(lambda a, t: jvp(jnp.tanh, (a,), (t,))[1], (x, y), (y, x))[1],
    perturbations_three_deep=lambda: grad(lambda a: a * grad(lambda c: c * grad(lambda d: a * c * d ** 2)(c))(a))(s),
    # reverse, forward, batch, compile, reverse
    five_transformations=lambda: grad(lambda v: jit(vmap(lambda r: jvp(grad(lambda t: (t ** 3).sum()), (r,), (v,))[1].sum()))(w).sum())(x),
)

# ---- where derivatives are delicate ----

zero = jnp.zeros_like(x)
add("corner",
    where_with_a_nan_behind=lambda: grad(lambda v: jnp.where(v > 0, jnp.sqrt(v), 0.0).sum())(x),
    maximum_of_equals=lambda: grad(lambda v: jnp.maximum(v, 0.0 * v).sum())(zero),
    minimum_of_equals_forward=lambda: jvp(jnp.minimum, (x, x), (y, zero))[1],
    max_of_ties=lambda: grad(lambda v: jnp.max(jnp.stack([v[0], v[0], v[0] - 1])))(x),
    max_of_ties_forward=lambda: jvp(lambda v: jnp.max(jnp.stack([v[0], v[1], v[0]])), (jnp.array([2.0, 2.0, 1.0]),), (y,))[1],
    prod_with_a_zero=lambda: grad(lambda v: jnp.prod(v))(x * jnp.array([0.0, 1, 1])),
    prod_with_two_zeros=lambda: hessian(lambda v: jnp.prod(v))(x * jnp.array([0.0, 0, 1])),
    cumprod_with_a_zero=lambda: grad(lambda v: jnp.cumprod(v).sum())(x * jnp.array([1.0, 0, 1])),
    cummax_of_ties=lambda: grad(lambda v: lax.cummax(v).sum())(jnp.stack([s, s, s])),
    norm_of_zero=lambda: grad(lambda v: jnp.linalg.norm(v))(zero),
    abs_and_sign_of_zero=lambda: [grad(lambda v: jnp.abs(v).sum())(zero), grad(lambda v: (jnp.sign(v) * v).sum())(zero)],
    logsumexp_of_infinities=lambda: grad(lambda v: logsumexp(jnp.concatenate([v, jnp.array([-jnp.inf])])))(x),
    logsumexp_of_nothing_but_minus_infinity=lambda: logsumexp(jnp.log(zero)),
    softmax_masked=lambda: jacrev(lambda v: jax.nn.softmax(jnp.where(b, v, -jnp.inf)))(x),
    power_at_zero=lambda: [grad(lambda v: jnp.power(v, p).sum())(zero) for p in (1.0, 2.0, 0.5)],
    power_of_zero_by_exponent=lambda: jvp(lambda p: jnp.power(zero, p), (jnp.array([0.0, 1.0, 2.0]),), (one(x),))[1],
    power_of_a_negative=lambda: jvp(jnp.power, (x, jnp.array([2.0, 2.0, 2.0])), (one(x), one(x)))[1],
    integer_powers=lambda: [grad(lambda v: (v ** p).sum())(x) for p in (-2, -1, 0, 1, 3)],
    arctan2_of_zeros=lambda: grad(lambda v: jnp.arctan2(v, v).sum())(zero),
    clip_at_its_bounds=lambda: grad(lambda v: jnp.clip(v, -1.0, 1.0).sum())(jnp.array([-1.0, 1.0, 0.5])),
    relu_and_its_kin_at_zero=lambda: [grad(lambda v: f(v).sum())(zero) for f in (jax.nn.relu, jax.nn.relu6, jax.nn.leaky_relu, jax.nn.elu, jax.nn.selu, jax.nn.softplus, jax.nn.silu, jax.nn.gelu)],
    sinc_second_derivative_at_zero=lambda: hessian(lambda v: jnp.sinc(v).sum())(zero),
    sqrt_and_log_at_zero=lambda: [grad(lambda v: jnp.sqrt(v).sum())(zero), grad(lambda v: jnp.log(v).sum())(zero), grad(lambda v: jnp.log1p(v).sum())(zero - 1)],
    division_by_zero=lambda: jvp(jnp.divide, (x, zero), (y, x))[1],
    remainder=lambda: [grad(lambda v: jnp.remainder(v, y).sum())(x), grad(lambda v: jnp.remainder(x, v).sum())(y), grad(lambda v: jnp.fmod(x, v).sum())(y)],
    sort_of_ties=lambda: grad(lambda v: jnp.sort(jnp.concatenate([v, v])) @ jnp.arange(6.0))(x),
    median_and_quantile=lambda: [grad(jnp.median)(x), grad(lambda v: jnp.median(jnp.append(v, 0.1)))(x), grad(lambda v: jnp.quantile(v, 0.4))(x)],
    top_k=lambda: jvp(lambda v: lax.top_k(v, 2)[0], (x,), (y,))[1],
    var_and_std_of_equals=lambda: [grad(jnp.var)(one(x)), grad(jnp.std)(one(x))],
    xlogy_and_entr_at_zero=lambda: [grad(lambda v: jax.scipy.special.xlogy(v, y ** 2).sum())(zero), grad(lambda v: jax.scipy.special.entr(v).sum())(x ** 2)],
    repeated_indices_are_added=lambda: grad(lambda v: (v[jnp.array([0, 0, 2, 0])] * jnp.arange(1.0, 5)).sum())(x),
    set_twice_the_last_value_wins=lambda: grad(lambda v: (jnp.zeros(3).at[i].set(v) * y).sum())(x),
    indices_out_of_bounds=lambda: [x[jnp.array([5, -1, -4, 3])], grad(lambda v: v[jnp.array([5, -1])].sum())(x), x.at[jnp.array([7, 1])].add(1.0),
                                   x.at[jnp.array([-1, -5])].set(9.0), jnp.take(x, jnp.array([4, -4, 1])), jnp.take(x, jnp.array([4, -4]), mode="clip"),
                                   jnp.take(x, jnp.array([4, -4]), mode="wrap")],
    dynamic_slices_are_clamped=lambda: [lax.dynamic_slice(x, (n,), (2,)), grad(lambda v: lax.dynamic_slice(v, (n,), (2,)).sum())(x), lax.dynamic_update_slice(x, y[:2], (n,)),
                                        lax.dynamic_slice(x, (n - 4,), (2,)), grad(lambda v: (lax.dynamic_update_slice(x, v[:2], (n,)) * y).sum())(x)],
)

# ---- loops ----


def decay(c, r):
    return c * 0.5 + jnp.sin(r), c * r


def collatz(k):
    return lax.while_loop(lambda a: a[0] > 1, lambda a: (jnp.where(a[0] % 2 == 0, a[0] // 2, 3 * a[0] + 1), a[1] + 1), (k, jnp.zeros_like(k)))


def nested_while(t):
    def inner(c):
        return lax.while_loop(lambda a: a[0] < 3.0, lambda a: (a[0] * 1.5, a[1] + 1), (c, 0))
    return lax.while_loop(lambda a: a[1] < 7, lambda a: ((lambda r: (r[0] * 0.3, a[1] + r[1], a[2] + r[0]))(inner(a[0]))), (t, 0, 0.0 * t))


add("loop",
    reverse_with_outputs=lambda: lax.scan(decay, s, x, reverse=True),
    length_without_xs=lambda: lax.scan(lambda c, _: (c * 1.1, c), s, None, length=4),
    length_zero=lambda: lax.scan(lambda c, _: (c * 1.1, c), s, None, length=0),
    empty_xs=lambda: lax.scan(lambda c, r: (c + r.sum(), r * c), s, e),
    empty_xs_gradient=lambda: grad(lambda c: lax.scan(lambda c, r: (c + r.sum(), r * c), c, e)[0])(s),
    unrolled=lambda: [lax.scan(decay, s, jnp.arange(7.0), unroll=k)[1] for k in (1, 2, 3, 7, 9)],
    unrolled_reverse_gradient=lambda: grad(lambda v: lax.scan(decay, s, jnp.concatenate([v, v]), reverse=True, unroll=4)[1].sum())(x),
    constants_have_gradients=lambda: grad(lambda a: lax.scan(lambda c, r: (jnp.tanh(w[:3] @ c + a * r), None), x, y)[0].sum())(s),
    integer_carries=lambda: grad(lambda a: lax.scan(lambda c, r: ((c[0] + 1, c[1] * a + r * c[0]), c[0]), (0, a), x)[0][1])(s),
    integer_and_bool_outputs=lambda: jvp(lambda a: lax.scan(lambda c, r: (c + r * a, (r > c, i, c)), a, x)[1][2], (s,), (s,))[1],
    carry_that_is_never_used=lambda: grad(lambda a: lax.scan(lambda c, r: ((c[0] * a, r * a), r * c[1]), (a, a), x)[1].sum())(s),
    carry_that_starts_constant=lambda: grad(lambda a: lax.scan(lambda c, r: ((c[1], c[2], c[0] + a * r), c[0]), (0.0, 0.0, 0.0), jnp.arange(5.0))[1].sum())(s),
    carry_passed_through=lambda: lax.scan(lambda c, r: ((c[0], c[1] + c[0] * r), None), (s, s), x)[0],
    hessian=lambda: hessian(lambda v: lax.scan(lambda c, r: (jnp.sin(c * r), c * r), s, v)[1].sum())(x),
    jvp_of_vmap_of_scan_of_cond=lambda: jvp(vmap(lambda c, r: lax.scan(lambda a, v: (lax.cond(a > 0.5, lambda t: t * v, lambda t: jnp.sin(t) + v, a), a), c, r)), (x, m), (y, m * 2)),
    gradient_of_vmap_over_some_xs=lambda: grad(lambda a: vmap(lambda c, r: lax.scan(lambda t, v: (t * v[0] + v[1], t), c, (r, y))[1], (0, None))(a, x).sum())(y),
    vmap_over_constants_only=lambda: vmap(lambda k: lax.scan(lambda c, r: (c * k + r, c), s, x))(y),
    vmap_where_the_carry_becomes_mapped=lambda: vmap(lambda r: lax.scan(lambda c, v: (((c[1], v * c[0] + c[2], c[2]), c[0])), (s, s, s), r))(m),
    scan_in_scan_in_vmap_in_grad=lambda: grad(lambda a: vmap(lambda r: lax.scan(lambda c, v: (lax.scan(lambda d, u: (d * u + v, d), c, r)[0], c), a, r)[0])(m).sum())(s),
    remat_in_scan=lambda: grad(lambda v: lax.scan(jax.checkpoint(lambda c, r: (jnp.sin(c * r), jnp.cos(c))), v[0], v)[1].sum())(x),
    remat_of_scan_of_remat=lambda: hessian(lambda v: jax.checkpoint(lambda u: lax.scan(jax.checkpoint(lambda c, r: (jnp.sin(c * r), c)), s, u)[0])(v))(x),
    closure_over_outer_tracers=lambda: grad(lambda a: grad(lambda c: lax.scan(lambda d, r: (d * a + c * r, None), a, x)[0])(a))(s),
    derivative_within_a_step=lambda: lax.scan(lambda c, r: (c - 0.1 * grad(lambda t: (t * r - 1) ** 2)(c), c), s, x),
    scan_of_vmap=lambda: lax.scan(lambda c, r: (vmap(lambda a, k: a * k + 1)(c, r), r.sum()), x, m.T),
    bounded_by_an_argument=lambda: [lax.fori_loop(0, n, lambda k, c: c * 1.5 + k, s), jvp(lambda a: lax.fori_loop(0, n, lambda k, c: c * a, a), (s,), (one(s),))[1]],
    backwards_is_empty=lambda: lax.fori_loop(n, 0, lambda k, c: c * 0, x),
    negative_bounds=lambda: lax.fori_loop(-3, 2, lambda k, c: c + k * jnp.sin(c), s),
    fori_gradient=lambda: grad(lambda v: lax.fori_loop(0, 3, lambda k, c: c * v[k] + v[2 - k], v.sum()))(x),
    fori_under_vmap_with_its_own_length=lambda: vmap(lambda k, a: lax.fori_loop(0, k, lambda j, c: c * 1.5 + j, a))(i, x),
    while_of_integers_in_a_batch=lambda: vmap(collatz)(i + 5),
    while_within_while_in_a_batch=lambda: vmap(nested_while)(y ** 2 + 0.1),
    while_tangents=lambda: jvp(nested_while, (s,), (one(s),))[1][2],
    while_tangents_in_a_batch=lambda: vmap(lambda a: jvp(lambda t: nested_while(t)[2], (a,), (one(a),))[1])(y ** 2 + 0.1),
    while_whose_condition_is_mapped_only=lambda: vmap(lambda limit: lax.while_loop(lambda c: c < limit, lambda c: c * 2, s))(jnp.array([1.0, 0.5, 30.0])),
    while_that_never_starts=lambda: lax.while_loop(lambda c: (c < 0).any() & False, lambda c: c + 1, x),
    while_with_bool_state=lambda: lax.while_loop(lambda c: c[0], lambda c: (c[1] < 10, c[1] * 2), (True, s)),
    while_linearized=lambda: linearize(lambda a: lax.while_loop(lambda c: c[0] < 50, lambda c: (c[0] * a, c[1] + 1), (a * 3, 0))[0], s + 1)[1](s),
    while_of_a_closure_batched_twice=lambda: vmap(lambda a: vmap(lambda c: lax.while_loop(lambda t: t < a, lambda t: t * 2 + c, c))(y ** 2))(jnp.array([1.0, 8.0])),
    map_of_trees=lambda: lax.map(lambda t: (t[0] @ t[1], t[0].sum()), (m, w.T)),
    map_in_batches=lambda: grad(lambda a: lax.map(lambda r: jnp.sin(r).prod(), a, batch_size=2).sum())(w),
    map_of_nothing=lambda: lax.map(lambda r: r * 2, e),
    prefixes=lambda: [lax.associative_scan(jnp.add, m, axis=1), lax.associative_scan(jnp.maximum, m, reverse=True), lax.associative_scan(jnp.multiply, m, reverse=True, axis=1)],
    prefixes_of_matrices=lambda: grad(lambda a: lax.associative_scan(lambda p, r: p @ r, jnp.stack([a, a.T, a @ a, a, a]))[:, 0].sum())(w[:3]),
    prefixes_of_nothing_and_one=lambda: [lax.associative_scan(jnp.add, e), lax.associative_scan(jnp.add, x[:1])],
    prefixes_under_vmap=lambda: vmap(lambda r: lax.associative_scan(lambda p, c: (p[0] * c[0], p[1] * c[0] + c[1]), (r, r * 2)))(m),
    shape_only=lambda: jax.tree.map(lambda t: jnp.zeros(t.shape, t.dtype), jax.eval_shape(lambda v: lax.scan(lambda c, r: (c + r, (c > r, c.astype(jnp.int8))), v[0], v), x)),
)

# ---- choices ----

branches = [lambda v: v * 2, jnp.sin, lambda v: -v]
add("choice",
    gradient_with_a_traced_predicate=lambda: grad(lambda a: lax.cond(a > 0.5, lambda v: v ** 2, lambda v: v * 3, a))(s),
    branch_of_constants=lambda: grad(lambda a: lax.cond(a > 0.5, lambda v: jnp.float32(2.0), lambda v: v * 3, a))(s),
    branches_use_different_constants=lambda: jvp(lambda a, c: lax.cond(a.sum() > 0, lambda v: v * c, lambda v: v * a, x), (x, y), (y, x)),
    no_operands=lambda: grad(lambda a: lax.cond(a > 0, lambda: a ** 2, lambda: a))(s),
    integers_in_branches=lambda: grad(lambda a: lax.cond(n > 2, lambda v, k: v * k, lambda v, k: v, a, n))(s),
    predicate_mapped=lambda: vmap(lambda p, v: lax.cond(p, lambda t: (t * 2, n), lambda t: (jnp.sin(t), n + 1), v))(b, x),
    predicate_mapped_operands_not=lambda: vmap(lambda p: lax.cond(p, lambda t: t * 2, lambda t: t + m[:, :3], m[:, 1:]))(b),
    gradients_of_mapped_choices=lambda: grad(lambda v: vmap(lambda p, t: lax.cond(p, jnp.sin, lambda u: u ** 3, t))(b, v).sum())(x),
    nan_of_the_other_branch=lambda: grad(lambda v: vmap(lambda t: lax.cond(t > 0, jnp.sqrt, lambda u: 0.0 * u, t))(v).sum())(x),
    second_derivative=lambda: hessian(lambda v: lax.cond(v[0] > 0, lambda t: (t ** 3).sum(), lambda t: t.prod(), v))(x),
    nested=lambda: vmap(lambda v: lax.cond(v > 0, lambda t: lax.cond(t > 1, lambda u: u * 10, lambda u: u * 5, t), lambda t: -t, v))(x),
    switch_is_clamped=lambda: [lax.switch(k, branches, x) for k in (-3, 0, 2, 9)],
    switch_in_a_batch=lambda: vmap(lambda k, v: lax.switch(k, branches, v))(i - 1, m),
    switch_gradient_in_a_batch=lambda: vmap(grad(lambda v, k: lax.switch(k, branches, v)))(x, i),
    switch_with_one_branch=lambda: grad(lambda v: lax.switch(n, [lambda t: (t ** 2).sum()], v))(x),
    switch_of_several_operands=lambda: jacfwd(lambda v: lax.switch(i[0], [lambda a, c: a, lambda a, c: c, lambda a, c: a * c], v, y))(x),
    switch_hessian=lambda: hessian(lambda v: lax.switch(i[1], [lambda t: (t ** 3).sum(), lambda t: t.sum()], v))(x),
    choice_in_a_scan_with_residuals=lambda: grad(lambda v: lax.scan(lambda c, r: (lax.cond(r > 0, lambda t: jnp.sin(t) * r, lambda t: t * t, c), c), s, v)[1].sum())(x),
    switch_in_fori=lambda: grad(lambda a: lax.fori_loop(0, 6, lambda k, c: lax.switch(k % 3, [jnp.sin, lambda t: t * a, lambda t: t + a], c), a))(s),
    select_of_scalar=lambda: [grad(lambda v: lax.select(b[0], v, -v).sum())(x), lax.select_n(i % 3, x, y, x * y), vmap(lambda p, v: lax.select(p, v, -v))(b, m)],
    linearized=lambda: linearize(lambda v: lax.cond(v.sum() > 0, jnp.sin, jnp.cos, v), x)[1](y),
    pullback_in_a_branch=lambda: lax.cond(s > 0, lambda v: vjp(jnp.sin, v)[1](y)[0], lambda v: v, x),
    remat_in_a_branch=lambda: grad(lambda a: lax.cond(a > 0, jax.checkpoint(lambda t: jnp.sin(jnp.sin(t))), lambda t: t, a))(s),
    jit_in_a_branch_in_a_jit=lambda: jit(grad(lambda a: lax.cond(a > 0, jit(lambda t: jnp.sin(t) * a), lambda t: t, a)))(s),
    piecewise=lambda: grad(lambda v: jnp.piecewise(v, [v < 0, v > 1], [lambda t: -t, lambda t: t ** 2, lambda t: t * 5]).sum())(x),
)

# ---- mapped axes ----

add("axes",
    negative_in_and_out=lambda: vmap(lambda r, c: jnp.outer(r, c), in_axes=(-1, -2), out_axes=-1)(m, w),
    none_and_per_leaf=lambda: vmap(lambda t, k: t["a"] * t["b"] + k, in_axes=({"a": 0, "b": None}, 1))({"a": x, "b": s}, w.T[:, :3]),
    out_per_leaf=lambda: vmap(lambda r: (r * 2, jnp.outer(r, r), r.sum()), in_axes=1, out_axes=(1, -1, 0))(m),
    out_none=lambda: vmap(lambda r: (r, s * 2), out_axes=(0, None))(m),
    result_not_mapped=lambda: vmap(lambda r: (s, jnp.arange(2)))(m),
    three_deep=lambda: vmap(vmap(vmap(lambda a, c: a * c, (None, 0)), (0, None)), (None, 0))(x, w),
    outer_by_two=lambda: vmap(lambda a: vmap(lambda c: jnp.sin(a) * c)(y))(x),
    jit_between=lambda: vmap(jit(vmap(jit(lambda a, c: a @ c), (None, 1))), (0, None))(m, w),
    over_an_axis_of_length_zero=lambda: vmap(lambda r: jnp.sin(r).sum() + s)(e),
    over_an_axis_of_length_one=lambda: vmap(lambda r: r @ w)(m[:1]),
    gradient_of_mean_over_an_axis=lambda: grad(lambda v: vmap(lambda r: (r - lax.pmean(r, "k")) ** 2, axis_name="k")(v).sum())(x),
    psum_of_constants_and_of_one=lambda: vmap(lambda r: (lax.psum(1, "k") * r, lax.psum(s, "k") + r), axis_name="k")(x),
    two_names=lambda: vmap(vmap(lambda r: (lax.psum(r, ("k", "j")), lax.pmean(r, "j"), lax.pmax(r, "k"), lax.axis_index("j") + 10 * lax.axis_index("k")), axis_name="j"), axis_name="k")(m),
    two_names_inner_axis_is_one=lambda: vmap(vmap(lambda r: r / lax.psum(r, "k"), axis_name="j", in_axes=1, out_axes=1), axis_name="k")(m[:, :, None] + 2),
    softmax_over_a_name=lambda: jacrev(vmap(lambda r: jnp.exp(r) / lax.psum(jnp.exp(r), "k"), axis_name="k"))(x),
    gradient_within_a_name=lambda: vmap(grad(lambda r: lax.psum(r ** 2, "k") * r), axis_name="k")(x),
    tangent_within_a_name=lambda: vmap(lambda r, t: jvp(lambda a: lax.pmean(jnp.sin(a), "k"), (r,), (t,))[1], axis_name="k")(x, y),
    permuted=lambda: vmap(lambda r: lax.ppermute(r, "k", [(0, 1), (1, 2), (2, 0)]), axis_name="k")(m),
    permuted_gradient=lambda: grad(lambda v: (vmap(lambda r: lax.ppermute(r, "k", [(0, 1), (1, 2), (2, 0)]), axis_name="k")(v) * y).sum())(x),
    gathered=lambda: vmap(lambda r: lax.all_gather(r, "k", axis=1), axis_name="k")(m),
    gathered_gradient=lambda: grad(lambda v: vmap(lambda r: lax.all_gather(r, "k") @ m, axis_name="k")(v).sum())(x),
    everyone_to_everyone=lambda: vmap(lambda r: lax.all_to_all(r, "k", 0, 0), axis_name="k")(m[:, :3]),
    collective_in_a_scan=lambda: vmap(lambda r: lax.scan(lambda c, v: (c + lax.psum(c * v, "k"), lax.pmax(c, "k")), r[0], r), axis_name="k")(m),
    collective_in_a_branch=lambda: vmap(lambda r: lax.cond(s > 0, lambda v: v - lax.pmean(v, "k"), lambda v: v, r), axis_name="k")(x),
    collective_in_a_remat=lambda: grad(lambda v: vmap(jax.checkpoint(lambda r: jnp.sin(lax.psum(r * r, "k")) * r), axis_name="k")(v).sum())(x),
    collective_in_a_jit=lambda: vmap(jit(lambda r: lax.psum(r, "k") - lax.axis_index("k")), axis_name="k")(x),
    batch_norm=lambda: grad(lambda v: (vmap(lambda r: (r - lax.pmean(r, "k")) / jnp.sqrt(lax.pmean(r ** 2, "k") - lax.pmean(r, "k") ** 2 + 0.1), axis_name="k")(v) * m).sum())(m),
    axis_index_of_a_size=lambda: vmap(lambda: lax.axis_index("k") * 2, axis_name="k", axis_size=3)(),
    size_of_an_axis=lambda: vmap(lambda r: r * lax.axis_size("k"), axis_name="k")(x),
    matrix_products=lambda: [vmap(jnp.matmul)(m, w.T), vmap(jnp.matmul, (0, None))(m, w), vmap(jnp.matmul, (None, 1), 1)(m, w), vmap(jnp.dot, (0, None))(x, y), vmap(jnp.outer, (1, 0))(m, w)],
    einsum=lambda: [vmap(lambda r: jnp.einsum("i,ij,j->", r, w, x))(m), vmap(lambda a: jnp.einsum("ii", jnp.outer(a, a)))(m), vmap(lambda r: jnp.einsum("i,j", r, r), out_axes=2)(m)],
    gather_and_scatter=lambda: [vmap(lambda v, k: v[k])(m, i), vmap(lambda v, k: v[k], (None, 0))(m, i), vmap(lambda k: m.at[k, k].set(9.0))(i), vmap(lambda v, k: v.at[k].multiply(2.0), (1, None))(m, n - 1),
                                vmap(lambda v, k: jnp.take(v, k, axis=0), (1, 0))(m[:, :3], i), vmap(lambda v, k: lax.dynamic_update_slice(v, x[:2], (k,)))(m, i)],
    sorts_and_folds=lambda: [vmap(jnp.sort, 1, 1)(m), vmap(jnp.argsort)(m), vmap(jnp.argmax, 1)(m), vmap(jnp.cumsum, 1, 0)(m), vmap(lambda r: lax.top_k(r, 2))(m), vmap(lambda r: lax.cumprod(r, reverse=True))(m),
                             vmap(lambda r: lax.sort((r, jnp.arange(4)), num_keys=1)[1])(m), vmap(jnp.searchsorted, (None, 0))(jnp.sort(x), m)],
    shapes=lambda: [vmap(lambda r: r.reshape(2, 2).T, -1, -1)(w.T[:, None, :].reshape(3, 4).T), vmap(lambda r: jnp.pad(r, (1, 2)), 1, 1)(m), vmap(lambda r: jnp.flip(r))(m), vmap(lambda r: jnp.concatenate([r, x]))(m),
                    vmap(lambda r: jnp.broadcast_to(r, (2, 4)), out_axes=1)(m), vmap(lambda r: jnp.repeat(r, 2), 1)(m), vmap(lambda r: jnp.roll(r, 1))(m), vmap(jnp.diag)(m), vmap(lambda r: r[::-2])(m), vmap(lambda r: lax.squeeze(r[None], (0,)))(m)],
    random_keys=lambda: vmap(lambda k: jax.random.uniform(k, (2,)))(jax.random.split(jax.random.PRNGKey(3), 3)),
    random_in_a_scan=lambda: lax.scan(lambda k, _: (lambda p: (p[0], jax.random.normal(p[1])))(jax.random.split(k)), jax.random.PRNGKey(1), None, length=3)[1],
    linear_algebra=lambda: [vmap(jnp.linalg.det)(jnp.stack([w[:3], w[1:]])), vmap(jnp.linalg.solve, (0, None))(jnp.stack([w[:3], w[1:]]), x), vmap(jnp.linalg.solve, (None, 0))(w[:3], m.T), vmap(jnp.linalg.norm, 1)(m)],
    convolution=lambda: vmap(lambda a, k: lax.conv(a, k, (1, 1), "SAME"), (0, None), 1)(m.reshape(3, 1, 1, 2, 2), w.reshape(3, 1, 2, 2)),
    convolution_of_kernels=lambda: vmap(lambda k: grad(lambda a: lax.conv(a, k, (1, 1), "VALID").sum())(m.reshape(1, 1, 3, 4)))(w.reshape(3, 1, 1, 2, 2)),
)

# ---- rules of one's own ----


@jax.custom_jvp
def softplus(t):
    return jnp.log(1.0 + jnp.exp(t))


@softplus.defjvp
def _(primals, tangents):
    return softplus(primals[0]), (1 - 1 / (1 + jnp.exp(primals[0]))) * tangents[0]


@jax.custom_jvp
def product(a, c):
    return jnp.sin(a) * c


@product.defjvp
def _(primals, tangents):
    (a, c), (ta, tc) = primals, tangents
    return product(a, c), 10 * jnp.cos(a) * c * ta + 100 * jnp.sin(a) * tc


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def apply_with_factor(f, a):
    return f(a)


@apply_with_factor.defjvp
def _(f, primals, tangents):
    return f(primals[0]), 2.0 * tangents[0]


@jax.custom_vjp
def bounded(a, limit):
    return a


bounded.defvjp(lambda a, limit: (a, limit), lambda limit, g: (jnp.clip(g, -limit, limit), None))


@jax.custom_vjp
def wrong(p):
    return p["a"] * jnp.sin(p["b"]), p["b"].sum()


wrong.defvjp(lambda p: (wrong(p), (p["a"], jnp.cos(p["b"]))), lambda r, g: ({"a": g[0] * 3, "b": r[0] * r[1] * g[0] + g[1] * 7},))


@partial(jax.custom_vjp, nondiff_argnums=(0, 2))
def fixed_by_function(f, a, k):
    return f(a) * k


fixed_by_function.defvjp(lambda f, a, k: (f(a) * k, a), lambda f, k, a, g: (g * f(a) * (k + 1),))


@jax.custom_vjp
def cubed(a):
    return a ** 3


cubed.defvjp(lambda a: (a ** 3, a), lambda a, g: (3 * bounded(a, 0.5) ** 2 * g,))


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def fixed_point(f, a, guess):
    return lax.while_loop(lambda c: jnp.abs(c[0] - c[1]) > 1e-6, lambda c: (c[1], f(a, c[1])), (guess, f(a, guess)))[1]


def fixed_point_rev(f, res, star_bar):
    a, star = res
    _, vjp_a = vjp(lambda a: f(a, star), a)
    return vjp_a(fixed_point(partial(rev_iter, f), (a, star, star_bar), star_bar))[0], jnp.zeros_like(star)


def rev_iter(f, packed, u):
    a, star, star_bar = packed
    return star_bar + vjp(lambda z: f(a, z), star)[1](u)[0]


fixed_point.defvjp(lambda f, a, guess: (lambda star: (star, (a, star)))(fixed_point(f, a, guess)), fixed_point_rev)


def newton_sqrt(a):
    return fixed_point(lambda a, z: 0.5 * (z + a / z), a, a)


@jax.custom_gradient
def doubled(a):
    return jnp.sin(a), lambda g: 2 * g * jnp.cos(a)


def root(c):
    solve = lambda f, t: lax.while_loop(lambda v: v[1] < 15, lambda v: (v[0] - f(v[0]) / (3 * v[0] ** 2), v[1] + 1), (t, 0))[0]
    return lax.custom_root(lambda t: t ** 3 - c, jnp.ones_like(c), solve, lambda g, t: t / g(jnp.ones_like(t)))


def solved(a, c):
    return lax.custom_linear_solve(lambda v: a @ v, c, lambda _, r: jnp.linalg.solve(a, r), lambda _, r: jnp.linalg.solve(a.T, r))


@jax.custom_jvp
def host_sin(a):
    return jax.pure_callback(lambda t: np.sin(t).astype(np.float32), jax.ShapeDtypeStruct(a.shape, a.dtype), a, vmap_method="sequential")


@host_sin.defjvp
def _(primals, tangents):
    return host_sin(primals[0]), jnp.cos(primals[0]) * tangents[0]


square3 = w[:3] + 2 * jnp.eye(3)
POLICIES = [None, jax.checkpoint_policies.everything_saveable, jax.checkpoint_policies.nothing_saveable, jax.checkpoint_policies.dots_saveable,
            jax.checkpoint_policies.dots_with_no_batch_dims_saveable, jax.checkpoint_policies.save_only_these_names("a"),
            jax.checkpoint_policies.save_anything_except_these_names("a")]


def layers(v):
    return jnp.sin(checkpoint_name(jnp.sin(w.T[:3] @ jnp.concatenate([v, v[:1]])), "a")) * v


add("rule",
    stable_far_away=lambda: [grad(softplus)(jnp.float32(100.0)), jit(grad(softplus))(s), vmap(grad(softplus))(x), hessian(lambda v: softplus(v).sum())(x)],
    of_two_arguments=lambda: [grad(lambda v: product(v, y).sum())(x), grad(lambda v: product(x, v).sum())(y), jvp(product, (x, y), (y, x))[1]],
    differentiated_twice=lambda: jacrev(jacfwd(lambda v: product(v, v)))(x),
    one_argument_mapped=lambda: [vmap(grad(product), (0, None))(x, s), vmap(grad(product, 1), (None, 0))(s, x), grad(lambda t: vmap(product, (0, None))(x, t).sum())(s)],
    of_a_function=lambda: [grad(lambda v: apply_with_factor(lambda t: t ** 3, v))(s), vmap(grad(lambda v: apply_with_factor(jnp.sin, v)))(x)],
    of_a_function_that_closes_over_a_batch=lambda: vmap(lambda a: apply_with_factor(lambda t: t * a, s) + grad(lambda v: apply_with_factor(lambda t: t * a, v))(s))(x),
    in_a_scan=lambda: grad(lambda v: lax.scan(lambda c, r: (softplus(c * r), softplus(c)), s, v)[1].sum())(x),
    in_a_while=lambda: jvp(lambda a: lax.while_loop(lambda c: c < 10, lambda c: softplus(c) * 2 + a, a), (s,), (one(s),)),
    in_a_branch=lambda: vmap(grad(lambda v: lax.cond(v > 0, softplus, lambda t: product(t, t), v)))(x),
    in_a_remat=lambda: jacfwd(grad(jax.checkpoint(lambda v: product(softplus(v), v).sum())))(x),
    of_a_reverse_rule=lambda: grad(lambda v: (bounded(v * 3, 0.7) * y).sum())(x),
    with_a_batch_of_limits=lambda: vmap(lambda v, limit: grad(lambda t: (bounded(t, limit) * y).sum())(v))(m[:, :3], jnp.abs(y)),
    with_one_limit=lambda: vmap(grad(lambda v, limit: bounded(v, limit) ** 2), (0, None))(y, s),
    of_a_tree=lambda: grad(lambda p: (lambda o: (o[0] * y).sum() + o[1])(wrong(p)))({"a": x, "b": y}),
    of_a_tree_in_part=lambda: grad(lambda p: wrong({"a": p, "b": y})[0].sum())(x),
    of_a_tree_in_a_batch=lambda: vmap(grad(lambda p: wrong(p)[0].sum()), ({"a": 0, "b": None},))({"a": m[:, :3], "b": y}),
    reverse_of_a_function_and_a_number=lambda: grad(lambda v: fixed_by_function(jnp.sin, v, 3).sum())(x),
    reverse_in_a_scan=lambda: grad(lambda v: lax.scan(lambda c, r: (cubed(c) * r, bounded(c, 0.3)), s, v)[1].sum())(x),
    reverse_in_a_scan_over_limits=lambda: grad(lambda v: lax.scan(lambda c, r: (bounded(c * r[0], r[1]), None), s, (v, jnp.abs(y)))[0])(x),
    reverse_in_a_branch_in_a_batch=lambda: grad(lambda v: vmap(lambda p, t: lax.cond(p, cubed, lambda u: bounded(u, 0.1), t))(b, v).sum())(x),
    reverse_in_a_remat=lambda: grad(jax.checkpoint(lambda v: cubed(jnp.sin(v)).sum()))(x),
    reverse_in_reverse=lambda: [grad(lambda v: cubed(v).sum())(x), grad(lambda v: grad(lambda t: cubed(t))(v))(s)],
    reverse_in_a_jit=lambda: jit(grad(lambda v: jit(cubed)(jit(lambda t: bounded(t, 0.2))(v)).sum()))(x),
    jacobian_of_a_reverse_rule=lambda: jacrev(lambda v: bounded(v * 3, 0.7) * y)(x),
    fixed_points=lambda: [newton_sqrt(s), grad(newton_sqrt)(s), grad(grad(newton_sqrt))(s), vmap(grad(newton_sqrt))(y ** 2)],
    gradient_given_with_the_value=lambda: [grad(lambda v: doubled(v).sum())(x), vmap(grad(doubled))(x), jit(grad(lambda v: doubled(doubled(v)).sum()))(x)],
    roots=lambda: [root(y ** 2), jvp(root, (s,), (one(s),))[1], grad(root)(s), grad(grad(root))(s), vmap(grad(root))(y ** 2), jit(grad(root))(s)],
    solves=lambda: [solved(square3, x), jacrev(solved, 1)(square3, x), jacfwd(solved)(square3, x), vmap(solved, (None, 0))(square3, m[:, :3]), hessian(lambda a: solved(a, x).sum())(square3),
                    vmap(grad(lambda a, c: solved(a, c).sum()), (None, 0))(square3, m[:, :3])],
    callbacks=lambda: [host_sin(x), jit(host_sin)(x), vmap(host_sin)(m), grad(lambda v: host_sin(v).sum())(x), lax.scan(lambda c, r: (host_sin(c * r), c), s, x), grad(lambda v: vmap(host_sin)(v).sum())(m),
                       lax.cond(s > 0, host_sin, lambda t: t, x)],
    policies=lambda: [grad(lambda v: jax.checkpoint(layers, policy=p)(v).sum())(x) for p in POLICIES],
    policies_in_a_scan=lambda: [grad(lambda v: lax.scan(lambda c, _: (jax.checkpoint(layers, policy=p)(c), c.sum()), v, None, length=3)[1].sum())(x) for p in POLICIES],
    policies_second_order=lambda: [hessian(lambda v: jax.checkpoint(layers, policy=p)(v).sum())(x) for p in POLICIES],
    remat_of_a_batch_and_batch_of_a_remat=lambda: [grad(lambda v: jax.checkpoint(vmap(lambda r: jnp.sin(jnp.sin(r)).prod()))(v).sum())(m), vmap(grad(jax.checkpoint(lambda r: jnp.sin(jnp.sin(r)).prod())))(m)],
    remat_of_while=lambda: jvp(jax.checkpoint(lambda a: lax.while_loop(lambda c: c < 10, lambda c: c * a + 1, a)), (s + 1,), (s,)),
    remat_of_integers=lambda: grad(jax.checkpoint(lambda v, k: (v * k).sum()))(x, i),
)

# ---- dtypes and empty arrays ----

add("dtype",
    half_gradients=lambda: [grad(lambda v: (v ** 2).sum())(h), grad(lambda v: jax.nn.softmax(v)[0])(h), grad(lambda v: v.mean())(q), jacrev(jnp.tanh)(q)],
    half_meets_single=lambda: [grad(lambda v: (v * x).sum())(h), grad(lambda v: (v * h).sum())(x), jvp(lambda v: v * q, (h,), (h,))[1]],
    half_scan=lambda: grad(lambda v: lax.scan(lambda c, r: (c * r, c), v[0], v)[0])(q),
    half_converted=lambda: [grad(lambda v: v.astype(F).sum())(h), grad(lambda v: v.astype(jnp.float16).sum().astype(F))(x), jvp(lambda v: v.astype(jnp.bfloat16), (x,), (y,))[1]],
    half_folds=lambda: [h.sum(), h.mean(), q.prod(), jnp.var(q), jnp.cumsum(h), logsumexp(h), jnp.linalg.norm(q), h @ h, jnp.outer(q, q).sum(0)],
    through_integers=lambda: [grad(lambda v: (v.astype(I) * v).sum())(x), grad(lambda v: (jnp.round(v) + v).sum())(x), jvp(lambda v: (v > 0) * v, (x,), (y,))[1]],
    integers_beside=lambda: [grad(lambda v, k: (v * k).sum())(x, i), jvp(lambda v: (v * i, i * 2), (x,), (y,))[1][0], vjp(lambda v, k: v * k, x, i)[1](y)[0]],
    by_indices=lambda: [grad(lambda v: v[jnp.argmax(v)] * 2)(x), grad(lambda v: (v * jnp.argsort(v)).sum())(x), grad(lambda v: v[v.argmin()] ** 2)(x)],
    small_integers=lambda: [i.astype(jnp.int8) * 100, i.astype(jnp.uint8) - 2, (i - 1).astype(jnp.uint8), i.astype(jnp.uint32) - 3, jnp.sum(i.astype(jnp.int8) * 100), jnp.prod(i + 100000),
                            i.astype(jnp.int16) * 30000, jnp.array([-7, 7, -1]) // 2, jnp.array([-7, 7, -1]) % 3, jnp.array([-7, 7]) / 2, (i - 1) >> 1, i << 3, ~i, b + b, b.sum(), b * i, b / 2],
    integer_functions=lambda: [jnp.sqrt(i), jnp.exp(b), jnp.mean(i), jnp.var(i), i ** 2, i ** 0.5, jnp.power(2, i), jnp.abs(-i), jnp.sign(i - 1), jnp.sin(i), jnp.cumsum(b), jnp.maximum(i, x), jnp.where(b, i, x), jnp.where(b, i, 1),
                               jnp.clip(i, 0.5, 1), jnp.bitwise_xor(i, 5), lax.population_count(i + 7), lax.clz(i)],
    integer_division_by_zero=lambda: [jnp.array([7, -7, 0]) // jnp.array([0, 0, 0]), jnp.array([7, -7, 0]) % jnp.array([0, 0, 0]), jnp.floor_divide(x, 0 * x), jnp.mod(x, 0 * x)],
    floats_to_integers=lambda: [jnp.array([1.9, -1.9, 0.5]).astype(I), jnp.array([-1.5, 300.0, 1e10]).astype(jnp.int8), jnp.array([-1.5, 300.0]).astype(jnp.uint8), jnp.array([jnp.nan, jnp.inf, -jnp.inf]).astype(I), jnp.array([jnp.nan, 0.0, -0.0]).astype(bool)],
    empty=lambda: [e.sum(), e.sum(0), e.prod(), e.mean(), e.mean(1), e @ m, e.T @ e, jnp.concatenate([e, x[None]]), jnp.sort(e, 0), jnp.argsort(e, 1), jnp.cumsum(e, 0), e.reshape(3, 0), e.any(), e.all(), jnp.einsum("ij,kj->ik", e, m.T),
                   jnp.pad(e, ((1, 1), (0, 0))), jnp.where(e > 0, e, 1), e[:, i], x[:0].max(initial=-1.0), jnp.linalg.norm(e), vmap(jnp.sum, 1)(e), jnp.outer(x, x[:0]), jnp.tile(e, (2, 2)), jnp.var(e, 1), logsumexp(e, 1)],
    empty_derivatives=lambda: [grad(lambda v: v.sum())(e), jacrev(lambda v: v.sum(1))(e), jacfwd(lambda v: v @ m)(e), hessian(lambda v: (v ** 2).sum())(e), grad(lambda v: jnp.concatenate([v[:0], v]).sum())(x), jvp(lambda v: v[:0].prod(), (x,), (y,))[1]],
    scalars=lambda: [s[None], s.sum(), jnp.sort(s[None]), jnp.cumsum(s[None]), grad(lambda v: v[None].sum())(s), jnp.einsum(",", s, s), jnp.einsum(",i->i", s, x), jnp.matmul(x, x), jnp.dot(s, x), jnp.outer(s, s), jnp.kron(s, x[None]), hessian(lambda v: v ** 3)(s)],
    keeps_sign_of_zero=lambda: [-zero, jnp.abs(-zero), jnp.sqrt(-zero), jnp.round(jnp.array([-0.4, 0.5, 1.5])), jnp.maximum(-zero, zero), jnp.sort(jnp.array([0.0, -0.0, jnp.nan, -jnp.inf])), jnp.sign(-zero), -zero + 0.0, (-zero).sum(), jnp.trunc(jnp.array([-0.5])), jnp.copysign(x, -zero)],
    einsum_forms=lambda: [jnp.einsum("ij", m), jnp.einsum("ba", m), jnp.einsum("ii", w[:3]), jnp.einsum("ii->i", w[:3]), jnp.einsum("...j,j", w, x), jnp.einsum("...ij,...jk->...ik", m[None], w[None]), jnp.einsum("ij,jk,k", m, w, x), jnp.einsum("i,i,i->", x, y, x),
                          jnp.einsum("i...->...", m), jnp.einsum("ij->", m), jnp.einsum("i,j->ji", x, y), jnp.einsum("ijk->kij", m[None]), jnp.einsum("iij->ji", jnp.stack([w[:3]] * 3)), jnp.einsum("...,...", x, y), jnp.einsum("a...b,b...->a...", m[:, None], w)],
    einsum_gradients=lambda: [grad(lambda v: (jnp.einsum("ij,jk,kl->il", v, w, m) ** 2).sum())(m), grad(lambda v: jnp.einsum("ii,i->", v, x))(w[:3]), jacrev(lambda v: jnp.einsum("ij,ij->i", v, v))(m), grad(lambda v: jnp.einsum("iji->j", jnp.stack([v] * 3)).sum())(w[:3])],
)

# ---- examples of JAX's documentation ----

key, W_key, b_key = jax.random.split(jax.random.PRNGKey(0), 3)
DATA = jnp.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]], F)
TARGETS = jnp.array([True, True, False, True])
W, B = jax.random.normal(W_key, (3,)), jax.random.normal(b_key, ())


def predict(W, b, inputs):
    return 0.5 * (jnp.tanh((jnp.dot(inputs, W) + b) / 2) + 1)


def loss(W, b):
    preds = predict(W, b, DATA)
    return -jnp.sum(jnp.log(preds * TARGETS + (1 - preds) * (1 - TARGETS)))


def convolve(v, k):
    return jnp.array([jnp.dot(v[j - 1:j + 2], k) for j in range(1, len(v) - 1)])


def td_loss(theta, s_tm1, r_t, s_t):
    return -0.5 * ((lax.stop_gradient(r_t + theta @ s_t) - theta @ s_tm1) ** 2)


def chain(W1, W2, W3, v):
    return jnp.sin(W3 @ jnp.sin(W2 @ jnp.sin(W1 @ v)))


def selu(v, alpha=1.67, scale=1.05):
    return scale * jnp.where(v > 0, v, alpha * jnp.exp(v) - alpha)


def bessel(order, z):
    """The Bessel function of the first kind by its series, with the rule of the page on callbacks."""
    @jax.custom_jvp
    def jv(z):
        k = jnp.arange(20.0)
        signs = jnp.where(jnp.arange(20) % 2 == 0, 1.0, -1.0)
        return (signs * jnp.exp((2 * k + order) * jnp.log(z[..., None] / 2) - jax.scipy.special.gammaln(k + 1) - jax.scipy.special.gammaln(k + order + 1))).sum(-1)
    jv.defjvp(lambda p, t: (jv(p[0]), t[0] * (-bessel(order + 1, p[0]) if order == 0 else 0.5 * (bessel(order - 1, p[0]) - bessel(order + 1, p[0])))))
    return jv(jnp.asarray(z))


line = jnp.arange(5)
kernel = jnp.array([2.0, 3.0, 4.0])
theta, s1, r1, s2 = jnp.array([0.1, -0.1, 0.0]), jnp.array([1.0, 2.0, -1.0]), jnp.array(1.0), jnp.array([2.0, 1.0, 0.0])
poly = lambda t: t ** 3 + 2 * t ** 2 - 3 * t + 1
steps = lambda k: jax.random.split(k)

add("docs",
    nested_tanh=lambda: [grad(jnp.tanh)(2.0), grad(grad(jnp.tanh))(2.0), grad(grad(grad(jnp.tanh)))(2.0)],
    polynomial=lambda: [f(1.0) for f in (grad(poly), times(2, grad, poly), times(3, grad, poly), times(4, grad, poly))],
    logistic_regression=lambda: [W, B, grad(loss)(W, B), grad(loss, 1)(W, B), loss(W, B), jacfwd(lambda v: predict(v, B, DATA))(W), jacrev(lambda v: predict(v, B, DATA))(W), hessian(lambda v: predict(v, B, DATA))(W)],
    finite_differences=lambda: (loss(W, B + 0.05) - loss(W, B - 0.05)) / 0.1,
    jacobian_products=lambda: [vmap(lambda t: jvp(lambda v: predict(v, B, DATA), (W,), (t,))[1])(jax.random.normal(key, (4, 3))), vmap(vjp(lambda v: predict(v, B, DATA), W)[1])(jax.random.normal(key, (5, 4)))[0]],
    gradient_of_a_batch_by_ones=lambda: vjp(lambda v: 3 * v ** 2, jnp.ones((2, 2)))[1](jnp.ones((2, 2)))[0],
    td_learning=lambda: [grad(td_loss)(theta, s1, r1, s2), jit(vmap(grad(td_loss), (None, 0, 0, 0)))(theta, jnp.stack([s1, s1]), jnp.stack([r1, r1]), jnp.stack([s2, s2]))],
    straight_through=lambda: grad(lambda t: (t - lax.stop_gradient(t)) + lax.stop_gradient(jnp.round(t)))(3.2),
    dot_hessian=lambda: hessian(lambda v: jnp.dot(v, v))(jnp.array([1.0, 2.0, 3.0])),
    convolve=lambda: [convolve(line, kernel), vmap(convolve)(jnp.stack([line, line]), jnp.stack([kernel, kernel])), vmap(convolve, 1, 1)(jnp.stack([line, line], 1), jnp.stack([kernel, kernel], 1)), vmap(convolve, (0, None))(jnp.stack([line, line]), kernel)],
    full_convolution=lambda: [jnp.convolve(jnp.array([1, 2, 1]), jnp.ones(10)), lax.conv_general_dilated(jnp.array([1.0, 2, 1]).reshape(1, 1, 3), jnp.ones((1, 1, 10)), (1,), [(9, 9)])[0, 0]],
    loops=lambda: [lax.while_loop(lambda t: t < 10, lambda t: t + 1, 0), lax.fori_loop(0, 10, lambda k, t: t + k, 0), lax.cond(True, lambda t: t + 1, lambda t: t - 1, jnp.array([0.0])), lax.fori_loop(0, 10, lambda k, t: t + jnp.arange(10)[k], 0)],
    even_and_positive=lambda: (lambda v: jnp.logical_and(v % 2 == 0, v > 0))(jnp.array([-1, 2, 5, 24])),
    checkpointed_chain=lambda: [grad(f, (0, 1, 2))(jnp.ones((5, 4)), jnp.ones((6, 5)), jnp.ones((7, 6)), jnp.ones(4)) for f in (lambda *a: chain(*a).sum(), jax.checkpoint(lambda *a: chain(*a).sum(), policy=jax.checkpoint_policies.dots_with_no_batch_dims_saveable))],
    bessel=lambda: [bessel(1, jnp.arange(1.0, 5)), grad(lambda z: bessel(1, z))(2.0), hessian(lambda z: bessel(1, z))(2.0), grad(lambda z: bessel(0, z))(2.0)],
    selu=lambda: [selu(jnp.arange(5.0) - 2), jit(selu)(1.0), vmap(grad(selu))(jnp.arange(5.0) - 2)],
    updates_out_of_place=lambda: [jnp.zeros((3, 3)).at[1, :].set(1.0), jnp.ones((5, 6)).at[::2, 3:].add(7.0), jnp.arange(10)[11], jnp.arange(10.0).at[11].get(mode="fill", fill_value=jnp.nan)],
    random_numbers=lambda: [jax.random.normal(jax.random.PRNGKey(42)), jnp.stack([jax.random.normal(k) for k in jax.random.split(jax.random.PRNGKey(42), 3)]), jax.random.normal(jax.random.PRNGKey(42), (3,)), vmap(jax.random.normal)(jax.random.split(jax.random.PRNGKey(42), 3)),
                            jax.random.split(jax.random.PRNGKey(42), 43)[42], jax.random.normal(lax.fori_loop(0, 3, lambda _, k: jax.random.split(k)[0], jax.random.PRNGKey(42)))],
    log_of_base_two=lambda: jit(lambda t: jnp.log(t) / jnp.log(2.0))(3.0),
    maml=lambda: grad(lambda t: (lambda u: jnp.sum((u * y - 1) ** 2))(t - 0.1 * grad(lambda v: jnp.sum((v * x - y) ** 2))(t)))(x),
    wirtinger=lambda: [grad(lambda z: jnp.real(z) ** 2 + jnp.imag(z) ** 2)(3.0 + 4j), grad(jnp.sin, holomorphic=True)(3.0 + 4j), grad(jnp.conjugate, holomorphic=True)(3.0 + 4j)],
    host_control_flow=lambda: jit(vjp(lambda t: 2 * t ** 3 if t < 3 else jnp.pi * t, 4.0)[1])(1.0),
    nan_of_a_where=lambda: [grad(lambda t: jnp.where(t > 0, jnp.arctan2(t, t) * jnp.sqrt(t), 0.0))(0.0), grad(lambda t: jnp.where(t > 0.5, jnp.arctan2(jnp.log(jnp.where(t > 0.5, t, 1)), t), t))(0.1)],
    log_probabilities=lambda: vmap(lambda beta, alpha: jnp.sum(-jnp.log(1 + jnp.exp(-(2 * TARGETS - 1) * (DATA @ beta)))) - (beta @ beta) / (2 * alpha ** 2) - alpha, (0, None))(m[:, :3], s),
)


# ---- writing ----

def numbers(v):
    if np.issubdtype(v.dtype, np.complexfloating):
        return numbers(np.stack([v.real, v.imag], -1))
    if v.dtype.kind in "iub":
        return [int(t) for t in v.ravel()]
    return [float(t) if np.isfinite(t) else str(float(t)).replace("inf", "Infinity").replace("nan", "NaN") for t in np.asarray(v, np.float32).ravel()]


def leaf(v):
    v = jnp.asarray(v)
    if str(v.dtype) == "float0":
        return None
    return {"dtype": str(v.dtype), "shape": list(v.shape), "value": numbers(np.asarray(v))}


def leaves(v):
    return [leaf(t) for t in jax.tree.leaves(v)]



if __name__ == "__main__":
    result = {"inputs": {k: leaf(v) for k, v in INPUTS.items()}, "cases": {name: leaves(f()) for name, f in CASES.items()}}
    lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in result["cases"].items())
    with open(__file__.replace(".py", ".json"), "w") as out:
        out.write('{"inputs": ' + json.dumps(result["inputs"], separators=(",", ":")) + ',\n "cases": {\n' + lines + "\n}}\n")
    print(len(CASES), "cases")
