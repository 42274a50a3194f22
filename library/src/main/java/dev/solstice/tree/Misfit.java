package dev.solstice.tree;

/// Errors of putting a node together from children that it does not accept.
final class Misfit {

    private Misfit() {}

    /// A child has a type that its place cannot hold.
    static TreeException of(String holder, Class<?> accepted, Object child) {
        if (accepted.isPrimitive()) {
            return new TreeException(holder + " cannot hold this value", null, accepted.getName(), Nodes.describe(child), null);
        }
        boolean namesakes = child != null && accepted.getSimpleName().equals(child.getClass().getSimpleName());
        return new TreeException(holder + " cannot hold this value", null, accepted.getSimpleName(), Nodes.describe(child),
                namesakes ? "class " + accepted.getSimpleName() + " was redefined; rebuild the value" : "keep values of another type in a Tree: Tree.flatten(tree).map(...) has the same structure and any leaves",
                null);
    }

    /// A constructor (or an unflatten) threw although the types fit.
    static TreeException rejected(String holder, String maker, RuntimeException cause) {
        return new TreeException("the " + maker + " rejected a transformed tree: " + cause, null,
                "one that accepts null, tracers, shape-only arrays and arrays with extra axes", null,
                "take the check out of it and do it in a static factory of " + holder
                        + ": transformations put trees together with values that no user would pass", cause).here();
    }
}
