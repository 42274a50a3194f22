package dev.solstice.kernel.magic;

import dev.solstice.kernel.jshell.JavaSession;
import java.util.Map;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// All magics of this kernel.
public final class Magics {
    private Magics() {
    }

    /// Registers them for a notebook's session; an extension that uses a name of ours later replaces it.
    ///
    /// @param classPathGrown is run when a magic has added to the class path
    /// @return what there is at the time of asking: names with percent signs, and what each is for
    public static Supplier<Map<String, String>> register(MagicsRegistry registry, JavaSession java, Runnable classPathGrown) {
        var catalogue = new MagicCatalogue(registry);
        var environment = new Environment();
        var dependencies = new Dependencies();
        var classPath = new ClassPath(java, classPathGrown);
        var inspection = new InspectionMagics(java);
        new MavenMagics(dependencies, classPath).register(catalogue);
        new SourceMagics(java).register(catalogue);
        new ShellMagics(environment).register(catalogue);
        inspection.register(catalogue);
        TextMagics.register(catalogue);
        new RapaioMagics(dependencies, classPath, java, inspection).register(catalogue);
        MagicCatalogue.Line help = words -> new DisplayData(Arguments.of("%help [MAGIC]", words).atMost(1).optional(0).map(catalogue::help).orElseGet(catalogue::help));
        catalogue.line("%help [MAGIC]", "this list, or about one of it", help);
        catalogue.alsoLine(help, "lsmagic");
        return catalogue::byName;
    }
}
