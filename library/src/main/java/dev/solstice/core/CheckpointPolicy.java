package dev.solstice.core;

import java.util.Set;

/// Which intermediate values of a checkpointed function are kept for its derivative; all others are computed again.
/// `jax.checkpoint_policies`.
///
/// ```java
/// checkpoint((Array v) -> v.matmul(v), CheckpointPolicy.dotsSaveable())
/// ```
@FunctionalInterface
public interface CheckpointPolicy {
    /// Whether the results of `primitive` are kept.
    boolean saves(Primitive primitive);

    /// Nothing is kept: least memory, most computation. What `checkpoint` does without a policy.
    static CheckpointPolicy nothingSaveable() {
        return _ -> false;
    }

    /// Everything is kept, as without `checkpoint`.
    static CheckpointPolicy everythingSaveable() {
        return _ -> true;
    }

    /// Matrix products and convolutions are kept, which are what costs.
    static CheckpointPolicy dotsSaveable() {
        return primitive -> primitive instanceof Primitive.DotGeneral || primitive instanceof Primitive.ConvGeneralDilated;
    }

    /// Matrix products without batch axes are kept: those of weights, not those between activations.
    static CheckpointPolicy dotsWithNoBatchDimsSaveable() {
        return primitive -> primitive instanceof Primitive.DotGeneral dot && dot.lhsBatch().isEmpty() && dot.rhsBatch().isEmpty();
    }

    /// What `checkpointName` has given one of these names is kept.
    static CheckpointPolicy saveOnlyTheseNames(String... names) {
        var kept = Set.of(names);
        return primitive -> primitive instanceof Primitive.CheckpointName(var name) && kept.contains(name);
    }

    /// What `checkpointName` has given any other name is kept.
    static CheckpointPolicy saveAnyNamesButThese(String... names) {
        var dropped = Set.of(names);
        return primitive -> primitive instanceof Primitive.CheckpointName(var name) && !dropped.contains(name);
    }

    /// Everything is kept but what has one of these names.
    static CheckpointPolicy saveAnythingExceptTheseNames(String... names) {
        var dropped = Set.of(names);
        return primitive -> !(primitive instanceof Primitive.CheckpointName(var name) && dropped.contains(name));
    }

    /// What either policy keeps.
    static CheckpointPolicy saveFromBoth(CheckpointPolicy one, CheckpointPolicy other) {
        return primitive -> one.saves(primitive) || other.saves(primitive);
    }
}
