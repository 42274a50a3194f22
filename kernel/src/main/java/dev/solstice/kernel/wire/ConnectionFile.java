package dev.solstice.kernel.wire;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.zeromq.ZMQ;

/// What a front end has written down for its kernel: where to listen, and the keys.
///
/// @param ports by channel
/// @param curve what encrypts the sockets, when the front end wants that
///
/// @see <a href="https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files">Connection files</a>
public record ConnectionFile(String transport, String ip, Map<Channel, Integer> ports, String signatureScheme, String key,
                             Optional<Curve> curve) {

    /// A CurveZMQ server's pair of keys: who has the public one may connect, and nobody else can read along.
    public record Curve(byte[] publicKey, byte[] secretKey) {}

    /// @throws IllegalArgumentException if the file asks for what this kernel cannot do
    public static ConnectionFile parse(String content) {
        var json = JsonParser.parseString(content).getAsJsonObject();
        var transport = text(json, "transport", "tcp");
        if (!transport.equals("tcp")) {
            throw new IllegalArgumentException("expected the transport tcp, got " + transport + ": this kernel's ZeroMQ is Java, whose "
                + transport + " no other program understands. Set c.KernelManager.transport = \"tcp\"; with "
                + "c.KernelManager.transport_encryption = \"auto\" nobody else on this machine can read along");
        }
        var ports = new EnumMap<Channel, Integer>(Channel.class);
        for (var channel : Channel.values()) {
            ports.put(channel, json.get(channel.portName()).getAsInt());
        }
        return new ConnectionFile(transport, text(json, "ip", "127.0.0.1"), ports,
            text(json, "signature_scheme", "hmac-sha256"), text(json, "key", ""), curve(json));
    }

    private static String text(JsonObject json, String name, String absent) {
        return json.has(name) ? json.get(name).getAsString() : absent;
    }

    private static Optional<Curve> curve(JsonObject json) {
        return json.has("curve_publickey") && json.has("curve_secretkey")
            ? Optional.of(new Curve(curveKey(json, "curve_publickey"), curveKey(json, "curve_secretkey"))) : Optional.empty();
    }

    private static byte[] curveKey(JsonObject json, String name) {
        return ZMQ.Curve.z85Decode(json.get(name).getAsString());
    }

    /// Where a channel's socket is.
    public String address(Channel channel) {
        return transport + "://" + (isIPv6() && !ip.startsWith("[") ? "[" + ip + "]" : ip) + ":" + ports.get(channel);
    }

    boolean isIPv6() {
        return ip.contains(":");
    }

    /// What signs messages; an empty key means that nothing is signed.
    ///
    /// @throws IllegalArgumentException if there is no such scheme
    public HMACGenerator signer() {
        try {
            return key.isEmpty() ? HMACGenerator.NO_AUTH_INSTANCE : new HMACGenerator(signatureScheme, key);
        } catch (GeneralSecurityException unknown) {
            throw new IllegalArgumentException("expected a signature_scheme like hmac-sha256, hmac-sha512 or hmac-md5, got "
                + signatureScheme, unknown);
        }
    }
}
