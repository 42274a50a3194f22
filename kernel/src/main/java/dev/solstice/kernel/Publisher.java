package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.stream.CellStreams;
import dev.solstice.kernel.widget.Place;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Broadcasts what the current cell shows, in the order in which it did.
final class Publisher {
    private final Wire wire;
    private final CellStreams streams;
    private final UnaryOperator<String> wording;

    /// Where a thread's output belongs.
    ///
    /// @param request what the thread works for
    private record CellOutput(Message request, Place place, UnaryOperator<String> wording, List<JsonObject> payloads) implements CellStreams.Sink {
        @Override
        public void text(String stream, String text) {
            place.publish("stream", stream(stream, wording.apply(text)));
        }
    }

    /// @param wording of what cells print and of stacks
    Publisher(Wire wire, CellStreams streams, UnaryOperator<String> wording) {
        this.wire = wire;
        this.streams = streams;
        this.wording = wording;
    }

    /// From here on what this thread and the threads that it starts show belongs to this `execute_request`.
    /// Nothing of a silent one is broadcast.
    void begin(Message request, boolean silent) {
        Place place = silent ? Place.NOWHERE : (type, content) -> wire.send(Channel.IOPUB, request.broadcast(type, content));
        streams.begin(new CellOutput(request, place, wording, Collections.synchronizedList(new ArrayList<>())));
    }

    /// Where what this thread shows goes.
    Place place() {
        return output().map(CellOutput::place).orElse(Place.NOWHERE);
    }

    /// Runs code, for the same request, that shows things somewhere else.
    void during(Place place, Runnable code) {
        output().ifPresentOrElse(
            output -> streams.during(new CellOutput(output.request(), place, wording, output.payloads()), code), code);
    }

    /// Adds something that the front end is to do when it gets the reply.
    void payload(JsonObject payload) {
        output().ifPresent(output -> output.payloads().add(payload));
    }

    /// What [#payload] has gathered for this thread's cell.
    JsonArray payloads() {
        var array = new JsonArray();
        output().ifPresent(output -> output.payloads().forEach(array::add));
        return array;
    }

    /// Broadcasts content of the thread's cell after all that the cell has printed before.
    void publish(String type, JsonObject content) {
        streams.flush();
        place().publish(type, content);
    }

    /// Broadcasts why code of the thread's cell failed.
    void publish(CellFailure failure) {
        ErrorDetails.of(failure, wording).ifPresent(details -> publish("display_data", Bundle.of(details)));
        var error = Bundle.error(failure);
        error.remove("status");
        publish("error", error);
    }

    /// The same with metadata and binary buffers, as comms have them.
    void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        streams.flush();
        output().ifPresent(output -> wire.send(Channel.IOPUB, output.request().broadcast(type, content, metadata, buffers)));
    }

    private Optional<CellOutput> output() {
        return streams.sink().map(CellOutput.class::cast);
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

    /// Tells the user something, wherever the cell has sent `System.err`.
    void warn(String text) {
        streams.err.println(text);
    }

    void flush() {
        streams.flush();
    }

    /// What this thread's cell has printed of a line and nobody has seen yet.
    String takeBegunLine() {
        return streams.takeBegunLine();
    }

    private static JsonObject stream(String name, String text) {
        var content = new JsonObject();
        content.addProperty("name", name);
        content.addProperty("text", text);
        return content;
    }
}
