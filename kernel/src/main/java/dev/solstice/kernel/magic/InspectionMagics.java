package dev.solstice.kernel.magic;

import dev.solstice.engine.Engine;
import dev.solstice.kernel.help.Brief;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.Variable;
import dev.solstice.render.TreeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// Magics that say what there is: variables and engines.
final class InspectionMagics {
    private static final String ENGINE = "%engine [NAME]";

    private final JavaSession java;

    InspectionMagics(JavaSession java) {
        this.java = java;
    }

    void register(MagicCatalogue catalogue) {
        catalogue.line("%who", "the notebook's variables as a tree", words -> {
            Arguments.of("%who", words).atMost(0);
            return who();
        });
        catalogue.line(ENGINE, "shows the engines of this machine, or computes with another one from here on", this::engine);
    }

    Object who() {
        var variables = java.variables();
        if (variables.isEmpty()) {
            return "there are no variables yet";
        }
        var values = new LinkedHashMap<String, Object>();
        for (Variable variable : variables) {
            values.put(variable.name(), variable.value());
        }
        var shown = BaseKernel.notebookKernel().getRenderer().render(TreeView.of(values));
        shown.putText(variables.stream().map(variable -> variable.type() + " " + variable.name() + Brief.of(variable.value()).map(" = "::concat).orElse(""))
            .collect(Collectors.joining("\n"))); // every one of them
        return shown;
    }

    private Object engine(List<String> words) {
        Arguments.of(ENGINE, words).atMost(1).optional(0).ifPresent(name -> {
            try {
                Engine.use(name);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw Arguments.misused(ENGINE, e.getMessage());
            }
        });
        return Engine.all().stream().map(InspectionMagics::line).collect(Collectors.joining("\n"));
    }

    private static String line(Engine engine) {
        boolean current = engine.name().equals(Engine.current().name());
        return (current ? "* " : "  ") + engine.name() + (engine.isAvailable() ? "" : " (not on this machine)")
            + (current ? ": " + engine.description() : "");
    }
}
