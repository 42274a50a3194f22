package dev.solstice.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// The kernel's end of the wire: one thread owns all sockets, blocks until one of them has something, and never does
/// anything slow.
///
/// Any thread may [send][#send(Channel, Message)]; encoding and signing happen there. Messages that arrive are given to
/// the receiver on the wire's thread, which must only put them somewhere.
public final class Wire implements AutoCloseable {
    private static final byte[] KNOCK = {1};
    private static final byte SUBSCRIBE = 1;
    private static final long LINGER_MILLIS = 500;
    private static final String INBOX = "inproc://outgoing";

    private record Outgoing(Channel channel, List<byte[]> frames) {}

    private final ZMQ.Context context = ZMQ.context(1);
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final ZMQ.Socket inbox;
    private final ZMQ.Socket door;
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean knocked = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Frames frames;
    private final BiConsumer<Channel, Message> receiver;
    private volatile boolean closing;
    /// Whether nobody is behind the door any more; guarded by it.
    private boolean gone;

    /// Binds all sockets; nothing is received before [#start()].
    public Wire(ConnectionFile connection, BiConsumer<Channel, Message> receiver) {
        this.frames = new Frames(connection.signer());
        this.receiver = receiver;
        open(Channel.SHELL, SocketType.ROUTER, connection);
        open(Channel.CONTROL, SocketType.ROUTER, connection);
        open(Channel.STDIN, SocketType.ROUTER, connection);
        open(Channel.IOPUB, SocketType.XPUB, connection);
        open(Channel.HEARTBEAT, SocketType.REP, connection);
        inbox = context.socket(SocketType.PULL);
        inbox.bind(INBOX);
        door = context.socket(SocketType.PUSH);
        door.connect(INBOX);
    }

    public void start() {
        Thread.ofPlatform().name("wire").daemon(false).start(this::run);
    }

    /// Queues a message; returns at once.
    public void send(Channel channel, Message message) {
        outgoing.add(new Outgoing(channel, frames.encode(message)));
        knock();
    }

    /// Sends what is queued and closes the sockets; returns when that is done or a second has passed.
    @Override
    public void close() {
        closing = true;
        knock();
        try {
            closed.await(2 * LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopWaiting) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Channel channel, SocketType type, ConnectionFile connection) {
        var socket = context.socket(type);
        socket.setLinger((int) LINGER_MILLIS);
        socket.setHWM(0); // a cell may print faster than a client reads; nothing is dropped
        socket.setIPv6(connection.isIPv6());
        connection.curve().ifPresent(keys -> {
            socket.setCurveServer(true);
            socket.setCurvePublicKey(keys.publicKey());
            socket.setCurveSecretKey(keys.secretKey());
        });
        switch (type) {
            case XPUB -> socket.setXpubVerbose(true); // every subscriber is welcomed, not only the first
            case ROUTER -> socket.setRouterHandover(true); // a client that comes again need not wait for its old connection's end
            default -> { }
        }
        socket.bind(connection.address(channel));
        sockets.put(channel, socket);
    }

    /// One knock wakes the wire's thread for everything queued before it looks; sockets are not thread-safe, hence the lock.
    private void knock() {
        if (knocked.compareAndSet(false, true)) {
            synchronized (door) {
                boolean interrupted = Thread.interrupted();
                while (!gone && !door.send(KNOCK, 0)) { // which an interrupt keeps it from
                    interrupted |= Thread.interrupted();
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void run() {
        var inbound = List.of(Channel.CONTROL, Channel.SHELL, Channel.STDIN, Channel.HEARTBEAT, Channel.IOPUB);
        var poller = context.poller(inbound.size() + 1);
        inbound.forEach(channel -> poller.register(sockets.get(channel), ZMQ.Poller.POLLIN));
        int inboxIndex = poller.register(inbox, ZMQ.Poller.POLLIN);
        while (!closing) {
            try {
                serve(poller, inboxIndex, inbound);
            } catch (OutOfMemoryError forThisMessage) {
                // the next one may fit
            } catch (RuntimeException | StackOverflowError defect) {
                defect.printStackTrace(); // of what this message led to
            }
        }
        flush();
        sockets.values().forEach(ZMQ.Socket::close);
        inbox.close();
        synchronized (door) {
            gone = true;
            door.close();
        }
        context.term(); // returns when what was sent has left, or the sockets linger no longer
        closed.countDown();
    }

    private void serve(ZMQ.Poller poller, int inboxIndex, List<Channel> inbound) {
        poller.poll(-1);
        if (poller.pollin(inboxIndex)) {
            inbox.recv(0);
        }
        knocked.set(false);
        flush();
        for (int i = 0; i < inbound.size(); i++) {
            if (poller.pollin(i)) {
                if (inbound.get(i) == Channel.IOPUB) {
                    welcomeNewcomers();
                } else {
                    receive(inbound.get(i));
                }
            }
        }
    }

    private void flush() {
        for (var next = outgoing.poll(); next != null; next = outgoing.poll()) {
            if (next.channel() == Channel.IOPUB) {
                welcomeNewcomers(); // before anything else that they get
            }
            sendFrames(sockets.get(next.channel()), next.frames());
        }
    }

    private void receive(Channel channel) {
        var socket = sockets.get(channel);
        var received = new ArrayList<byte[]>();
        do {
            received.add(socket.recv(0));
        } while (socket.hasReceiveMore());
        if (channel == Channel.HEARTBEAT) {
            sendFrames(socket, received);
        } else {
            frames.decode(received).ifPresent(message -> receiver.accept(channel, message));
        }
    }

    /// Tells new subscribers that from here on they miss nothing (JEP 65).
    private void welcomeNewcomers() {
        var socket = sockets.get(Channel.IOPUB);
        for (var request = socket.recv(ZMQ.DONTWAIT); request != null; request = socket.recv(ZMQ.DONTWAIT)) {
            if (request.length > 0 && request[0] == SUBSCRIBE) {
                topic(request).map(Message::welcome).map(frames::encode).ifPresent(welcome -> sendFrames(socket, welcome));
            }
        }
    }

    /// Of a subscription; one that is no text is none that a welcome could name.
    private static Optional<String> topic(byte[] subscription) {
        try {
            var topic = ByteBuffer.wrap(subscription, 1, subscription.length - 1);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(topic).toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    private static void sendFrames(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }
}
