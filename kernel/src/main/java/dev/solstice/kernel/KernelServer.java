package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Takes requests off the wire and gives each channel's to a thread of its own, so that an interrupt or a shutdown is
/// answered while a cell runs.
final class KernelServer {
    /// Answers one request; what it throws is answered as an error.
    interface Handler {
        /// The reply's content, or null when the type is unknown or none is due.
        JsonObject handle(Message request) throws Exception;

        /// After reply and idle have been sent.
        default void done(Message request) {
        }
    }

    private final BlockingQueue<Message> shell = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> control = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> stdin = new LinkedBlockingQueue<>();
    private Wire wire;
    private Publisher publisher;

    /// For [Wire]: queues a message that has arrived.
    void receive(Channel channel, Message message) {
        switch (channel) {
            case SHELL -> shell.add(message);
            case CONTROL -> control.add(message);
            case STDIN -> stdin.add(message);
            default -> { }
        }
    }

    void start(Wire wire, Publisher publisher, Handler shellRequests, Handler controlRequests) {
        this.wire = wire;
        this.publisher = publisher;
        Thread.ofPlatform().name("shell").start(() -> serve(Channel.SHELL, shell, shellRequests));
        Thread.ofPlatform().name("control").start(() -> serve(Channel.CONTROL, control, controlRequests));
    }

    /// Answers the execute requests that wait with `aborted`: a cell before them has failed.
    void abortWaiting() {
        var waiting = new java.util.ArrayList<Message>();
        shell.drainTo(waiting);
        for (var request : waiting) {
            if (request.type().equals("execute_request")) {
                publisher.status(request, "busy");
                wire.send(Channel.SHELL, request.reply("execute_reply", Bundle.status("aborted")));
                publisher.status(request, "idle");
            } else {
                shell.add(request);
            }
        }
    }

    /// Asks the front end of this request for a line of input and waits for it.
    String ask(Message request, String prompt) throws InterruptedException {
        stdin.clear();
        var content = new JsonObject();
        content.addProperty("prompt", prompt);
        content.addProperty("password", false);
        wire.send(Channel.STDIN, request.reply("input_request", content));
        return stdin.take().text("value", "");
    }

    private void serve(Channel channel, BlockingQueue<Message> queue, Handler handler) {
        while (true) {
            try {
                answer(channel, queue.take(), handler);
            } catch (InterruptedException stray) {
                // an interrupt is for a cell's thread; this one goes on
            }
        }
    }

    private void answer(Channel channel, Message request, Handler handler) {
        publisher.status(request, "busy");
        try {
            var content = handler.handle(request);
            if (content != null) {
                wire.send(channel, request.reply(replyType(request), content));
            }
        } catch (Throwable failure) { // an Error must not end the thread that answers requests
            wire.send(channel, request.reply(replyType(request), Bundle.error(failure.getClass().getName(), String.valueOf(failure.getMessage()))));
        }
        publisher.status(request, "idle");
        handler.done(request);
    }

    private static String replyType(Message request) {
        return request.type().replaceFirst("_request$", "_reply");
    }
}
