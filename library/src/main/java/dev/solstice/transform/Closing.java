package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Var;
import java.util.ArrayList;
import java.util.List;

/// Programs without constants of their own, as primitives take them: what they close over is passed as leading inputs.
/// For control flow built on [dev.solstice.core.Primitive.HigherOrder].
public final class Closing {
    private Closing() {}

    /// The program with its constants as leading inputs.
    public static Jaxpr program(Jaxpr jaxpr) {
        return jaxpr.derived("constants as inputs", jaxpr::withConstsAsInputs);
    }

    /// What these inputs are.
    public static Array[] consts(Jaxpr jaxpr) {
        return jaxpr.consts().toArray(Array[]::new);
    }

    /// What a choice between programs is made of.
    ///
    /// Programs that take the constants of all of them, each ignoring those of the others.
    public record Branches(List<Jaxpr> programs, Array[] consts) {}

    /// @param branches programs that are to take the same inputs
    public static Branches branches(List<Jaxpr> branches) {
        var consts = branches.stream().flatMap(branch -> branch.consts().stream()).toArray(Array[]::new);
        if (consts.length == 0) return new Branches(branches, consts);
        var programs = new ArrayList<Jaxpr>();
        for (var branch : branches) {
            var inputs = new ArrayList<Var>();
            for (var other : branches) {
                if (other == branch) inputs.addAll(branch.constvars());
                else other.consts().forEach(constant -> inputs.add(new Var(constant.abstractValue())));
            }
            inputs.addAll(branch.invars());
            programs.add(new Jaxpr(List.of(), List.of(), inputs, branch.equations(), branch.outputs()));
        }
        return new Branches(programs, consts);
    }
}
