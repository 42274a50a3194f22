package dev.solstice.kernel;

import dev.solstice.kernel.jshell.Preload;
import dev.solstice.render.Display;
import java.util.List;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Brings Solstice to JJava's own kernel: with our jars on its class path, its cells have the same imports and show arrays,
/// trees, tables and charts as ours do.
///
/// ```
/// JJAVA_CLASSPATH=/path/to/lib/*
/// JJAVA_JVM_OPTS="--enable-native-access=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
/// ```
///
/// What needs our kernel is left out: its functions that display (JJava has its own) and widgets.
public final class JJavaExtension implements Extension {
    private static final List<String> OWN = List.of("dev.solstice.kernel.Notebook", "dev.solstice.kernel.widget");

    @Override
    public void install(BaseKernel kernel) {
        if (kernel instanceof NotebookKernel) {
            return; // it has all this
        }
        kernel.getRenderer().createRegistration(Object.class)
            .preferring(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN).supporting(MIMEType.IMAGE_PNG).register(JJavaExtension::render);
        var imports = Preload.standard().imports().stream().filter(line -> OWN.stream().noneMatch(line::contains)).toList();
        kernel.evalRaw(imports.stream().collect(Collectors.joining("\n")));
    }

    private static void render(Object value, RenderContext context) {
        var bundle = Display.bundle(value);
        bundle.ifPresent(data -> data.forEach((type, content) -> context.renderIfRequested(MIMEType.parse(type), () -> content)));
        if (bundle.isEmpty() || !bundle.get().containsKey("text/plain")) {
            context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> String.valueOf(value));
        }
    }
}
