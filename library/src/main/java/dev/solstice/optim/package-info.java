/// Optimisers as composable transformations of gradients, and schedules of learning rates; after optax.
///
/// They work on whole models: what is no floating array is left alone.
///
/// ```java
/// record Mlp(Linear hidden, Linear out) {
///     static Mlp of(int width, Key key) {
///         var k = key.split(2);
///         return new Mlp(Linear.of(2, width, k[0]), Linear.of(width, 1, k[1]));
///     }
///     Array apply(Array x) { return out.apply(relu(hidden.apply(x))); }
/// }
/// Array loss(Mlp m, Array x, Array y) {
///     return mean(square(filterVmap((Mlp p, Array row) -> p.apply(row), null, 0).apply(m, x).sub(y)));
/// }
/// record Step(Mlp model, OptState state, Array loss) {}
/// var optim = Optim.adam(1e-2);
/// var step = filterJit((Mlp m, OptState s, Array x, Array y) -> {
///     var both = filterValueAndGrad((Mlp p) -> loss(p, x, y)).apply(m);
///     var update = optim.update(both.grad(), s, m);
///     return new Step(applyUpdates(m, update.updates()), update.state(), both.value());
/// });
/// var start = Mlp.of(64, Key.of(0));
/// var now = new Step(start, optim.init(start), null);
/// for (int i = 0; i < 200; i++) now = step.apply(now.model(), now.state(), x, y);
/// now.loss().item() < 0.01   // true
/// ```
///
/// May use everything below `filter` and `filter` itself; knows nothing of `nn`.
package dev.solstice.optim;
