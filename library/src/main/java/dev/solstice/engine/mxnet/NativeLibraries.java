package dev.solstice.engine.mxnet;

import ai.djl.engine.Engine;
import ai.djl.mxnet.jna.LibUtils;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// libmxnet and the libopenblas beside it, loaded once, by DJL, in a prepared environment.
final class NativeLibraries {
    /// Held during every native computation: OpenBLAS 0.3.7 with OpenMP hangs when two threads call it at once.
    /// Large products use all processors anyway.
    static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final String version;
    private final SymbolLookup mxnet;
    private final SymbolLookup openBlas;

    private NativeLibraries() {
        ProcessEnvironment.prepare();
        version = Engine.getEngine("MXNet").getVersion();
        Path library = Path.of(LibUtils.getLibName());
        mxnet = SymbolLookup.libraryLookup(library, Arena.global());
        openBlas = SymbolLookup.libraryLookup(library.resolveSibling("libopenblas.so.0"), Arena.global());
    }

    private static final class Holder {
        private static final NativeLibraries INSTANCE = load();

        private static NativeLibraries load() {
            try {
                return new NativeLibraries();
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalStateException("MXNet's native library could not be loaded (" + e.getMessage()
                        + "). It is unpacked once to DJL_CACHE_DIR (by default ~/.djl.ai), which must be writable and have 200 MB left."
                        + " -Dsolstice.engine=host runs without it", e);
            }
        }
    }

    /// @throws IllegalStateException if the library cannot be loaded
    static NativeLibraries get() {
        try {
            return Holder.INSTANCE;
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof IllegalStateException reason) throw reason;
            throw e;
        } catch (NoClassDefFoundError again) {
            throw new IllegalStateException("MXNet's native library could not be loaded; the first error says why", again);
        }
    }

    /// Whether this platform has natives on the class path; loads nothing.
    static boolean exist() {
        String os = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        return os.startsWith("Linux") && (architecture.equals("amd64") || architecture.equals("x86_64"))
                && NativeLibraries.class.getClassLoader().getResource("native/lib/mxnet.properties") != null;
    }

    String version() {
        return version;
    }

    MethodHandle mxnet(String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(mxnet.findOrThrow(function), type);
    }

    MethodHandle openBlas(String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(openBlas.findOrThrow(function), type);
    }
}
