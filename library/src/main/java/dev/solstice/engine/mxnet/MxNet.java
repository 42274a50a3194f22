package dev.solstice.engine.mxnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.solstice.array.DType;
import dev.solstice.core.ConcreteArray;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// MXNet's C interface, as far as single operators need it. Arrays are handed over as DLPack tensors over our own
/// memory: the operator reads and writes it in place.
final class MxNet {
    // struct DLManagedTensor of DLPack 0.x; the shape follows in the same allocation.
    private static final long DEVICE_TYPE = 8;
    private static final long RANK = 16;
    private static final long TYPE_CODE = 20;
    private static final long TYPE_BITS = 21;
    private static final long TYPE_LANES = 22;
    private static final long SHAPE = 24;
    private static final long DELETER = 56;
    private static final long TENSOR_BYTES = 64;
    private static final int CPU = 1;

    private final MethodHandle invoke;
    private final MethodHandle fromDlPack;
    private final MethodHandle freeArray;
    private final MethodHandle getData;
    private final MethodHandle operatorHandle;
    private final MethodHandle lastError;
    private final MethodHandle malloc;
    private final MemorySegment free;
    private final Map<String, MemorySegment> operators = new ConcurrentHashMap<>();

    MxNet(NativeLibraries libraries) {
        invoke = libraries.mxnet("MXImperativeInvokeEx", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS,
                JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        fromDlPack = libraries.mxnet("MXNDArrayFromDLPackEx", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, ADDRESS));
        freeArray = libraries.mxnet("MXNDArrayFree", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        getData = libraries.mxnet("MXNDArrayGetData", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        operatorHandle = libraries.mxnet("NNGetOpHandle", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        lastError = libraries.mxnet("MXGetLastError", FunctionDescriptor.of(ADDRESS));
        Linker linker = Linker.nativeLinker();
        malloc = linker.downcallHandle(linker.defaultLookup().findOrThrow("malloc"), FunctionDescriptor.of(ADDRESS, JAVA_LONG));
        free = linker.defaultLookup().findOrThrow("free");
    }

    /// Runs an operator on the operands, into the results' memory.
    ///
    /// @throws IllegalStateException with MXNet's message if it fails
    void run(Operator operator, ConcreteArray[] operands, ConcreteArray[] results) {
        NativeLibraries.ONE_AT_A_TIME.lock();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(ADDRESS, Math.max(1, operands.length));
            MemorySegment out = arena.allocate(ADDRESS, results.length);
            try {
                for (int i = 0; i < operands.length; i++) in.setAtIndex(ADDRESS, i, handle(arena, operands[i]));
                for (int i = 0; i < results.length; i++) out.setAtIndex(ADDRESS, i, handle(arena, results[i]));
                invoke(arena, operator, in, operands.length, out, results);
            } finally {
                for (int i = 0; i < operands.length; i++) free(in.getAtIndex(ADDRESS, i));
                for (int i = 0; i < results.length; i++) free(out.getAtIndex(ADDRESS, i));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        } finally {
            NativeLibraries.ONE_AT_A_TIME.unlock();
            // The operator sees addresses only; the arrays must live until it is done.
            Reference.reachabilityFence(operands);
            Reference.reachabilityFence(results);
        }
    }

    private void invoke(Arena arena, Operator operator, MemorySegment in, int inputs, MemorySegment out, ConcreteArray[] results) throws Throwable {
        MemorySegment keys = arena.allocate(ADDRESS, Math.max(1, operator.attributes().size()));
        MemorySegment values = arena.allocate(ADDRESS, Math.max(1, operator.attributes().size()));
        int attributes = 0;
        for (Map.Entry<String, String> attribute : operator.attributes().entrySet()) {
            keys.setAtIndex(ADDRESS, attributes, arena.allocateFrom(attribute.getKey()));
            values.setAtIndex(ADDRESS, attributes++, arena.allocateFrom(attribute.getValue()));
        }
        int outputs = results.length;
        MemorySegment count = arena.allocate(JAVA_INT);
        count.set(JAVA_INT, 0, outputs);
        MemorySegment outPointer = arena.allocate(ADDRESS);
        outPointer.set(ADDRESS, 0, out);
        MemorySegment storage = arena.allocate(ADDRESS);
        check((int) invoke.invokeExact(operator(operator.name()), inputs, in, count, outPointer, attributes, keys, values, storage), operator.name());
        for (int i = 0; i < outputs; i++) {
            // Asking for the data brings it into the plain layout: oneDNN leaves results in a blocked one.
            check((int) getData.invokeExact(out.getAtIndex(ADDRESS, i), outPointer), operator.name());
            if (outPointer.get(ADDRESS, 0).address() != results[i].segment().address()) {
                throw new IllegalStateException("MXNet " + operator.name() + " moved its result");
            }
        }
    }

    /// An MXNet array over our memory.
    private MemorySegment handle(Arena arena, ConcreteArray array) throws Throwable {
        long[] shape = Arrays.stream(array.shape().toArray()).asLongStream().toArray();
        long bytes = TENSOR_BYTES + 8L * shape.length;
        MemorySegment tensor = ((MemorySegment) malloc.invokeExact(bytes)).reinterpret(bytes);
        tensor.fill((byte) 0);
        tensor.set(ADDRESS, 0, array.segment());
        tensor.set(JAVA_INT, DEVICE_TYPE, CPU);
        tensor.set(JAVA_INT, RANK, shape.length);
        tensor.set(JAVA_BYTE, TYPE_CODE, typeCode(array.dtype()));
        tensor.set(JAVA_BYTE, TYPE_BITS, (byte) (array.dtype().isBool() ? 1 : 8 * array.dtype().byteSize()));
        tensor.set(JAVA_SHORT, TYPE_LANES, (short) 1);
        tensor.set(ADDRESS, SHAPE, tensor.asSlice(TENSOR_BYTES));
        MemorySegment.copy(MemorySegment.ofArray(shape), 0, tensor, TENSOR_BYTES, 8L * shape.length);
        tensor.set(ADDRESS, DELETER, free); // the tensor is one allocation, so that libc's free is all it takes to delete it
        MemorySegment handle = arena.allocate(ADDRESS);
        check((int) fromDlPack.invokeExact(tensor, (byte) 0, handle), "from DLPack");
        return handle.get(ADDRESS, 0);
    }

    private static byte typeCode(DType dtype) {
        return (byte) switch (dtype) {
            case INT8, INT32, INT64 -> 0;
            case BOOL, UINT8 -> 1;
            case FLOAT16, FLOAT32, FLOAT64 -> 2;
            case BFLOAT16, UINT16, INT16, UINT32, UINT64, COMPLEX64, COMPLEX128 ->
                    throw new IllegalArgumentException("MXNet has no " + dtype + " on this path");
        };
    }

    private MemorySegment operator(String name) {
        return operators.computeIfAbsent(name, _ -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment handle = arena.allocate(ADDRESS);
                check((int) operatorHandle.invokeExact(arena.allocateFrom(name), handle), name);
                return handle.get(ADDRESS, 0);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        });
    }

    private void free(MemorySegment handle) throws Throwable {
        if (!handle.equals(MemorySegment.NULL)) check((int) freeArray.invokeExact(handle), "free");
    }

    private void check(int failed, String what) throws Throwable {
        if (failed != 0) {
            String message = ((MemorySegment) lastError.invokeExact()).reinterpret(1 << 16).getString(0);
            throw new IllegalStateException("MXNet " + what + ": " + message.lines().filter(line -> !line.isBlank()).limit(4)
                    .reduce((x, y) -> x + "\n" + y).orElse("no message"));
        }
    }
}
