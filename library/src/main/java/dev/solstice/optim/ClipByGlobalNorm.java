package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// Scales all gradients together so that their norm is at most `maxNorm`.
///
/// Source: `optax.clip_by_global_norm`; R. Pascanu, T. Mikolov, Y. Bengio, arXiv 1211.5063.
public record ClipByGlobalNorm(double maxNorm) implements Optim {
    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var norm = Updates.globalNorm(gradient);
        var small = norm.lt(maxNorm);
        M updates = Parameters.map(model, g -> {
            var scaled = g[0].div(norm.astype(g[0].dtype())).mul(maxNorm);
            return Lax.select(small, g[0], scaled);
        }, gradient);
        return new Update<>(updates, state);
    }
}
