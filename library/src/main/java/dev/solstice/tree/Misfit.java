package dev.solstice.tree;

/// Errors of putting a node together from children that it does not accept.
final class Misfit {

    private Misfit() {}

    /// A child or a piece of metadata has a type that its place cannot hold.
    static TreeException of(String holder, Class<?> accepted, Object value) {
        return new TreeException(holder + " cannot hold this value", null, accepted.getSimpleName(), Nodes.describe(value),
                remedy(accepted, value));
    }

    private static String remedy(Class<?> accepted, Object value) {
        if (accepted.isPrimitive()) {
            return null;
        }
        if (accepted.getSimpleName().equals(value.getClass().getSimpleName())) {
            return "class " + accepted.getSimpleName() + " was redefined; rebuild the value";
        }
        return "keep values of another type in a Tree: Tree.flatten(tree).map(...) has the same structure and any leaves";
    }

    /// A constructor (or an unflatten) threw although the types fit.
    static TreeException rejected(String holder, String maker, RuntimeException cause) {
        return new TreeException("the " + maker + " rejected a transformed tree: " + cause, null,
                "one that accepts null, tracers, shape-only arrays and arrays with extra axes", null,
                "take the check out of it and do it in a static factory of " + holder
                        + ": transformations put trees together with values that no user would pass", cause).here();
    }
}
