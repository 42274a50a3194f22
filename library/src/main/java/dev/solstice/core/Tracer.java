package dev.solstice.core;

/// An array as a transformation sees it: it has a dtype and a shape and can be computed with, but which
/// values it holds is known only to its [Trace]. Reading them is a [TracerException].
public abstract non-sealed class Tracer extends Array {
    private final Trace trace;
    private final AbstractValue abstractValue;

    protected Tracer(Trace trace, AbstractValue abstractValue) {
        this.trace = trace;
        this.abstractValue = abstractValue;
    }

    public final Trace trace() {
        return trace;
    }

    @Override
    public final AbstractValue abstractValue() {
        return abstractValue;
    }

    /// The value as an outer trace knows it, if this trace works on known values (as differentiation does);
    /// `this` if the values are not known.
    protected Array knownValue() {
        return this;
    }

    @Override
    protected final ConcreteArray concrete(String operation) {
        return switch (knownValue()) {
            case ConcreteArray known -> known;
            case Tracer inner when inner != this -> inner.concrete(operation);
            case Array _ -> throw TracerException.read(this, operation);
        };
    }

    @Override
    public String toString() {
        return "Traced<" + abstractValue + ">(" + trace.transformation() + ")";
    }
}
