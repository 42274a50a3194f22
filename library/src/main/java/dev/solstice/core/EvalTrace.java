package dev.solstice.core;

/// Computes at once: the trace outside every transformation.
final class EvalTrace extends Trace {
    static final EvalTrace INSTANCE = new EvalTrace();

    private EvalTrace() {}

    @Override
    public Array[] process(Primitive primitive, Array[] operands) {
        boolean shapesOnly = false;
        for (var operand : operands) {
            switch (operand) {
                case ConcreteArray _ -> {}
                case ShapeStruct _ -> shapesOnly = true;
                case Tracer tracer -> throw TracerException.leaked(tracer, primitive);
            }
        }
        return shapesOnly ? shapes(primitive, operands) : Debugging.checked(primitive, operands, Evaluator.get().evaluate(primitive, operands));
    }

    private static Array[] shapes(Primitive primitive, Array[] operands) {
        var results = ShapeRule.apply(primitive, AbstractValue.of(operands));
        var out = new Array[results.length];
        for (int i = 0; i < out.length; i++) out[i] = new ShapeStruct(results[i].dtype(), results[i].shape());
        return out;
    }

    @Override
    public String transformation() {
        return "evaluation";
    }
}
