package dev.solstice.tree;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Method handles that read a record's fields and call its canonical constructor, each in one invocation.
///
/// Fields are read, not accessors called: an accessor may be overridden to compute something, and then taking a record
/// apart and putting it together again would compute it twice.
///
/// @param children `(Object)Object[]`: the values of the components that are children
/// @param metadata `(Object)Object[]`: the values of the others
/// @param construct `(Object[] children, Object[] metadata)Object`
record RecordHandles(MethodHandle children, MethodHandle metadata, MethodHandle construct) {

    static RecordHandles of(Class<?> type, List<RecordComponent> children, List<RecordComponent> statics) {
        try {
            return new RecordHandles(reader(type, children), reader(type, statics), constructor(type, children, statics));
        } catch (IllegalAccessException | RuntimeException closed) {
            throw new TreeException("the record " + type.getName() + " cannot be looked into", null,
                    "a record of a class path, or of a module that opens its package", closed.getMessage(),
                    "open the package in module-info.java: opens " + type.getPackageName() + ";", closed);
        }
    }

    /// Whether a component of this type can be given this value.
    static boolean accepts(Class<?> componentType, Object value) {
        if (componentType.isPrimitive()) {
            return value != null && MethodType.methodType(componentType).wrap().returnType().isInstance(value);
        }
        return value == null || componentType.isInstance(value);
    }

    static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException(thrown);
        };
    }

    private static MethodHandle reader(Class<?> type, List<RecordComponent> components) throws IllegalAccessException {
        MethodHandle collect = MethodHandles.identity(Object[].class).asCollector(Object[].class, components.size());
        if (components.isEmpty()) {
            return MethodHandles.dropArguments(collect, 0, Object.class);
        }
        var getters = new MethodHandle[components.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = getter(type, components.get(i)).asType(MethodType.methodType(Object.class, Object.class));
        }
        MethodHandle read = MethodHandles.filterArguments(collect, 0, getters);
        var oneNode = MethodType.methodType(Object[].class, Object.class);
        return MethodHandles.permuteArguments(read, oneNode, new int[getters.length]);
    }

    private static MethodHandle getter(Class<?> type, RecordComponent component) throws IllegalAccessException {
        try {
            return privateLookup(type).findGetter(type, component.getName(), component.getType());
        } catch (IllegalAccessException | NoSuchFieldException closed) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor);
        }
    }

    private static MethodHandle constructor(Class<?> type, List<RecordComponent> children, List<RecordComponent> statics)
            throws IllegalAccessException {
        var declared = List.of(type.getRecordComponents());
        MethodHandle canonical = canonical(type, declared).asFixedArity(); // a last component `Array...` is one component
        MethodHandle generic = canonical.asType(MethodType.genericMethodType(declared.size()));
        // The arguments arrive as children, then metadata; the constructor wants them as declared.
        var arriving = new ArrayList<>(children.stream().map(RecordComponent::getName).toList());
        statics.forEach(component -> arriving.add(component.getName()));
        int[] order = declared.stream().mapToInt(component -> arriving.indexOf(component.getName())).toArray();
        return MethodHandles.permuteArguments(generic, generic.type(), order)
                .asSpreader(children.size(), Object[].class, statics.size())
                .asSpreader(0, Object[].class, children.size());
    }

    private static MethodHandle canonical(Class<?> type, List<RecordComponent> declared) throws IllegalAccessException {
        Class<?>[] types = declared.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return privateLookup(type).findConstructor(type, MethodType.methodType(void.class, types));
        } catch (IllegalAccessException closed) {
            Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                    .filter(c -> Arrays.equals(c.getParameterTypes(), types)).findFirst().orElseThrow();
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Lookup privateLookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }
}
