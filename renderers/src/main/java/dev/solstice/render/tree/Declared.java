package dev.solstice.render.tree;

import dev.solstice.tree.KeyPath;
import dev.solstice.tree.KeyPath.Key;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the compiler knows of the values along a path: where that is too little for the next step, Java needs a cast.
/// A path copied from a view compiles because of this.
///
/// @param type the static type; `Object` where nothing is known
record Declared(Type type) {
    private static final List<Class<?>> CONTAINERS = List.of(List.class, Map.class, Optional.class, Map.Entry.class);

    /// Asked for each child of each record; reflection makes new objects at each call.
    private static final ClassValue<Map<String, Type>> COMPONENTS = new ClassValue<>() {
        @Override
        protected Map<String, Type> computeValue(Class<?> record) {
            return Arrays.stream(record.getRecordComponents()).collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getGenericType));
        }
    };

    /// A root is taken to be declared as what it is: a record, an array, or one of the containers of anything.
    static Declared root(Object root) {
        return new Declared(root == null ? Object.class : container(root).map(type -> (Type) type).orElse(root.getClass()));
    }

    /// The cast that a value of this static type needs before a step into it; empty if it needs none.
    String cast(Object value) {
        return fits(value) ? "" : castType(value);
    }

    /// The static type of a child of `value`, after the cast if there is one.
    Declared child(Object value, Key key) {
        Type from = fits(value) ? type : container(value).map(container -> (Type) container).orElse(value.getClass());
        Type found = switch (key) {
            case KeyPath.Field(var name) -> value instanceof Record ? component(from, value.getClass(), name) : argument(from, name.equals("getKey") ? 0 : 1);
            case KeyPath.Index _, KeyPath.Some _ -> argument(from, 0);
            case KeyPath.MapKey _, KeyPath.Expression _ -> argument(from, 1);
            case KeyPath.Slot _ -> element(from);
        };
        return new Declared(found);
    }

    private boolean fits(Object value) {
        Class<?> known = raw(type);
        Optional<Class<?>> container = container(value);
        return container.isPresent() ? container.get().isAssignableFrom(known)
                : value.getClass().isArray() ? known.isArray() : known == value.getClass();
    }

    private static Optional<Class<?>> container(Object value) {
        return CONTAINERS.stream().filter(type -> type.isInstance(value)).findFirst();
    }

    private static String castType(Object value) {
        Class<?> type = container(value).orElse(value.getClass());
        int dimensions = 0;
        while (type.isArray()) {
            type = type.getComponentType();
            dimensions++;
        }
        String arguments = type.getTypeParameters().length == 0 ? ""
                : Stream.of(type.getTypeParameters()).map(_ -> "?").collect(Collectors.joining(", ", "<", ">"));
        return name(type) + arguments + "[]".repeat(dimensions);
    }

    /// What the JDK's containers and a notebook's own classes are called in a notebook; others by their whole name.
    private static String name(Class<?> type) {
        String whole = type.getCanonicalName();
        boolean imported = whole == null || CONTAINERS.contains(type) || type.getPackageName().equals("REPL");
        return type == Map.Entry.class ? "Map.Entry" : imported ? type.getSimpleName() : whole;
    }

    private static Type component(Type record, Class<?> type, String name) {
        Type declared = COMPONENTS.get(type).getOrDefault(name, Object.class);
        if (!(declared instanceof TypeVariable<?> variable)) return declared;
        int index = Arrays.asList(type.getTypeParameters()).indexOf(variable);
        return index < 0 ? Object.class : argument(record, index);
    }

    private static Type argument(Type type, int index) {
        if (!(type instanceof ParameterizedType generic) || index >= generic.getActualTypeArguments().length) return Object.class;
        Type argument = generic.getActualTypeArguments()[index];
        return argument instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : argument;
    }

    private static Type element(Type array) {
        return switch (array) {
            case GenericArrayType generic -> generic.getGenericComponentType();
            case Class<?> type when type.isArray() -> type.getComponentType();
            default -> Object.class;
        };
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> known -> known;
            case ParameterizedType generic -> raw(generic.getRawType());
            case GenericArrayType _ -> Object[].class;
            case TypeVariable<?> variable -> raw(variable.getBounds()[0]);
            default -> Object.class;
        };
    }
}
