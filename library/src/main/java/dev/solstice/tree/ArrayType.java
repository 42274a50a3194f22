package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// An array of objects; its component type is part of the structure. (Arrays of primitives are leaves.)
record ArrayType(Class<?> componentType) implements NodeType {

    @Override
    public Object[] children(Object node) {
        Object[] array = (Object[]) node;
        return Arrays.copyOf(array, array.length, Object[].class);
    }

    @Override
    public Object metadata(Object node) {
        return null;
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        if (componentType == Object.class) {
            return children;
        }
        Object[] array = (Object[]) Array.newInstance(componentType, children.length);
        for (int i = 0; i < children.length; i++) {
            if (children[i] != null && !componentType.isInstance(children[i])) {
                throw Misfit.of(typeName(), componentType, children[i]).under(key(metadata, i));
            }
            array[i] = children[i];
        }
        return array;
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return IntStream.range(0, childCount).mapToObj(i -> Part.child(key(metadata, i), "", i)).toList();
    }

    @Override
    public Key key(Object metadata, int child) {
        return new KeyPath.Slot(child);
    }

    @Override
    public String typeName() {
        return componentType.getSimpleName() + "[]";
    }

    @Override
    public String opening(Object metadata) {
        return typeName() + "{";
    }

    @Override
    public String closing() {
        return "}";
    }

    // One kind a class, found by ClassValue: identity is enough and does not reach into the class.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(componentType);
    }
}
