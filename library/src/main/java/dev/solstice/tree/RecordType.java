package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/// A record class: components of reference type are children, components of primitive type or marked [Static] are
/// metadata.
final class RecordType implements NodeType {

    private static final Object[] NO_METADATA = {};

    private final Class<?> type;
    private final List<Part> parts;
    private final Key[] childKeys;
    private final Class<?>[] childTypes;
    private final Class<?>[] staticTypes;
    private final MethodHandle children; // (Object)Object[]
    private final MethodHandle metadata; // (Object)Object[]
    private final MethodHandle construct; // (Object[] children, Object[] metadata)Object

    private RecordType(Class<?> type, List<Part> parts, List<RecordComponent> childComponents,
            List<RecordComponent> staticComponents) {
        this.type = type;
        this.parts = parts;
        this.childKeys = parts.stream().filter(part -> !part.isStatic()).map(Part::key).toArray(Key[]::new);
        this.childTypes = childComponents.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        this.staticTypes = staticComponents.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        RecordHandles handles = RecordHandles.of(type, childComponents, staticComponents);
        this.children = handles.children();
        this.metadata = handles.metadata();
        this.construct = handles.construct();
    }

    static RecordType of(Class<?> type) {
        var parts = new ArrayList<Part>();
        var childComponents = new ArrayList<RecordComponent>();
        var staticComponents = new ArrayList<RecordComponent>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isStatic = component.getType().isPrimitive() || component.isAnnotationPresent(Static.class);
            List<RecordComponent> group = isStatic ? staticComponents : childComponents;
            String name = component.getName();
            parts.add(new Part(new KeyPath.Field(name), name + "=", group.size(), isStatic, null));
            group.add(component);
        }
        return new RecordType(type, parts, childComponents, staticComponents);
    }

    @Override
    public Object[] children(Object node) {
        try {
            return (Object[]) children.invokeExact(node);
        } catch (Throwable unexpected) {
            throw RecordHandles.unexpected(unexpected);
        }
    }

    @Override
    public Object[] metadata(Object node) {
        try {
            Object[] values = (Object[]) metadata.invokeExact(node);
            return values.length == 0 ? NO_METADATA : values;
        } catch (Throwable unexpected) {
            throw RecordHandles.unexpected(unexpected);
        }
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        try {
            return (Object) construct.invokeExact(children, (Object[]) metadata);
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (RuntimeException rejected) {
            throw explain(children, (Object[]) metadata, rejected);
        } catch (Throwable unexpected) {
            throw RecordHandles.unexpected(unexpected);
        }
    }

    /// The value of any component, child or metadata.
    Object component(Object node, String name) {
        for (Part part : parts) {
            if (part.key() instanceof KeyPath.Field(String field) && field.equals(name)) {
                return (part.isStatic() ? metadata(node) : children(node))[part.index()];
            }
        }
        throw new IllegalArgumentException(type.getName() + " has no component " + name);
    }

    Class<?> type() {
        return type;
    }

    /// A record of nulls and zeros, or null if its constructor does not take them.
    Object blank() {
        var zeros = new Object[staticTypes.length];
        Arrays.setAll(zeros, i -> Array.get(Array.newInstance(staticTypes[i], 1), 0));
        try {
            return rebuild(zeros, new Object[childTypes.length]);
        } catch (TreeException rejected) {
            return null;
        }
    }

    /// The declared type of a child.
    Class<?> childType(int child) {
        return childTypes[child];
    }

    /// The declared type of a metadata component.
    Class<?> staticType(int component) {
        return staticTypes[component];
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        Object[] values = (Object[]) metadata;
        return parts.stream()
                .map(part -> part.isStatic()
                        ? new Part(part.key(), part.label(), part.index(), true, values[part.index()]) : part)
                .toList();
    }

    @Override
    public Key key(Object metadata, int child) {
        return childKeys[child];
    }

    @Override
    public Object withStatic(Object metadata, int index, Object value) {
        Object[] changed = ((Object[]) metadata).clone();
        changed[index] = value;
        return changed;
    }

    @Override
    public String typeName() {
        return type.getSimpleName();
    }

    private RuntimeException explain(Object[] children, Object[] metadata, RuntimeException rejected) {
        for (Part part : parts) {
            Object value = (part.isStatic() ? metadata : children)[part.index()];
            Class<?> declared = part.isStatic() ? staticTypes[part.index()] : childTypes[part.index()];
            if (!RecordHandles.accepts(declared, value)) {
                return Misfit.of(typeName(), declared, value).under(part.key());
            }
        }
        return Misfit.rejected(typeName(), "constructor of " + typeName(), rejected);
    }
}
