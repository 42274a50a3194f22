package dev.solstice.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Classes with rules of their own.
class RegisterTest {

    static final class Complex {
        final Object real;
        final Object imaginary;
        final String unit;

        Complex(Object real, Object imaginary, String unit) {
            this.real = real;
            this.imaginary = imaginary;
            this.unit = unit;
        }
    }

    private static final class ComplexFlatten implements Flatten<Complex> {
        @Override
        public List<?> children(Complex node) {
            return Arrays.asList(node.real, node.imaginary);
        }

        @Override
        public Object metadata(Complex node) {
            return node.unit;
        }

        @Override
        public Complex unflatten(Object metadata, List<?> children) {
            if ("bad".equals(children.get(0))) {
                throw new IllegalArgumentException("bad");
            }
            return new Complex(children.get(0), children.get(1), (String) metadata);
        }

        @Override
        public String childName(Object metadata, int index) {
            return index == 0 ? "real" : "imaginary";
        }
    }

    record Wrapper(Object content, int secret) implements TreeNode {
        private static final Flatten<Wrapper> FLATTEN = new Flatten<>() {
            @Override
            public List<?> children(Wrapper node) {
                return Arrays.asList(node.content);
            }

            @Override
            public Wrapper unflatten(Object metadata, List<?> children) {
                return new Wrapper(children.getFirst(), 0);
            }
        };

        @Override
        public Flatten<Wrapper> flattening() {
            return FLATTEN;
        }
    }

    record Again(Object value) {}

    @Test
    void aRegisteredClassIsANode() {
        var complex = new Complex(1, List.of(2), "V");
        Tree.register(Complex.class, new ComplexFlatten());
        assertFalse(Tree.isLeaf(complex));
        assertEquals(List.of(1, 2), Tree.leaves(complex));
        assertEquals(List.of(".real()", ".imaginary().get(0)"), Tree.structure(complex).paths().stream().map(KeyPath::toString).toList());
        Complex mapped = Tree.map(leaf -> 10 * (int) leaf, complex);
        assertEquals(List.of(10, List.of(20), "V"), List.of(mapped.real, mapped.imaginary, mapped.unit));
        assertEquals("Complex(real=1, imaginary=[2])", Tree.format(complex));
        assertFalse(Tree.structure(complex).equals(Tree.structure(new Complex(1, List.of(2), "A"))));
        assertEquals(List.of(7), Tree.at(complex, c -> c.imaginary, List.of(7)).imaginary);
        var thrown = assertThrows(TreeException.class, () -> Tree.map(leaf -> "bad", List.of(complex)));
        assertTrue(thrown.getMessage().startsWith("the unflatten of Complex rejected a transformed tree"), thrown.getMessage());
        assertEquals(".get(0)", thrown.path().toString());
    }

    @Test
    void aTreeNodeGoesByItsOwnRulesEvenIfItIsARecord() {
        var wrapper = new Wrapper(1, 42);
        assertEquals(List.of(1), Tree.leaves(wrapper));
        assertEquals(new Wrapper(2, 0), Tree.map(leaf -> 2, wrapper));
        assertEquals(".get(0)", Tree.structure(wrapper).paths().getFirst().toString());
        assertEquals(Tree.structure(wrapper), Tree.structure(new Wrapper("other", 43)));
    }

    @Test
    void registeringAgainReplacesTheRulesAndTellsStructuresApart() {
        Tree.register(Again.class, flatten(1));
        TreeDef before = Tree.structure(new Again(1));
        Tree.register(Again.class, flatten(2));
        TreeDef after = Tree.structure(new Again(1));
        assertEquals(2, after.leafCount());
        assertTrue(before.differenceFrom(after).orElseThrow().remedy().contains("registered again"));
    }

    private static Flatten<Again> flatten(int copies) {
        return new Flatten<>() {
            @Override
            public List<?> children(Again node) {
                return Collections.nCopies(copies, node.value);
            }

            @Override
            public Again unflatten(Object metadata, List<?> children) {
                return new Again(children.getFirst());
            }
        };
    }

    @Test
    void aClassWithoutObjectsCannotBeRegistered() {
        assertNotRegistered(Runnable.class);
        assertNotRegistered(Number.class);
        assertNotRegistered(int.class);
        assertNotRegistered(String[].class);
    }

    private static <T> void assertNotRegistered(Class<T> type) {
        Flatten<T> empty = new Flatten<>() {
            @Override
            public List<?> children(T node) {
                return List.of();
            }

            @Override
            public T unflatten(Object metadata, List<?> children) {
                return null;
            }
        };
        var thrown = assertThrows(TreeException.class, () -> Tree.register(type, empty));
        assertTrue(thrown.getMessage().contains(type.getName()), thrown.getMessage());
    }
}
