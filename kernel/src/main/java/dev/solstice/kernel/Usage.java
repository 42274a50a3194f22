package dev.solstice.kernel;

import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers `usage_request`, by which the extension jupyter-resource-usage shows what a kernel takes of its machine.
///
/// No part of Jupyter's specification: the keys are those of Python's kernel. Sizes are in bytes.
final class Usage {
    private static final double PERCENT = 100;

    private record Sample(long nanos, Map<Long, Duration> cpuByProcess) {}

    private Sample before = sample(List.of());

    synchronized JsonObject reply() {
        var self = ProcessHandle.current();
        var processes = Stream.concat(Stream.of(self), self.descendants()).toList();
        var host = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var content = Bundle.ok();
        content.addProperty("hostname", hostname());
        content.addProperty("pid", self.pid());
        content.addProperty("kernel_cpu", cpuPercent(sample(processes)));
        content.addProperty("kernel_memory", processes.stream().mapToLong(Usage::memory).sum());
        content.addProperty("cpu_count", host.getAvailableProcessors());
        content.addProperty("host_cpu_percent", Math.max(0, host.getCpuLoad()) * PERCENT);
        content.add("host_virtual_memory", hostMemory(host));
        return content;
    }

    private static Sample sample(List<ProcessHandle> processes) {
        return new Sample(System.nanoTime(), processes.stream().collect(Collectors.toMap(ProcessHandle::pid,
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO))));
    }

    /// Since the last request, of one processor; 0 at the first request, as everybody expects it of psutil.
    private double cpuPercent(Sample now) {
        long spent = now.cpuByProcess().entrySet().stream().filter(entry -> before.cpuByProcess().containsKey(entry.getKey()))
            .mapToLong(entry -> entry.getValue().minus(before.cpuByProcess().get(entry.getKey())).toNanos()).sum();
        double percent = PERCENT * spent / Math.max(1, now.nanos() - before.nanos());
        before = now;
        return percent;
    }

    /// What is resident, or where the system does not tell what the JVM has asked for.
    private static long memory(ProcessHandle process) {
        return ofProc(Path.of("/proc", Long.toString(process.pid()), "status"), "VmRSS").orElseGet(() -> {
            if (process.pid() != ProcessHandle.current().pid()) {
                return 0;
            }
            var jvm = ManagementFactory.getMemoryMXBean();
            return jvm.getHeapMemoryUsage().getCommitted() + jvm.getNonHeapMemoryUsage().getCommitted();
        });
    }

    private static JsonObject hostMemory(OperatingSystemMXBean host) {
        long total = host.getTotalMemorySize();
        long free = host.getFreeMemorySize();
        long available = Math.min(total, ofProc(Path.of("/proc/meminfo"), "MemAvailable").orElse(free));
        var memory = new JsonObject();
        memory.addProperty("total", total);
        memory.addProperty("available", available);
        memory.addProperty("percent", PERCENT * (total - available) / total);
        memory.addProperty("used", total - available);
        memory.addProperty("free", free);
        return memory;
    }

    /// The size under a key of one of Linux's tables, which are in kilobytes.
    private static OptionalLong ofProc(Path table, String key) {
        try (var lines = Files.lines(table)) {
            return lines.filter(line -> line.startsWith(key + ":")).mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
        } catch (IOException | RuntimeException noSuchTable) {
            return OptionalLong.empty();
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unnamed) {
            return "localhost";
        }
    }
}
