package dev.solstice.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Message;
import java.util.List;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.dflib.jjava.jupyter.messages.reply.CommInfoReply;
import org.dflib.jjava.jupyter.messages.request.CommInfoRequest;
import org.zeromq.ZMQ;

/// Gives comm messages to JJava's [CommManager], where extensions have registered their targets.
final class Comms {
    private static final Gson GSON = new Gson();

    private final CommManager manager;
    private final Publisher publisher;

    Comms(CommManager manager, Publisher publisher) {
        this.manager = manager;
        this.publisher = publisher;
        manager.setIOPubChannel(new Forwarding(publisher));
    }

    /// Handles `comm_*` messages; only `comm_info_request` has a reply.
    JsonObject handle(Message request) {
        var replies = new Collecting(publisher, request);
        switch (request.type()) {
            case "comm_open" -> manager.handleCommOpenCommand(replies, message(request, MessageType.COMM_OPEN_COMMAND, CommOpenCommand.class));
            case "comm_msg" -> manager.handleCommMsgCommand(replies, message(request, MessageType.COMM_MSG_COMMAND, CommMsgCommand.class));
            case "comm_close" -> manager.handleCommCloseCommand(replies, message(request, MessageType.COMM_CLOSE_COMMAND, CommCloseCommand.class));
            default -> manager.handleCommInfoRequest(replies, message(request, MessageType.COMM_INFO_REQUEST, CommInfoRequest.class));
        }
        return replies.reply;
    }

    private static <T> org.dflib.jjava.jupyter.messages.Message<T> message(Message request, MessageType<T> type, Class<T> content) {
        var header = new Header<>(request.id(), "", "", null, type, Message.PROTOCOL);
        return new org.dflib.jjava.jupyter.messages.Message<>(request.identities(), header, null, null,
            GSON.fromJson(request.content(), content), request.buffers());
    }

    /// Publishes for the comm message itself, not for the cell; statuses are the server's job.
    private static final class Collecting extends JJavaReplies {
        private final Publisher publisher;
        private final Message request;
        private JsonObject reply;

        Collecting(Publisher publisher, Message request) {
            super(publisher);
            this.publisher = publisher;
            this.request = request;
        }

        @Override
        public void setBusyDeferIdle() {
            // done for every request
        }

        @Override
        public void publish(org.dflib.jjava.jupyter.messages.Message<?> message) {
            publisher.publish(request, message.getHeader().getType().getName(), Bundle.ofContent(message.getContent()));
        }

        @Override
        public void reply(org.dflib.jjava.jupyter.messages.Message<?> message) {
            reply = Bundle.ofContent(message.getContent());
            if (message.getContent() instanceof CommInfoReply) {
                reply.addProperty("status", "ok");
            }
        }
    }

    /// The socket that the manager sends to; the real one belongs to the wire.
    private static final class Forwarding extends IOPubChannel {
        private final Publisher publisher;

        Forwarding(Publisher publisher) {
            super(ZMQ.context(0), HMACGenerator.NO_AUTH_INSTANCE);
            this.publisher = publisher;
        }

        @Override
        public void sendMessage(org.dflib.jjava.jupyter.messages.Message<?> message) {
            publisher.publish(message.getHeader().getType().getName(), Bundle.ofContent(message.getContent()),
                message.hasMetadata() ? Bundle.ofContent(message.getMetadata()) : new JsonObject(),
                message.getBlobs() == null ? List.of() : message.getBlobs());
        }
    }
}
