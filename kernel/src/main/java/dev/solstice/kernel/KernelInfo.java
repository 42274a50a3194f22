package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/// What this kernel is.
final class KernelInfo {
    private static final Properties BUILD = load();

    private KernelInfo() {
    }

    static String version() {
        return BUILD.getProperty("version");
    }

    /// What the JVM needs to run the library, and what keeps a long session's memory small.
    static List<String> jvmFlags() {
        return List.of(BUILD.getProperty("jvm.flags").split("\\s+"));
    }

    static JsonObject reply() {
        var content = Bundle.ok();
        content.addProperty("protocol_version", Message.PROTOCOL);
        content.addProperty("implementation", "solstice");
        content.addProperty("implementation_version", version());
        content.add("language_info", Bundle.ofContent(NotebookKernel.language()));
        content.addProperty("banner", "Solstice " + version() + " on Java " + Runtime.version());
        content.addProperty("debugger", true);
        content.add("help_links", new JsonArray());
        content.add("supported_features", Bundle.strings(List.of("debugger", "kernel subshells")));
        return content;
    }

    private static Properties load() {
        try (var in = KernelInfo.class.getResourceAsStream("kernel.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
