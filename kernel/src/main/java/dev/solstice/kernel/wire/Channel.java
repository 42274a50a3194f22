package dev.solstice.kernel.wire;

/// The five sockets of a kernel.
public enum Channel {
    SHELL("shell"), CONTROL("control"), STDIN("stdin"), IOPUB("iopub"), HEARTBEAT("hb");

    private final String name;

    Channel(String name) {
        this.name = name;
    }

    /// The key of its port in a connection file.
    String portName() {
        return name + "_port";
    }
}
