package dev.solstice.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// One Jupyter message.
///
/// @param identities ZeroMQ routing frames: of the peer for a request and its reply, the topic for a broadcast
/// @param header     who sent it, when, and its type
/// @param parent     header of the request that caused it, empty when there is none
/// @param metadata   free-form
/// @param content    the payload, by type
/// @param buffers    raw binary frames after the content
///
/// @see <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html">Messaging in Jupyter</a>
public record Message(List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata,
                      JsonObject content, List<byte[]> buffers) {

    /// The messaging protocol that this kernel speaks.
    public static final String PROTOCOL = "5.5";

    private static final String SESSION = UUID.randomUUID().toString();

    public String type() {
        return text(header, "msg_type", "");
    }

    public String id() {
        return text(header, "msg_id", "");
    }

    /// The subshell that this is for, or an empty string for the shell itself.
    public String subshell() {
        return text(header, "subshell_id", "");
    }

    /// Whether both came from the same client, which has one identity on all channels.
    public boolean isOfSamePeer(Message other) {
        return Arrays.equals(identities.getFirst(), other.identities.getFirst());
    }

    /// A message caused by this one, addressed to whoever sent this one.
    public Message reply(String type, JsonObject content) {
        return new Message(identities, newHeader(type), header, new JsonObject(), content, List.of());
    }

    /// The same with the time when the kernel began to answer, by which front ends show how long that took.
    public Message reply(String type, JsonObject content, Instant started) {
        var metadata = new JsonObject();
        metadata.addProperty("started", date(started));
        return new Message(identities, newHeader(type), header, metadata, content, List.of());
    }

    /// A message caused by this one, for everybody.
    public Message broadcast(String type, JsonObject content) {
        return broadcast(type, content, new JsonObject(), List.of());
    }

    public Message broadcast(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        return new Message(List.of(type.getBytes()), newHeader(type), header, metadata, content, buffers);
    }

    /// A message to everybody that no request caused.
    public static Message unsolicited(String type, JsonObject content) {
        return new Message(List.of(type.getBytes()), newHeader(type), new JsonObject(), new JsonObject(), content, List.of());
    }

    /// Answers a subscription to broadcasts.
    static Message welcome(String topic) {
        var content = new JsonObject();
        content.addProperty("subscription", topic);
        return new Message(List.of(topic.getBytes(StandardCharsets.UTF_8)), newHeader("iopub_welcome"), new JsonObject(), new JsonObject(), content, List.of());
    }

    /// The string under a key of the content, or a default when it is missing or no string.
    public String text(String key, String absent) {
        return text(content, key, absent);
    }

    public boolean flag(String key, boolean absent) {
        JsonElement value = content.get(key);
        return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean() ? value.getAsBoolean() : absent;
    }

    public int number(String key, int absent) {
        JsonElement value = content.get(key);
        boolean isNumber = value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
        return isNumber ? (int) value.getAsDouble() : absent; // getAsInt would make a BigDecimal of 1e999999
    }

    private static String text(JsonObject object, String key, String absent) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : absent;
    }

    /// Python reads no nanoseconds.
    private static String date(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static JsonObject newHeader(String type) {
        var header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", SESSION);
        header.addProperty("username", "kernel");
        header.addProperty("date", date(Instant.now()));
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL);
        return header;
    }
}
