package dev.solstice.engine.mxnet;

import dev.solstice.array.Threads;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.engine.Engine;
import dev.solstice.engine.host.HostKernels;

/// MXNet through DJL. On a CPU, matrix products and convolutions run in its OpenBLAS, and an operator of its own
/// computes a primitive where it is faster than the host kernel.
///
/// The native libraries are loaded when they are first needed, which elementwise work never does.
public final class MxNetEngine implements Engine {
    private final HostKernels kernels = new HostKernels((dtype, m, n, k, a, b, c) -> Natives.BLAS.multiply(dtype, m, n, k, a, b, c),
            () -> Natives.LAPACK);

    private static final class Natives {
        private static final OpenBlas BLAS = new OpenBlas(NativeLibraries.get());
        private static final OpenBlasLapack LAPACK = new OpenBlasLapack(NativeLibraries.get());
        private static final MxNet MXNET = new MxNet(NativeLibraries.get());
    }

    @Override
    public String name() {
        return "mxnet";
    }

    @Override
    public String description() {
        return "MXNet " + NativeLibraries.get().version() + ", " + Natives.BLAS.config() + ", " + Threads.count() + " threads";
    }

    @Override
    public boolean isAvailable() {
        return NativeLibraries.exist();
    }

    @Override
    public void execute(Primitive primitive, ConcreteArray[] operands, ConcreteArray[] results) {
        if (mayHaveFastOperator(primitive)
                && Lowering.of(primitive, AbstractValue.of(operands)) instanceof Lowering.ByOperator(Operator operator, boolean fast) && fast) {
            Natives.MXNET.run(operator, operator.inputs(operands), results);
        } else {
            kernels.run(primitive, operands, results);
        }
    }

    /// Computes by MXNet's operator, fast or not.
    ///
    /// @return whether there is one
    boolean executeByOperator(Primitive primitive, ConcreteArray[] operands, ConcreteArray[] results) {
        if (Lowering.of(primitive, AbstractValue.of(operands)) instanceof Lowering.ByOperator(Operator operator, _)) {
            Natives.MXNET.run(operator, operator.inputs(operands), results);
            return true;
        }
        return false;
    }

    /// Spares the small operations, which never have one, the look at the rules.
    private static boolean mayHaveFastOperator(Primitive primitive) {
        return primitive instanceof Primitive.ConvGeneralDilated;
    }
}
