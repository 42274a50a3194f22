package dev.solstice.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;

/// The only place that knows the renderers module: trees, arrays, tables and charts as MIME type to text.
final class Views {
    private static final MethodHandle BUNDLE = find();

    private Views() {
    }

    @SuppressWarnings("unchecked") // the signature is checked by the lookup up to the type arguments
    static Optional<Map<String, String>> bundle(Object value) {
        if (BUNDLE == null) {
            return Optional.empty();
        }
        try {
            return (Optional<Map<String, String>>) BUNDLE.invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup().findStatic(Class.forName("dev.solstice.render.Display"), "bundle",
                MethodType.methodType(Optional.class, Object.class));
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }
}
