package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.stream.CellStreams;
import dev.solstice.kernel.wire.ConnectionFile;
import dev.solstice.kernel.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An extension made for JJava, found on the class path as its jars are, works here.
class ExtensionTest {
    private static final Workplace WORKPLACE = new Workplace();
    private static Wire wire;

    /// A value that the extension renders.
    public record Shown(String text) {}

    /// The extension; named in `META-INF/services`.
    public static final class Sample implements Extension {
        @Override
        public void install(BaseKernel kernel) {
            kernel.getRenderer().createRegistration(Shown.class).preferring(MIMEType.TEXT_HTML)
                .register((shown, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>" + shown.text() + "</i>"));
            kernel.getMagicsRegistry().registerLineMagic("twice", (on, arguments) -> arguments.getFirst().repeat(2));
            kernel.getMagicsRegistry().registerCellMagic("length", (on, arguments, body) -> body.length());
            kernel.evalRaw("int fromExtension = 42;");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        wire = new Wire(ConnectionFile.parse("""
            {"shell_port": 0, "control_port": 0, "stdin_port": 0, "iopub_port": 0, "hb_port": 0, "key": "key"}"""), (channel, message) -> { });
        wire.start();
        WORKPLACE.connect(new Publisher(wire, new CellStreams(), text -> text));
    }

    @AfterAll
    static void stop() {
        WORKPLACE.shutdown(false);
        wire.close();
    }

    private static Optional<Object> value(String source) throws Exception {
        JavaSession java = WORKPLACE.java();
        return java.evaluate(new Cell(1, source), warning -> { });
    }

    @Test
    void itsCodeHasRun() throws Exception {
        assertEquals(Optional.of(42), value("fromExtension"));
    }

    @Test
    void itsMagicsRun() throws Exception {
        assertEquals(Optional.of("abab"), value("%twice ab"));
        assertEquals(Optional.of(9), value("%%length\nint x = 0"));
    }

    @Test
    void oneInAJarThatACellAddsIsInstalledOnceAndSharesItsClassesWithTheCells(@TempDir Path folder) throws Exception {
        var source = folder.resolve("Late.java");
        Files.writeString(source, """
            package late;
            public final class Late implements org.dflib.jjava.jupyter.Extension {
                public static int installed;
                public void install(org.dflib.jjava.jupyter.kernel.BaseKernel kernel) {
                    installed++;
                    kernel.evalRaw("import late.Late;");
                }
            }
            """);
        var classes = folder.resolve("classes");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", System.getProperty("java.class.path"),
            "-d", classes.toString(), source.toString()));
        var service = classes.resolve("META-INF/services/org.dflib.jjava.jupyter.Extension");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "late.Late");
        value("%classpath " + classes);
        value("%classpath " + classes);
        assertEquals(Optional.of(1), value("Late.installed"));
    }

    @Test
    void itsRendererIsAsked() throws Exception {
        assertEquals("<i>text</i>", WORKPLACE.kernel().getRenderer().render(new Shown("text")).getData(MIMEType.TEXT_HTML));
    }
}
