package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Takes requests off the wire and gives each to the [Lane] that answers it, so that an interrupt, a completion or a
/// subshell's cell does not wait for the cell that runs.
final class KernelServer {
    /// What only looks: while a cell runs it is answered at once, for front ends that know no subshells too.
    private static final Set<String> LOOKS = Set.of("complete_request", "inspect_request", "is_complete_request",
        "history_request", "kernel_info_request", "comm_info_request");

    /// What runs the notebook's code as a cell does: it waits for the cell that runs, unless it is for a subshell.
    private static final Set<String> EVENTS = Set.of("comm_open", "comm_msg", "comm_close");

    private final BlockingQueue<Message> stdin = new LinkedBlockingQueue<>();
    private final ReentrantLock asking = new ReentrantLock(true);
    private final Map<String, Lane> subshells = new ConcurrentSkipListMap<>();
    private Wire wire;
    private Publisher publisher;
    private Lane.Handler shellRequests;
    private Lane shell;
    private Lane aside;
    private Lane control;
    private Lane debugger;

    /// For [Wire], which must be started after this: queues a message that has arrived.
    void receive(Channel channel, Message message) {
        switch (channel) {
            case SHELL -> laneOf(message).add(message);
            case CONTROL -> (message.type().equals("debug_request") ? debugger : control).add(message);
            case STDIN -> stdin.add(message);
            default -> { }
        }
    }

    void start(Wire wire, Publisher publisher, Lane.Handler shellRequests, Lane.Handler controlRequests,
               Lane.Handler debugRequests) {
        this.wire = wire;
        this.publisher = publisher;
        this.shellRequests = shellRequests;
        shell = new Lane("shell", Channel.SHELL, wire, publisher, shellRequests, () -> { });
        aside = lane("aside", Channel.SHELL, shellRequests);
        control = lane("control", Channel.CONTROL, controlRequests);
        debugger = lane("debugger", Channel.CONTROL, debugRequests);
    }

    private Lane lane(String name, Channel channel, Lane.Handler handler) {
        return new Lane(name, channel, wire, publisher, handler, shell::announceAgain);
    }

    private Lane laneOf(Message request) {
        var subshell = request.subshell();
        if (EVENTS.contains(request.type())) {
            return subshells.getOrDefault(subshell, shell); // nobody would be told of an event that is lost with its subshell
        }
        if (!subshell.isEmpty()) {
            return subshells.getOrDefault(subshell, aside);
        }
        return LOOKS.contains(request.type()) && shell.isBusy() ? aside : shell;
    }

    /// A new lane for requests with this id in their header.
    String createSubshell() {
        var id = UUID.randomUUID().toString();
        subshells.put(id, lane("subshell " + id, Channel.SHELL, shellRequests));
        return id;
    }

    /// @return whether there was one
    boolean deleteSubshell(String id) {
        var lane = subshells.remove(id);
        if (lane != null) {
            lane.end();
        }
        return lane != null;
    }

    List<String> subshells() {
        return List.copyOf(subshells.keySet());
    }

    /// Whether the request is for a subshell that does not exist (any more).
    boolean isLost(Message request) {
        return !request.subshell().isEmpty() && !subshells.containsKey(request.subshell()) && !EVENTS.contains(request.type());
    }

    /// Asks the front end of this request for a line of input and waits for it.
    ///
    /// @param password whether what is typed must not be seen
    String ask(Message request, String prompt, boolean password) throws InterruptedException {
        asking.lockInterruptibly(); // an answer does not say which question it is for
        try {
            stdin.clear();
            var content = new JsonObject();
            content.addProperty("prompt", prompt);
            content.addProperty("password", password);
            wire.send(Channel.STDIN, request.reply("input_request", content));
            var answer = stdin.take();
            while (!answer.type().equals("input_reply") || !answer.isOfSamePeer(request)) {
                answer = stdin.take();
            }
            return answer.text("value", "");
        } finally {
            asking.unlock();
        }
    }
}
