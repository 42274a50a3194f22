package dev.solstice.tree;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kind of each class. It is kept with the class itself (a [ClassValue]), so that a class that a notebook has
/// redefined can be unloaded.
final class NodeTypes {

    private static final ClassValue<Entry> ENTRIES = new ClassValue<>() {
        @Override
        protected Entry computeValue(Class<?> type) {
            return new Entry(builtIn(type), TreeNode.class.isAssignableFrom(type));
        }
    };

    private NodeTypes() {}

    /// What is known of one class.
    private static final class Entry {

        private volatile NodeType type;
        private volatile boolean asksFirstNode;

        Entry(NodeType type, boolean asksFirstNode) {
            this.type = type;
            this.asksFirstNode = asksFirstNode;
        }
    }

    /// The kind of a node, or null if the value is a leaf.
    static NodeType of(Object value) {
        Entry entry = ENTRIES.get(value.getClass());
        return entry.asksFirstNode ? ask((TreeNode) value, entry) : entry.type;
    }

    static <T> void register(Class<T> type, Flatten<T> flatten) {
        if (type.isPrimitive() || type.isArray() || Modifier.isAbstract(type.getModifiers())) {
            throw new TreeException("only a class of which there are objects can be registered", null,
                    "a class that is neither abstract nor an interface", type.getName(),
                    "register the classes that implement it, one by one", null);
        }
        Entry entry = ENTRIES.get(type);
        synchronized (entry) {
            entry.type = new CustomType(type, erase(flatten));
            entry.asksFirstNode = false;
        }
    }

    private static NodeType ask(TreeNode node, Entry entry) {
        synchronized (entry) {
            if (entry.asksFirstNode) {
                entry.type = new CustomType(node.getClass(), erase(node.flattening()));
                entry.asksFirstNode = false;
            }
            return entry.type;
        }
    }

    private static NodeType builtIn(Class<?> type) {
        if (Leaf.class.isAssignableFrom(type) || TreeNode.class.isAssignableFrom(type)) {
            return null;
        }
        if (type.isRecord()) {
            return RecordType.of(type);
        }
        if (List.class.isAssignableFrom(type)) {
            return ListType.INSTANCE;
        }
        if (Map.class.isAssignableFrom(type)) {
            return MapType.INSTANCE;
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return EntryType.INSTANCE;
        }
        if (type == Optional.class) {
            return OptionalType.INSTANCE;
        }
        boolean holdsObjects = type.isArray() && !type.getComponentType().isPrimitive();
        return holdsObjects ? new ArrayType(type.getComponentType()) : null;
    }

    @SuppressWarnings("unchecked") // it is only ever given values of the class that it was registered for
    private static Flatten<Object> erase(Flatten<?> flatten) {
        return (Flatten<Object>) flatten;
    }
}
