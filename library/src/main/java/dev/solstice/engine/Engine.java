package dev.solstice.engine;

import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import java.util.List;
import java.util.ServiceLoader;

/// Something that computes primitives: implemented once an engine, found through the service loader.
///
/// Which one runs is the system property `solstice.engine` (`mxnet`, `host`), else the first one available on this
/// machine, and can be changed at any time:
///
/// ```java
/// Engine.use("host");
/// Engine.current().name();   // "host"
/// ```
public interface Engine {
    /// The name in settings.
    String name();

    /// One line about library versions and threads, for `doctor`. May load native libraries.
    String description();

    /// Whether this machine can run it. Must not load anything.
    boolean isAvailable();

    /// Computes into results that have the right dtypes and shapes already.
    ///
    /// Operands obey the shape rule and are not changed, but for this: the result of an elementwise primitive, a
    /// dynamic update or a scatter may be the memory of its first operand.
    void execute(Primitive primitive, ConcreteArray[] operands, ConcreteArray[] results);

    /// The engine in use.
    static Engine current() {
        return EngineChoice.current();
    }

    /// Switches to another engine; arrays and compiled programs stay valid.
    ///
    /// @throws IllegalArgumentException if there is no engine of this name
    /// @throws IllegalStateException if it cannot run on this machine
    static Engine use(String name) {
        return EngineChoice.use(name);
    }

    /// All engines on the class path, available or not.
    static List<Engine> all() {
        return ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).stream().map(ServiceLoader.Provider::get).toList();
    }
}
