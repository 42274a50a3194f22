package dev.solstice.render.tree;

import dev.solstice.render.model.Plain;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.KeyPath.Key;
import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/// One level of a container: its children and, for records, the metadata that is no child. A member that throws when
/// it is read is a member that failed; the others are still there.
record Anatomy(List<Member> members) {

    /// @param failure what reading the member threw, else null
    record Member(Key key, Object value, boolean metadata, Throwable failure) {
        static Member of(Child child) {
            return new Member(child.key(), child.value(), child.isStatic(), null);
        }
    }

    static Anatomy of(Object container) {
        return new Anatomy(members(container));
    }

    /// How a parent calls a member: `weight`, `[3]`, a map's key.
    static String name(Key key) {
        return switch (key) {
            case KeyPath.Field(var name) -> name;
            case KeyPath.Index(var index) -> "[" + index + "]";
            case KeyPath.Slot(var index) -> "[" + index + "]";
            case KeyPath.MapKey(var mapKey) -> mapName(mapKey);
            case KeyPath.Some() -> "get()";
            case KeyPath.Expression(var source) -> source;
        };
    }

    private static String mapName(Object key) {
        String text = Values.oneLine(String.valueOf(key));
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./$:".indexOf(c) >= 0);
        return plain ? text : Values.text(key);
    }

    /// The tree decides what a child is and what metadata; where a record throws, each of its components is read alone.
    private static List<Member> members(Object container) {
        try {
            return Tree.components(container).stream().map(Member::of).toList();
        } catch (RuntimeException failure) {
            if (!(container instanceof Record)) throw failure;
            return Arrays.stream(container.getClass().getRecordComponents()).map(component -> read(container, component)).toList();
        }
    }

    private static Member read(Object value, RecordComponent component) {
        boolean metadata = component.getType().isPrimitive() || component.isAnnotationPresent(Static.class);
        var key = new KeyPath.Field(component.getName());
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Member(key, accessor.invoke(value), metadata, null);
        } catch (InvocationTargetException e) {
            return new Member(key, null, metadata, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new Member(key, null, metadata, e);
        }
    }

    /// `IllegalStateException: message`.
    static String message(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + Plain.shortened(Plain.visible(Plain.shortened(message, 121)), 120);
    }
}
