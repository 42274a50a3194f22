package dev.solstice.kernel.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.JavaSessionTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against pages that this JDK's `javadoc` makes, and one as JDK 8 made it.
class JavadocPagesTest {
    private static final String SOURCE = """
        package far.away;
        /** A box of <b>things</b>, see {@link java.util.List}. <script>alert(1)</script> */
        public class Box<T extends Comparable<T>> {
            /** How many fit. */
            public static final int MOST = 3;
            /** An empty box of a size.
             * @param size how large, @ most */
            public Box(int size) {}
            /** Puts one thing in. @return whether it fits &lt; {@value #MOST} */
            public boolean put(T thing) { return true; }
            /** Puts many in. @param things all of them */
            @SafeVarargs public final void put(T first, T... things) {}
            /** Looks for names. */
            public <K> K find(java.util.Map<String, ? extends K> names, char[] start) { return null; }
            public void silent() {}
            /** A lid. */
            public static class Lid {
                /** Shuts it. */
                public void shut() {}
            }
        }
        """;
    private static final String OLD = """
        <html><div class="header"></div><div class="description"><ul class="blockList"><li class="blockList"><pre>public class Old</pre>
        <div class="block">An <a href="x.html">old</a> page.</div></li></ul></div><div class="summary"></div>
        <a name="turn-java.lang.String-int:A-"><!--   --></a><ul class="blockList"><li class="blockList"><h4>turn</h4><pre>void turn()</pre>
        <div class="block">Turns <div>round</div> and round.</div><dl><dt><span class="paramLabel">Parameters:</span></dt>
        <dd><code>how</code> - well</dd></dl></li></ul>
        <a name="stop--"><!--   --></a><ul><li><h4>stop</h4></li></ul>
        <a name="Old-int-"><!--   --></a><ul><li><h4>Old</h4><div class="block">Made.</div></li></ul></html>
        """;

    @TempDir
    static Path folder;
    private static final JavadocPages PAGES = new JavadocPages();

    @BeforeAll
    static void make() throws IOException {
        var source = Files.writeString(Files.createDirectories(folder.resolve("src/far/away")).resolve("Box.java"), SOURCE);
        var out = folder.resolve("out");
        assertEquals(0, ToolProvider.findFirst("javadoc").orElseThrow()
            .run(System.out, System.err, "-quiet", "-Xdoclint:none", "--allow-script-in-comments", "-d", out.toString(), source.toString()));
        Files.writeString(Files.createDirectories(out.resolve("very/old")).resolve("Old.html"), OLD);
        PAGES.add(pack(out, "box-javadoc.jar"));
        PAGES.add(folder.resolve("no-such.jar"));
        ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "-d", folder.resolve("classes").toString(), source.toString());
        pack(folder.resolve("classes"), "box.jar");
    }

    private static Path pack(Path content, String name) throws IOException {
        var jar = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar)); var files = Files.walk(content)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(content.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }

    private static String text(String signature) {
        return PAGES.comment(signature).map(Javadoc::text).orElse("nothing");
    }

    @Test
    void classesAreDescribedWithoutLinksAndScripts() {
        assertEquals("A box of things, see List.", text("far.away.Box<T>"));
        assertTrue(PAGES.comment("far.away.Box<T>").orElseThrow().contains("<b>things</b>"));
        assertFalse(PAGES.comment("far.away.Box<T>").orElseThrow().matches("(?s).*(<a|href|script|alert).*"));
        assertEquals("A lid.", text("far.away.Box.Lid"));
    }

    @Test
    void membersAreFoundByTheirParameters() {
        assertTrue(text("boolean Box<T>.put(T thing)").startsWith("Puts one thing in."));
        assertTrue(text("void far.away.Box<T>.put(T first, T... things)").startsWith("Puts many in."));
        assertTrue(text("K far.away.Box<T>.<K>find(java.util.Map<String, ? extends K> names, char[] start)").startsWith("Looks for names."));
        assertEquals("Shuts it.", text("void Box.Lid.shut()"));
        assertTrue(text("Box.MOST:int").startsWith("How many fit."));
        var made = text("Box<T extends Comparable<T>>(int size)");
        assertTrue(made.startsWith("An empty box of a size.") && made.contains("size - how large, @ most"), made);
    }

    @Test
    void aNotebookShowsThemOfAJarBesideWhichTheyLie() {
        try (var session = new JavaSession(JavaSessionTest.MAGICS)) {
            session.addToClasspath(folder.resolve("box.jar").toString());
            var help = new Help(session, JavaSessionTest.MAGICS);
            assertTrue(help.documentation("new far.away.Box<String>(3).put(", 32).orElseThrow().html().contains("<div>Puts one thing in."));
            assertTrue(help.documentation("far.away.Box.silent", 19).orElseThrow().text().contains("void Box.silent()"));
        }
    }

    @Test
    void whatHasNoTextHasNone() {
        assertEquals("nothing", text("void far.away.Box<T>.silent()"));
        assertEquals("nothing", text("far.off.Box"));
        assertEquals("nothing", text("nonsense"));
    }

    @Test
    void pagesOfOldJdksAreReadToo() {
        assertEquals("An old page.", text("very.old.Old"));
        var turn = text("void very.old.Old.turn(String how, int... times)".replace("...", "[]"));
        assertTrue(turn.startsWith("Turns round and round.") && turn.contains("how - well"), turn);
        assertEquals("nothing", text("void very.old.Old.stop()"));
        assertEquals("Made.", text("very.old.Old(int size)"));
    }

    @Test
    void aJdkWithoutSourcesSaysWhatToInstall() {
        var hint = JdkSources.missing(folder).orElseThrow();
        assertTrue(hint.contains("src.zip") && hint.contains("apt install openjdk-"), hint);
        assertEquals(Optional.empty(), JdkSources.missing(Path.of(System.getProperty("java.home"))));
        assertTrue(List.of("java.util.List<E>", "String String.valueOf(int i)", "java.util.Map.Entry<K, V>").stream()
            .allMatch(signature -> JdkSources.contain(DocumentedName.of(signature).orElseThrow())));
        assertFalse(JdkSources.contain(DocumentedName.of("far.away.Box").orElseThrow()));
    }
}
