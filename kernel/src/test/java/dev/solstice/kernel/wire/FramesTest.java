package dev.solstice.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

class FramesTest {
    private final Frames frames = new Frames(key("secret"));

    private static HMACGenerator key(String key) {
        try {
            return new HMACGenerator("hmac-sha256", key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String text, List<byte[]> identities, List<byte[]> buffers) {
        var content = new JsonObject();
        content.addProperty("text", text);
        var message = Message.unsolicited("stream", content);
        return new Message(identities, message.header(), new JsonObject(), new JsonObject(), content, buffers);
    }

    @Property(tries = 100)
    void whatIsEncodedIsDecoded(@ForAll String text, @ForAll @Size(max = 3) List<byte[]> buffers, @ForAll byte[] identity) {
        var decoded = frames.decode(frames.encode(message(text, List.of(identity), buffers))).orElseThrow();
        assertEquals(text, decoded.text("text", "missing"));
        assertEquals("stream", decoded.type());
        assertArrayEquals(identity, decoded.identities().getFirst());
        assertEquals(buffers.size(), decoded.buffers().size());
        for (int i = 0; i < buffers.size(); i++) {
            assertArrayEquals(buffers.get(i), decoded.buffers().get(i));
        }
    }

    @Property(tries = 100)
    void whatIsSignedWithAnotherKeyIsNothing(@ForAll String text) {
        assertEquals(Optional.empty(), frames.decode(new Frames(key("other")).encode(message(text, List.of(), List.of()))));
    }

    @Property(tries = 200)
    void anyFramesAreDecodedOrRefused(@ForAll List<byte[]> any) {
        assertEquals(Optional.empty(), frames.decode(any));
    }

    @Property(tries = 50)
    void aMessageCutShortIsNothing(@ForAll String text) {
        var encoded = frames.encode(message(text, List.of(), List.of()));
        for (int length = 0; length < encoded.size(); length++) {
            assertEquals(Optional.empty(), frames.decode(new ArrayList<>(encoded.subList(0, length))));
        }
    }
}
