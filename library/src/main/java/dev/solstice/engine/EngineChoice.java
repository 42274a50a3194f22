package dev.solstice.engine;

import java.util.List;

/// The engine in use.
final class EngineChoice {
    private static final List<Engine> ENGINES = Engine.all();
    private static volatile Engine current = initial();

    private EngineChoice() {}

    static Engine current() {
        return current;
    }

    static Engine use(String name) {
        current = named(name);
        return current;
    }

    private static Engine initial() {
        String name = System.getProperty("solstice.engine");
        return name != null ? named(name) : ENGINES.stream().filter(Engine::isAvailable).findFirst().orElseThrow();
    }

    private static Engine named(String name) {
        List<String> names = ENGINES.stream().map(Engine::name).toList();
        Engine engine = ENGINES.stream().filter(e -> e.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine is called '" + name + "'; there are " + names));
        if (!engine.isAvailable()) {
            throw new IllegalStateException("the engine '" + name + "' has no native library for "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + "; there are " + names);
        }
        return engine;
    }
}
