package dev.solstice.kernel;

import ai.djl.util.Utils;
import dev.solstice.core.Array;
import dev.solstice.engine.Engine;
import dev.solstice.kernel.help.JdkSources;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// What `./solstice doctor` can only find out from inside a JVM with the kernel's class path.
///
/// Prints one line a check, and exits with 1 if one of them is a problem:
///
/// ```
///   ok       engine mxnet: MXNet 1.9.1, OpenBLAS 0.3.3 ..., 2 threads
///   problem  fonts: none; charts need one: apt install fontconfig fonts-dejavu-core
/// ```
public final class Doctor {
    private static final long CACHE_BYTES = 500_000_000;
    private static final Set<String> CPU_FEATURES =
            Set.of("avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "amx_tile", "asimd", "sve");

    private Doctor() {
    }

    /// One line: what was checked, whether it is as it should be, and what was found or what to do.
    record Finding(boolean fine, String text) {
        @Override
        public String toString() {
            return (fine ? "  ok       " : "  problem  ") + text;
        }

        static Finding of(String what, Callable<Finding> check) {
            try {
                return check.call();
            } catch (Exception | LinkageError e) {
                return new Finding(false, what + ": " + (e.getMessage() == null ? e : e.getMessage()));
            }
        }
    }

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        List<Finding> findings = findings();
        findings.forEach(System.out::println);
        System.exit(findings.stream().allMatch(Finding::fine) ? 0 : 1);
    }

    static List<Finding> findings() {
        return List.of(
                Finding.of("processor", Doctor::processor),
                Finding.of("cache of native libraries", () -> cache(Utils.getCacheDir())),
                Finding.of("engine", Doctor::engine),
                Finding.of("arithmetic", Doctor::arithmetic),
                Finding.of("fonts", Doctor::fonts),
                Finding.of("help", Doctor::help));
    }

    private static Finding processor() throws IOException {
        var runtime = Runtime.getRuntime();
        Path cpuInfo = Path.of("/proc/cpuinfo");
        String features = "";
        if (Files.isReadable(cpuInfo)) {
            var found = new TreeSet<>(Arrays.asList(Files.readString(cpuInfo).split("\\s+")));
            found.retainAll(CPU_FEATURES);
            features = found.isEmpty() ? ", no vector instructions" : ", " + String.join(" ", found);
        }
        return new Finding(true, "processor: %s, %d cores%s; %d MB of heap at most"
                .formatted(System.getProperty("os.arch"), runtime.availableProcessors(), features, runtime.maxMemory() >> 20));
    }

    /// The folder that DJL unpacks native libraries to on first use.
    static Finding cache(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) existing = existing.getParent();
        String where = "cache of native libraries: " + folder;
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return new Finding(false, where + " cannot be written: make it writable or set DJL_CACHE_DIR to a folder that is");
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        return free < CACHE_BYTES
                ? new Finding(false, where + " has only " + (free >> 20) + " MB left: free some or set DJL_CACHE_DIR to another disk")
                : new Finding(true, where);
    }

    private static Finding engine() {
        Engine engine = Engine.current();
        return new Finding(true, "engine " + engine.name() + ": " + engine.description());
    }

    /// A product large enough for the native library, with a result that is known exactly.
    private static Finding arithmetic() {
        int n = 256;
        var ones = new float[n][n];
        for (float[] row : ones) Arrays.fill(row, 1);
        float[] product = Array.of(ones).matmul(Array.of(ones)).toFloatArray();
        for (float x : product) {
            if (x != n) return new Finding(false, "arithmetic: a product of matrices is wrong (expected " + n + ", got " + x
                    + "); run with -Dsolstice.engine=host and please report this processor");
        }
        return new Finding(true, "arithmetic");
    }

    /// Without sources there is less help, but nothing fails.
    private static Finding help() {
        return new Finding(true, "help: " + JdkSources.missing().orElse("the JDK's sources are there"));
    }

    private static Finding fonts() {
        int families = GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length;
        return families == 0
                ? new Finding(false, "fonts: none; charts need one: apt install fontconfig fonts-dejavu-core")
                : new Finding(true, "fonts: " + families + " families");
    }
}
