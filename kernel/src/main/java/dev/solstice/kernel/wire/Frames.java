package dev.solstice.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/// Turns messages into signed frames and back.
///
/// A message that is not signed with our key, is cut short or is no JSON decodes to nothing: such a peer gets no answer.
final class Frames {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE = 1;
    private static final int HEADER = 2;
    private static final int BUFFERS = 6;
    /// Deeper JSON than any message has would overflow the stack when it is written back as a parent.
    private static final int DEEPEST = 200;
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private final HMACGenerator signer;

    Frames(HMACGenerator signer) {
        this.signer = signer;
    }

    List<byte[]> encode(Message message) {
        var signed = new byte[][] {
            json(message.header()), json(message.parent()), json(message.metadata()), json(message.content())};
        var frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signer.calculateSignature(signed).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(Arrays.asList(signed));
        frames.addAll(message.buffers());
        return frames;
    }

    Optional<Message> decode(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(DELIMITER, frames.get(delimiter))) {
            delimiter++;
        }
        if (frames.size() < delimiter + BUFFERS) {
            return Optional.empty();
        }
        var parts = frames.subList(delimiter, frames.size());
        var expected = signer.calculateSignature(parts.get(2), parts.get(3), parts.get(4), parts.get(5));
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), parts.get(SIGNATURE)) && !expected.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Message(List.copyOf(frames.subList(0, delimiter)), object(parts.get(HEADER)),
                object(parts.get(HEADER + 1)), object(parts.get(HEADER + 2)), object(parts.get(HEADER + 3)),
                List.copyOf(parts.subList(BUFFERS, parts.size()))));
        } catch (JsonParseException | IllegalStateException notJson) {
            return Optional.empty();
        }
    }

    private static byte[] json(JsonElement element) {
        return GSON.toJson(element).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject object(byte[] json) {
        if (depth(json) > DEEPEST) {
            throw new JsonParseException("nested too deeply");
        }
        return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    /// How deep brackets outside of strings nest.
    private static int depth(byte[] json) {
        int depth = 0;
        int deepest = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i++;
                case '{', '[' -> deepest = quoted ? deepest : Math.max(deepest, ++depth);
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> { }
            }
        }
        return deepest;
    }
}
