package dev.solstice.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A thread that answers requests one after the other: the shell's, a subshell's, the control channel's.
final class Lane {
    /// Answers one request; what it throws is answered as an error.
    interface Handler {
        /// The reply's content, or null when the type is unknown or none is due.
        JsonObject handle(Message request) throws Exception;

        /// Adds what every reply to such a request has, unless it was aborted: a front end would number the cell as if it had run.
        default void amend(Message request, JsonObject reply) {
        }

        /// After reply and idle have been sent.
        default void done(Message request) {
        }
    }

    private static final Message END = Message.unsolicited("end", new JsonObject());

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final Channel channel;
    private final Wire wire;
    private final Publisher publisher;
    private final Handler handler;
    private final Runnable afterIdle;
    /// Guarded by this lane, so that no busy can be announced after the idle that ends it.
    private Message current;

    /// @param afterIdle run each time that this lane has announced that it is idle
    Lane(String name, Channel channel, Wire wire, Publisher publisher, Handler handler, Runnable afterIdle) {
        this.channel = channel;
        this.wire = wire;
        this.publisher = publisher;
        this.handler = handler;
        this.afterIdle = afterIdle;
        Thread.ofPlatform().name(name).start(this::serve);
    }

    void add(Message request) {
        queue.add(request);
    }

    /// Whether a request that is added now would have to wait.
    synchronized boolean isBusy() {
        return current != null || !queue.isEmpty();
    }

    /// Says again that this lane is busy, if it is: front ends take the idle of any lane for the kernel's.
    synchronized void announceAgain() {
        if (current != null) {
            publisher.status(current, "busy");
        }
    }

    /// Ends the thread after its current request; what waits is aborted.
    void end() {
        abort(waitingCells());
        queue.add(END);
    }

    private void serve() {
        while (true) {
            try {
                var request = queue.take();
                if (request == END) {
                    return;
                }
                answer(request);
            } catch (InterruptedException stray) {
                // an interrupt is for a cell's thread; this one goes on
            } catch (OutOfMemoryError notNow) {
                // a thread that answers requests must not end; to print this would need memory
            } catch (Throwable defect) {
                defect.printStackTrace();
            }
        }
    }

    private void answer(Message request) {
        synchronized (this) {
            current = request;
            publisher.status(request, "busy");
        }
        List<Message> aborted = List.of();
        var started = Instant.now();
        try {
            var content = handler.handle(request);
            if (content != null) {
                if (new JsonPrimitive("error").equals(content.get("status")) && stopsOthers(request)) {
                    // Before the reply: who has read it may send the next cell, which is none of those that waited.
                    aborted = waitingCells();
                }
                handler.amend(request, content);
                reply(request, content, started);
            }
        } catch (Throwable failure) {
            var content = Bundle.error(failure.getClass().getName(), String.valueOf(failure.getMessage()));
            handler.amend(request, content);
            reply(request, content, started);
        } finally {
            synchronized (this) {
                current = null;
                publisher.status(request, "idle");
            }
        }
        afterIdle.run();
        handler.done(request);
        abort(aborted);
    }

    private void reply(Message request, JsonObject content, Instant started) {
        wire.send(channel, request.reply(request.type().replaceFirst("_request$", "_reply"), content, started));
    }

    /// A front end's own silent questions have nothing to do with the cells of the user.
    private static boolean stopsOthers(Message request) {
        return request.type().equals("execute_request") && request.flag("stop_on_error", true) && !request.flag("silent", false);
    }

    /// Takes the cells that wait off the queue; other requests stay.
    private List<Message> waitingCells() {
        var cells = queue.stream().filter(request -> request.type().equals("execute_request")).toList();
        queue.removeAll(cells);
        return cells;
    }

    private void abort(List<Message> cells) {
        for (var cell : cells) {
            publisher.status(cell, "busy");
            reply(cell, Bundle.status("aborted"), Instant.now());
            publisher.status(cell, "idle");
        }
    }
}
