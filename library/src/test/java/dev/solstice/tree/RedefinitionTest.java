package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/// Records that a notebook defines, and defines again.
public class RedefinitionTest {

    /// Where snippets leave their values.
    public static final List<Object> VALUES = new ArrayList<>();

    private static final class Loader extends ClassLoader {

        Loader() {
            super(RedefinitionTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Reloaded.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = Reloaded.class.getResourceAsStream("Reloaded.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void aRecordOfANotebookIsANodeAndItsRedefinitionIsNamed() {
        VALUES.clear();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            run(shell, "import java.util.*;");
            run(shell, "import dev.solstice.tree.*;");
            String define = "record Net(List<Object> layers, Object out, int width) {}";
            String keep = "RedefinitionTest.VALUES.add(new Net(List.of(1, 2), 3, 4));";
            run(shell, define);
            run(shell, keep);
            run(shell, "RedefinitionTest.VALUES.add(Tree.at(Tree.map(x -> 10 * (int) x, new Net(List.of(1, 2), 3, 4)), n -> n.layers().get(1), 7));");
            run(shell, "/* again */ record Net(List<Object> layers, Object out, int width) { Net twice() { return this; } }");
            run(shell, keep);
            run(shell, "record Outer(Net net) {}");
            run(shell, "RedefinitionTest.VALUES.add(new Outer(new Net(List.of(), 1, 2)));");
        }
        Object before = VALUES.get(0);
        Object after = VALUES.get(2);
        assertEquals("Net(layers=[1, 2], out=3, width=4)", Tree.format(before));
        assertEquals("Net(layers=[10, 7], out=30, width=4)", Tree.format(VALUES.get(1)));
        assertEquals(Tree.structure(before), Tree.structure(VALUES.get(1)));
        assertNotEquals(Tree.structure(before), Tree.structure(after));
        var thrown = assertThrows(TreeException.class, () -> Tree.map((a, b) -> a, List.of(0, before), List.of(0, after)));
        assertEquals("""
                two trees have different structures (at .get(1))
                  expected: Net as defined when the one tree was built
                  got:      Net as defined for the other
                  remedy:   class Net was redefined; rebuild the value""", thrown.getMessage());
        var misfit = assertThrows(TreeException.class, () -> Tree.at(VALUES.get(3), KeyPath.parse(".net()"), before));
        assertTrue(misfit.getMessage().endsWith("class Net was redefined; rebuild the value"), misfit.getMessage());
    }

    private static void run(JShell shell, String code) {
        for (SnippetEvent event : shell.eval(code)) {
            boolean fine = event.exception() == null && event.status() != Snippet.Status.REJECTED;
            assertTrue(fine || event.causeSnippet() != null, () -> code + ": " + event.exception()
                    + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList());
        }
    }

    @Test
    void namesakesOfOtherPackagesAreNoRedefinition() {
        record Reloaded(Object value, int size) {}
        var difference = Tree.structure(new Reloaded(1, 2)).differenceFrom(Tree.structure(new dev.solstice.tree.Reloaded(1, 2))).orElseThrow();
        assertEquals("these are two different classes named Reloaded", difference.remedy());
    }

    @Test
    void theSameSourceLoadedTwiceIsARedefinition() throws Exception {
        Object before = instance(new Loader().loadClass(Reloaded.class.getName()));
        Object after = instance(new Loader().loadClass(Reloaded.class.getName()));
        assertNotEquals(Tree.structure(before), Tree.structure(after));
        var difference = Tree.structure(before).differenceFrom(Tree.structure(after)).orElseThrow();
        assertEquals("class Reloaded was redefined; rebuild the value", difference.remedy());
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        return type.getConstructor(Object.class, int.class).newInstance(1, 2);
    }

    @Test
    void aClassThatIsNoLongerUsedCanBeUnloaded() throws Exception {
        var reference = new WeakReference<>(useOnce());
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(reference.get());
    }

    private static Class<?> useOnce() throws ReflectiveOperationException {
        Class<?> type = new Loader().loadClass(Reloaded.class.getName());
        Object value = instance(type);
        for (int i = 0; i < 1000; i++) {
            value = Tree.map(leaf -> leaf, value);
        }
        assertNotEquals(Tree.structure(value), Tree.structure(new Reloaded(1, 2)));
        assertEquals("Reloaded(value=5, size=2)", Tree.format(Tree.at(value, KeyPath.parse(".value()"), 5)));
        return type;
    }
}
