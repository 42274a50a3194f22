package dev.solstice.kernel;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The folder that tells Jupyter how to start this kernel.
///
/// @param folder     where to write it
/// @param extraFlags JVM flags besides those that the library needs
record KernelSpec(Path folder, List<String> extraFlags) {
    private static final String CACHE = "kernel.aot";
    private static final List<String> LOGOS = List.of("logo-32x32.png", "logo-64x64.png");

    /// Writes the folder; takes some seconds, because a kernel is started once to make later starts faster.
    void write() throws IOException {
        Files.createDirectories(folder);
        var start = new ArrayList<>(start());
        var cache = folder.resolve(CACHE).toAbsolutePath();
        Files.deleteIfExists(cache);
        if (Rehearsal.record(start, cache)) {
            start.addAll(1, List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off,cds=off"));
        }
        start.add("{connection_file}");
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        Files.writeString(folder.resolve("kernel.json"), gson.toJson(json(start)) + "\n");
        for (var logo : LOGOS) {
            try (var in = KernelSpec.class.getResourceAsStream(logo)) {
                Files.copy(in, folder.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// The command line of a kernel up to its connection file.
    private List<String> start() {
        var argv = new ArrayList<String>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(KernelInfo.jvmFlags());
        argv.addAll(extraFlags);
        argv.addAll(List.of("-cp", classPath(), SolsticeKernel.class.getName()));
        return argv;
    }

    private static JsonObject json(List<String> argv) {
        var spec = new JsonObject();
        spec.add("argv", Bundle.strings(argv));
        spec.addProperty("display_name", "Solstice (Java " + Runtime.version().feature() + ")");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        var metadata = new JsonObject();
        metadata.addProperty("debugger", true);
        metadata.add("supported_encryption", Bundle.strings(List.of("curve")));
        spec.add("metadata", metadata);
        return spec;
    }

    /// This JVM's class path with absolute entries; jars of one folder become `folder/*`, as they were given.
    private static String classPath() {
        return String.join(File.pathSeparator, Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .map(path -> path.toString().endsWith(".jar") ? path.resolveSibling("*").toString() : path.toString())
            .distinct().toList());
    }
}
