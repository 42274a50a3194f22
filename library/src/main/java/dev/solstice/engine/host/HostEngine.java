package dev.solstice.engine.host;

import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.engine.Engine;

/// The engine that needs no native library: every primitive in Java.
public final class HostEngine implements Engine {
    private final HostKernels kernels = new HostKernels(new JavaBlas(), JavaLapack::new);

    @Override
    public String name() {
        return "host";
    }

    @Override
    public String description() {
        return "Java " + Runtime.version().feature() + " kernels";
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public void execute(Primitive primitive, ConcreteArray[] operands, ConcreteArray[] results) {
        kernels.run(primitive, operands, results);
    }
}
