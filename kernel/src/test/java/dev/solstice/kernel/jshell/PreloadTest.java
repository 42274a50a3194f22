package dev.solstice.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;

class PreloadTest {
    private static final Pattern ON_DEMAND = Pattern.compile("import ([\\w.]+)\\.\\*;");
    private static final Pattern STATIC_ON_DEMAND = Pattern.compile("import static ([\\w.]+)\\.\\*;");
    private static final Pattern STATIC_SINGLE = Pattern.compile("import static [\\w.]+\\.(\\w+);");
    private static final Pattern SINGLE = Pattern.compile("import [\\w.]+\\.(\\w+);");

    @Test
    void everyLineCompiles() {
        try (var session = new JavaSession(null)) {
            assertEquals(List.of(), Preload.standard().into(session));
        }
    }

    @Test
    void aMissingPackageIsSkippedAndReported() {
        try (var session = new JavaSession(null)) {
            var lines = List.of("import java.util.*;", "import no.such.place.*;", "import java.io.*;");
            assertEquals(List.of("import no.such.place.*;"), new Preload(lines).into(session));
        }
    }

    @Test
    void importsAreDeclaredWithoutCompilingEach() {
        assumeTrue(JShell.class.getModule().isOpen("jdk.jshell", PreloadTest.class.getModule()), "needs the kernel's --add-opens");
        try (var session = new JavaSession(null)) {
            assertFalse(session.declared(List.of("import java.util.concurrent.*;", "import no.such.place.*;")));
            assertThrows(CellFailure.class, () -> session.evaluate(new Cell(1, "new Phaser()"), warning -> { }));
            assertTrue(session.declared(List.of("import java.util.concurrent.*;", "import static java.lang.Math.max;")));
            assertEquals(Optional.of(3), session.evaluate(new Cell(2, "max(2, new Phaser(3).getRegisteredParties())"), warning -> { }));
            session.evaluate(new Cell(3, "var phaser = new Phaser();"), warning -> { });
            assertEquals("Phaser", session.variables().getFirst().type(), "known by its simple name");
        }
    }

    @Test
    void aCellMayImportAgainWhatEveryNotebookHas() {
        try (var session = new JavaSession(null)) {
            Preload.standard().into(session);
            for (var line : List.of("import java.util.*;", "import java.util.function.*;", "import static dev.solstice.numpy.Numpy.*;")) {
                session.evaluate(new Cell(1, line), warning -> { });
            }
            assertEquals(Optional.of(2), session.evaluate(new Cell(2, "List.of(1, 2).size()"), warning -> { }));
        }
    }

    /// A name that two imported packages have means neither in a cell.
    @Test
    void noPublicNameIsAmbiguous() throws IOException {
        Map<String, Set<String>> owners = new TreeMap<>();
        try (var files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            for (var line : Preload.standard().imports()) {
                var onDemand = ON_DEMAND.matcher(line);
                if (onDemand.matches()) {
                    var packageName = onDemand.group(1);
                    for (var type : publicTypes(files, packageName)) {
                        owners.computeIfAbsent(type, name -> new TreeSet<>()).add(packageName);
                    }
                }
            }
        }
        Preload.standard().imports().stream().map(SINGLE::matcher).filter(m -> m.matches()).forEach(m -> owners.remove(m.group(1)));
        owners.values().removeIf(packages -> packages.size() == 1);
        assertEquals(Map.of(), owners);
    }

    /// The same for functions: a call of one that two classes have can be ambiguous.
    @Test
    void noFunctionIsAmbiguous() throws ClassNotFoundException {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (var line : Preload.standard().imports()) {
            var onDemand = STATIC_ON_DEMAND.matcher(line);
            if (!onDemand.matches()) continue;
            for (var method : Class.forName(onDemand.group(1)).getMethods()) {
                if (java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
                    owners.computeIfAbsent(method.getName(), name -> new TreeSet<>()).add(onDemand.group(1));
                }
            }
        }
        Preload.standard().imports().stream().map(STATIC_SINGLE::matcher).filter(m -> m.matches()).forEach(m -> owners.remove(m.group(1)));
        owners.values().removeIf(classes -> classes.size() == 1);
        assertEquals(Map.of(), owners);
    }

    private static Set<String> publicTypes(StandardJavaFileManager files, String packageName) throws IOException {
        var location = packageName.startsWith("java.")
            ? files.getLocationForModule(StandardLocation.SYSTEM_MODULES, "java.base") : StandardLocation.CLASS_PATH;
        var types = new TreeSet<String>();
        for (var file : files.list(location, packageName, Set.of(JavaFileObject.Kind.CLASS), false)) {
            var name = files.inferBinaryName(location, file);
            var simple = name.substring(name.lastIndexOf('.') + 1);
            if (SourceVersion.isIdentifier(simple) && !simple.contains("$") && isPublic(name)) {
                types.add(simple);
            }
        }
        return types;
    }

    private static boolean isPublic(String name) {
        try {
            return java.lang.reflect.Modifier.isPublic(Class.forName(name, false, PreloadTest.class.getClassLoader()).getModifiers());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
