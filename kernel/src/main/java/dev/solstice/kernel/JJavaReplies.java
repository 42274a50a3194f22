package dev.solstice.kernel;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;

/// Takes what JJava's classes publish to our publisher; its own sockets do not exist here.
class JJavaReplies extends ShellReplyEnvironment {
    private final Publisher publisher;

    JJavaReplies(Publisher publisher) {
        super(null, null, null, null);
        this.publisher = publisher;
    }

    @Override
    public void publish(Message<?> message) {
        publisher.publish(message.getHeader().getType().getName(), Bundle.ofContent(message.getContent()));
    }

    @Override
    public void writeToStdOut(String text) {
        System.out.print(text);
    }

    @Override
    public void writeToStdErr(String text) {
        System.err.print(text);
    }
}
