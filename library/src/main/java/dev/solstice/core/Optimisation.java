package dev.solstice.core;

/// The passes that a program goes through before it is compiled. None changes what it computes.
public final class Optimisation {
    private Optimisation() {}

    public static Jaxpr apply(Jaxpr jaxpr) {
        return DeadCode.apply(CommonSubexpressions.apply(ConstantFolding.apply(DeadCode.apply(Inlining.apply(jaxpr)))));
    }
}
