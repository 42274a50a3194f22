package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.stream.CellStreams;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;
import java.util.List;

/// Broadcasts what the current cell shows, in the order in which it did.
final class Publisher {
    private final Wire wire;
    private final CellStreams streams;
    private volatile Message request;
    private volatile boolean silent;

    Publisher(Wire wire, CellStreams streams) {
        this.wire = wire;
        this.streams = streams;
    }

    /// From here on output belongs to this `execute_request`; nothing of a silent one is broadcast.
    void begin(Message request, boolean silent) {
        this.request = request;
        this.silent = silent;
        streams.begin((stream, text) -> {
            if (!silent) {
                wire.send(Channel.IOPUB, request.broadcast("stream", stream(stream, text)));
            }
        });
    }

    /// Broadcasts content of the current cell after all that it has printed before.
    void publish(String type, JsonObject content) {
        streams.flush();
        var parent = request;
        if (parent != null && !silent) {
            wire.send(Channel.IOPUB, parent.broadcast(type, content));
        }
    }

    /// The same with metadata and binary buffers, as comms have them.
    void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        streams.flush();
        var parent = request;
        if (parent != null) {
            wire.send(Channel.IOPUB, parent.broadcast(type, content, metadata, buffers));
        }
    }

    /// Broadcasts content that another request than the current cell caused.
    void publish(Message parent, String type, JsonObject content) {
        wire.send(Channel.IOPUB, parent.broadcast(type, content));
    }

    void status(Message parent, String state) {
        var content = new JsonObject();
        content.addProperty("execution_state", state);
        wire.send(Channel.IOPUB, parent == null ? Message.unsolicited("status", content) : parent.broadcast("status", content));
    }

    void flush() {
        streams.flush();
    }

    private static JsonObject stream(String name, String text) {
        var content = new JsonObject();
        content.addProperty("name", name);
        content.addProperty("text", text);
        return content;
    }
}
